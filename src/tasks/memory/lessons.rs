//! Batches of the two tasks to learn from.

use rand::RngExt;

use super::{MemoryExample, MemoryTask, Part};
use crate::checkpoint::DataSource;
use crate::error::Error;
use crate::nn::Rng;
use crate::tasks::Lessons;
use crate::tokens::{Tokenizer, UNKNOWN};
use crate::training::{Batch, Pair, Purpose, generator};

/// Pairs of the validation set.
const VALIDATION_PAIRS: usize = 2_000;
/// Pairs of a validation batch.
const VALIDATION_BATCH: usize = 250;
/// Every run validates on the same pairs, whatever its seed.
const VALIDATION_SEED: u64 = 0;

/// Share of the characters behind a number that are ones that no text of the task has: readers type them, and an embedding
/// that was never trained would say anything.
const STRAY_SHARE: f64 = 0.02;

/// How much more often batches of near numbers come than of far ones: a random place from 0 to 1 to this power. Without it, and
/// where a batch has numbers of every distance, a plain RNN, whose gradients of far ones are noise, does not learn the near
/// ones either.
const NEARNESS: i32 = 3;

/// One of the tasks as a model learns it. Of recall a batch has one reach; all else has every one as often as another.
#[derive(Debug, Clone)]
pub struct MemoryLessons {
    task: MemoryTask,
    source: Tokenizer,
    target: Tokenizer,
}

impl MemoryLessons {
    /// Of `task`.
    pub fn new(task: MemoryTask) -> Self {
        Self { task, source: task.source_tokenizer(), target: task.target_tokenizer() }
    }

    fn pair(&self, part: Part, reach: usize, rng: &mut Rng) -> Pair {
        let MemoryExample { source, target } = self.task.example(part, reach, rng);
        let mut pair = Pair { source: self.source.ids(&source), target: self.target.ids(&target) };
        if self.task == MemoryTask::Recall {
            for id in &mut pair.source[target.len()..] {
                if rng.random_bool(STRAY_SHARE) {
                    *id = UNKNOWN;
                }
            }
        }
        pair
    }
}

impl Lessons for MemoryLessons {
    fn source(&self) -> &Tokenizer {
        &self.source
    }

    fn target(&self) -> &Tokenizer {
        &self.target
    }

    fn data_source(&self) -> DataSource {
        let (least, most) = self.task.trained();
        let source = match self.task {
            MemoryTask::Recall => format!("generated: four digits and {least} to {most} letters and spaces"),
            MemoryTask::Repeat => format!("generated: words of {least} to {most} random letters"),
        };
        DataSource { source, licence: "MIT OR Apache-2.0".to_string() }
    }

    fn batch(&self, seed: u64, number: u64, sentences: usize) -> Result<Batch, Error> {
        let mut rng = generator(seed, Purpose::Data, number, 0);
        let (least, most) = self.task.trained();
        let place: f64 = rng.random();
        let near = least + (place.powi(NEARNESS) * (most - least + 1) as f64) as usize;
        let pairs: Vec<Pair> = (0..sentences)
            .map(|_| {
                let reach = match self.task {
                    MemoryTask::Recall => near,
                    MemoryTask::Repeat => rng.random_range(least..=most),
                };
                self.pair(Part::Train, reach, &mut rng)
            })
            .collect();
        Batch::new(&pairs)
    }

    fn validation(&self) -> Result<Vec<Batch>, Error> {
        let mut rng = generator(VALIDATION_SEED, Purpose::Data, u64::MAX, 0);
        let (least, most) = self.task.trained();
        let mut pairs: Vec<Pair> = (0..VALIDATION_PAIRS)
            .map(|_| {
                let reach = rng.random_range(least..=most);
                self.pair(Part::Validation, reach, &mut rng)
            })
            .collect();
        pairs.sort_by_key(|pair| pair.source.len());
        pairs.chunks(VALIDATION_BATCH).map(Batch::new).collect()
    }
}
