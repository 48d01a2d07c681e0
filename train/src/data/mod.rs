//! What a run learns from: batches, validation pairs, tokenizers.

mod copied;
mod fullness;
mod joining;
mod language;
mod names;
mod noise;
mod noun_phrases;
pub mod pair_file;
mod phrases;
mod renaming;
mod sentence_pairs;
mod vocabulary;

use anyhow::Result;
use seqscope::checkpoint::DataSource;
use seqscope::tasks::Lessons;
use seqscope::tokens::Tokenizer;
use seqscope::training::Batch;

pub use fullness::fullest;
pub use joining::joined;
pub use language::{ENGLISH, Language, folded};
pub use noise::with_typing_error;
pub use noun_phrases::NounPhrases;
pub use phrases::{Phrase, own_pairs};
pub use renaming::renamed;
pub use sentence_pairs::{SentencePairs, SentencePairsOptions};
pub use vocabulary::Tokenizers;

/// The data of a task.
pub enum Data {
    /// Made on the way.
    Made(Box<dyn Lessons>),
    Pairs(Box<SentencePairs>),
}

impl Data {
    /// Training batch `number`. It depends on seed and number alone: a resumed run sees the same ones.
    pub fn batch(&mut self, seed: u64, number: u64, size: usize) -> Result<Batch> {
        match self {
            Self::Made(lessons) => Ok(lessons.batch(seed, number, size)?),
            Self::Pairs(pairs) => pairs.batch(seed, number, size),
        }
    }

    /// Pairs that are never trained on.
    pub fn validation(&self) -> Result<Vec<Batch>> {
        match self {
            Self::Made(lessons) => Ok(lessons.validation()?),
            Self::Pairs(pairs) => pairs.validation(),
        }
    }

    pub fn source(&self) -> &Tokenizer {
        match self {
            Self::Made(lessons) => lessons.source(),
            Self::Pairs(pairs) => &pairs.tokenizers.source,
        }
    }

    pub fn target(&self) -> &Tokenizer {
        match self {
            Self::Made(lessons) => lessons.target(),
            Self::Pairs(pairs) => &pairs.tokenizers.target,
        }
    }

    /// What a checkpoint says about the data.
    pub fn source_of_data(&self) -> DataSource {
        match self {
            Self::Made(lessons) => lessons.data_source(),
            Self::Pairs(_) => SentencePairs::data_source(),
        }
    }

    /// Whether the model with the most exact matches is the best one. Of translations there are many right ones: for
    /// them it is the one with the least loss.
    pub fn is_exact(&self) -> bool {
        matches!(self, Self::Made(_))
    }
}
