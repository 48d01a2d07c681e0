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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_model_writes_what_it_is_made_to_write() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../www/models");
        let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let file = files.find(|path| path.to_string_lossy().contains("dates-general-lstm")).unwrap();
        let model = StoredModel::from_files(&[&fs::read(file).unwrap()]).unwrap();
        let output: Vec<usize> =
            model.metadata.target.encode("1999-12-31").iter().map(|token| token.id).collect();
        let trace = model.forced("5 April 2021", &output, &mut Workspace::default()).unwrap();
        assert_eq!((&*trace.output, trace.complete), ("1999-12-31", true));
    }
}
