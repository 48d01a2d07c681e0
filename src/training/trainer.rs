//! One step after another: forward, loss, backward, clipping, Adam.

use std::collections::HashMap;

use ndarray::{ArrayD, ArrayViewD};
use serde::{Deserialize, Serialize};

use super::batches::Batch;
use super::loss::cross_entropy_of_part;
use super::optimiser::{Adam, AdamOptions, clip_scale, sum_gradients};
use super::schedule::Schedule;
use super::{Purpose, generator};
use crate::config::ModelConfig;
use crate::error::Error;
use crate::nn::Parameters;
use crate::seq2seq::Seq2Seq;

/// How a model is trained.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TrainerOptions {
    /// Where all randomness comes from: first values and dropout.
    pub seed: u64,
    /// Parts that a batch is cut in, each computed on a thread of its own; with 1 nothing is started.
    ///
    /// Sums of floating-point numbers depend on their order, so runs with different numbers of threads differ
    /// in their last bits.
    pub threads: usize,
    /// ε of [`super::cross_entropy`].
    pub label_smoothing: f32,
    /// The largest norm of the gradient; `None` leaves it as it is.
    pub clip: Option<f32>,
    /// The learning rate.
    pub schedule: Schedule,
    /// The optimiser's constants.
    pub adam: AdamOptions,
}

/// A model in training.
#[derive(Debug, Clone)]
pub struct Trainer {
    model: Seq2Seq,
    adam: Adam<Seq2Seq>,
    options: TrainerOptions,
    /// One for each thread, kept from step to step.
    gradients: Vec<Seq2Seq>,
}

/// What one step did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepReport {
    /// The step's number, the first one being 0.
    pub step: u64,
    /// Mean cross-entropy of the batch before the step, label smoothing included, in nats a token.
    pub loss: f64,
    /// Target tokens of the batch.
    pub tokens: usize,
    /// Norm of the gradient before clipping.
    pub gradient_norm: f32,
    /// The learning rate of the step.
    pub learning_rate: f64,
}

/// Everything that the next step depends on besides options and batch.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainerState {
    /// Steps taken.
    pub steps: u64,
    /// The parameters under `model.`, Adam's running means under `first_moment.` and `second_moment.`, each
    /// followed by the parameter's name.
    pub tensors: Vec<(String, ArrayD<f32>)>,
}

impl Trainer {
    /// A new model and an optimiser that has seen nothing yet.
    ///
    /// # Errors
    /// [`Error::Config`] where the config is not valid.
    pub fn new(config: ModelConfig, options: TrainerOptions) -> Result<Self, Error> {
        let model = Seq2Seq::new(config, &mut generator(options.seed, Purpose::Initialisation, 0, 0))?;
        let gradients = vec![model.zeros_like(); options.threads.max(1)];
        Ok(Self { adam: Adam::new(&model, options.adam), model, options, gradients })
    }

    /// Takes over the parameters of `other` that have the name and shape of one of this model's, and returns how many
    /// there were. The others stay.
    pub fn start_from(&mut self, other: &Seq2Seq) -> usize {
        let theirs: HashMap<String, ArrayViewD<f32>> = other.parameters().into_iter().collect();
        let mut taken = 0;
        for (name, mut ours) in self.model.parameters_mut() {
            if let Some(theirs) = theirs.get(&name).filter(|theirs| theirs.shape() == ours.shape()) {
                ours.assign(theirs);
                taken += 1;
            }
        }
        taken
    }

    /// The model as it is now.
    pub fn model(&self) -> &Seq2Seq {
        &self.model
    }

    /// How it is trained.
    pub fn options(&self) -> &TrainerOptions {
        &self.options
    }

    /// Steps taken.
    pub fn steps(&self) -> u64 {
        self.adam.steps
    }

    /// Learns from one batch.
    ///
    /// # Panics
    /// Where the batch holds a token that the model does not have: see [`Batch::check`].
    pub fn step(&mut self, batch: &Batch) -> StepReport {
        let step = self.adam.steps;
        let sum = self.accumulate(batch, step);
        let [gradient, others @ ..] = &mut self.gradients[..] else {
            unreachable!("there is a gradient for each of at least one thread");
        };
        let gradient_norm = sum_gradients(gradient, others);
        let scale = self.options.clip.map_or(1.0, |largest| clip_scale(gradient_norm, largest));
        let learning_rate = self.options.schedule.learning_rate(step);
        let threads = 1 + others.len();
        self.adam.step_scaled(&mut self.model, gradient, learning_rate, scale, threads);
        let tokens = batch.tokens();
        StepReport { step, loss: sum / tokens as f64, tokens, gradient_norm, learning_rate }
    }

    /// Fills the gradients, one for each thread, and returns the summed loss.
    fn accumulate(&mut self, batch: &Batch, step: u64) -> f64 {
        let (model, options, tokens) = (&self.model, &self.options, batch.tokens());
        let on_part = |part: usize, batch: &Batch, gradient: &mut Seq2Seq| {
            let mut rng = generator(options.seed, Purpose::Dropout, step, part as u64);
            let mut run = model.forward(&batch.source, &batch.input, Some(&mut rng));
            let logits = std::mem::take(&mut run.logits);
            let loss = cross_entropy_of_part(logits, &batch.output, options.label_smoothing, tokens);
            gradient.fill(0.0);
            model.backward(&run, &loss.grad_logits, gradient);
            loss.sum
        };
        let [gradient, others @ ..] = &mut self.gradients[..] else {
            unreachable!("there is a gradient for each of at least one thread");
        };
        if others.is_empty() {
            return on_part(0, batch, gradient);
        }
        let shards = batch.shards(1 + others.len());
        others.iter_mut().skip(shards.len() - 1).for_each(|unused| unused.fill(0.0));
        std::thread::scope(|scope| {
            let on_part = &on_part;
            let started: Vec<_> = shards[1..]
                .iter()
                .zip(others)
                .enumerate()
                .map(|(k, (shard, gradient))| scope.spawn(move || on_part(k + 1, shard, gradient)))
                .collect();
            let mut sum = on_part(0, &shards[0], gradient);
            for thread in started {
                sum += thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            }
            sum
        })
    }

    /// What is needed to go on from here.
    pub fn state(&self) -> TrainerState {
        let parts = [
            ("model", &self.model),
            ("first_moment", &self.adam.first_moment),
            ("second_moment", &self.adam.second_moment),
        ];
        let mut tensors = Vec::new();
        for (part, module) in parts {
            module.visit("", &mut |name, values| tensors.push((format!("{part}.{name}"), values.to_owned())));
        }
        TrainerState { steps: self.adam.steps, tensors }
    }

    /// Goes on from `state`: every later step is bit for bit what it would have been.
    ///
    /// # Errors
    /// [`Error::MissingTensor`], [`Error::TensorShape`] or [`Error::UnexpectedTensor`] where the state is that
    /// of another model; the trainer is then left as it was.
    pub fn restore(&mut self, state: &TrainerState) -> Result<(), Error> {
        let mut restored = self.clone();
        let parts = [
            ("model", &mut restored.model),
            ("first_moment", &mut restored.adam.first_moment),
            ("second_moment", &mut restored.adam.second_moment),
        ];
        let mut expected = Vec::new();
        for (part, module) in parts {
            for (name, mut values) in module.parameters_mut() {
                let name = format!("{part}.{name}");
                let Some((_, found)) = state.tensors.iter().find(|(of_state, _)| *of_state == name) else {
                    return Err(Error::MissingTensor { name, expected: values.shape().to_vec() });
                };
                if found.shape() != values.shape() {
                    let (expected, found) = (values.shape().to_vec(), found.shape().to_vec());
                    return Err(Error::TensorShape { name, expected, found });
                }
                values.assign(found);
                expected.push(name);
            }
        }
        if let Some((name, _)) = state.tensors.iter().find(|(name, _)| !expected.contains(name)) {
            return Err(Error::UnexpectedTensor { name: name.clone() });
        }
        restored.adam.steps = state.steps;
        *self = restored;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{AttentionType, RnnType};
    use crate::training::{Decay, Pair, validate};

    const WORDS: usize = 12;

    fn config() -> ModelConfig {
        ModelConfig {
            n_src_words: WORDS,
            n_tgt_words: WORDS,
            d_model: 16,
            encoder_layers: 2,
            decoder_layers: 1,
            bidirectional: true,
            rnn_type: RnnType::Lstm,
            attention: AttentionType::General,
            context_tanh: true,
            generator_bias: false,
            tied_embeddings: false,
            dropout: 0.1,
        }
    }

    fn options(threads: usize) -> TrainerOptions {
        TrainerOptions {
            seed: 7,
            threads,
            label_smoothing: 0.1,
            clip: Some(1.0),
            schedule: Schedule { peak: 5e-3, warm_up: 5, decay: Decay::Cosine { steps: 1_000 } },
            adam: AdamOptions::default(),
        }
    }

    /// Sequences of 1 to 5 words and the same words backwards.
    fn reversal(index: u64) -> Batch {
        use rand::RngExt;
        let mut rng = generator(1, Purpose::Data, index, 0);
        let pairs: Vec<Pair> = (0..24)
            .map(|_| {
                let length = rng.random_range(1..=5);
                let source: Vec<usize> = (0..length).map(|_| rng.random_range(4..WORDS)).collect();
                let target = source.iter().rev().copied().collect();
                Pair { source, target }
            })
            .collect();
        Batch::new(&pairs).unwrap()
    }

    fn trained(threads: usize, steps: u64) -> (Trainer, Vec<StepReport>) {
        let mut trainer = Trainer::new(config(), options(threads)).unwrap();
        let reports = (0..steps).map(|step| trainer.step(&reversal(step))).collect();
        (trainer, reports)
    }

    #[test]
    fn the_same_seed_gives_the_same_bits() {
        for threads in [1, 2, 3] {
            let (first, of_first) = trained(threads, 20);
            let (second, of_second) = trained(threads, 20);
            assert_eq!(first.state(), second.state(), "{threads} threads");
            assert_eq!(of_first, of_second);
        }
    }

    #[test]
    fn a_run_that_is_saved_and_resumed_gives_the_same_bits_as_one_that_never_stopped() {
        for threads in [1, 2] {
            let (straight, _) = trained(threads, 20);
            let state = trained(threads, 10).0.state();
            let mut resumed = Trainer::new(config(), TrainerOptions { seed: 7, ..options(threads) }).unwrap();
            resumed.restore(&state).unwrap();
            for step in 10..20 {
                resumed.step(&reversal(step));
            }
            assert_eq!(resumed.state(), straight.state(), "{threads} threads");
        }
    }

    #[test]
    fn threads_change_no_more_than_rounding() {
        let without_dropout = |threads| {
            let config = ModelConfig { dropout: 0.0, ..config() };
            let mut trainer = Trainer::new(config, options(threads)).unwrap();
            let losses: Vec<f64> = (0..5).map(|step| trainer.step(&reversal(step)).loss).collect();
            losses
        };
        for (alone, together) in without_dropout(1).iter().zip(without_dropout(3)) {
            assert!((alone - together).abs() < 1e-4, "{alone} and {together}");
        }
    }

    #[test]
    fn more_threads_than_sentences_do_no_harm() {
        let batch = Batch::new(&[Pair { source: vec![4], target: vec![5] }]).unwrap();
        let loss = |threads| {
            let config = ModelConfig { dropout: 0.0, ..config() };
            let mut trainer = Trainer::new(config, options(threads)).unwrap();
            trainer.step(&reversal(0));
            trainer.step(&batch).gradient_norm
        };
        assert!((loss(1) - loss(4)).abs() < 1e-3);
    }

    #[test]
    fn reversing_a_sequence_is_learned() {
        let (trainer, _) = trained(2, 800);
        let found = validate(trainer.model(), &[reversal(1_000_000), reversal(1_000_001)]);
        assert!(found.exact_match > 0.9, "{found:?}");
    }

    #[test]
    fn the_state_of_another_model_is_refused_and_changes_nothing() {
        let (mut trainer, _) = trained(1, 1);
        let before = trainer.state();
        let other = ModelConfig { d_model: 8, ..config() };
        let wider = Trainer::new(other, options(1)).unwrap().state();
        let message = trainer.restore(&wider).unwrap_err().to_string();
        assert_eq!(message, "model.encoder.input_embedding.weight: expected shape [12, 16], found [12, 8]");
        let deeper = ModelConfig { decoder_layers: 2, ..config() };
        let deeper = Trainer::new(deeper, options(1)).unwrap().state();
        let message = trainer.restore(&deeper).unwrap_err().to_string();
        assert_eq!(message, "model.decoder.rnn.weight_ih_l1: expected no tensor of this name, found one");
        assert_eq!(trainer.state(), before);
    }
}
