//! What makes a training run: the arguments of `train` and the settings that a saved state belongs to.

use std::path::PathBuf;
use std::str::FromStr;
use std::thread::available_parallelism;

use clap::{Args, ValueEnum};
use seqscope::checkpoint::Precision;
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, RnnType};
use seqscope::search::MAX_BEAM;
use seqscope::training::{AdamOptions, Decay, Schedule, TrainerOptions};
use serde::{Deserialize, Serialize};

use crate::data::Dates;

/// Trains a model.
///
/// The directory gets model.safetensors (the state that validated best: most exact matches, then least loss),
/// metrics.jsonl, loss.svg and checkpoint.safetensors, from which --resume goes on. The defaults train dates to
/// more than 99.9 % exact match within ten minutes on two cores.
#[derive(Args)]
pub struct TrainArguments {
    /// What to learn.
    #[arg(long, value_enum)]
    pub task: Task,
    /// Score function of the attention.
    #[arg(long, value_enum)]
    attention: Attention,
    /// Recurrence of encoder and decoder.
    #[arg(long, value_enum, default_value = "lstm")]
    rnn: Recurrence,
    /// Width of embeddings, states and contexts.
    #[arg(long, default_value_t = 64)]
    d_model: usize,
    /// Stacked layers, in the encoder and in the decoder.
    #[arg(long, default_value_t = 1)]
    layers: usize,
    /// Let the encoder read one way only.
    #[arg(long)]
    unidirectional: bool,
    /// Put W_context's output through tanh (Luong et al. 2015, equation 5).
    #[arg(long)]
    context_tanh: bool,
    /// Give the generator a bias.
    #[arg(long)]
    generator_bias: bool,
    /// Share of numbers that is dropped, from 0 to below 1.
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    dropout: f32,
    /// Steps of the optimiser.
    #[arg(long, default_value_t = 8_000, value_parser = clap::value_parser!(u64).range(1..))]
    steps: u64,
    /// Sentence pairs of a batch.
    #[arg(long, default_value_t = 128, value_parser = positive)]
    batch_size: usize,
    /// Highest learning rate; it falls to 0 along a cosine.
    #[arg(long, default_value_t = 4e-3, value_parser = learning_rate)]
    learning_rate: f64,
    /// Steps in which the learning rate climbs to its highest.
    #[arg(long, default_value_t = 200)]
    warm_up: u64,
    /// Largest norm of the gradient; 0 never clips.
    #[arg(long, default_value_t = 1.0, value_parser = norm)]
    clip: f32,
    /// Share of the probability that is spread over all words.
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    label_smoothing: f32,
    /// Where all randomness comes from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads [default: one for each core]. The same seed and number of threads give the same bits.
    #[arg(long, value_parser = positive)]
    threads: Option<usize>,
    /// Steps from one validation to the next.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..))]
    pub validate_every: u64,
    /// Stop after this many validations in a row without a single mistake; 0 never stops early.
    #[arg(long, default_value_t = 0)]
    pub stop_when_exact: u64,
    /// How model.safetensors stores numbers.
    #[arg(long, value_enum, default_value = "f16")]
    pub precision: StoredPrecision,
    /// Seconds from one saved state to the next.
    #[arg(long, default_value_t = 20)]
    pub checkpoint_seconds: u64,
    /// Where everything is written [default: runs/TASK-ATTENTION-RNN].
    #[arg(long)]
    out: Option<PathBuf>,
    /// Go on from the directory's saved state.
    #[arg(long, conflicts_with = "overwrite")]
    pub resume: bool,
    /// Replace the run that is already in the directory.
    #[arg(long)]
    pub overwrite: bool,
}

fn positive(text: &str) -> Result<usize, String> {
    checked(text, |&number| number > 0, "at least 1")
}

fn learning_rate(text: &str) -> Result<f64, String> {
    checked(text, |&rate| rate > 0.0 && f64::is_finite(rate), "a number above 0")
}

fn norm(text: &str) -> Result<f32, String> {
    checked(text, |&norm| norm >= 0.0 && f32::is_finite(norm), "a number from 0")
}

fn share(text: &str) -> Result<f32, String> {
    checked(text, |share| (0.0..1.0).contains(share), "a number from 0 to below 1")
}

/// The width of a beam.
pub fn beam(text: &str) -> Result<usize, String> {
    checked(text, |width| (1..=MAX_BEAM).contains(width), &format!("a width from 1 to {MAX_BEAM}"))
}

/// Parses an argument; clap names the option and the value that was found.
fn checked<T: FromStr>(text: &str, is_valid: impl Fn(&T) -> bool, expected: &str) -> Result<T, String> {
    text.parse().ok().filter(is_valid).ok_or_else(|| format!("expected {expected}"))
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// Dates in many spellings to YYYY-MM-DD.
    Dates,
}

impl Task {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dates => "dates",
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Attention {
    /// s · m.
    Dot,
    /// (W s) · m.
    General,
    /// v · tanh(W s + U m).
    Concat,
    /// v · (W s + U m).
    // As the files and the manifest spell it.
    #[value(alias = "concat_without_tanh")]
    ConcatWithoutTanh,
}

impl Attention {
    pub fn engine(self) -> AttentionType {
        match self {
            Self::Dot => AttentionType::Dot,
            Self::General => AttentionType::General,
            Self::Concat => AttentionType::Concat,
            Self::ConcatWithoutTanh => AttentionType::ConcatWithoutTanh,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Recurrence {
    Lstm,
    Gru,
    Rnn,
}

impl Recurrence {
    pub fn engine(self) -> RnnType {
        match self {
            Self::Lstm => RnnType::Lstm,
            Self::Gru => RnnType::Gru,
            Self::Rnn => RnnType::Rnn,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum StoredPrecision {
    F16,
    F32,
}

impl StoredPrecision {
    pub fn engine(self) -> Precision {
        match self {
            Self::F16 => Precision::F16,
            Self::F32 => Precision::F32,
        }
    }
}

/// Everything that the steps of a run depend on. A saved state can only be resumed with the same settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    pub task: String,
    pub model: ModelConfig,
    pub trainer: TrainerOptions,
    pub steps: u64,
    pub batch_size: usize,
    pub validate_every: u64,
    pub stop_when_exact: u64,
}

impl TrainArguments {
    pub fn settings(&self, task: &Dates) -> Settings {
        let threads = || available_parallelism().map_or(1, usize::from);
        Settings {
            task: self.task.name().to_string(),
            model: ModelConfig {
                n_src_words: task.source.len(),
                n_tgt_words: task.target.len(),
                d_model: self.d_model,
                encoder_layers: self.layers,
                decoder_layers: self.layers,
                bidirectional: !self.unidirectional,
                rnn_type: self.rnn.engine(),
                attention: self.attention.engine(),
                context_tanh: self.context_tanh,
                generator_bias: self.generator_bias,
                dropout: self.dropout,
            },
            trainer: TrainerOptions {
                seed: self.seed,
                threads: self.threads.unwrap_or_else(threads),
                label_smoothing: self.label_smoothing,
                clip: (self.clip > 0.0).then_some(self.clip),
                schedule: Schedule {
                    peak: self.learning_rate,
                    warm_up: self.warm_up.min(self.steps),
                    decay: Decay::Cosine { steps: self.steps },
                },
                adam: AdamOptions::default(),
            },
            steps: self.steps,
            batch_size: self.batch_size,
            validate_every: self.validate_every,
            stop_when_exact: self.stop_when_exact,
        }
    }

    /// The directory of the run.
    pub fn directory(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| {
            let (attention, rnn) = (self.attention.engine().name(), self.rnn.engine().name());
            PathBuf::from(format!("runs/{}-{attention}-{rnn}", self.task.name()))
        })
    }
}
