//! Reads the file of a vocabulary: JSON in three forms, or one token a line.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::hugging_face;
use super::json::{Entries, Outcome, Pairs, in_order, unreadable, wrong};
use super::marks::Style;
use super::special::is_special;
use super::types::{MOST_TOKENS, Vocabulary, counted};
use crate::import::settings::shortened;
use crate::import::{Error, TextForm};

/// Names under which programs keep the vocabulary in a larger object.
const WITHIN: [&str; 12] = [
    "itos",
    "stoi",
    "token2id",
    "token_to_id",
    "id2token",
    "id_to_token",
    "word2idx",
    "word2id",
    "word2index",
    "index2word",
    "idx2word",
    "vocab",
];

/// Reads a vocabulary.
///
/// # Errors
/// [`Error::Vocabulary`] says what was found and what was expected.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vocabulary, Error> {
    let vocabulary = text_of(bytes).and_then(|text| match text.trim_start().chars().next() {
        Some('{') => object(text),
        Some('[') if text.trim_end().ends_with(']') => list(text),
        _ => lines(text),
    });
    match vocabulary {
        Ok(vocabulary) => Ok(Vocabulary { file: name.to_string(), ..vocabulary }),
        Err((found, expected)) => Err(Error::Vocabulary { file: name.to_string(), found, expected }),
    }
}

fn text_of(bytes: &[u8]) -> Outcome<&str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.is_empty() {
        return wrong("an empty file", "a token for each id");
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        (format!("byte {at} is {:#04x}, which is no UTF-8", bytes[at]), "text in UTF-8".to_string())
    })?;
    match text.find('\0') {
        Some(at) => wrong(format!("byte {at} is 0"), "text in UTF-8"),
        None => Ok(text),
    }
}

/// A JSON list of tokens.
fn list(text: &str) -> Outcome<Vocabulary> {
    let Entries(tokens) = serde_json::from_str::<Entries<String>>(text).map_err(unreadable)?;
    of_tokens(tokens, "place")
}

fn object(text: &str) -> Outcome<Vocabulary> {
    let Pairs(pairs) = serde_json::from_str::<Pairs<&RawValue>>(text).map_err(unreadable)?;
    let find = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.get());
    if find("model").is_some_and(|model| model.starts_with('{')) {
        return hugging_face::read(text);
    }
    let Some((_, first)) = pairs.first() else { return wrong("an empty object", "a token for each id") };
    match first.get().as_bytes()[0] {
        b'0'..=b'9' | b'-' => {
            let ids = pairs.iter().map(|(token, id)| Ok((id_of(id.get(), token)?, token.clone())));
            of_ids(ids.collect::<Outcome<_>>()?)
        }
        b'"' => {
            let ids = pairs.iter().map(|(id, token)| {
                let text = serde_json::from_str(token.get()).map_err(unreadable)?;
                Ok((id_of(id, &shortened(token.get()))?, text))
            });
            of_ids(ids.collect::<Outcome<_>>()?)
        }
        _ => match WITHIN.iter().find_map(|key| find(key)) {
            Some(inner) if inner.starts_with('[') => list(inner),
            // Once: what stands in it is no object of objects again.
            Some(inner) if inner.starts_with('{') && !inner[1..].contains('{') => object(inner),
            _ => wrong(
                format!("an object with {}", names(pairs.iter().map(|(name, _)| name))),
                "ids by their tokens, tokens by their ids, a list of tokens, or a tokenizer.json",
            ),
        },
    }
}

fn id_of(id: &str, token: &str) -> Outcome<usize> {
    match id.parse() {
        Ok(id) if id < MOST_TOKENS => Ok(id),
        _ => wrong(format!("{:?} has the id {}", shortened(token), shortened(id)), "ids from 0 to 65535"),
    }
}

fn of_ids(ids: Vec<(usize, String)>) -> Outcome<Vocabulary> {
    of_tokens(in_order(ids)?, "id")
}

/// One token a line; behind it there may be its count, or its score.
fn lines(text: &str) -> Outcome<Vocabulary> {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        if lines.len() == MOST_TOKENS {
            return wrong(format!("more than {MOST_TOKENS} lines"), format!("at most {MOST_TOKENS} tokens"));
        }
        lines.push(line.strip_suffix('\r').unwrap_or(line));
    }
    if let Some(empty) = lines.iter().position(|line| line.is_empty()) {
        return wrong(format!("line {} is empty", empty + 1), "a token in each line");
    }
    // SentencePiece writes the score of each piece behind it.
    let scored: Option<Vec<(&str, f32)>> = lines
        .iter()
        .map(|line| line.split_once('\t').and_then(|(piece, score)| Some((piece, score.parse().ok()?))))
        .collect();
    if let Some(scored) = scored {
        let tokens = scored.iter().map(|(piece, _)| (*piece).to_string()).collect();
        let vocabulary = of_tokens(tokens, "line")?;
        let scores: Vec<f32> = scored.iter().map(|(_, score)| *score).collect();
        let are_scores =
            scores.iter().any(|score| score.fract() != 0.0) && scores.iter().all(|score| score.is_finite());
        return Ok(if are_scores { Vocabulary { scores, ..vocabulary } } else { vocabulary });
    }
    let counted: Option<Vec<&str>> = lines
        .iter()
        .map(|line| {
            line.rsplit_once(' ').filter(|(_, count)| count.parse::<u64>().is_ok()).map(|(token, _)| token)
        })
        .collect();
    of_tokens(counted.unwrap_or(lines).into_iter().map(str::to_string).collect(), "line")
}

/// Tokens in the order of their ids; `place` is what their places are called.
fn of_tokens(tokens: Vec<String>, place: &str) -> Outcome<Vocabulary> {
    if tokens.is_empty() {
        return wrong(counted(0), "a token for each id");
    }
    let number = |index: usize| if place == "line" { index + 1 } else { index };
    let mut places = HashMap::new();
    for (index, token) in tokens.iter().enumerate() {
        if let Some(first) = places.insert(token, index) {
            let token = shortened(token);
            return wrong(
                format!("{token:?} stands at {place} {} and at {place} {}", number(first), number(index)),
                "each token once",
            );
        }
    }
    let style = Style::of(&tokens);
    let is_letter = |token: &String| token.chars().nth(1).is_none();
    let form = match style {
        Some(_) => TextForm::Pieces,
        None if tokens.iter().filter(|token| !is_special(token)).all(is_letter) => TextForm::Characters,
        None => TextForm::Words,
    };
    let mut vocabulary = Vocabulary { tokens, form: Some(form), ..Vocabulary::default() };
    if let Some(style) = style {
        style.mark_all(&mut vocabulary);
    }
    Ok(vocabulary)
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let some: Vec<String> = names.take(3).map(|name| format!("{:?}", shortened(name))).collect();
    some.join(", ")
}
