//! The languages of the pairs: how each is cut into words and written.

use jieba_rs::Jieba;
use seqscope::tokens::{Apostrophe, WordRules, word_strings};

/// Readers type the source: capitals and accents do not matter.
pub const ENGLISH: WordRules =
    WordRules { fold: true, spaces: true, apostrophe: Apostrophe::BeginsWord, spells_names: true };
const FRENCH: WordRules =
    WordRules { fold: false, spaces: true, apostrophe: Apostrophe::EndsWord, spells_names: false };
const CHINESE: WordRules =
    WordRules { fold: false, spaces: false, apostrophe: Apostrophe::BeginsWord, spells_names: false };

/// What a model reads of an English sentence: two sentences for which this is the same are the same to it.
pub fn folded(english: &str) -> String {
    word_strings(english, ENGLISH).concat()
}

/// A language that is translated to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    French,
    Chinese,
}

impl Language {
    /// How it is cut into words.
    pub fn rules(self) -> WordRules {
        match self {
            Self::French => FRENCH,
            Self::Chinese => CHINESE,
        }
    }

    /// Characters of the longest piece: Chinese has no spaces that would keep phrases apart.
    pub fn longest_piece(self) -> Option<usize> {
        match self {
            Self::French => None,
            Self::Chinese => Some(4),
        }
    }

    /// What finds the words of a language that writes no spaces between them.
    pub fn segmenter(self) -> Option<Jieba> {
        match self {
            Self::French => None,
            Self::Chinese => Some(Jieba::new()),
        }
    }

    /// A target as the model should write it.
    pub fn written(self, text: &str) -> String {
        match self {
            Self::French => text.to_string(),
            Self::Chinese => chinese(text),
        }
    }
}

/// Punctuation in its full-width form and no white space beside Chinese characters: most of the corpus is so, and a
/// model should not have to guess.
fn chinese(text: &str) -> String {
    let is_wide = |character: char| !character.is_ascii() && !character.is_whitespace();
    let characters: Vec<char> = text.chars().collect();
    let mut written = String::new();
    for (place, &character) in characters.iter().enumerate() {
        let before = written.chars().last();
        let after = characters[place + 1..].iter().copied().find(|other| !other.is_whitespace());
        let beside_wide = before.is_some_and(is_wide) || after.is_some_and(is_wide);
        let at_end = after.is_none();
        match character {
            _ if character.is_whitespace() && (beside_wide || before.is_none() || at_end) => {}
            ',' if beside_wide => written.push('，'),
            '?' if beside_wide => written.push('？'),
            '!' if beside_wide => written.push('！'),
            ':' if beside_wide => written.push('：'),
            ';' if beside_wide => written.push('；'),
            '.' if at_end && before.is_some_and(is_wide) => written.push('。'),
            _ if character.is_whitespace() => written.push(' '),
            _ => written.push(character),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_written_with_its_own_punctuation_and_without_white_space() {
        assert_eq!(chinese("你好, 汤姆 ?"), "你好，汤姆？");
        assert_eq!(chinese("我有 3.5 公斤."), "我有3.5公斤。");
        assert_eq!(chinese("他说 OK boomer。"), "他说OK boomer。");
    }
}
