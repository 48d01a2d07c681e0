//! One file, one model: safetensors with PyTorch's `state_dict` names, and in `__metadata__` under `config`
//! everything else in JSON.

mod tensors;

use std::collections::{BTreeMap, HashMap};

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use tensors::Precision;
use tensors::{Stored, StoredTensor};

use crate::config::ModelConfig;
use crate::error::Error;
use crate::nn::Parameters;
use crate::seq2seq::Seq2Seq;
use crate::tokens::{MAX_SOURCE_TOKENS, Token, Tokenizer};

/// The version of the format that this build writes and reads.
pub const FORMAT_VERSION: u32 = 1;
/// The key in `__metadata__`.
const CONFIG: &str = "config";

/// A trained model with its vocabularies and what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// Everything but the tensors.
    pub metadata: Metadata,
    /// The model.
    pub model: Seq2Seq,
}

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
    /// The source tokens of `text`, neither none nor too many.
    ///
    /// # Errors
    /// [`Error::EmptyInput`] and [`Error::InputTooLong`].
    pub fn source_tokens(&self, text: &str) -> Result<Vec<Token>, Error> {
        let tokens = self.source.encode(text);
        match tokens.len() {
            0 => Err(Error::EmptyInput),
            found if found > MAX_SOURCE_TOKENS => {
                Err(Error::InputTooLong { found, limit: MAX_SOURCE_TOKENS })
            }
            _ => Ok(tokens),
        }
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

#[derive(Deserialize)]
struct Version {
    format_version: u32,
}

impl Checkpoint {
    /// Whether a file stores matrices in 8 bits. False for what is no such file.
    pub fn has_8_bits(bytes: &[u8]) -> bool {
        SafeTensors::deserialize(bytes)
            .is_ok_and(|file| file.iter().any(|(_, tensor)| tensor.dtype() == Dtype::I8))
    }

    /// Reads a file and checks every name, shape, type and number of it.
    ///
    /// # Errors
    /// The variant of [`Error`] that says what was found and what was expected.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let not_safetensors = |error: safetensors::SafeTensorError| {
            let reason = error.to_string();
            // The parser shows control characters of a broken header as they are.
            Error::NotSafetensors { reason: reason.escape_debug().to_string().replace("\\\"", "\"") }
        };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(not_safetensors)?;
        let file = SafeTensors::deserialize(bytes).map_err(not_safetensors)?;
        let config = header.metadata().as_ref().and_then(|metadata| metadata.get(CONFIG));
        let metadata = read_config(config.ok_or(Error::MissingConfig)?)?;
        let tensors = StoredTensor::read(&metadata.model, &file)?;
        let mut model = Seq2Seq::zeros(metadata.model.clone())?;
        for ((name, mut values), tensor) in model.parameters_mut().into_iter().zip(&tensors) {
            tensor.fill(&mut values);
            if let Some((index, &found)) = values.iter().enumerate().find(|(_, value)| !value.is_finite()) {
                return Err(Error::NotFinite { name, index, found });
            }
        }
        Ok(Self { metadata, model })
    }

    /// The file's bytes; the same checkpoint always gives the same ones.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where a number is none, or is too large for 16 bits.
    pub fn to_bytes(&self, precision: Precision) -> Result<Vec<u8>, Error> {
        let mut tensors = Vec::new();
        for (name, values) in self.model.parameters() {
            tensors.extend(precision.stored(&name, &values)?);
        }
        let views = tensors
            .iter()
            .map(|Stored { name, dtype, shape, data }| {
                Ok((name, TensorView::new(*dtype, shape.clone(), data)?))
            })
            .collect::<Result<Vec<_>, _>>();
        let config = serde_json::to_string(&self.metadata).map_err(unreadable)?;
        let metadata = HashMap::from([(CONFIG.to_string(), config)]);
        views
            .and_then(|views| safetensors::serialize(views, Some(metadata)))
            .map_err(|error| Error::NotSafetensors { reason: error.to_string() })
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::UnreadableConfig { reason: error.to_string() }
}

fn read_config(json: &str) -> Result<Metadata, Error> {
    // A file of another version may have any fields: its number comes first.
    let Version { format_version } = serde_json::from_str(json).map_err(unreadable)?;
    if format_version != FORMAT_VERSION {
        return Err(Error::FormatVersion { expected: FORMAT_VERSION, found: format_version });
    }
    let metadata: Metadata = serde_json::from_str(json).map_err(unreadable)?;
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
