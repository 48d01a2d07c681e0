//! A model file as the page has it: its numbers stay as they are stored, and the engine of the page runs it.

use seqscope::checkpoint::{Metadata, ModelFile};
use seqscope::error::Error;
use seqscope::inference::{Engine, Workspace};
use seqscope::search::SearchOptions;
use seqscope::tokens::END;
use seqscope::trace::Trace;

/// A model that is ready to run.
pub struct StoredModel {
    pub metadata: Metadata,
    engine: Engine,
}

impl StoredModel {
    /// Checks the bytes of a file, or of those of a trunk and a head.
    pub fn from_files(files: &[&[u8]]) -> Result<Self, Error> {
        let file = ModelFile::read_files(files)?;
        Ok(Self { engine: Engine::read(&file), metadata: file.metadata })
    }

    /// Runs `text`.
    pub fn run(
        &self,
        text: &str,
        options: &SearchOptions,
        workspace: &mut Workspace,
    ) -> Result<Trace, Error> {
        self.engine.run(&self.metadata, text, options, workspace)
    }

    /// Runs `text` where the model is made to write `output`, ids without the end token, and to end.
    pub fn forced(&self, text: &str, output: &[usize], workspace: &mut Workspace) -> Result<Trace, Error> {
        let prefix = [output, &[END]].concat();
        let options = SearchOptions { prefix, candidates: 0, ..SearchOptions::default() };
        self.engine.run(&self.metadata, text, &options, workspace)
    }
}
