//! Files that are a model of this page already: their config says what others leave open.

use super::check::check_of;
use super::{Error, Finding, Inspection, NamedBytes};
use crate::checkpoint::{FileKind, ModelFile};

/// What a checkpoint of ours says of itself; `None` where the files are none.
pub(super) fn inspected(files: &[NamedBytes]) -> Option<Result<Inspection, Error>> {
    let bytes = checkpoint(files)?;
    Some(ModelFile::read(bytes).map_err(Error::Model).map(|file| {
        let (config, from) = (&file.metadata.model, "config");
        let finding = |key, value: String| Finding { key, value, from: from.to_string() };
        Inspection {
            found: vec![
                finding("recurrence", config.rnn_type.name().to_string()),
                finding("encoderLayers", config.encoder_layers.to_string()),
                finding("decoderLayers", config.decoder_layers.to_string()),
                finding("bidirectional", config.bidirectional.to_string()),
                finding("recurrentBias", config.recurrent_bias.to_string()),
                finding("dModel", config.d_model.to_string()),
                finding("sourceWords", config.n_src_words.to_string()),
                finding("targetWords", config.n_tgt_words.to_string()),
                finding("attention", config.attention.name().to_string()),
                finding("generatorBias", config.generator_bias.to_string()),
                finding("tied", config.tied_embeddings.to_string()),
            ],
            guesses: Vec::new(),
            missing: Vec::new(),
            notes: vec!["The file says all of itself: it is a model of this page already.".to_string()],
            check: check_of(bytes),
        }
    }))
}

/// The bytes of the one file that has our config.
pub(super) fn checkpoint<'a>(files: &[NamedBytes<'a>]) -> Option<&'a [u8]> {
    match files {
        [file] if matches!(FileKind::of(file.bytes), Ok(FileKind::Model)) => Some(file.bytes),
        _ => None,
    }
}
