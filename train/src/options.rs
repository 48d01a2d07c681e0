//! Options that several commands share, and how they are parsed.

use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use seqscope::checkpoint::Precision;
use seqscope::nn::{AttentionType, RnnType};
use seqscope::search::MAX_BEAM;
use seqscope::tasks::memory::MemoryTask;

/// A number of things, at least one.
pub fn positive(text: &str) -> Result<usize, String> {
    checked(text, |&number| number > 0, "at least 1")
}

/// A learning rate.
pub fn learning_rate(text: &str) -> Result<f64, String> {
    checked(text, |&rate| rate > 0.0 && f64::is_finite(rate), "a number above 0")
}

/// A norm that a gradient is cut down to.
pub fn norm(text: &str) -> Result<f32, String> {
    checked(text, |&norm| norm >= 0.0 && f32::is_finite(norm), "a number from 0")
}

/// A share or a probability that cannot be all.
pub fn share(text: &str) -> Result<f32, String> {
    checked(text, |share| (0.0..1.0).contains(share), "a number from 0 to below 1")
}

/// The width of a beam.
pub fn beam(text: &str) -> Result<usize, String> {
    checked(text, |width| (1..=MAX_BEAM).contains(width), &format!("a width from 1 to {MAX_BEAM}"))
}

/// Parses an argument; clap names the option and the value that was found.
pub fn checked<T: FromStr>(text: &str, is_valid: impl Fn(&T) -> bool, expected: &str) -> Result<T, String> {
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
    /// Four digits, then letters: the digits.
    Recall,
    /// Letters: the same letters.
    Repeat,
}

impl Task {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dates => "dates",
            Self::EnFr => "en-fr",
            Self::EnZh => "en-zh",
            Self::Recall => MemoryTask::Recall.name(),
            Self::Repeat => MemoryTask::Repeat.name(),
        }
    }
}

/// A language that English is translated to.
#[derive(Clone, Copy, ValueEnum)]
pub enum TargetLanguage {
    French,
    /// In simplified characters.
    Chinese,
}

impl TargetLanguage {
    /// As `train` calls the task.
    pub fn task(self) -> &'static str {
        match self {
            Self::French => "en-fr",
            Self::Chinese => "en-zh",
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

/// A score function, by its name with hyphens or, as files and the manifest spell it, with underscores.
pub fn attention() -> impl TypedValueParser<Value = AttentionType> {
    let possible = AttentionType::ALL.map(|attention| {
        let name = PossibleValue::new(attention.name().replace('_', "-"));
        let name = if attention.name().contains('_') { name.alias(attention.name()) } else { name };
        name.help(attention.formula())
    });
    PossibleValuesParser::new(possible)
        .try_map(|name| AttentionType::named(&name.replace('-', "_")).ok_or("no score function"))
}

/// A recurrence, by its name.
pub fn recurrence() -> impl TypedValueParser<Value = RnnType> {
    PossibleValuesParser::new(RnnType::ALL.map(RnnType::name))
        .try_map(|name| RnnType::ALL.into_iter().find(|rnn| rnn.name() == name).ok_or("no recurrence"))
}

#[derive(Clone, Copy, ValueEnum)]
pub enum StoredPrecision {
    /// 4 bits with a scale for each row and a small one for each 32 numbers of it.
    I4,
    /// 8 bits with a scale for each row.
    I8,
    F16,
    F32,
}

impl StoredPrecision {
    pub fn engine(self) -> Precision {
        match self {
            Self::I4 => Precision::I4,
            Self::I8 => Precision::I8,
            Self::F16 => Precision::F16,
            Self::F32 => Precision::F32,
        }
    }
}
