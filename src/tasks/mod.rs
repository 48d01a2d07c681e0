//! What the models are trained to do.

pub mod dates;
pub mod memory;

use crate::checkpoint::DataSource;
use crate::error::Error;
use crate::tokens::Tokenizer;
use crate::training::Batch;

/// A task whose examples are made, not collected, as a model learns it.
pub trait Lessons {
    /// What the encoder reads.
    fn source(&self) -> &Tokenizer;

    /// What the decoder writes.
    fn target(&self) -> &Tokenizer;

    /// What a checkpoint says about the data.
    fn data_source(&self) -> DataSource;

    /// Training batch `number` of `sentences` pairs. It depends on seed and number alone: a resumed run sees the same ones.
    ///
    /// # Errors
    /// Those of [`Batch::new`], where there is no sentence.
    fn batch(&self, seed: u64, number: u64, sentences: usize) -> Result<Batch, Error>;

    /// Pairs that are never trained on.
    ///
    /// # Errors
    /// Those of [`Batch::new`].
    fn validation(&self) -> Result<Vec<Batch>, Error>;
}
