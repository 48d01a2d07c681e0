//! Learning: batches, loss, optimiser, schedule and the trainer that puts them together.
//!
//! Nothing in here reads or writes anything, needs a thread or asks for the time, so that it runs in a page as
//! it does on the command line: one [`Trainer::step`] after another, or a [`Session`] to its end. All randomness comes
//! from one seed: the same seed, the same batches and the same number of threads give the same bits on the
//! same kind of processor.

pub mod batches;
pub mod loss;
pub mod optimiser;
pub mod schedule;
pub mod session;
pub mod trainer;
pub mod validation;

pub use batches::{Batch, BatchSize, Pair};
pub use loss::{Loss, cross_entropy};
pub use optimiser::{Adam, AdamOptions, clip_gradient_norm};
pub use schedule::{Decay, Schedule};
pub use session::{Progress, Score, Session, SessionOptions, Validated};
pub use trainer::{StepReport, Trainer, TrainerOptions, TrainerState};
pub use validation::{Validation, validate, validate_heads};

use rand::SeedableRng;

use crate::nn::Rng;

/// What random numbers are for. Each purpose has its own numbers, whatever the others have used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The first values of the parameters.
    Initialisation,
    /// Which numbers are dropped.
    Dropout,
    /// The order of a data set.
    Shuffling,
    /// Examples that are made and not collected.
    Data,
}

/// The generator for part `part` of the `index`-th use of `purpose`.
///
/// It depends on its arguments and on nothing that happened before: a run that is resumed draws what the run
/// that was never stopped would have drawn.
pub fn generator(seed: u64, purpose: Purpose, index: u64, part: u64) -> Rng {
    let mut key = [0; 32];
    for (bytes, word) in key.chunks_exact_mut(8).zip([seed, purpose as u64, index, part]) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    Rng::from_seed(key)
}
