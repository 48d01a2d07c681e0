//! What a file says beside its tensors.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::config::ModelConfig;
use crate::error::Error;
use crate::tokens::{MAX_SOURCE_TOKENS, NO_ID, Token, Tokenizer};

/// The version of the format that this build writes and reads.
pub const FORMAT_VERSION: u32 = 1;
/// The key in `__metadata__`.
pub(super) const CONFIG: &str = "config";

/// What a checkpoint says beside its tensors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// What the model was trained to do: `dates`, `en-fr`, …
    pub task: String,
    /// Sizes and choices.
    pub model: ModelConfig,
    /// Source vocabulary.
    pub source: Tokenizer,
    /// Target vocabulary.
    pub target: Tokenizer,
    /// How it was trained, for people: seed, steps, optimiser, the validation that chose it.
    #[serde(default)]
    pub training: Json,
    /// Measured quality by name: shares in [0, 1], BLEU in [0, 100].
    #[serde(default)]
    pub quality: BTreeMap<String, f64>,
    /// What it was trained on.
    pub data: DataSource,
}

impl Metadata {
    /// What the JSON of a single model's file says; model and vocabularies are checked.
    ///
    /// # Errors
    /// [`Error::UnreadableConfig`], [`Error::VocabularySize`] and those of [`ModelConfig::validate`].
    pub(super) fn read(json: &str) -> Result<Self, Error> {
        let metadata: Self = serde_json::from_str(json).map_err(unreadable)?;
        metadata.model.validate()?;
        let sizes = [
            ("n_src_words", metadata.source.len(), metadata.model.n_src_words),
            ("n_tgt_words", metadata.target.len(), metadata.model.n_tgt_words),
        ];
        for (field, expected, found) in sizes {
            if expected != found {
                return Err(Error::VocabularySize { field, expected, found });
            }
        }
        Ok(metadata)
    }

    /// The JSON of a single model's file.
    pub(super) fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(unreadable)
    }

    /// The source tokens of `text`, neither none nor too many.
    ///
    /// # Errors
    /// [`Error::EmptyInput`], [`Error::InputTooLong`] and [`Error::NoToken`].
    pub fn source_tokens(&self, text: &str) -> Result<Vec<Token>, Error> {
        let tokens = self.source.encode(text);
        if let Some(Token { text, .. }) = tokens.iter().find(|token| token.id == NO_ID) {
            return Err(Error::NoToken { text: text.clone() });
        }
        match tokens.len() {
            0 => Err(Error::EmptyInput),
            found if found > MAX_SOURCE_TOKENS => {
                Err(Error::InputTooLong { found, limit: MAX_SOURCE_TOKENS })
            }
            _ => Ok(tokens),
        }
    }

    /// The ids of [`Self::source_tokens`].
    ///
    /// # Errors
    /// As [`Self::source_tokens`].
    pub fn source_ids(&self, text: &str) -> Result<Vec<usize>, Error> {
        Ok(self.source_tokens(text)?.into_iter().map(|token| token.id).collect())
    }
}

/// JSON that is kept as it is written, because nothing in the library reads it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// `value` as JSON.
    ///
    /// # Errors
    /// [`Error::UnreadableConfig`] where JSON cannot say it, such as a map whose keys are no strings.
    pub fn new(value: &impl Serialize) -> Result<Self, Error> {
        serde_json::value::to_raw_value(value).map(Self).map_err(unreadable)
    }
}

impl Default for Json {
    /// `null`.
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

/// Where training data comes from and what its licence asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSource {
    /// Who made it.
    pub source: String,
    /// Under which licence it is.
    pub licence: String,
}

pub(super) fn unreadable(error: serde_json::Error) -> Error {
    Error::UnreadableConfig { reason: error.to_string() }
}
