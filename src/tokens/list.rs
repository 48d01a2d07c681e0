//! The vocabulary of a model that was trained elsewhere: any tokens at any ids, and how text was cut into them.

use std::collections::HashMap;
use std::ops::Range;

use super::joining::{Unions, join};
use super::list_rules::{Cut, ListRules, Marker};
use super::numbers::numbers;
use super::reading::{Character, read};
use super::{Token, WORD_START};

/// What stands for an id that no token has: of a text that the vocabulary has no token for, where there is no unknown
/// token either.
pub const NO_ID: usize = usize::MAX;
/// No piece has more characters than this: a word of any length is cut in time.
const LONGEST_PIECE: usize = 64;

/// The tokens of a model by their ids, special ones included.
#[derive(Debug, Clone, PartialEq)]
pub struct ListVocabulary {
    rules: ListRules,
    /// By id.
    tokens: Vec<String>,
    /// By id: ln p of a token by itself.
    scores: Vec<f32>,
    ids: HashMap<String, usize>,
    unions: Unions,
    /// All characters of all tokens, each with a token that has it.
    letters: HashMap<char, usize>,
}

/// A token that was cut: its id, or [`NO_ID`], and the bytes that it covers.
type Piece = (usize, Range<usize>);

/// A word as its parts are looked up.
struct Word {
    /// With its marker.
    text: String,
    /// Where each symbol ends in the text; the first begins at 0.
    ends: Vec<usize>,
    /// The bytes that each symbol comes from.
    spans: Vec<Range<usize>>,
}

impl ListVocabulary {
    /// A vocabulary of `tokens` in the order of their ids. `merges` are pairs of ids, one behind the other, for
    /// [`Cut::Merges`]; `scores` one for each token, for [`Cut::Scores`].
    ///
    /// # Errors
    /// A message where an id of the rules or of a merge is out of range, a merge makes no token, or there is not a score
    /// for each token.
    pub fn new(
        rules: ListRules,
        tokens: Vec<String>,
        merges: &[usize],
        scores: Vec<f32>,
    ) -> Result<Self, String> {
        let special = rules.silent.iter().chain(&rules.unknown).chain(&rules.before).chain(&rules.after);
        if let Some(id) = special.chain(merges).find(|&&id| id >= tokens.len()) {
            return Err(format!("token id {id}: expected an id below {}", tokens.len()));
        }
        if rules.cut == Cut::Scores && scores.len() != tokens.len() {
            return Err("scores: expected one for each token".to_string());
        }
        let mut ids = HashMap::new();
        let mut letters = HashMap::new();
        // Of two tokens with the same text the first is found.
        for (id, token) in tokens.iter().enumerate().rev() {
            ids.insert(token.clone(), id);
            for letter in token.chars() {
                letters.insert(letter, id);
            }
        }
        let mut unions = Unions::new();
        // Of two merges of the same neighbours the first counts.
        for (rank, pair) in merges.chunks_exact(2).enumerate().rev() {
            let union = [&*tokens[pair[0]], &tokens[pair[1]]].concat();
            let Some(&id) = ids.get(&union) else {
                return Err(format!("merge {rank}: expected a token {union:?}"));
            };
            unions.insert((pair[0], pair[1]), (rank, id));
        }
        Ok(Self { rules, tokens, scores, ids, unions, letters })
    }

    /// How it cuts text.
    pub fn rules(&self) -> &ListRules {
        &self.rules
    }

    /// Number of ids.
    #[expect(clippy::len_without_is_empty, reason = "a model has at least one token")]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// What [`Self::to_text`] writes.
    pub(super) fn from_text(text: &str) -> Result<Self, String> {
        let mut lines = text.split('\n');
        let mut next = || lines.next().unwrap_or_default();
        let (rules, merges, scores) = (numbers(next())?, numbers(next())?, numbers(next())?);
        let rules = ListRules::from_numbers(&rules).ok_or("list: expected its rules")?;
        let scores = scores.iter().map(|&score| (score as f64 / -1e6) as f32).collect();
        Self::new(rules, lines.map(str::to_string).collect(), &merges, scores)
    }

    /// A line of the rules, a line of the merges as pairs of ids, a line of the scores in millionths without their sign, a space
    /// between two numbers, and a line for each token. Whole numbers, and all in one text: the module that reads it has no
    /// other use for a parser of fractions, and each field more takes as much of it as all of this.
    pub(super) fn to_text(&self) -> String {
        let mut merges: Vec<_> = self.unions.iter().map(|(pair, (rank, _))| (rank, pair)).collect();
        merges.sort_unstable();
        let merges: Vec<String> = merges.iter().map(|(_, (left, right))| format!("{left} {right}")).collect();
        let millionths = |score: &f32| (f64::from(score.min(0.0)).abs() * 1e6).round().to_string();
        let scores: Vec<String> = self.scores.iter().map(millionths).collect();
        let rules: Vec<String> = self.rules.to_numbers().iter().map(ToString::to_string).collect();
        [rules.join(" "), merges.join(" "), scores.join(" "), self.tokens.join("\n")].join("\n")
    }

    /// The characters of `text` as they are read: each in the first of its forms that some token has.
    pub(super) fn read(&self, text: &str) -> Vec<Character> {
        read(text, self.rules.lower_case, &|character| match self.rules.cut {
            Cut::Ids => character.is_ascii_digit(),
            _ => self.has(character) && character != WORD_START,
        })
    }

    pub(super) fn encode(&self, text: &str) -> Vec<Token> {
        let ListRules { cut, marks_apart, before, after, .. } = self.rules;
        let keeps_spaces = cut == Cut::Characters && self.has(' ');
        let characters = self.read(text);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut first = 0;
        for (place, character) in characters.iter().enumerate() {
            let is_apart = |character: &Character| {
                character.character == ' ' && !keeps_spaces
                    || marks_apart && cut != Cut::Ids && is_mark(character.character)
            };
            // A word goes on to the end, or to what is none of it.
            if !is_apart(character) && characters.get(place + 1).is_some_and(|next| !is_apart(next)) {
                continue;
            }
            if character.character != ' ' || keeps_spaces {
                self.cut(&characters[first..=place], &mut pieces);
            }
            first = place + 1;
        }
        // A text of nothing but special tokens is none.
        if let [(_, first), ..] = &pieces[..] {
            let (start, end) = (first.start, pieces[pieces.len() - 1].1.end);
            if let Some(before) = before {
                pieces.insert(0, (before, start..start));
            }
            if let Some(after) = after {
                pieces.push((after, end..end));
            }
        }
        let token = |(id, span): Piece| {
            let is_special = Some(id) == before || Some(id) == after;
            let text = if is_special { self.name(id) } else { text[span.clone()].to_string() };
            Token { id, text, span }
        };
        pieces.into_iter().map(token).collect()
    }

    #[inline(never)]
    fn has(&self, letter: char) -> bool {
        self.letters.contains_key(&letter)
    }

    /// Adds the tokens of a word.
    fn cut(&self, word: &[Character], pieces: &mut Vec<Piece>) {
        let unknown = self.rules.unknown.unwrap_or(NO_ID);
        let cut = self.rules.cut;
        let Word { text, ends, spans } = self.word(word);
        let whole = spans[0].start..spans[spans.len() - 1].end;
        let start_of = |symbol: usize| if symbol == 0 { 0 } else { ends[symbol - 1] };
        let span_of = |first: usize, end: usize| spans[first].start..spans[end - 1].end;
        let id_of = |first: usize, end: usize| self.id(&text[start_of(first)..ends[end - 1]]);
        if cut == Cut::Ids {
            let id = text.parse().ok().filter(|&id| id < self.tokens.len());
            pieces.push((id.unwrap_or(NO_ID), whole));
        } else if cut == Cut::Words && self.rules.spaces {
            pieces.push((id_of(0, ends.len()).unwrap_or(unknown), whole));
        } else if cut == Cut::Merges {
            let ids: Vec<usize> =
                (0..ends.len()).map(|symbol| id_of(symbol, symbol + 1).unwrap_or(unknown)).collect();
            let mut first = 0;
            for (id, count) in join(&ids, &self.unions) {
                pieces.push((id, span_of(first, first + count)));
                first += count;
            }
        } else if cut == Cut::Scores {
            // What no token covers costs 10 more than the worst token does.
            let penalty = self.scores.iter().copied().fold(0.0, f32::min) - 10.0;
            // By place: the sum up to it, and the token that ends there.
            let mut best = vec![(f32::NEG_INFINITY, unknown, 0); ends.len() + 1];
            best[0].0 = 0.0;
            for first in 0..ends.len() {
                for end in first + 1..=ends.len().min(first + LONGEST_PIECE) {
                    let id = id_of(first, end);
                    if id.is_none() && end > first + 1 {
                        continue;
                    }
                    let sum = best[first].0 + id.map_or(penalty, |id| self.scores[id]);
                    if sum > best[end].0 {
                        best[end] = (sum, id.unwrap_or(unknown), first);
                    }
                }
            }
            let before = pieces.len();
            let mut end = ends.len();
            while end > 0 {
                let (_, id, first) = best[end];
                match pieces[before..].last_mut() {
                    // Unknown neighbours are one token.
                    Some((next, of_next)) if *next == unknown && id == unknown => {
                        of_next.start = spans[first].start;
                    }
                    _ => pieces.push((id, span_of(first, end))),
                }
                end = first;
            }
            pieces[before..].reverse();
        } else {
            let longest = if cut == Cut::Characters { 1 } else { LONGEST_PIECE };
            let before = pieces.len();
            let mut first = 0;
            while first < ends.len() {
                let (mut id, mut end) = (unknown, first + 1);
                for longer in first + 1..=ends.len().min(first + longest) {
                    if let Some(known) = id_of(first, longer) {
                        (id, end) = (known, longer);
                    }
                }
                pieces.push((id, span_of(first, end)));
                first = end;
            }
            // As `WordPiece` has it, a word of which a part has no piece is unknown as a whole.
            if cut == Cut::Longest && pieces[before..].iter().any(|(id, _)| *id == unknown) {
                pieces.truncate(before);
                pieces.push((unknown, whole));
            }
        }
    }

    /// The id of a token. One copy of it in the module is enough.
    #[inline(never)]
    fn id(&self, text: &str) -> Option<usize> {
        self.ids.get(text).copied()
    }

    /// The characters of a word with its marker. Where it is put together from symbols, a marker before it is one of its own if
    /// the vocabulary has it as a token.
    fn word(&self, characters: &[Character]) -> Word {
        let ListRules { cut, marker, .. } = self.rules;
        let mut word = Word { text: String::new(), ends: Vec::new(), spans: Vec::new() };
        if marker == Marker::Start {
            word.text.push(WORD_START);
            if matches!(cut, Cut::Merges | Cut::Scores) && self.id(&word.text).is_some() {
                let start = characters[0].span.start;
                word.ends.push(word.text.len());
                word.spans.push(start..start);
            }
        }
        for (place, character) in characters.iter().enumerate() {
            word.text.push(character.character);
            if marker == Marker::End && place + 1 == characters.len() {
                word.text.push(WORD_START);
            }
            word.ends.push(word.text.len());
            word.spans.push(character.span.clone());
        }
        word
    }

    pub(super) fn decode(&self, ids: &[usize]) -> (String, Vec<Token>) {
        let mut text = String::new();
        let mut ended = true;
        let tokens = ids
            .iter()
            .map(|&id| {
                if self.rules.silent.contains(&id) {
                    return Token { id, text: self.name(id), span: text.len()..text.len() };
                }
                let piece = self.piece(id);
                let shown = match self.rules.marker {
                    Marker::None => &piece,
                    _ => piece.trim_start_matches(' '),
                };
                let separate = match self.rules.marker {
                    Marker::Start => shown.len() < piece.len(),
                    Marker::End => ended,
                    Marker::None => self.rules.spaces && self.has_words(),
                };
                ended = self.tokens.get(id).is_some_and(|token| token.ends_with(WORD_START));
                if separate && !text.is_empty() && !(self.rules.marks_apart && is_closing(shown)) {
                    text.push(' ');
                }
                let start = text.len();
                if Some(id) == self.rules.unknown {
                    text.push(char::REPLACEMENT_CHARACTER);
                    return Token { id, text: self.name(id), span: start..text.len() };
                }
                text.push_str(shown);
                Token { id, text: shown.to_string(), span: start..text.len() }
            })
            .collect();
        (text, tokens)
    }

    /// Whether each token is a word.
    fn has_words(&self) -> bool {
        matches!(self.rules.cut, Cut::Words | Cut::Ids)
    }

    fn name(&self, id: usize) -> String {
        self.tokens.get(id).cloned().unwrap_or_default()
    }

    /// A space stands for [`WORD_START`] before a piece; behind it, it is left out.
    pub(super) fn piece(&self, id: usize) -> String {
        let name = self.name(id);
        match self.rules.marker {
            Marker::None => name,
            _ => name.trim_end_matches(WORD_START).replace(WORD_START, " "),
        }
    }
}

/// Whether `character` is a punctuation mark or a symbol of ASCII, or a punctuation mark of another script.
fn is_mark(character: char) -> bool {
    character.is_ascii_punctuation()
        || matches!(
            character,
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
                | '\u{2010}'..='\u{2027}'
                | '\u{2030}'..='\u{205e}'
                | '\u{3001}'..='\u{3003}'
                | '\u{3008}'..='\u{3011}'
                | '\u{3014}'..='\u{301f}'
                | '\u{ff01}'..='\u{ff0f}'
                | '\u{ff1a}'..='\u{ff20}'
                | '\u{ff3b}'..='\u{ff40}'
                | '\u{ff5b}'..='\u{ff65}'
        )
}

/// Whether no space is written before `word`.
fn is_closing(word: &str) -> bool {
    matches!(word, "." | "," | "!" | "?" | ";" | ":" | ")" | "]" | "}" | "%" | "…" | "n't")
}
