//! Text to token ids and back, with the place of every token in the typed text.

mod characters;
mod forms;
mod joining;
mod list;
mod list_rules;
mod numbers;
mod reading;
mod subwords;
mod token;

pub use characters::CharacterVocabulary;
pub use list::{ListVocabulary, NO_ID};
pub use list_rules::{Cut, ListRules, Marker};
pub use subwords::{
    Apostrophe, SubwordVocabulary, WORD_START, WordRules, word_strings, word_strings_with_cuts,
};
pub use token::{END, PAD, SPECIAL_TOKENS, START, SpecialIds, Token, UNKNOWN};

use serde::{Deserialize, Serialize};

/// The most source tokens that are taken.
pub const MAX_SOURCE_TOKENS: usize = 256;
/// A vocabulary with its way of cutting text.
///
/// Serialised as the kind and what the kind needs: for characters all of them in one string, for subwords the pieces
/// with a space between two and the rules that cut words; both in the order of their ids from 4 on. For a list one
/// text: lines of the rules, the merges and the scores, and one for each token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "StoredTokenizer", into = "StoredTokenizer")]
pub enum Tokenizer {
    /// One token a Unicode scalar value.
    Characters(CharacterVocabulary),
    /// Words and pieces of words.
    Subwords(SubwordVocabulary),
    /// Any tokens at any ids, of a model that was trained elsewhere.
    List(ListVocabulary),
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    list: Option<String>,
}

impl StoredTokenizer {
    fn of(kind: Kind) -> Self {
        Self { kind, characters: None, rules: None, pieces: None, list: None }
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Characters,
    Subwords,
    List,
}

impl TryFrom<StoredTokenizer> for Tokenizer {
    type Error = String;

    fn try_from(stored: StoredTokenizer) -> Result<Self, String> {
        let StoredTokenizer { kind, characters, rules, pieces, list } = stored;
        let missing = |field: &str| format!("missing field `{field}`");
        let out_of_place = |field: &str| Err(format!("unknown field `{field}` for this type of tokenizer"));
        match kind {
            Kind::List => ListVocabulary::from_text(&list.ok_or_else(|| missing("list"))?).map(Self::List),
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
                Self { characters, ..Self::of(Kind::Characters) }
            }
            Tokenizer::Subwords(vocabulary) => {
                let (rules, pieces) = (Some(vocabulary.rules()), Some(vocabulary.to_text()));
                Self { rules, pieces, ..Self::of(Kind::Subwords) }
            }
            Tokenizer::List(vocabulary) => Self { list: Some(vocabulary.to_text()), ..Self::of(Kind::List) },
        }
    }
}

impl Tokenizer {
    /// Number of ids, the special ones included.
    pub fn len(&self) -> usize {
        match self {
            Self::Characters(vocabulary) => vocabulary.len(),
            Self::Subwords(vocabulary) => vocabulary.len(),
            Self::List(vocabulary) => vocabulary.len(),
        }
    }

    /// A vocabulary always holds some tokens.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Whether each token is a character.
    pub fn is_of_characters(&self) -> bool {
        match self {
            Self::Characters(_) => true,
            Self::Subwords(_) => false,
            Self::List(vocabulary) => vocabulary.rules().cut == Cut::Characters,
        }
    }

    /// The id of what the vocabulary does not have; [`NO_ID`] where none stands for it.
    pub fn unknown(&self) -> usize {
        match self {
            Self::Characters(_) | Self::Subwords(_) => UNKNOWN,
            Self::List(vocabulary) => vocabulary.rules().unknown.unwrap_or(NO_ID),
        }
    }

    /// Cuts `text` into tokens that cover all of it, in order, but white space around it and, for subwords of a
    /// language with spaces, between words. What cannot be seen is part of the token before it, or of none.
    ///
    /// Readers type one thing in many forms: a character that the vocabulary does not have is read in a form that it has
    /// (`５` as `5`, `ﬁ` as `fi`, `ễ` as `e`). What it has in no form becomes [`Self::unknown`]. Tokens keep the text as it was
    /// typed.
    pub fn encode(&self, text: &str) -> Vec<Token> {
        match self {
            Self::Characters(vocabulary) => vocabulary.encode(text),
            Self::Subwords(vocabulary) => vocabulary.encode(text),
            Self::List(vocabulary) => vocabulary.encode(text),
        }
    }

    /// [`Self::encode`] without texts and spans.
    pub fn ids(&self, text: &str) -> Vec<usize> {
        self.encode(text).into_iter().map(|token| token.id).collect()
    }

    /// `text` as it is read: in one form whatever form it was typed in. It has the same tokens.
    pub fn fold(&self, text: &str) -> String {
        let characters = match self {
            Self::Characters(vocabulary) => vocabulary.read(text),
            Self::Subwords(vocabulary) => return vocabulary.fold(text),
            Self::List(vocabulary) => vocabulary.read(text),
        };
        characters.into_iter().map(|character| character.character).collect()
    }

    /// The text of `ids`, and for each id its token with a span into that text. Start, end and padding add
    /// nothing to the text.
    pub fn decode(&self, ids: &[usize]) -> (String, Vec<Token>) {
        match self {
            Self::Characters(vocabulary) => vocabulary.decode(ids),
            Self::Subwords(vocabulary) => vocabulary.decode(ids),
            Self::List(vocabulary) => vocabulary.decode(ids),
        }
    }

    /// How the id is written by itself, with a space before a piece that begins a word; `<unk>` for an id out of
    /// range.
    pub fn piece(&self, id: usize) -> String {
        match self {
            Self::Characters(vocabulary) => vocabulary.piece(id).to_string(),
            Self::Subwords(vocabulary) => vocabulary.piece(id),
            Self::List(vocabulary) => vocabulary.piece(id),
        }
    }
}

#[cfg(test)]
mod listed;

#[cfg(test)]
mod typed;

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

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
            "unknown variant `words`, expected one of `characters`, `subwords`, `list`",
        );
        assert_refused(r#"{"type":"characters"}"#, "missing field `characters`");
        assert_refused(r#"{"type":"characters","characters":"ab","words":1}"#, "unknown field `words`");
    }
}
