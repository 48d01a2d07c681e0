//! What makes a training run: the arguments of `train` and the settings that a saved state belongs to.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::thread::available_parallelism;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use seqscope::checkpoint::{Checkpoint, Precision};
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, RnnType};
use seqscope::search::MAX_BEAM;
use seqscope::training::{AdamOptions, Decay, Schedule, TrainerOptions};
use serde::{Deserialize, Serialize};

use crate::data::{Data, Dates, Language, Tokenizers, Translation, TranslationOptions};
use crate::evaluate::load;

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
    /// Use the decoder's embedding as the generator's weight.
    #[arg(long)]
    tied_embeddings: bool,
    /// Sentence pairs to translate as: source, tab, target on each line.
    #[arg(long, required_if_eq_any = [("task", "en-fr"), ("task", "en-zh")])]
    pairs: Option<PathBuf>,
    /// Sentence pairs to validate on; a line may have several targets. `seqscope split` makes both files.
    #[arg(long, required_if_eq_any = [("task", "en-fr"), ("task", "en-zh")])]
    validation: Option<PathBuf>,
    /// Size of the source vocabulary, if it is learned.
    #[arg(long, default_value_t = 5_000, value_parser = positive)]
    source_pieces: usize,
    /// Size of the target vocabulary, if it is learned.
    #[arg(long, default_value_t = 5_000, value_parser = positive)]
    target_pieces: usize,
    /// Probability that two pieces of a source word are not put together while training (BPE-dropout).
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    piece_dropout: f32,
    /// Probability that the decoder reads `<unk>` in place of the token before while training (word dropout).
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    target_dropout: f32,
    /// Begin with the tensors of this model that have the right name and shape, and with its source vocabulary; if it
    /// has the same task, with its target vocabulary too.
    #[arg(long)]
    start_from: Option<PathBuf>,
    /// Share of numbers that is dropped, from 0 to below 1.
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    dropout: f32,
    /// Steps of the optimiser.
    #[arg(long, default_value_t = 8_000, value_parser = clap::value_parser!(u64).range(1..))]
    steps: u64,
    /// Size of a batch: sentence pairs for dates, target tokens for translations.
    #[arg(long, default_value_t = 128, value_parser = positive)]
    batch_size: usize,
    /// Highest learning rate.
    #[arg(long, default_value_t = 4e-3, value_parser = learning_rate)]
    learning_rate: f64,
    /// How the learning rate goes on from its highest.
    #[arg(long, value_enum, default_value = "cosine")]
    decay: DecayShape,
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
    /// English to French.
    EnFr,
    /// English to Chinese in simplified characters.
    EnZh,
}

impl Task {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dates => "dates",
            Self::EnFr => "en-fr",
            Self::EnZh => "en-zh",
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum DecayShape {
    /// Half a cosine down to 0.
    Cosine,
    /// A straight line down to 0.
    Linear,
    /// It stays.
    Constant,
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
    /// 8 bits with a scale for each row.
    I8,
    F16,
    F32,
}

impl StoredPrecision {
    pub fn engine(self) -> Precision {
        match self {
            Self::I8 => Precision::I8,
            Self::F16 => Precision::F16,
            Self::F32 => Precision::F32,
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
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
    /// Only for translations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<TranslationSettings>,
}

/// Settings that only translations have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TranslationSettings {
    /// Name of the file.
    pub pairs: String,
    /// How many of its pairs are learned from.
    pub count: usize,
    pub piece_dropout: f32,
    #[serde(default)]
    pub target_dropout: f32,
    /// Name of the model file that the first values are from.
    pub start_from: Option<String>,
}

impl TrainArguments {
    /// Reads the data. Vocabularies are taken from `known`, from the model to start from or are learned.
    pub fn data(&self, known: Option<Tokenizers>, start_from: Option<&Checkpoint>) -> Result<Data> {
        let language = match self.task {
            Task::Dates => return Ok(Data::Dates(Box::new(Dates::new()))),
            Task::EnFr => Language::French,
            Task::EnZh => Language::Chinese,
        };
        let (Some(train), Some(validation)) = (&self.pairs, &self.validation) else {
            bail!("--task {}: expected --pairs and --validation", self.task.name());
        };
        let of_start = start_from.map(|checkpoint| &checkpoint.metadata);
        let (source, target) = match known {
            Some(Tokenizers { source, target }) => (Some(source), Some(target)),
            None => (
                of_start.map(|of_start| of_start.source.clone()),
                of_start
                    .filter(|of_start| of_start.task == self.task.name())
                    .map(|of_start| of_start.target.clone()),
            ),
        };
        let options = TranslationOptions {
            language,
            source_pieces: self.source_pieces,
            target_pieces: self.target_pieces,
            piece_dropout: self.piece_dropout,
            target_dropout: self.target_dropout,
        };
        let translation = Translation::read(train, validation, options, source, target)?;
        Ok(Data::Translation(Box::new(translation)))
    }

    /// The model to start from.
    pub fn start(&self) -> Result<Option<Checkpoint>> {
        self.start_from.as_deref().map(load).transpose()
    }

    pub fn settings(&self, data: &Data) -> Settings {
        let threads = || available_parallelism().map_or(1, usize::from);
        Settings {
            task: self.task.name().to_string(),
            model: ModelConfig {
                n_src_words: data.source().len(),
                n_tgt_words: data.target().len(),
                d_model: self.d_model,
                encoder_layers: self.layers,
                decoder_layers: self.layers,
                bidirectional: !self.unidirectional,
                rnn_type: self.rnn.engine(),
                attention: self.attention.engine(),
                context_tanh: self.context_tanh,
                generator_bias: self.generator_bias,
                tied_embeddings: self.tied_embeddings,
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
                    decay: match self.decay {
                        DecayShape::Cosine => Decay::Cosine { steps: self.steps },
                        DecayShape::Linear => Decay::Linear { steps: self.steps },
                        DecayShape::Constant => Decay::Constant,
                    },
                },
                adam: AdamOptions::default(),
            },
            steps: self.steps,
            batch_size: self.batch_size,
            validate_every: self.validate_every,
            stop_when_exact: self.stop_when_exact,
            translation: match data {
                Data::Dates(_) => None,
                Data::Translation(translation) => Some(TranslationSettings {
                    pairs: self.pairs.as_deref().map_or_else(String::new, file_name),
                    count: translation.len(),
                    piece_dropout: self.piece_dropout,
                    target_dropout: self.target_dropout,
                    start_from: self.start_from.as_deref().map(file_name),
                }),
            },
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
