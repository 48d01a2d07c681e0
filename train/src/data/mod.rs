//! What a run learns from: batches, validation pairs, tokenizers.

mod dates;
mod noise;
pub mod pairs;
mod translation;
mod vocabulary;

use anyhow::Result;
use seqscope::checkpoint::DataSource;
use seqscope::tokens::Tokenizer;
use seqscope::training::Batch;

pub use dates::Dates;
pub use noise::with_typing_error;
pub use translation::{Language, Translation, TranslationOptions};
pub use vocabulary::Tokenizers;

/// The data of a task.
pub enum Data {
    Dates(Box<Dates>),
    Translation(Box<Translation>),
}

impl Data {
    /// Training batch `number`. It depends on seed and number alone: a resumed run sees the same ones.
    pub fn batch(&mut self, seed: u64, number: u64, size: usize) -> Result<Batch> {
        match self {
            Self::Dates(dates) => dates.batch(seed, number, size),
            Self::Translation(translation) => translation.batch(seed, number, size),
        }
    }

    /// Pairs that are never trained on.
    pub fn validation(&self) -> Result<Vec<Batch>> {
        match self {
            Self::Dates(dates) => dates.validation(),
            Self::Translation(translation) => translation.validation(),
        }
    }

    pub fn source(&self) -> &Tokenizer {
        match self {
            Self::Dates(dates) => &dates.source,
            Self::Translation(translation) => &translation.tokenizers.source,
        }
    }

    pub fn target(&self) -> &Tokenizer {
        match self {
            Self::Dates(dates) => &dates.target,
            Self::Translation(translation) => &translation.tokenizers.target,
        }
    }

    /// What a checkpoint says about the data.
    pub fn source_of_data(&self) -> DataSource {
        match self {
            Self::Dates(_) => Dates::data_source(),
            Self::Translation(_) => Translation::data_source(),
        }
    }

    /// Whether the model with the most exact matches is the best one. Of translations there are many right ones: for
    /// them it is the one with the least loss.
    pub fn is_exact(&self) -> bool {
        matches!(self, Self::Dates(_))
    }
}
