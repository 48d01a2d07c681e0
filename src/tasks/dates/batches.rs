//! Batches of the dates task: made, not collected.

use anyhow::Result;
use rand::RngExt;
use seqscope::checkpoint::DataSource;
use seqscope::nn::Rng;
use seqscope::tasks::dates::{self, Example, Spelling, Split};
use seqscope::tokens::{Tokenizer, UNKNOWN};
use seqscope::training::{Batch, Pair, Purpose, generator};

/// Sentence pairs of the validation set.
const VALIDATION_PAIRS: usize = 2_000;
/// Sentence pairs of a validation batch.
const VALIDATION_BATCH: usize = 250;
/// Every run validates on the same pairs, whatever its seed, so that runs can be compared.
const VALIDATION_SEED: u64 = 0;

/// Share of the training inputs that get a character which no spelling has.
const STRAY_SHARE: f64 = 0.04;

/// The dates task with its tokenizers.
pub struct Dates {
    /// Characters of the spellings.
    pub source: Tokenizer,
    /// Characters of an ISO date.
    pub target: Tokenizer,
}

impl Dates {
    pub fn new() -> Self {
        Self { source: dates::source_tokenizer(), target: dates::target_tokenizer() }
    }

    /// What a checkpoint says about the data.
    pub fn data_source() -> DataSource {
        DataSource {
            source: format!(
                "generated: the dates from 1950-01-01 to 2049-12-31 in {} spellings",
                Spelling::ALL.len()
            ),
            licence: "MIT OR Apache-2.0".to_string(),
        }
    }

    /// Training batch `number`. It depends on seed and number alone: a resumed run sees the same ones.
    pub fn batch(&self, seed: u64, number: u64, sentences: usize) -> Result<Batch> {
        let mut rng = generator(seed, Purpose::Data, number, 0);
        let pairs: Vec<Pair> = (0..sentences)
            .map(|_| {
                let mut pair = self.pair(&Example::random(Split::Train, &mut rng));
                stray(&mut pair.source, &mut rng);
                pair
            })
            .collect();
        Ok(Batch::new(&pairs)?)
    }

    /// Pairs whose dates are never trained on.
    pub fn validation(&self) -> Result<Vec<Batch>> {
        let mut rng = generator(VALIDATION_SEED, Purpose::Data, u64::MAX, 0);
        let mut pairs: Vec<Pair> =
            (0..VALIDATION_PAIRS).map(|_| self.pair(&Example::random(Split::Validation, &mut rng))).collect();
        pairs.sort_by_key(|pair| pair.source.len());
        Ok(pairs.chunks(VALIDATION_BATCH).map(Batch::new).collect::<Result<_, _>>()?)
    }

    fn pair(&self, example: &Example) -> Pair {
        let ids = |tokenizer: &Tokenizer, text| tokenizer.encode(text).iter().map(|token| token.id).collect();
        Pair { source: ids(&self.source, &example.source), target: ids(&self.target, &example.target) }
    }
}

/// Now and then puts an unknown character somewhere: no spelling has one, but readers type them, and an embedding
/// that was never trained would say anything.
fn stray(source: &mut Vec<usize>, rng: &mut Rng) {
    if rng.random_bool(STRAY_SHARE) {
        source.insert(rng.random_range(0..=source.len()), UNKNOWN);
    }
}
