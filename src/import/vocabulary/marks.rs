//! How pieces of words say where words begin and end, brought into one form: [`WORD_START`].

use super::special::is_special;
use super::types::Vocabulary;
use crate::tokens::{Marker, WORD_START};

/// The ways that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `▁` before a piece that begins a word (SentencePiece).
    SentencePiece,
    /// `##` before a piece that goes on (`WordPiece`).
    WordPiece,
    /// `@@` behind a piece that something follows (subword-nmt).
    Continued,
    /// `</w>` behind a piece that ends a word.
    Ended,
    /// `Ġ` for a space, and a letter for each byte (GPT-2).
    Bytes,
}

impl Style {
    /// That of a list of tokens, if it is one of pieces.
    pub fn of(tokens: &[String]) -> Option<Self> {
        let many = |is: &dyn Fn(&String) -> bool| {
            let count = tokens.iter().filter(|token| !is_special(token) && is(token)).count();
            count > 0 && count * 50 >= tokens.len()
        };
        let longer = |token: &String, mark: &str| token.len() > mark.len();
        if many(&|token| token.starts_with(WORD_START)) {
            Some(Self::SentencePiece)
        } else if many(&|token| token.starts_with("##") && longer(token, "##")) {
            Some(Self::WordPiece)
        } else if many(&|token| token.ends_with("@@") && longer(token, "@@")) {
            Some(Self::Continued)
        } else if many(&|token| token.ends_with("</w>") && longer(token, "</w>")) {
            Some(Self::Ended)
        } else if many(&|token| token.starts_with('Ġ')) {
            Some(Self::Bytes)
        } else {
            None
        }
    }

    /// Which pieces are marked once [`Self::mark`] has been at them.
    pub fn marker(self) -> Marker {
        match self {
            Self::SentencePiece | Self::WordPiece | Self::Bytes => Marker::Start,
            Self::Continued | Self::Ended => Marker::End,
        }
    }

    /// Brings the marks of all tokens into one form.
    pub fn mark_all(self, vocabulary: &mut Vocabulary) {
        vocabulary.marker = self.marker();
        vocabulary.tokens.iter_mut().for_each(|token| *token = self.mark(token));
    }

    /// A token with [`WORD_START`] in the place of its own mark.
    pub fn mark(self, token: &str) -> String {
        if is_special(token) {
            return token.to_string();
        }
        match self {
            Self::SentencePiece => token.to_string(),
            Self::WordPiece => {
                token.strip_prefix("##").map_or_else(|| format!("{WORD_START}{token}"), str::to_string)
            }
            Self::Continued => {
                token.strip_suffix("@@").map_or_else(|| format!("{token}{WORD_START}"), str::to_string)
            }
            Self::Ended => token
                .strip_suffix("</w>")
                .map_or_else(|| token.to_string(), |word| format!("{word}{WORD_START}")),
            Self::Bytes => of_bytes(token).unwrap_or_else(|| token.to_string()),
        }
    }
}

/// The text of a token that has a letter for each byte; none where its bytes are no text by themselves.
fn of_bytes(token: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = token.chars().map(byte_of).collect();
    Some(String::from_utf8(bytes?).ok()?.replace(' ', &WORD_START.to_string()))
}

/// The byte that a letter stands for: those that can be seen stand for themselves, the others come from 256 on.
fn byte_of(letter: char) -> Option<u8> {
    let is_seen = |byte: u8| matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    let code = u32::from(letter);
    match u8::try_from(code) {
        Ok(byte) => is_seen(byte).then_some(byte),
        Err(_) => (0..=255).filter(|&byte| !is_seen(byte)).nth(usize::try_from(code - 256).ok()?),
    }
}
