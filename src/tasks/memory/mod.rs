//! Two tasks that ask what a recurrent layer keeps: *recall*, a number with letters behind it, of which the number is to be
//! written; and *repeat*, a word that is to be written again. One token a character.
//!
//! The examples are made. How far back what is asked for lies, the *reach* of an example, is the number of characters behind
//! the number, or the number of letters of the word.

mod lessons;
#[cfg(test)]
mod tests;

pub use lessons::MemoryLessons;

use rand::{Rng, RngExt};

use crate::tokens::{CharacterVocabulary, Tokenizer};

/// Digits of a number to recall.
pub const DIGITS: usize = 4;
/// The largest reach that is trained on: characters behind the number, letters of the word.
const LONGEST_TRAINED: [usize; 2] = [40, 25];
/// Between letters behind a number a space stands about as often as in a text.
const SPACES: f64 = 0.15;

const DIGIT_CHARACTERS: &str = "0123456789";
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemoryTask {
    /// A number of [`DIGITS`] digits, then letters and single spaces: write the number.
    Recall,
    /// A word: write it again.
    Repeat,
}

/// Numbers are trained on, or validated on, or tested on: never two of these. Words are drawn with seeds apart: only of the
/// shortest are there so few that the same one comes twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Eight of ten numbers.
    Train,
    /// One of ten.
    Validation,
    /// One of ten.
    Test,
}

/// One pair to learn from or to be measured on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryExample {
    /// What is read.
    pub source: String,
    /// What is to be written.
    pub target: String,
}

impl MemoryTask {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Recall, Self::Repeat];

    /// The name of the task in a model's metadata.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recall => "recall",
            Self::Repeat => "repeat",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.name() == name)
    }

    /// The reaches that are trained on, from the first to the second.
    pub fn trained(self) -> (usize, usize) {
        match self {
            Self::Recall => (0, LONGEST_TRAINED[0]),
            Self::Repeat => (1, LONGEST_TRAINED[1]),
        }
    }

    /// The reaches that models are measured at, beyond those that they were trained on.
    pub fn measured(self) -> Vec<usize> {
        match self {
            Self::Recall => (0..=60).step_by(5).collect(),
            Self::Repeat => std::iter::once(1).chain((2..=30).step_by(2)).collect(),
        }
    }

    /// The characters that are read.
    pub fn source_tokenizer(self) -> Tokenizer {
        let digits = if self == Self::Recall { DIGIT_CHARACTERS } else { "" };
        let space = if self == Self::Recall { " " } else { "" };
        Tokenizer::Characters(CharacterVocabulary::new([digits, space, LETTERS].concat().chars()))
    }

    /// The characters that are written.
    pub fn target_tokenizer(self) -> Tokenizer {
        let characters = if self == Self::Recall { DIGIT_CHARACTERS } else { LETTERS };
        Tokenizer::Characters(CharacterVocabulary::new(characters.chars()))
    }

    /// An example of `part` with the given reach. The same generator state gives the same one on every platform.
    pub fn example(self, part: Part, reach: usize, rng: &mut impl Rng) -> MemoryExample {
        match self {
            Self::Recall => {
                let target = number_of(part, rng);
                let source = format!("{target}{}", text(reach, rng));
                MemoryExample { source, target }
            }
            Self::Repeat => {
                let word: String = (0..reach).map(|_| letter(rng)).collect();
                MemoryExample { source: word.clone(), target: word }
            }
        }
    }
}

/// A number of [`DIGITS`] digits, zeros in front included.
fn number_of(part: Part, rng: &mut impl Rng) -> String {
    loop {
        let number: u32 = rng.random_range(0..10_000);
        if part_of(number) == part {
            return format!("{number:04}");
        }
    }
}

/// Which part a number is of: by its place in an order that has nothing to do with its digits.
fn part_of(number: u32) -> Part {
    match number * 7_919 % 10_007 % 10 {
        0 => Part::Test,
        1 => Part::Validation,
        _ => Part::Train,
    }
}

/// `length` letters, with single spaces among them but not at the end.
fn text(length: usize, rng: &mut impl Rng) -> String {
    let mut text = String::with_capacity(length);
    for place in 0..length {
        let may_be_space = place + 1 < length && !text.ends_with(' ');
        let is_space = rng.random_bool(SPACES);
        text.push(if may_be_space && is_space { ' ' } else { letter(rng) });
    }
    text
}

fn letter(rng: &mut impl Rng) -> char {
    char::from(LETTERS.as_bytes()[rng.random_range(0..LETTERS.len())])
}
