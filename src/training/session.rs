//! A training from its first step to its last: when to validate, which state is the best, when to stop.
//!
//! Whoever drives it makes the batches and keeps the models: the command line in files, a page in memory.
//!
//! ```no_run
//! # use seqscope::training::{Session, SessionOptions, Trainer};
//! # fn trained(trainer: Trainer, options: SessionOptions) -> Result<(), seqscope::error::Error> {
//! # use seqscope::tasks::{Lessons, dates};
//! # let lessons = dates::Lessons::default();
//! let mut session = Session::new(trainer, lessons.validation()?, options);
//! let mut best = session.trainer().model().clone();
//! while !session.is_finished() {
//!     session.step(&lessons.batch(1, session.steps(), 128)?)?;
//!     if session.is_validation_due() && session.validate()?.is_best {
//!         best = session.trainer().model().clone();
//!     }
//! }
//! # Ok(())
//! # }
//! ```

use serde::{Deserialize, Serialize};

use super::batches::Batch;
use super::trainer::{StepReport, Trainer, TrainerState};
use super::validation::{Validation, validate_heads};
use crate::error::Error;

/// How long a training goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionOptions {
    /// Steps of the optimiser, at least 1.
    pub steps: u64,
    /// Steps from one validation to the next, at least 1; the last step is validated in any case.
    pub validate_every: u64,
    /// After how many validations in a row without a mistake to stop; 0 for never.
    pub stop_when_exact: u64,
    /// Whether the state with the most exact matches is the best one, and of as many the one with the least loss. Where
    /// there are many right outputs, as for translations, it is the one with the least loss.
    pub exact_counts: bool,
}

/// What a session knows besides the tensors of its trainer.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Steps taken.
    pub steps: u64,
    /// The best validation so far.
    pub best: Option<Score>,
    /// Validations without a mistake since the last one with any.
    pub exact_in_a_row: u64,
    /// Whether there is nothing more to do.
    pub finished: bool,
}

/// What decides which state is the best.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Steps taken before it was measured.
    pub step: u64,
    /// [`Validation::exact_match`], of several heads the mean.
    pub exact_match: f64,
    /// [`Validation::loss`], of several heads the mean.
    pub loss: f64,
}

impl Score {
    /// Whether this is better, and not just as good.
    fn is_better_than(&self, other: &Self, exact_counts: bool) -> bool {
        if !exact_counts {
            return self.loss < other.loss;
        }
        (self.exact_match, -self.loss) > (other.exact_match, -other.loss)
    }
}

/// A validation of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Validated {
    /// The mean over the heads.
    pub mean: Validation,
    /// Each of them.
    pub heads: Vec<Validation>,
    /// Whether it is better than all before.
    pub is_best: bool,
}

/// A training in the making.
#[derive(Debug, Clone)]
pub struct Session {
    trainer: Trainer,
    validation: Vec<Batch>,
    options: SessionOptions,
    progress: Progress,
}

impl Session {
    /// Before the first step. `validation` has at least one pair.
    pub fn new(trainer: Trainer, validation: Vec<Batch>, options: SessionOptions) -> Self {
        Self { trainer, validation, options, progress: Progress::default() }
    }

    /// Goes on from what a session of the same options had come to: every later step and validation is what it would
    /// have been.
    ///
    /// # Errors
    /// Those of [`Trainer::restore`]; the session is then left as it was.
    pub fn restore(&mut self, progress: Progress, state: &TrainerState) -> Result<(), Error> {
        self.trainer.restore(state)?;
        self.progress = progress;
        Ok(())
    }

    /// Learns from one batch.
    ///
    /// # Errors
    /// [`Error::Diverged`] where the loss or its gradient is no longer a finite number.
    ///
    /// # Panics
    /// As [`Trainer::step`] does.
    pub fn step(&mut self, batch: &Batch) -> Result<StepReport, Error> {
        let report = self.trainer.step(batch);
        self.progress.steps += 1;
        let norm = f64::from(report.gradient_norm);
        for (what, found) in [("loss", report.loss), ("norm of the gradient", norm)] {
            if !found.is_finite() {
                return Err(Error::Diverged { step: self.progress.steps, what, found });
            }
        }
        Ok(report)
    }

    /// Whether the step before is one after which to validate.
    pub fn is_validation_due(&self) -> bool {
        let (steps, options) = (self.progress.steps, &self.options);
        steps.is_multiple_of(options.validate_every) || steps >= options.steps
    }

    /// Measures the model as it is, dropout off, and decides whether it is the best so far and whether to go on.
    ///
    /// # Errors
    /// [`Error::Diverged`] where the loss is no finite number.
    pub fn validate(&mut self) -> Result<Validated, Error> {
        let heads = validate_heads(self.trainer.joint(), &self.validation);
        let mean = mean(&heads);
        let Progress { steps, best, exact_in_a_row, .. } = self.progress;
        if !mean.loss.is_finite() {
            return Err(Error::Diverged { step: steps, what: "validation loss", found: mean.loss });
        }
        let SessionOptions { stop_when_exact, exact_counts, .. } = self.options;
        let in_a_row = if mean.exact_match == 1.0 { exact_in_a_row + 1 } else { 0 };
        let score = Score { step: steps, exact_match: mean.exact_match, loss: mean.loss };
        let is_best = best.is_none_or(|best| score.is_better_than(&best, exact_counts));
        self.progress = Progress {
            steps,
            best: if is_best { Some(score) } else { best },
            exact_in_a_row: in_a_row,
            finished: steps >= self.options.steps || (stop_when_exact > 0 && in_a_row >= stop_when_exact),
        };
        Ok(Validated { mean, heads, is_best })
    }

    /// The model and its optimiser.
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// The model and its optimiser, to begin with other numbers.
    pub fn trainer_mut(&mut self) -> &mut Trainer {
        &mut self.trainer
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Steps taken: the number of the next batch.
    pub fn steps(&self) -> u64 {
        self.progress.steps
    }

    /// Whether the last step has been validated, or enough validations in a row found no mistake.
    pub fn is_finished(&self) -> bool {
        self.progress.finished
    }
}

/// Of a single one it is that one.
fn mean(heads: &[Validation]) -> Validation {
    let mean = |of: fn(&Validation) -> f64| heads.iter().map(of).sum::<f64>() / heads.len() as f64;
    Validation {
        loss: mean(|head| head.loss),
        token_accuracy: mean(|head| head.token_accuracy),
        exact_match: mean(|head| head.exact_match),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::config::ModelConfig;
    use crate::nn::{AttentionType, RnnType};
    use crate::seq2seq::Seq2Seq;
    use crate::tokens::SpecialIds;
    use crate::training::{AdamOptions, Decay, Pair, Schedule, TrainerOptions, validate};

    const OPTIONS: SessionOptions =
        SessionOptions { steps: 120, validate_every: 7, stop_when_exact: 0, exact_counts: true };

    /// One of two words, or both, to be written as they are.
    fn batch() -> Batch {
        let pair = |words: &[usize]| Pair { source: words.to_vec(), target: words.to_vec() };
        Batch::new(&[pair(&[4]), pair(&[5]), pair(&[4, 5]), pair(&[5, 4])]).unwrap()
    }

    fn session(options: SessionOptions, learning_rate: f64) -> Session {
        let config = ModelConfig {
            n_src_words: 6,
            n_tgt_words: 6,
            d_model: 8,
            encoder_layers: 1,
            decoder_layers: 1,
            bidirectional: true,
            rnn_type: RnnType::Gru,
            attention: AttentionType::Dot,
            context_tanh: false,
            recurrent_bias: true,
            special_ids: SpecialIds::default(),
            generator_bias: false,
            tied_embeddings: false,
            dropout: 0.0,
        };
        let trainer = TrainerOptions {
            seed: 1,
            threads: 1,
            label_smoothing: 0.0,
            clip: Some(1.0),
            schedule: Schedule { peak: learning_rate, warm_up: 0, decay: Decay::Constant },
            adam: AdamOptions::default(),
        };
        Session::new(Trainer::new(config, trainer).unwrap(), vec![batch()], options)
    }

    /// What each validation found and the model at that moment, to the end.
    fn run(session: &mut Session) -> Vec<(u64, Validated, Seq2Seq)> {
        let mut found = Vec::new();
        while !session.is_finished() {
            session.step(&batch()).unwrap();
            if session.is_validation_due() {
                let validated = session.validate().unwrap();
                found.push((session.steps(), validated, session.trainer().model().clone()));
            }
        }
        found
    }

    #[test]
    fn validations_come_at_their_steps_and_after_the_last() {
        let steps: Vec<u64> = run(&mut session(OPTIONS, 0.03)).iter().map(|(step, ..)| *step).collect();
        let mut expected: Vec<u64> = (1..=17).map(|k| 7 * k).collect();
        expected.push(120);
        assert_eq!(steps, expected);
    }

    #[test]
    fn the_best_is_the_one_with_most_matches_or_with_the_least_loss() {
        for exact_counts in [true, false] {
            // A rate at which a training goes up and down.
            let options = SessionOptions { validate_every: 1, exact_counts, ..OPTIONS };
            let mut session = session(options, 0.5);
            let found = run(&mut session);
            let key = |validated: &Validated| {
                let exact = if exact_counts { validated.mean.exact_match } else { 0.0 };
                (exact, -validated.mean.loss)
            };
            let mut best: Option<&(u64, Validated, Seq2Seq)> = None;
            for one in &found {
                let is_better = best.is_none_or(|best| key(&one.1) > key(&best.1));
                assert_eq!(one.1.is_best, is_better, "step {}", one.0);
                if is_better {
                    best = Some(one);
                }
            }
            let (step, validated, model) = best.unwrap();
            let expected =
                Score { step: *step, exact_match: validated.mean.exact_match, loss: validated.mean.loss };
            assert_eq!(session.progress().best, Some(expected));
            assert_eq!(validate(model, &[batch()]), validated.mean);
            assert!(found.iter().any(|(_, validated, _)| !validated.is_best), "it goes up and down");
        }
    }

    #[test]
    fn it_ends_after_so_many_validations_in_a_row_without_a_mistake() {
        let exact = |found: &[(u64, Validated, Seq2Seq)]| -> Vec<bool> {
            found.iter().map(|(_, validated, _)| validated.mean.exact_match == 1.0).collect()
        };
        let never = exact(&run(&mut session(OPTIONS, 0.03)));
        let stopped = exact(&run(&mut session(SessionOptions { stop_when_exact: 3, ..OPTIONS }, 0.03)));
        let end = never.windows(3).position(|three| three == [true; 3]).expect("it is learned") + 3;
        assert!(end < never.len());
        assert_eq!(stopped, never[..end]);
    }

    #[test]
    fn what_goes_on_ends_like_what_never_stopped() {
        let options = SessionOptions { stop_when_exact: 4, ..OPTIONS };
        let mut straight = session(options, 0.03);
        let of_straight = run(&mut straight);
        let mut first = session(options, 0.03);
        for _ in 0..30 {
            first.step(&batch()).unwrap();
            if first.is_validation_due() {
                first.validate().unwrap();
            }
        }
        let mut second = session(options, 0.03);
        second.restore(first.progress(), &first.trainer().state()).unwrap();
        let of_second = run(&mut second);
        assert_eq!(of_second, of_straight[4..]);
        assert_eq!(
            (second.progress(), second.trainer().state()),
            (straight.progress(), straight.trainer().state())
        );
    }

    #[test]
    fn numbers_that_are_none_end_it_and_are_never_the_best() {
        let mut wild = session(OPTIONS, 1e30);
        wild.step(&batch()).unwrap();
        let error = wild.validate().unwrap_err();
        assert!(matches!(error, Error::Diverged { step: 1, what: "validation loss", .. }), "{error}");
        assert_eq!(wild.progress().best, None);
        let error = wild.step(&batch()).unwrap_err();
        assert!(matches!(error, Error::Diverged { step: 2, what: "loss", .. }), "{error}");
    }
}
