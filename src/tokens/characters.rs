//! One token a character.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{SPECIAL_TOKENS, Token, UNKNOWN};

/// The characters that a model knows, behind the four special tokens.
///
/// Serialised as the list of characters in one string, in the order of their ids from 4 on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "StoredCharacters", into = "StoredCharacters")]
pub struct CharacterVocabulary {
    pieces: Vec<String>,
    ids: HashMap<char, usize>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredCharacters {
    characters: String,
}

impl CharacterVocabulary {
    /// A vocabulary of `characters`, in the order of their code points; each counts once.
    pub fn new(characters: impl IntoIterator<Item = char>) -> Self {
        Self::from_ordered(characters.into_iter().collect::<BTreeSet<_>>())
    }

    fn from_ordered(characters: impl IntoIterator<Item = char>) -> Self {
        let mut pieces: Vec<String> = SPECIAL_TOKENS.iter().map(ToString::to_string).collect();
        let mut ids = HashMap::new();
        for character in characters {
            ids.insert(character, pieces.len());
            pieces.push(character.to_string());
        }
        Self { pieces, ids }
    }

    /// Number of ids, the four special ones included.
    #[expect(clippy::len_without_is_empty, reason = "the special tokens are always there")]
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    pub(super) fn encode(&self, text: &str) -> Vec<Token> {
        text.char_indices()
            .map(|(start, character)| Token {
                id: self.ids.get(&character).copied().unwrap_or(UNKNOWN),
                text: character.to_string(),
                span: start..start + character.len_utf8(),
            })
            .collect()
    }

    pub(super) fn decode(&self, ids: &[usize]) -> (String, Vec<Token>) {
        let mut text = String::new();
        let tokens = ids
            .iter()
            .map(|&id| {
                let start = text.len();
                let piece = self.piece(id);
                if id == UNKNOWN {
                    text.push(char::REPLACEMENT_CHARACTER);
                } else if id >= SPECIAL_TOKENS.len() {
                    text.push_str(piece);
                }
                Token { id, text: piece.to_string(), span: start..text.len() }
            })
            .collect();
        (text, tokens)
    }

    pub(super) fn piece(&self, id: usize) -> &str {
        self.pieces.get(id).map_or(SPECIAL_TOKENS[UNKNOWN], String::as_str)
    }
}

impl TryFrom<StoredCharacters> for CharacterVocabulary {
    type Error = String;

    fn try_from(stored: StoredCharacters) -> Result<Self, String> {
        let mut seen = BTreeSet::new();
        match stored.characters.chars().find(|&character| !seen.insert(character)) {
            Some(twice) => Err(format!("character {twice:?} stands twice in the vocabulary")),
            None => Ok(Self::from_ordered(stored.characters.chars())),
        }
    }
}

impl From<CharacterVocabulary> for StoredCharacters {
    fn from(vocabulary: CharacterVocabulary) -> Self {
        Self { characters: vocabulary.pieces[SPECIAL_TOKENS.len()..].concat() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_keeps_its_text_and_its_place_known_or_not() {
        let vocabulary = CharacterVocabulary::new("0年".chars());
        let tokens = vocabulary.encode("0年😀");
        let spans: Vec<_> = tokens.iter().map(|token| (token.id, &*token.text, token.span.clone())).collect();
        assert_eq!(spans, [(4, "0", 0..1), (5, "年", 1..4), (UNKNOWN, "😀", 4..8)]);
    }

    #[test]
    fn a_stored_vocabulary_is_read_back_as_it_was() {
        let vocabulary = CharacterVocabulary::new("b年a".chars());
        let json = serde_json::to_string(&vocabulary).unwrap();
        assert_eq!(json, r#"{"characters":"ab年"}"#);
        assert_eq!(serde_json::from_str::<CharacterVocabulary>(&json).unwrap(), vocabulary);
    }

    #[test]
    fn a_vocabulary_with_a_character_twice_is_refused() {
        let error = serde_json::from_str::<CharacterVocabulary>(r#"{"characters":"aba"}"#).unwrap_err();
        assert_eq!(error.to_string(), "character 'a' stands twice in the vocabulary");
    }
}
