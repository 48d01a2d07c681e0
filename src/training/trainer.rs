//! One step after another: forward, loss, backward, clipping, Adam.

use ndarray::ArrayD;
use serde::{Deserialize, Serialize};

use super::batches::Batch;
use super::loss::cross_entropy_of_part;
use super::optimiser::{Adam, AdamOptions, clip_scale, sum_gradients};
use super::schedule::Schedule;
use super::{Purpose, generator};
use crate::config::ModelConfig;
use crate::error::Error;
use crate::joint::Joint;
use crate::nn::{AttentionType, Parameters};
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

/// A model in training, of one head or of several on one trunk.
#[derive(Debug, Clone)]
pub struct Trainer {
    model: Joint,
    adam: Adam<Joint>,
    options: TrainerOptions,
    /// The heads that a step learns from, by number, each step the next; empty where each learns from all.
    turns: Vec<usize>,
    /// One for each thread, kept from step to step.
    gradients: Vec<Joint>,
}

/// What one step did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepReport {
    /// The step's number, the first one being 0.
    pub step: u64,
    /// Mean cross-entropy of the batch before the step, label smoothing included, in nats a token; of several heads
    /// their mean.
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
        Self::with_heads(config, &[], options)
    }

    /// [`Trainer::new`] with a head for each of `others` beside the one that `config` has.
    ///
    /// # Errors
    /// [`Error::Config`] where the config is not valid or two heads have the same score function.
    pub fn with_heads(
        config: ModelConfig,
        others: &[AttentionType],
        options: TrainerOptions,
    ) -> Result<Self, Error> {
        let model = Joint::new(config, others, &mut generator(options.seed, Purpose::Initialisation, 0, 0))?;
        let gradients = vec![model.zeros_like(); options.threads.max(1)];
        Ok(Self { adam: Adam::new(&model, options.adam), model, options, turns: Vec::new(), gradients })
    }

    /// Lets each step learn from one head, one after the other as `turns` has them, and from the first again after the
    /// last. Most of a step's work is the generator's, which each head needs for itself, so that steps take half the time.
    ///
    /// # Errors
    /// [`Error::Config`] where one of them is no head of the model or a head has no turn.
    pub fn take_turns(&mut self, turns: &[AttentionType]) -> Result<(), Error> {
        let heads: Vec<AttentionType> =
            self.model.heads().map(|head| head.attention.attention_type()).collect();
        let number = |turn: &AttentionType| heads.iter().position(|head| head == turn);
        let numbers: Option<Vec<usize>> = turns.iter().map(number).collect();
        match numbers.filter(|_| heads.iter().all(|head| turns.contains(head))) {
            Some(numbers) => self.turns = numbers,
            None => {
                let named =
                    |of: &[AttentionType]| of.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
                return Err(Error::Config {
                    field: "turns",
                    expected: format!("each of the heads {}, and no other", named(&heads)),
                    found: named(turns),
                });
            }
        }
        Ok(())
    }

    /// [`Joint::take_over`].
    pub fn start_from(&mut self, given: &[Seq2Seq], is_wanted: impl Fn(&str) -> bool) -> usize {
        self.model.take_over(given, is_wanted)
    }

    /// The model as it is now, of several heads with the first.
    pub fn model(&self) -> &Seq2Seq {
        self.model.first()
    }

    /// The trunk with every head as it is now.
    pub fn joint(&self) -> &Joint {
        &self.model
    }

    /// How it is trained.
    pub fn options(&self) -> &TrainerOptions {
        &self.options
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

    /// Fills the gradients, one for each thread, and returns the loss summed over the tokens.
    fn accumulate(&mut self, batch: &Batch, step: u64) -> f64 {
        let (model, options) = (&self.model, &self.options);
        // The gradient is that of the mean over the tokens and over the heads.
        let heads: Vec<usize> = match &self.turns[..] {
            [] => (0..model.heads().count()).collect(),
            turns => vec![turns[(step % turns.len() as u64) as usize]],
        };
        let heads = &heads[..];
        let terms = batch.tokens() * heads.len();
        let on_part = |part: usize, batch: &Batch, gradient: &mut Joint| {
            let mut rng = generator(options.seed, Purpose::Dropout, step, part as u64);
            gradient.fill(0.0);
            let mut sum = 0.0;
            let loss = |_, logits| {
                let loss = cross_entropy_of_part(logits, &batch.output, options.label_smoothing, terms);
                sum += loss.sum;
                loss.grad_logits
            };
            model.learn(&batch.source, &batch.input, heads, Some(&mut rng), loss, gradient);
            sum / heads.len() as f64
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
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::nn::{AttentionType, RnnType};
    use crate::tokens::SpecialIds;
    use crate::training::{Decay, Pair, validate};

    const WORDS: usize = 12;

    /// Numbers of threads; in a browser there are no others.
    const THREADS: &[usize] = if cfg!(target_arch = "wasm32") { &[1] } else { &[1, 2, 3] };

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
            recurrent_bias: true,
            special_ids: SpecialIds::default(),
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
        for &threads in THREADS {
            let (first, of_first) = trained(threads, 20);
            let (second, of_second) = trained(threads, 20);
            assert_eq!(first.state(), second.state(), "{threads} threads");
            assert_eq!(of_first, of_second);
        }
    }

    #[test]
    fn a_run_that_is_saved_and_resumed_gives_the_same_bits_as_one_that_never_stopped() {
        for &threads in THREADS {
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

    #[cfg(not(target_arch = "wasm32"))]
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

    #[cfg(not(target_arch = "wasm32"))]
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
    fn every_step_drops_other_numbers() {
        // A learning rate that moves nothing: what changes from step to step is what is dropped.
        let losses = |dropout: f32| -> Vec<f64> {
            let schedule = Schedule { peak: 1e-30, warm_up: 0, decay: Decay::Constant };
            let options = TrainerOptions { schedule, ..options(1) };
            let mut trainer = Trainer::new(ModelConfig { dropout, ..config() }, options).unwrap();
            (0..4).map(|_| trainer.step(&reversal(0)).loss).collect()
        };
        let same = losses(0.0);
        assert!(same.iter().all(|loss| *loss == same[0]), "{same:?}");
        let dropped = losses(0.1);
        for step in 1..4 {
            assert!(!dropped[..step].contains(&dropped[step]), "{dropped:?}");
        }
    }

    #[test]
    fn reversing_a_sequence_is_learned() {
        let (trainer, _) = trained(THREADS.len().min(2), 800);
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
