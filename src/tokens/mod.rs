//! Text to token ids and back, with the place of every token in the typed text.

mod characters;
mod normalise;
mod subwords;

pub use characters::CharacterVocabulary;
pub use subwords::{Apostrophe, SubwordVocabulary, WORD_START, WordRules, word_strings};

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The most source tokens that are taken.
pub const MAX_SOURCE_TOKENS: usize = 256;
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

/// A vocabulary with its way of cutting text.
///
/// Serialised as the kind and what the kind needs: for characters all of them in one string, for subwords the pieces
/// with a space between two and the rules that cut words; both in the order of their ids from 4 on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "StoredTokenizer", into = "StoredTokenizer")]
pub enum Tokenizer {
    /// One token a Unicode scalar value.
    Characters(CharacterVocabulary),
    /// Words and pieces of words.
    Subwords(SubwordVocabulary),
}

/// A tokenizer as JSON. Not an enum with a tag: serde reads those by way of a copy of any JSON there is, whose
/// code would be a tenth of the module.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredTokenizer {
    #[serde(rename = "type")]
    kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    characters: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rules: Option<WordRules>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pieces: Option<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Characters,
    Subwords,
}

impl TryFrom<StoredTokenizer> for Tokenizer {
    type Error = String;

    fn try_from(stored: StoredTokenizer) -> Result<Self, String> {
        let StoredTokenizer { kind, characters, rules, pieces } = stored;
        let missing = |field: &str| format!("missing field `{field}`");
        let out_of_place = |field: &str| Err(format!("unknown field `{field}` for this type of tokenizer"));
        match kind {
            Kind::Characters if rules.is_some() => out_of_place("rules"),
            Kind::Characters if pieces.is_some() => out_of_place("pieces"),
            Kind::Characters => {
                let characters = characters.ok_or_else(|| missing("characters"))?;
                CharacterVocabulary::from_text(&characters).map(Self::Characters)
            }
            Kind::Subwords if characters.is_some() => out_of_place("characters"),
            Kind::Subwords => {
                let rules = rules.ok_or_else(|| missing("rules"))?;
                let pieces = pieces.ok_or_else(|| missing("pieces"))?;
                SubwordVocabulary::from_text(rules, &pieces).map(Self::Subwords)
            }
        }
    }
}

impl From<Tokenizer> for StoredTokenizer {
    fn from(tokenizer: Tokenizer) -> Self {
        match tokenizer {
            Tokenizer::Characters(vocabulary) => {
                let characters = Some(vocabulary.to_text());
                Self { kind: Kind::Characters, characters, rules: None, pieces: None }
            }
            Tokenizer::Subwords(vocabulary) => {
                let (rules, pieces) = (Some(vocabulary.rules()), Some(vocabulary.to_text()));
                Self { kind: Kind::Subwords, characters: None, rules, pieces }
            }
        }
    }
}

impl Tokenizer {
    /// Number of ids, the four special ones included.
    pub fn len(&self) -> usize {
        match self {
            Self::Characters(vocabulary) => vocabulary.len(),
            Self::Subwords(vocabulary) => vocabulary.len(),
        }
    }

    /// A vocabulary always holds the special tokens.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Cuts `text` into tokens that cover all of it, in order; for subwords of a language with spaces, all but white
    /// space. What the vocabulary does not have becomes [`UNKNOWN`] and keeps its text.
    pub fn encode(&self, text: &str) -> Vec<Token> {
        match self {
            Self::Characters(vocabulary) => vocabulary.encode(text),
            Self::Subwords(vocabulary) => vocabulary.encode(text),
        }
    }

    /// The text of `ids`, and for each id its token with a span into that text. Start, end and padding add
    /// nothing to the text.
    pub fn decode(&self, ids: &[usize]) -> (String, Vec<Token>) {
        match self {
            Self::Characters(vocabulary) => vocabulary.decode(ids),
            Self::Subwords(vocabulary) => vocabulary.decode(ids),
        }
    }

    /// How the id is written by itself, with a space before a piece that begins a word; `<unk>` for an id out of
    /// range.
    pub fn piece(&self, id: usize) -> String {
        match self {
            Self::Characters(vocabulary) => vocabulary.piece(id).to_string(),
            Self::Subwords(vocabulary) => vocabulary.piece(id),
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
            "unknown variant `words`, expected `characters` or `subwords`",
        );
        assert_refused(r#"{"type":"characters"}"#, "missing field `characters`");
        assert_refused(r#"{"type":"characters","characters":"ab","words":1}"#, "unknown field `words`");
    }
}
