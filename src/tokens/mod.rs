//! Text to token ids and back, with the place of every token in the typed text.

mod characters;

pub use characters::CharacterVocabulary;

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Id of the padding token, in every vocabulary.
pub const PAD: usize = 0;
/// Id that stands for whatever the vocabulary does not have.
pub const UNKNOWN: usize = 1;
/// Id that the decoder is started with.
pub const START: usize = 2;
/// Id that ends an output.
pub const END: usize = 3;
/// How the four special tokens are written, at their ids.
pub const SPECIAL_TOKENS: [&str; 4] = ["<pad>", "<unk>", "<s>", "</s>"];

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

/// A vocabulary with its way of cutting text. More kinds stand beside this one as tasks need them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Tokenizer {
    /// One token a Unicode scalar value.
    Characters(CharacterVocabulary),
}

impl Tokenizer {
    /// Number of ids, the four special ones included.
    pub fn len(&self) -> usize {
        match self {
            Self::Characters(vocabulary) => vocabulary.len(),
        }
    }

    /// A vocabulary always holds the special tokens.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Cuts `text` into tokens that cover all of it, in order. What the vocabulary does not have becomes
    /// [`UNKNOWN`] and keeps its text.
    pub fn encode(&self, text: &str) -> Vec<Token> {
        match self {
            Self::Characters(vocabulary) => vocabulary.encode(text),
        }
    }

    /// The text of `ids`, and for each id its token with a span into that text. Start, end and padding add
    /// nothing to the text.
    pub fn decode(&self, ids: &[usize]) -> (String, Vec<Token>) {
        match self {
            Self::Characters(vocabulary) => vocabulary.decode(ids),
        }
    }

    /// How the id is written by itself; `<unk>` for an id out of range.
    pub fn piece(&self, id: usize) -> &str {
        match self {
            Self::Characters(vocabulary) => vocabulary.piece(id),
        }
    }
}
