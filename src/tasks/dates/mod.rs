//! Dates in many spellings to ISO `YYYY-MM-DD`, one token a character.
//!
//! The examples are made, not collected: a spelling, a date and a style give the source text, its ISO date and
//! the true alignment, that is, which source characters each output character comes from. No model is needed to
//! know where an attention map of this task should be bright.

mod alignment;
mod batches;
mod calendar;
mod letter_case;
mod note;
mod part;
mod spelling;
mod style;
#[cfg(test)]
mod tests;
mod time;
mod writer;

pub use alignment::{Alignment, Field, SLACK};
pub use batches::Lessons;
pub use calendar::{Date, Split};
pub use letter_case::LetterCase;
pub use note::Note;
pub use spelling::Spelling;
pub use style::{ChineseDayUnit, ChineseSunday, ChineseWeek, ShortSeptember, Style};
pub use time::{TimeForm, TimeOfDay};

use rand::{Rng, RngExt};

use crate::tokens::{CharacterVocabulary, Tokenizer};

/// Every character that some spelling of some date has, in the order of the code points.
///
/// Written out and not computed, because the rows of a trained model's embedding are in this order.
const SOURCE_CHARACTERS: &str = " (),-./0123456789:ABCDEFGHIJLMNOPRSTUVWYZabcdefghijlmnoprstuvwy\
                                 〇一七三上下九二五八六分十午号周四天年日时星月期点零";

/// Every character of an ISO date.
const TARGET_CHARACTERS: &str = "-0123456789";

/// One pair to learn from or to be measured on.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// How the source is spelled.
    pub spelling: Spelling,
    /// The date as somebody would type it.
    pub source: String,
    /// The same date as `YYYY-MM-DD`.
    pub target: String,
    /// Which characters of `source` each character of `target` comes from.
    pub alignment: Alignment,
}

impl Example {
    /// `date`, which [`Spelling::can_write`], spelled as `spelling`. The style decides what the spelling leaves open.
    pub fn new(spelling: Spelling, date: Date, style: Style) -> Self {
        let (source, alignment) = spelling.write(date, style);
        Self { spelling, source, target: date.to_string(), alignment }
    }

    /// An example of `split`, uniform over spellings, those of the split's dates that the spelling can write, and
    /// styles. The same generator state gives the same example on every platform.
    pub fn random(split: Split, rng: &mut impl Rng) -> Self {
        let spelling = Spelling::ALL[rng.random_range(0..Spelling::ALL.len())];
        let date = loop {
            let date = Date::random(split, rng);
            if spelling.can_write(date) {
                break date;
            }
        };
        Self::new(spelling, date, Style::random(rng))
    }
}

/// The name of the task in a model's metadata.
pub const TASK: &str = "dates";

/// The characters that the spellings use. The same for every model of this task.
pub fn source_tokenizer() -> Tokenizer {
    Tokenizer::Characters(CharacterVocabulary::new(SOURCE_CHARACTERS.chars()))
}

/// The characters of an ISO date.
pub fn target_tokenizer() -> Tokenizer {
    Tokenizer::Characters(CharacterVocabulary::new(TARGET_CHARACTERS.chars()))
}
