//! A trunk and its heads as files of their own.
//!
//! The file of a *trunk* has the tensors and all else that several models share; the file of a *head* has the tensors of a
//! [`crate::head::Head`] and what is said of it alone. Together they say what the file of a single model says. The JSON
//! under `config`:
//!
//! | field | in a trunk | in a head |
//! | --- | --- | --- |
//! | `format_version` | as in a single file | the same |
//! | `trunk` | its id: 16 hexadecimal digits | |
//! | `head_of` | | the id of its trunk |
//! | `attention`, `context_tanh` | not under `model` either | as under `model` in a single file |
//! | `quality` | | as in a single file |
//! | all others | as in a single file | |
//!
//! The id is made of the trunk's fields and of its numbers before they are stored in fewer bits: a head belongs to its trunk
//! whatever each is stored in.

use std::collections::BTreeMap;

use ndarray::ArrayViewD;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use sha2::{Digest, Sha256};

use super::metadata::{FORMAT_VERSION, Metadata, unreadable};
use super::object::Object;
use super::precision::Precision;
use super::writing::serialised;
use crate::config::{ModelConfig, is_of_head};
use crate::error::Error;
use crate::nn::AttentionType;

/// A model as two files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shards {
    /// The id of the trunk.
    pub id: String,
    /// The trunk's file. It is the same for all models that share the trunk, its vocabularies, its training and its data.
    pub trunk: Vec<u8>,
    /// The head's file.
    pub head: Vec<u8>,
}

impl Shards {
    /// The files of the model with these parameters. A head has at least 8 bits: it is a twentieth of the bytes, and half of
    /// what 4 bits lose is lost in it.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where a number is none, or is too large for 16 bits.
    pub(super) fn new(
        metadata: &Metadata,
        parameters: Vec<(String, ArrayViewD<f32>)>,
        precision: Precision,
    ) -> Result<Self, Error> {
        let (of_head, of_trunk): (Vec<_>, Vec<_>) =
            parameters.into_iter().partition(|(name, _)| is_of_head(name));
        let mut trunk = object(&metadata.to_json()?)?;
        trunk.remove("quality");
        let mut model = model_of(&trunk)?;
        for field in OF_HEADS_MODEL {
            model.remove(field);
        }
        trunk.insert("model", raw(&model)?);
        let mut hash = Sha256::new();
        hash.update(text(&trunk)?);
        for (name, values) in &of_trunk {
            hash.update(name);
            values.iter().for_each(|value| hash.update(value.to_le_bytes()));
        }
        let id: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        trunk.insert("trunk", raw(&id)?);
        let head = HeadConfig {
            format_version: FORMAT_VERSION,
            head_of: id.clone(),
            attention: metadata.model.attention,
            context_tanh: metadata.model.context_tanh,
            quality: metadata.quality.clone(),
        };
        Ok(Self {
            trunk: serialised(&of_trunk, precision, text(&trunk)?)?,
            head: serialised(
                &of_head,
                if precision == Precision::I4 { Precision::I8 } else { precision },
                text(&head)?,
            )?,
            id,
        })
    }
}

/// The fields that a head has in place of `model`.
const OF_HEADS_MODEL: [&str; 2] = ["attention", "context_tanh"];

/// The JSON of a trunk, of which the id has been read.
#[derive(Debug)]
pub(super) struct TrunkConfig {
    pub id: String,
    fields: Object,
}

/// The JSON of a head.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadConfig {
    format_version: u32,
    head_of: String,
    attention: AttentionType,
    #[serde(default)]
    context_tanh: bool,
    #[serde(default)]
    pub quality: BTreeMap<String, f64>,
}

impl TrunkConfig {
    pub fn read(json: &str) -> Result<Self, Error> {
        let mut fields = object(json)?;
        let id = fields.remove("trunk").unwrap_or_default();
        Ok(Self { id: serde_json::from_str(id.get()).map_err(unreadable)?, fields })
    }

    /// What the file of a single model with this trunk and `head` would say.
    ///
    /// # Errors
    /// [`Error::OtherTrunk`] for the head of another trunk, and those of a single file.
    pub fn with(mut self, head: &HeadConfig) -> Result<Metadata, Error> {
        head.ensure_of(&self.id)?;
        let mut model = model_of(&self.fields)?;
        let of_head = [raw(&head.attention)?, raw(&head.context_tanh)?];
        let repeated = OF_HEADS_MODEL
            .iter()
            .zip(of_head)
            .find_map(|(field, value)| model.insert(field, value).map(|_| *field));
        self.fields.insert("model", raw(&model)?);
        let quality = self.fields.insert("quality", raw(&head.quality)?);
        match repeated.or(quality.map(|_| "quality")) {
            Some(field) => {
                Err(Error::UnreadableConfig { reason: format!("unknown field `{field}` in a trunk") })
            }
            None => Metadata::read(&text(&self.fields)?),
        }
    }
}

impl HeadConfig {
    pub fn read(json: &str) -> Result<Self, Error> {
        serde_json::from_str(json).map_err(unreadable)
    }

    /// The config of the model that the head makes of the trunk `id`, with which another makes that of `other`.
    ///
    /// # Errors
    /// [`Error::OtherTrunk`] for the head of another trunk.
    pub fn beside(&self, other: &ModelConfig, id: &str) -> Result<ModelConfig, Error> {
        self.ensure_of(id)?;
        Ok(ModelConfig { attention: self.attention, context_tanh: self.context_tanh, ..other.clone() })
    }

    fn ensure_of(&self, id: &str) -> Result<(), Error> {
        if self.head_of == id {
            return Ok(());
        }
        Err(Error::OtherTrunk { expected: id.to_string(), found: self.head_of.clone() })
    }
}

fn object(json: &str) -> Result<Object, Error> {
    serde_json::from_str(json).map_err(unreadable)
}

/// The object under `model`; without fields where there is none.
fn model_of(fields: &Object) -> Result<Object, Error> {
    fields.get("model").map_or_else(|| Ok(Object::default()), |model| object(model.get()))
}

fn text(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(unreadable)
}

fn raw(value: &impl Serialize) -> Result<Box<RawValue>, Error> {
    to_raw_value(value).map_err(unreadable)
}
