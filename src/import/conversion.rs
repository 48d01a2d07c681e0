//! From files to a checkpoint.

use std::collections::BTreeMap;

use super::exported::Exported;
use super::infer::Model;
use super::{Error, Inspection, NamedBytes, Settings, Vocabularies, ours, vocabulary, writing};
use crate::checkpoint::{DataSource, FORMAT_VERSION, Json, Metadata, ModelFile};

/// The task of a model that somebody else has trained.
pub const TASK: &str = "own";

/// What `files`, which together are one model, hold, with the vocabularies and the answers of the reader so far.
///
/// # Errors
/// [`Error`] says which file is no such model, and what to do.
pub fn inspect(
    files: &[NamedBytes],
    vocabularies: &Vocabularies,
    settings: &Settings,
) -> Result<Inspection, Error> {
    match ours::inspected(files) {
        Some(inspection) => inspection,
        None => {
            let Exported { vocabularies, settings, check } = Exported::of(files, vocabularies, settings)?;
            let inspection = Model::of(files, &vocabularies, &settings)?.inspection;
            Ok(Inspection { check, ..inspection })
        }
    }
}

/// The bytes of a checkpoint of ours, of 32-bit numbers; those of the file where it is one already.
///
/// # Errors
/// Those of [`inspect`], and [`Error`] where vocabularies or answers do not fit the model or its output layer is missing.
pub fn convert(
    files: &[NamedBytes],
    vocabularies: &Vocabularies,
    settings: &Settings,
) -> Result<Vec<u8>, Error> {
    if let Some(bytes) = ours::checkpoint(files) {
        ModelFile::read(bytes)?;
        return Ok(bytes.to_vec());
    }
    let Exported { vocabularies, settings, check } = Exported::of(files, vocabularies, settings)?;
    let Model { config, placed, is_complete, .. } = Model::of(files, &vocabularies, &settings)?;
    if !is_complete {
        return Err(Error::Missing {
            what: "the output layer".to_string(),
            expected: format!(
                "generator.weight [{}, {}] in a file beside these, or the setting tied=true where the decoder's \
                 embedding is the output layer",
                config.n_tgt_words, config.d_model
            ),
        });
    }
    let tokenizer = vocabulary::tokenizer;
    let metadata = Metadata {
        format_version: FORMAT_VERSION,
        task: TASK.to_string(),
        source: tokenizer(vocabularies.source.as_ref(), config.n_src_words, &settings.source)?,
        target: tokenizer(vocabularies.target.as_ref(), config.n_tgt_words, &settings.target)?,
        model: config,
        training: Json::default(),
        quality: BTreeMap::new(),
        data: DataSource { source: "not said".to_string(), licence: "not said".to_string() },
    };
    let bytes = writing::written(&placed, metadata, check)?;
    // What is written is what the engine reads, or it is said here.
    ModelFile::read(&bytes)?;
    Ok(bytes)
}
