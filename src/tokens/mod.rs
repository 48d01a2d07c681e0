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
///
/// Serialised as the kind and what the kind needs: for characters all of them in one string, in the order of
/// their ids from 4 on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "StoredTokenizer", into = "StoredTokenizer")]
pub enum Tokenizer {
    /// One token a Unicode scalar value.
    Characters(CharacterVocabulary),
}

/// A tokenizer as JSON. Not an enum with a tag: serde reads those by way of a copy of any JSON there is, whose
/// code would be a tenth of the module.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredTokenizer {
    #[serde(rename = "type")]
    kind: Kind,
    characters: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Characters,
}

impl TryFrom<StoredTokenizer> for Tokenizer {
    type Error = String;

    fn try_from(stored: StoredTokenizer) -> Result<Self, String> {
        match stored.kind {
            Kind::Characters => CharacterVocabulary::from_text(&stored.characters).map(Self::Characters),
        }
    }
}

impl From<Tokenizer> for StoredTokenizer {
    fn from(tokenizer: Tokenizer) -> Self {
        match tokenizer {
            Tokenizer::Characters(vocabulary) => {
                Self { kind: Kind::Characters, characters: vocabulary.to_text() }
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_vocabulary_is_read_back_as_it_was() {
        let tokenizer = Tokenizer::Characters(CharacterVocabulary::new("b年a".chars()));
        let json = serde_json::to_string(&tokenizer).unwrap();
        assert_eq!(json, r#"{"type":"characters","characters":"ab年"}"#);
        assert_eq!(serde_json::from_str::<Tokenizer>(&json).unwrap(), tokenizer);
    }

    #[track_caller]
    fn assert_refused(json: &str, expected: &str) {
        let error = serde_json::from_str::<Tokenizer>(json).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }

    #[test]
    fn a_vocabulary_that_cannot_be_is_refused() {
        assert_refused(
            r#"{"type":"characters","characters":"aba"}"#,
            "character 'a' stands twice in the vocabulary",
        );
        assert_refused(
            r#"{"type":"words","characters":"ab"}"#,
            "unknown variant `words`, expected `characters`",
        );
        assert_refused(r#"{"type":"characters"}"#, "missing field `characters`");
        assert_refused(r#"{"type":"characters","characters":"ab","words":1}"#, "unknown field `words`");
    }
}
