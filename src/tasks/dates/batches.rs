//! Batches of dates to learn from: made, not collected.

use rand::RngExt;

use super::{Example, Spelling, Split, source_tokenizer, target_tokenizer};
use crate::checkpoint::DataSource;
use crate::error::Error;
use crate::nn::Rng;
use crate::tasks;
use crate::tokens::{Tokenizer, UNKNOWN};
use crate::training::{Batch, Pair, Purpose, generator};

/// Sentence pairs of the validation set.
const VALIDATION_PAIRS: usize = 2_000;
/// Sentence pairs of a validation batch.
const VALIDATION_BATCH: usize = 250;
/// Every run validates on the same pairs, whatever its seed, so that runs can be compared.
const VALIDATION_SEED: u64 = 0;

/// Share of the training inputs that get a character which no spelling has.
const STRAY_SHARE: f64 = 0.04;

/// The task as a model learns it.
#[derive(Debug, Clone)]
pub struct Lessons {
    /// Characters of the spellings.
    pub source: Tokenizer,
    /// Characters of an ISO date.
    pub target: Tokenizer,
}

impl Default for Lessons {
    fn default() -> Self {
        Self { source: source_tokenizer(), target: target_tokenizer() }
    }
}

impl Lessons {
    fn pair(&self, example: &Example) -> Pair {
        Pair { source: self.source.ids(&example.source), target: self.target.ids(&example.target) }
    }
}

impl tasks::Lessons for Lessons {
    fn source(&self) -> &Tokenizer {
        &self.source
    }

    fn target(&self) -> &Tokenizer {
        &self.target
    }

    fn data_source(&self) -> DataSource {
        DataSource {
            source: format!(
                "generated: the dates from 1950-01-01 to 2049-12-31 in {} spellings",
                Spelling::ALL.len()
            ),
            licence: "MIT OR Apache-2.0".to_string(),
        }
    }

    fn batch(&self, seed: u64, number: u64, sentences: usize) -> Result<Batch, Error> {
        let mut rng = generator(seed, Purpose::Data, number, 0);
        let pairs: Vec<Pair> = (0..sentences)
            .map(|_| {
                let mut pair = self.pair(&Example::random(Split::Train, &mut rng));
                stray(&mut pair.source, &mut rng);
                pair
            })
            .collect();
        Batch::new(&pairs)
    }

    /// Pairs whose dates are never trained on.
    fn validation(&self) -> Result<Vec<Batch>, Error> {
        let mut rng = generator(VALIDATION_SEED, Purpose::Data, u64::MAX, 0);
        let mut pairs: Vec<Pair> =
            (0..VALIDATION_PAIRS).map(|_| self.pair(&Example::random(Split::Validation, &mut rng))).collect();
        pairs.sort_by_key(|pair| pair.source.len());
        pairs.chunks(VALIDATION_BATCH).map(Batch::new).collect()
    }
}

/// Now and then puts an unknown character somewhere: no spelling has one, but readers type them, and an embedding
/// that was never trained would say anything.
fn stray(source: &mut Vec<usize>, rng: &mut Rng) {
    if rng.random_bool(STRAY_SHARE) {
        source.insert(rng.random_range(0..=source.len()), UNKNOWN);
    }
}
