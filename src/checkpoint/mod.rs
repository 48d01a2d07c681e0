//! One file, one model: safetensors with PyTorch's `state_dict` names, and in `__metadata__` under `config`
//! everything else in JSON. Models that share a trunk are a file of it and one of each head: [`shards`].

mod file;
mod four_bits;
mod metadata;
mod object;
mod precision;
pub mod shards;
mod stored;
mod writing;

pub use file::{FileKind, HeadFile, ModelFile};
pub use metadata::{DataSource, FORMAT_VERSION, Json, Metadata};
pub use precision::Precision;
pub use shards::Shards;
pub use stored::StoredTensor;

use crate::error::Error;
use crate::nn::Parameters;
use crate::seq2seq::Seq2Seq;

/// A trained model with its vocabularies and what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// Everything but the tensors.
    pub metadata: Metadata,
    /// The model.
    pub model: Seq2Seq,
}

impl Checkpoint {
    /// Reads the file of a single model and checks every name, shape, type and number of it.
    ///
    /// # Errors
    /// The variant of [`Error`] that says what was found and what was expected.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        ModelFile::read(bytes)?.try_into()
    }

    /// Reads the file of a single model, or those of a trunk and a head, as [`ModelFile::read_files`] does.
    ///
    /// # Errors
    /// The variant of [`Error`] that says what was found and what was expected.
    pub fn from_files(files: &[&[u8]]) -> Result<Self, Error> {
        ModelFile::read_files(files)?.try_into()
    }

    /// The file's bytes; the same checkpoint always gives the same ones.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where a number is none, or is too large for 16 bits.
    pub fn to_bytes(&self, precision: Precision) -> Result<Vec<u8>, Error> {
        writing::serialised(&self.model.parameters(), precision, self.metadata.to_json()?)
    }

    /// The bytes of the model as a trunk and a head; the same checkpoint always gives the same ones.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where a number is none, or is too large for 16 bits.
    pub fn to_shards(&self, precision: Precision) -> Result<Shards, Error> {
        Shards::new(&self.metadata, self.model.parameters(), precision)
    }
}

impl TryFrom<ModelFile<'_>> for Checkpoint {
    type Error = Error;

    /// Widens every number to 32 bits.
    fn try_from(file: ModelFile) -> Result<Self, Error> {
        let mut model = Seq2Seq::zeros(file.metadata.model.clone())?;
        for ((_, mut values), tensor) in model.parameters_mut().into_iter().zip(file.tensors()) {
            tensor.fill(&mut values);
        }
        Ok(Self { metadata: file.metadata, model })
    }
}
