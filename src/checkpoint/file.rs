//! Files whose every name, shape, type and number has been checked, with their numbers where they stand.

use std::collections::BTreeMap;

use safetensors::tensor::SafeTensors;
use serde::Deserialize;

use super::metadata::{CONFIG, FORMAT_VERSION, Metadata, unreadable};
use super::shards::{HeadConfig, TrunkConfig};
use super::stored::StoredTensor;
use crate::config::{ModelConfig, is_of_head};
use crate::error::Error;

/// A checkpoint's file or files before their numbers are laid out: as a [`super::Checkpoint`] or for
/// [`crate::inference::Engine`]. It borrows the bytes and copies none of the numbers.
#[derive(Debug)]
pub struct ModelFile<'a> {
    /// Everything but the tensors.
    pub metadata: Metadata,
    /// The id of the trunk; none where the file is that of a single model.
    pub trunk: Option<String>,
    /// In the order of [`ModelConfig::tensors`].
    tensors: Vec<StoredTensor<'a>>,
}

/// The file of a head that is put on a trunk whose own file need not be there any more.
#[derive(Debug)]
pub struct HeadFile<'a> {
    /// Sizes and choices of the model that it makes of its trunk.
    pub model: ModelConfig,
    /// Measured quality by name.
    pub quality: BTreeMap<String, f64>,
    /// In the order of [`ModelConfig::tensors`].
    tensors: Vec<StoredTensor<'a>>,
}

/// A file of whose config only the kind has been read.
struct Opened<'a> {
    config: String,
    kind: FileKind,
    file: SafeTensors<'a>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A single model.
    Model,
    /// A trunk, which heads belong to.
    Trunk,
    /// A head, which belongs to a trunk.
    Head,
}

impl FileKind {
    /// What the file of these bytes is.
    ///
    /// # Errors
    /// [`Error::NotSafetensors`], [`Error::MissingConfig`], [`Error::UnreadableConfig`] or [`Error::FormatVersion`].
    pub fn of(bytes: &[u8]) -> Result<Self, Error> {
        Ok(Opened::new(bytes)?.kind)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Model => "a single model",
            Self::Trunk => "a trunk",
            Self::Head => "a head",
        }
    }
}

impl<'a> Opened<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Known {
            format_version: u32,
            trunk: Option<String>,
            head_of: Option<String>,
        }
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(not_safetensors)?;
        let config = header.metadata().as_ref().and_then(|metadata| metadata.get(CONFIG));
        let config = config.ok_or(Error::MissingConfig)?.clone();
        // A file of another version may have any fields: its number comes first.
        let Known { format_version, trunk, head_of } = serde_json::from_str(&config).map_err(unreadable)?;
        if format_version != FORMAT_VERSION {
            return Err(Error::FormatVersion { expected: FORMAT_VERSION, found: format_version });
        }
        let kind = match (trunk, head_of) {
            (_, Some(_)) => FileKind::Head,
            (Some(_), None) => FileKind::Trunk,
            (None, None) => FileKind::Model,
        };
        Ok(Self { config, kind, file: SafeTensors::deserialize(bytes).map_err(not_safetensors)? })
    }
}

impl<'a> ModelFile<'a> {
    /// Checks the file of a single model.
    ///
    /// # Errors
    /// The variant of [`Error`] that says what was found and what was expected.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        Self::read_files(&[bytes])
    }

    /// Checks the file of a single model, or those of a trunk and a head.
    ///
    /// # Errors
    /// [`Error::Files`] where these are not such files, [`Error::OtherTrunk`] where the head belongs to another trunk, and
    /// those of [`ModelFile::read`].
    pub fn read_files(files: &[&'a [u8]]) -> Result<Self, Error> {
        let opened = files.iter().map(|bytes| Opened::new(bytes)).collect::<Result<Vec<_>, _>>()?;
        match &opened[..] {
            [Opened { config, kind: FileKind::Model, file }] => {
                let metadata = Metadata::read(config)?;
                let tensors = StoredTensor::read(metadata.model.tensors(), file)?;
                Ok(Self { metadata, trunk: None, tensors })
            }
            [trunk @ Opened { kind: FileKind::Trunk, .. }, head @ Opened { kind: FileKind::Head, .. }] => {
                let config = TrunkConfig::read(&trunk.config)?;
                let id = config.id.clone();
                let metadata = config.with(&HeadConfig::read(&head.config)?)?;
                let expected = metadata.model.tensors();
                let order: Vec<bool> = expected.iter().map(|(name, _)| is_of_head(name)).collect();
                let (of_head, of_trunk) = expected.into_iter().partition(|(name, _)| is_of_head(name));
                let mut of_trunk = StoredTensor::read(of_trunk, &trunk.file)?.into_iter();
                let mut of_head = StoredTensor::read(of_head, &head.file)?.into_iter();
                let next = |is_of_head| if is_of_head { of_head.next() } else { of_trunk.next() };
                let tensors = order.into_iter().filter_map(next).collect();
                Ok(Self { metadata, trunk: Some(id), tensors })
            }
            _ => {
                let found: Vec<&str> = opened.iter().map(|file| file.kind.name()).collect();
                Err(Error::Files { found: found.join(", ") })
            }
        }
    }

    /// The tensors, in the model's order.
    pub fn tensors(&self) -> &[StoredTensor<'a>] {
        &self.tensors
    }

    /// Number of the head's parameters.
    pub fn head_parameter_count(&self) -> usize {
        let of_head = self.tensors.iter().filter(|tensor| is_of_head(tensor.name()));
        of_head.map(|tensor| tensor.rows() * tensor.width()).sum()
    }

    /// Number of parameters, those of the trunk among them.
    pub fn parameter_count(&self) -> usize {
        parameter_count(&self.tensors)
    }
}

impl<'a> HeadFile<'a> {
    /// Checks the file of a head of the trunk `id`, with which another head makes a model of the config `other`.
    ///
    /// # Errors
    /// [`Error::Files`] where it is no head, [`Error::OtherTrunk`] where it belongs to another trunk, and those of
    /// [`ModelFile::read`].
    pub fn read(bytes: &'a [u8], other: &ModelConfig, id: &str) -> Result<Self, Error> {
        let Opened { config, kind, file } = Opened::new(bytes)?;
        if kind != FileKind::Head {
            return Err(Error::Files { found: format!("{} beside a trunk", kind.name()) });
        }
        let head = HeadConfig::read(&config)?;
        let model = head.beside(other, id)?;
        let of_head = model.tensors().into_iter().filter(|(name, _)| is_of_head(name)).collect();
        Ok(Self { tensors: StoredTensor::read(of_head, &file)?, model, quality: head.quality })
    }

    /// The tensors, in the model's order.
    pub fn tensors(&self) -> &[StoredTensor<'a>] {
        &self.tensors
    }

    /// Number of parameters, those of the trunk not counted.
    pub fn parameter_count(&self) -> usize {
        parameter_count(&self.tensors)
    }
}

fn parameter_count(tensors: &[StoredTensor]) -> usize {
    tensors.iter().map(|tensor| tensor.rows() * tensor.width()).sum()
}

fn not_safetensors(error: safetensors::SafeTensorError) -> Error {
    let reason = error.to_string();
    // The parser shows control characters of a broken header as they are.
    Error::NotSafetensors { reason: reason.escape_debug().to_string().replace("\\\"", "\"") }
}
