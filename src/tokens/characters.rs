//! One token a character.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::reading::{Character, read};
use super::{SPECIAL_TOKENS, Token, UNKNOWN};

/// The characters that a model knows, behind the four special tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct CharacterVocabulary {
    pieces: Vec<String>,
    ids: HashMap<char, usize>,
}

impl CharacterVocabulary {
    /// A vocabulary of `characters`, in the order of their code points; each counts once.
    pub fn new(characters: impl IntoIterator<Item = char>) -> Self {
        Self::from_ordered(characters.into_iter().collect::<BTreeSet<_>>())
    }

    /// A vocabulary of `characters` in their order: the first has the id 4.
    pub(super) fn from_text(characters: &str) -> Result<Self, String> {
        let vocabulary = Self::from_ordered(characters.chars());
        // A character that stands twice has the id of its last place.
        let mut places = characters.chars().zip(SPECIAL_TOKENS.len()..);
        match places.find(|(character, id)| vocabulary.ids[character] != *id) {
            Some((twice, _)) => Err(format!("character {twice:?} stands twice in the vocabulary")),
            None => Ok(vocabulary),
        }
    }

    /// The characters in the order of their ids.
    pub(super) fn to_text(&self) -> String {
        self.pieces[SPECIAL_TOKENS.len()..].concat()
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

    /// The characters of `text` as they are read: each in the first of its forms that the vocabulary has.
    pub(super) fn read(&self, text: &str) -> Vec<Character> {
        read(text, false, &|character| self.ids.contains_key(&character))
    }

    pub(super) fn encode(&self, text: &str) -> Vec<Token> {
        let token = |Character { character, span }| Token {
            id: self.ids.get(&character).copied().unwrap_or(UNKNOWN),
            text: text[Range::clone(&span)].to_string(),
            span,
        };
        self.read(text).into_iter().map(token).collect()
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

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn every_character_keeps_its_text_and_its_place_known_or_not() {
        let vocabulary = CharacterVocabulary::new("0年".chars());
        let tokens = vocabulary.encode("0年😀");
        let spans: Vec<_> = tokens.iter().map(|token| (token.id, &*token.text, token.span.clone())).collect();
        assert_eq!(spans, [(4, "0", 0..1), (5, "年", 1..4), (UNKNOWN, "😀", 4..8)]);
    }

    #[test]
    fn full_width_characters_are_read_as_their_ascii_forms_and_keep_their_text() {
        let vocabulary = CharacterVocabulary::new(" 05年，".chars());
        let tokens = vocabulary.encode("５年\u{3000}，。");
        let found: Vec<_> = tokens.iter().map(|token| (vocabulary.piece(token.id), &*token.text)).collect();
        // A full-width character that the vocabulary has is itself; 。 is the full-width form of nothing in ASCII.
        assert_eq!(found, [("5", "５"), ("年", "年"), (" ", "\u{3000}"), ("，", "，"), ("<unk>", "。")]);
    }
}
