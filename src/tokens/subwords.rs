//! Pieces of words by byte-pair encoding (Sennrich, Haddow and Birch 2016), with the place of each in the text.
//!
//! The text is read character by character, cut into words, and each word is put together from its characters: again
//! and again the neighbours whose union is the earliest learned piece become one, until no neighbours are a piece.

use std::collections::HashMap;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::forms::{is_apostrophe, is_invisible, lower, upper};
use super::joining::{Unions, join, join_some};
use super::reading::{Character, read};
use super::{SPECIAL_TOKENS, Token, UNKNOWN};

/// Stands before the first character of a word that has white space, or nothing, before it.
pub const WORD_START: char = '▁';

/// How a language is cut into words, before words are cut into pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordRules {
    /// Read capitals as small letters and letters with accents as letters without: for a source that readers type.
    pub fold: bool,
    /// White space separates words and is not a token itself. Where false, as for Chinese, it is a character like
    /// any other.
    pub spaces: bool,
    /// Which word an apostrophe between two letters belongs to.
    pub apostrophe: Apostrophe,
    /// Cut a word into its characters that begins with a capital, goes on with a small letter and is not one piece: a
    /// name mostly, which is carried over letter by letter (the mixed word/character model of Wu et al. 2016, section
    /// 4.2).
    #[serde(default, skip_serializing_if = "is_false")]
    pub spells_names: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Which word an apostrophe between two letters belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Apostrophe {
    /// It begins the second: `don` `'t`, as in English.
    BeginsWord,
    /// It ends the first: `l'` `eau`, as in French.
    EndsWord,
}

/// The pieces that a model knows, behind the four special tokens, in the order in which they were learned.
#[derive(Debug, Clone, PartialEq)]
pub struct SubwordVocabulary {
    rules: WordRules,
    /// By id, [`WORD_START`] before the pieces that begin a word.
    pieces: Vec<String>,
    ids: HashMap<String, usize>,
    unions: Unions,
}

impl SubwordVocabulary {
    /// A vocabulary of `pieces`: single characters, with and without [`WORD_START`], and what was put together
    /// from them, the earlier learned before the later.
    ///
    /// # Errors
    /// A message where a piece is empty, has white space in it or stands twice.
    pub fn new<'a>(rules: WordRules, pieces: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut all: Vec<String> = SPECIAL_TOKENS.iter().map(ToString::to_string).collect();
        let mut ids = HashMap::new();
        for piece in pieces {
            if piece.is_empty() || piece.chars().all(|character| character == WORD_START) && rules.spaces {
                return Err(format!("piece {piece:?}: expected at least one character"));
            }
            if piece.contains(char::is_whitespace) {
                return Err(format!("piece {piece:?}: expected no white space"));
            }
            if ids.insert(piece.to_string(), all.len()).is_some() {
                return Err(format!("piece {piece:?} stands twice in the vocabulary"));
            }
            all.push(piece.to_string());
        }
        let mut unions = HashMap::new();
        for (piece, &id) in &ids {
            for (cut, _) in piece.char_indices().skip(1) {
                if let (Some(&left), Some(&right)) = (ids.get(&piece[..cut]), ids.get(&piece[cut..])) {
                    unions.insert((left, right), (id, id));
                }
            }
        }
        Ok(Self { rules, pieces: all, ids, unions })
    }

    /// The pieces in the order of their ids from 4 on, a space between two.
    pub(super) fn from_text(rules: WordRules, pieces: &str) -> Result<Self, String> {
        Self::new(rules, pieces.split(' '))
    }

    pub(super) fn to_text(&self) -> String {
        self.pieces[SPECIAL_TOKENS.len()..].join(" ")
    }

    /// How text is cut into words.
    pub fn rules(&self) -> WordRules {
        self.rules
    }

    /// The same pieces under other rules.
    #[must_use]
    pub fn with_rules(self, rules: WordRules) -> Self {
        Self { rules, ..self }
    }

    /// Number of ids, the four special ones included.
    #[expect(clippy::len_without_is_empty, reason = "the special tokens are always there")]
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    pub(super) fn encode(&self, text: &str) -> Vec<Token> {
        self.encode_words(text, &[], |word| join(word, &self.unions))
    }

    /// Cuts as [`super::Tokenizer::encode`] does, and at the bytes `cuts` of `text` as well: no piece lies on both sides of one.
    pub fn encode_with_cuts(&self, text: &str, cuts: &[usize]) -> Vec<Token> {
        self.encode_words(text, cuts, |word| join(word, &self.unions))
    }

    /// Cuts more finely than [`super::Tokenizer::encode`]: each union is left out with probability `dropout`
    /// (BPE-dropout, Provilkov, Emelianenko and Voita 2020). A model that learns from such cuts knows the same word
    /// by several of them, and stumbles less over a typing error.
    pub fn encode_with_dropout(&self, text: &str, dropout: f32, rng: &mut impl Rng) -> Vec<Token> {
        self.encode_words(text, &[], |word| join_some(word, &self.unions, || rng.random::<f32>() >= dropout))
    }

    fn encode_words(
        &self,
        text: &str,
        cuts: &[usize],
        mut join: impl FnMut(&[usize]) -> Vec<(usize, usize)>,
    ) -> Vec<Token> {
        let mut tokens = Vec::new();
        for word in words(&self.read(text), self.rules) {
            let ids = self.symbol_ids(&word);
            let is_spelled = self.is_spelled(&word, &ids, text);
            let is_cut = |place: &usize| is_spelled || cuts.contains(&word.characters[*place].span.start);
            let ends = (1..ids.len()).filter(is_cut).chain([ids.len()]);
            let mut first = 0;
            for end in ends {
                for (id, characters) in join(&ids[first..end]) {
                    let last = first + characters - 1;
                    let span = word.characters[first].span.start..word.characters[last].span.end;
                    tokens.push(Token { id, text: text[span.clone()].to_string(), span });
                    first = last + 1;
                }
            }
        }
        tokens
    }

    /// The ids of a word's characters.
    fn symbol_ids(&self, word: &Word) -> Vec<usize> {
        word.symbols().map(|symbol| self.id(&symbol)).collect()
    }

    /// Whether a word of `text` with these ids is cut into its characters.
    fn is_spelled(&self, word: &Word, ids: &[usize], text: &str) -> bool {
        self.rules.spells_names && word.capital(text).is_some() && join(ids, &self.unions).len() > 1
    }

    /// `text` as it is read, with the capitals that matter: those of the words that are cut into their characters.
    pub(super) fn fold(&self, text: &str) -> String {
        let characters = self.read(text);
        let spelled =
            |word: Word| word.capital(text).filter(|_| self.is_spelled(&word, &self.symbol_ids(&word), text));
        let mut capitals = words(&characters, self.rules).into_iter().filter_map(spelled).peekable();
        let mut folded = String::new();
        for Character { character, span } in characters {
            match capitals.next_if_eq(&span.start) {
                Some(_) => folded.push_str(&upper(&character.to_string())),
                None => folded.push(character),
            }
        }
        folded
    }

    /// The id of a symbol. A mark that no piece has at a word's start has there the id that it has elsewhere.
    fn id(&self, symbol: &str) -> usize {
        let id = |symbol: &str| self.ids.get(symbol).copied();
        let mark = || symbol.strip_prefix(WORD_START).filter(|mark| !mark.contains(char::is_alphanumeric));
        id(symbol).or_else(|| id(mark()?)).unwrap_or(UNKNOWN)
    }

    /// The characters of `text` as they are read.
    pub(super) fn read(&self, text: &str) -> Vec<Character> {
        let has = |symbol: &[char]| self.ids.contains_key(&*symbol.iter().collect::<String>());
        let knows = |character: char| {
            is_read_as_itself(character) && (has(&[character]) || has(&[WORD_START, character]))
        };
        let mut characters = read(text, self.rules.fold, &knows);
        if self.rules.spaces {
            // Where no piece has a mark with white space before it, there is none: "how are you ?".
            let goes_on = |mark: char| !mark.is_alphanumeric() && !has(&[WORD_START, mark]) && has(&[mark]);
            let mut next =
                characters.iter().skip(1).map(|next| next.character).collect::<Vec<char>>().into_iter();
            characters.retain(|character| {
                let next = next.next();
                character.character != ' ' || !next.is_some_and(goes_on)
            });
        }
        characters
    }

    pub(super) fn decode(&self, ids: &[usize]) -> (String, Vec<Token>) {
        let mut text = String::new();
        let tokens = ids
            .iter()
            .map(|&id| {
                if id < SPECIAL_TOKENS.len() {
                    let start = text.len();
                    if id == UNKNOWN {
                        text.push(char::REPLACEMENT_CHARACTER);
                    }
                    return Token { id, text: self.piece(id), span: start..text.len() };
                }
                let piece = self.piece(id);
                let shown = if self.rules.spaces { piece.trim_start_matches(' ') } else { &piece };
                if shown.len() < piece.len() && !text.is_empty() {
                    text.push(' ');
                }
                let start = text.len();
                text.push_str(shown);
                Token { id, text: shown.to_string(), span: start..text.len() }
            })
            .collect();
        (text, tokens)
    }

    /// A space stands for [`WORD_START`].
    pub(super) fn piece(&self, id: usize) -> String {
        self.pieces.get(id).map_or(SPECIAL_TOKENS[UNKNOWN], String::as_str).replace(WORD_START, " ")
    }
}

/// A word of a text.
#[derive(Debug, Clone)]
struct Word {
    /// Whether white space, or nothing, stands before it, in a language with spaces.
    starts: bool,
    characters: Vec<Character>,
}

impl Word {
    /// What is looked up first: its characters, [`WORD_START`] before the first where the word has it.
    fn symbols(&self) -> impl Iterator<Item = String> + '_ {
        self.characters.iter().enumerate().map(|(index, character)| {
            let start = (index == 0 && self.starts).then_some(WORD_START);
            start.into_iter().chain([character.character]).collect()
        })
    }

    /// Where its first letter stands, if that is a capital in `text` and a small letter follows it.
    fn capital(&self, text: &str) -> Option<usize> {
        let mut letters = self.characters.iter().filter(|character| character.character.is_alphabetic());
        let is_capital = |letter: &Character| {
            let typed = &text[letter.span.clone()];
            lower(typed) != typed
        };
        let (first, second) = (letters.next()?, letters.next()?);
        (is_capital(first) && !is_capital(second)).then_some(first.span.start)
    }
}

/// The words of `text` as strings, [`WORD_START`] before those that have white space or nothing before them: what a
/// vocabulary is learned from.
pub fn word_strings(text: &str, rules: WordRules) -> Vec<String> {
    word_strings_with_cuts(text, &[], rules)
}

/// [`word_strings`], cut at the bytes `cuts` of `text` as well.
pub fn word_strings_with_cuts(text: &str, cuts: &[usize], rules: WordRules) -> Vec<String> {
    // No vocabulary yet: a letter is read in its plainest form, or as it is.
    let characters = read(text, rules.fold, &|character| !rules.fold && is_read_as_itself(character));
    let mut strings: Vec<String> = Vec::new();
    for word in words(&characters, rules) {
        for (place, symbol) in word.symbols().enumerate() {
            match strings.last_mut() {
                Some(string) if place > 0 && !cuts.contains(&word.characters[place].span.start) => {
                    string.push_str(&symbol)
                }
                _ => strings.push(symbol),
            }
        }
    }
    strings
}

/// Whether a piece may have `character`.
fn is_read_as_itself(character: char) -> bool {
    !is_invisible(character) && !is_apostrophe(character)
}

fn words(characters: &[Character], rules: WordRules) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut starts = true;
    for (index, character) in characters.iter().enumerate() {
        let at =
            |place: Option<usize>| place.and_then(|place| characters.get(place)).map(|other| other.character);
        if rules.spaces && character.character == ' ' {
            starts = true;
            continue;
        }
        let character = match character.character {
            ' ' => Character { character: WORD_START, span: character.span.clone() },
            _ => character.clone(),
        };
        let before = [at(index.checked_sub(2)), at(index.checked_sub(1))];
        let goes_on = !starts && continues_word(before, character.character, at(Some(index + 1)), rules);
        match words.last_mut() {
            Some(word) if goes_on => word.characters.push(character),
            _ => words.push(Word { starts: rules.spaces && starts, characters: vec![character] }),
        }
        starts = false;
    }
    words
}

/// Whether a character belongs to the word of the two characters before it.
fn continues_word(before: [Option<char>; 2], character: char, after: Option<char>, rules: WordRules) -> bool {
    let is_letter = |character: Option<char>| character.is_some_and(char::is_alphabetic);
    let ends_word = rules.apostrophe == Apostrophe::EndsWord;
    match (before, character) {
        ([_, before], '\'') => ends_word && is_letter(before) && is_letter(after),
        (_, character) if !is_letter(Some(character)) => false,
        // `-tu` in veux-tu and `'t` in don't: the letter goes on with the sign, which belongs to no quotation.
        ([word, Some('-')], _) => is_letter(word),
        ([word, Some('\'')], _) => is_letter(word) && !ends_word,
        ([_, before], _) => is_letter(before),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::tokens::Tokenizer;

    const ENGLISH: WordRules =
        WordRules { fold: true, spaces: true, apostrophe: Apostrophe::BeginsWord, spells_names: false };
    const FRENCH: WordRules =
        WordRules { fold: false, spaces: true, apostrophe: Apostrophe::EndsWord, spells_names: false };
    const CHINESE: WordRules =
        WordRules { fold: false, spaces: false, apostrophe: Apostrophe::BeginsWord, spells_names: false };

    /// Letters, then what is put together from them in the order of learning.
    fn english() -> SubwordVocabulary {
        let letters = "▁a ▁c ▁d ▁i ▁l ▁t ' . - a c d e h i n o s t w l";
        let learned = "he ▁the ▁do ▁don 't ow ▁low ▁it";
        SubwordVocabulary::from_text(ENGLISH, &format!("{letters} {learned}")).unwrap()
    }

    fn cut(vocabulary: &SubwordVocabulary, text: &str) -> Vec<(String, String)> {
        let named = |token: Token| (vocabulary.piece(token.id).replace(' ', "▁"), token.text);
        vocabulary.encode(text).into_iter().map(named).collect()
    }

    #[track_caller]
    fn assert_cut(vocabulary: &SubwordVocabulary, text: &str, expected: &[(&str, &str)]) {
        let found = cut(vocabulary, text);
        let found: Vec<(&str, &str)> = found.iter().map(|(piece, text)| (&**piece, &**text)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn what_was_learned_first_is_put_together_first() {
        let vocabulary = |learned: &str| {
            SubwordVocabulary::from_text(ENGLISH, &format!("▁l o w e s t {learned}")).unwrap()
        };
        let low = ("▁low", "low");
        assert_cut(&vocabulary("ow ▁low es st"), "lowest", &[low, ("es", "es"), ("t", "t")]);
        assert_cut(&vocabulary("ow ▁low st es"), "lowest", &[low, ("e", "e"), ("st", "st")]);
        assert_cut(&vocabulary("ow ▁low st es est"), "lowest", &[low, ("est", "est")]);
    }

    #[test]
    fn a_word_with_a_capital_that_is_not_one_piece_is_cut_into_its_characters() {
        let vocabulary = english().with_rules(WordRules { spells_names: true, ..ENGLISH });
        let spelled = [("▁d", "D"), ("o", "o"), ("n", "n"), ("a", "a"), ("l", "l"), ("d", "d")];
        assert_cut(&vocabulary, "Donald", &spelled);
        assert_cut(&vocabulary, "donald", &[("▁don", "don"), ("a", "a"), ("l", "l"), ("d", "d")]);
        assert_cut(&vocabulary, "DONALD", &[("▁don", "DON"), ("a", "A"), ("l", "L"), ("d", "D")]);
        // One piece stays one, and so does a single letter.
        assert_cut(&vocabulary, "The Low A", &[("▁the", "The"), ("▁low", "Low"), ("▁a", "A")]);
        // Behind an apostrophe or a hyphen a name begins too.
        let behind = [("▁d", "D"), ("'t", "'t"), ("-", "-"), ("h", "H"), ("e", "e"), ("t", "t")];
        assert_cut(&vocabulary, "D't-Het", &behind);
        let read = |text: &str| Tokenizer::Subwords(vocabulary.clone()).fold(text);
        assert_eq!(read("The Dónald, DONALD and The-Tie"), "the Donald, donald and the-Tie");
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let cut: Vec<_> = vocabulary.encode_with_dropout("Donald", 0.5, &mut rng);
        assert_eq!(cut, vocabulary.encode("Donald"));
        assert_cut(&english(), "Donald", &[("▁don", "Don"), ("a", "a"), ("l", "l"), ("d", "d")]);
    }

    #[test]
    fn an_apostrophe_begins_a_word_in_english_and_ends_one_in_french() {
        assert_cut(&english(), "don't", &[("▁don", "don"), ("'t", "'t")]);
        let words = |text, rules| word_strings(text, rules).join(" ");
        assert_eq!(
            words("Qu'est-ce qu'il t'a dit aujourd'hui ?", FRENCH),
            "▁Qu' est -ce ▁qu' il ▁t' a ▁dit ▁aujourd' hui ▁?"
        );
        assert_eq!(words("Veux-tu de l'eau?", FRENCH), "▁Veux -tu ▁de ▁l' eau ?");
        assert_eq!(words("the dogs' 'bone'", ENGLISH), "▁the ▁dogs ' ▁' bone '");
        assert_eq!(words("12 o'clock", ENGLISH), "▁1 2 ▁o 'clock");
    }

    #[test]
    fn chinese_is_cut_at_punctuation_and_white_space_is_a_character() {
        assert_eq!(word_strings("他说：OK 吗？", CHINESE), ["他说", "：", "OK", "▁", "吗", "？"]);
        let vocabulary = SubwordVocabulary::from_text(CHINESE, "他 说 吗 ？ O K ▁ 他说").unwrap();
        assert_cut(&vocabulary, "他说 K？", &[("他说", "他说"), ("▁", " "), ("K", "K"), ("？", "？")]);
        let ids: Vec<usize> = vocabulary.encode("他说 K？").iter().map(|token| token.id).collect();
        assert_eq!(vocabulary.decode(&ids).0, "他说 K？");
    }

    #[test]
    fn capitals_accents_quotes_and_spaces_do_not_matter_to_what_is_read_and_keep_their_text() {
        let plain = english().encode("the low don't do it.");
        for typed in ["The LOW Don’t do it。", "  thé\u{a0}low   don`t\tdo it.  "] {
            let typed_tokens = english().encode(typed);
            let ids = |tokens: &[Token]| tokens.iter().map(|token| token.id).collect::<Vec<_>>();
            assert_eq!(ids(&typed_tokens), ids(&plain), "{typed:?}");
            for token in &typed_tokens {
                assert_eq!(token.text, typed[token.span.clone()]);
            }
        }
        // A combining accent stands with its letter.
        assert_cut(&english(), "the\u{301} low", &[("▁the", "the\u{301}"), ("▁low", "low")]);
    }

    #[test]
    fn every_character_but_white_space_is_in_a_token_known_or_not() {
        let text = "The 😀 café, Ωmega…l'œuf\u{200d}x";
        let tokens = english().encode(text);
        let mut covered = vec![false; text.len()];
        for token in &tokens {
            covered[token.span.clone()].fill(true);
        }
        for (place, character) in text.char_indices() {
            assert!(covered[place] || character.is_whitespace(), "{character:?}");
        }
        let unknown: Vec<&str> =
            tokens.iter().filter(|token| token.id == UNKNOWN).map(|token| &*token.text).collect();
        assert_eq!(unknown, ["😀", "f", ",", "Ω", "m", "g", "u", "f\u{200d}", "x"]);
    }

    #[test]
    fn a_text_comes_back_from_its_pieces() {
        let vocabulary =
            SubwordVocabulary::from_text(FRENCH, "▁l ▁v ▁? ' e a u i c ▁l' ea eau ic ici").unwrap();
        let text = "l'eau vici ?";
        let ids: Vec<usize> = vocabulary.encode(text).iter().map(|token| token.id).collect();
        let (decoded, tokens) = vocabulary.decode(&[&ids[..], &[crate::tokens::END]].concat());
        assert_eq!(decoded, text);
        let shown: Vec<(&str, &str)> =
            tokens.iter().map(|token| (&*token.text, &decoded[token.span.clone()])).collect();
        assert_eq!(
            shown,
            [("l'", "l'"), ("eau", "eau"), ("v", "v"), ("ici", "ici"), ("?", "?"), ("</s>", "")]
        );
    }

    #[test]
    fn dropout_cuts_more_finely_and_loses_nothing() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let vocabulary = english();
        let whole = vocabulary.encode("the lowest");
        let mut cuts = std::collections::BTreeSet::new();
        for _ in 0..50 {
            let tokens = vocabulary.encode_with_dropout("the lowest", 0.5, &mut rng);
            let text: Vec<&str> = tokens.iter().map(|token| &*token.text).collect();
            assert_eq!(text.concat(), "thelowest");
            assert!(tokens.len() >= whole.len());
            cuts.insert(text.join(" "));
        }
        assert!(cuts.len() > 5, "{cuts:?}");
        assert_eq!(vocabulary.encode_with_dropout("the lowest", 0.0, &mut rng), whole);
    }

    #[test]
    fn no_piece_lies_on_both_sides_of_a_cut() {
        let vocabulary = english();
        let pieces = |cuts: &[usize]| -> Vec<String> {
            let tokens = vocabulary.encode_with_cuts("the low", cuts);
            tokens.iter().map(|token| vocabulary.piece(token.id).replace(' ', "▁")).collect()
        };
        assert_eq!(vocabulary.encode_with_cuts("the low", &[]), vocabulary.encode("the low"));
        assert_eq!(pieces(&[1]), ["▁t", "he", "▁low"]);
        assert_eq!(pieces(&[2, 5]), ["▁t", "h", "e", "▁l", "ow"]);
        assert_eq!(pieces(&[0, 4, 7, 90]), ["▁the", "▁low"], "where words begin and end, and beyond");
        assert_eq!(word_strings_with_cuts("l'eau ici", &[3, 6], FRENCH), ["▁l'", "e", "au", "▁ici"]);
    }

    #[test]
    fn a_stored_vocabulary_is_read_back_as_it_was() {
        let tokenizer = Tokenizer::Subwords(SubwordVocabulary::from_text(FRENCH, "▁a b ▁ab").unwrap());
        let json = serde_json::to_string(&tokenizer).unwrap();
        assert_eq!(
            json,
            r#"{"type":"subwords","rules":{"fold":false,"spaces":true,"apostrophe":"ends_word"},"pieces":"▁a b ▁ab"}"#
        );
        assert_eq!(serde_json::from_str::<Tokenizer>(&json).unwrap(), tokenizer);
    }

    #[track_caller]
    fn assert_refused(pieces: &str, expected: &str) {
        let json = serde_json::json!({
            "type": "subwords",
            "rules": {"fold": true, "spaces": true, "apostrophe": "begins_word"},
            "pieces": pieces,
        });
        let error = serde_json::from_value::<Tokenizer>(json).unwrap_err().to_string();
        assert_eq!(error, expected);
    }

    #[test]
    fn a_vocabulary_that_cannot_be_is_refused() {
        assert_refused("a b a", r#"piece "a" stands twice in the vocabulary"#);
        assert_refused("a  b", r#"piece "": expected at least one character"#);
        assert_refused("a ▁ b", r#"piece "▁": expected at least one character"#);
        assert_refused("a b\tc", r#"piece "b\tc": expected no white space"#);
    }
}
