//! A piece of text with its id, and the ids that every vocabulary has.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::numbers::numbers;

/// Id of the padding token, in every vocabulary of this crate.
pub const PAD: usize = 0;
/// Id that stands for whatever the vocabulary does not have.
pub const UNKNOWN: usize = 1;
/// Id that the decoder is started with.
pub const START: usize = 2;
/// Id that ends an output.
pub const END: usize = 3;
/// How the four special tokens are written, at their ids.
pub const SPECIAL_TOKENS: [&str; 4] = ["<pad>", "<unk>", "<s>", "</s>"];

/// The special ids that a model is run by. Models that were trained elsewhere may have any. As JSON a text of the three, a
/// space between two: what reads an object would be larger than all else that they take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SpecialIds {
    /// The source's padding: `padding_idx` of the encoder's `nn.Embedding`.
    pub padding: usize,
    /// What the decoder reads first.
    pub start: usize,
    /// What ends an output.
    pub end: usize,
}

impl SpecialIds {
    /// Whether they are those of the vocabularies of this crate.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl TryFrom<String> for SpecialIds {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match numbers(&text)?[..] {
            [padding, start, end] => Ok(Self { padding, start, end }),
            _ => Err("special_ids: expected three".to_string()),
        }
    }
}

impl From<SpecialIds> for String {
    fn from(SpecialIds { padding, start, end }: SpecialIds) -> Self {
        format!("{padding} {start} {end}")
    }
}

impl Default for SpecialIds {
    fn default() -> Self {
        Self { padding: PAD, start: START, end: END }
    }
}

/// A piece of text and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Row of the embedding.
    pub id: usize,
    /// The piece as it stands in the text; for an end token, `</s>`.
    pub text: String,
    /// Bytes of the text that the piece covers; empty for a special token.
    pub span: Range<usize>,
}
