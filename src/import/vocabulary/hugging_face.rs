//! `tokenizer.json` of Hugging Face's tokenizers: word level, byte-pair encoding, unigram and `WordPiece`.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::json::{Entries, Outcome, Pairs, in_order, unreadable, wrong};
use super::marks::Style;
use super::types::{MOST_TOKENS, Vocabulary};
use crate::import::TextForm;
use crate::import::settings::shortened;
use crate::tokens::WORD_START;

/// Each is looked for among all.
const MOST_ADDED: usize = 1000;

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    model: Model<'a>,
    #[serde(default)]
    normalizer: Option<Step>,
    #[serde(default)]
    pre_tokenizer: Option<Step>,
    #[serde(default)]
    added_tokens: Vec<Added>,
}

#[derive(Deserialize)]
struct Model<'a> {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(borrow)]
    vocab: &'a RawValue,
    #[serde(default, borrow)]
    merges: Option<&'a RawValue>,
    #[serde(default)]
    unk_token: Option<String>,
    #[serde(default)]
    unk_id: Option<usize>,
    #[serde(default)]
    continuing_subword_prefix: Option<String>,
    #[serde(default)]
    end_of_word_suffix: Option<String>,
    #[serde(default)]
    byte_fallback: bool,
}

#[derive(Deserialize)]
struct Added {
    id: usize,
    content: String,
}

/// A normalizer or a pre-tokenizer, or a sequence of them.
#[derive(Deserialize)]
struct Step {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    normalizers: Vec<Step>,
    #[serde(default)]
    pretokenizers: Vec<Step>,
    #[serde(default)]
    lowercase: Option<bool>,
}

impl Step {
    /// The steps of a sequence, or itself.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Step)) {
        if self.kind == "Sequence" {
            self.normalizers.iter().chain(&self.pretokenizers).for_each(|step| step.each(visit));
        } else {
            visit(self);
        }
    }
}

pub(super) fn read(text: &str) -> Outcome<Vocabulary> {
    let File { model, normalizer, pre_tokenizer, added_tokens } =
        serde_json::from_str::<File>(text).map_err(unreadable)?;
    let kind = match model.kind.as_deref() {
        Some(kind @ ("WordLevel" | "BPE" | "Unigram" | "WordPiece")) => kind,
        Some(other) => {
            return wrong(
                format!("a tokenizer of the type {:?}", shortened(other)),
                "WordLevel, BPE, Unigram or WordPiece",
            );
        }
        None if model.merges.is_some() => "BPE",
        None if model.vocab.get().starts_with('[') => "Unigram",
        None => "WordLevel",
    };
    let mut scores = Vec::new();
    let known = |id: usize| {
        if id < MOST_TOKENS { Ok(id) } else { wrong(format!("the id {id}"), "ids from 0 to 65535") }
    };
    let mut ids: Vec<(usize, String)> = if kind == "Unigram" {
        let Entries(pieces) =
            serde_json::from_str::<Entries<(String, f32)>>(model.vocab.get()).map_err(unreadable)?;
        scores = pieces.iter().map(|(_, score)| *score).collect();
        pieces.into_iter().map(|(piece, _)| piece).enumerate().collect()
    } else {
        let Pairs(pairs) = serde_json::from_str::<Pairs<usize>>(model.vocab.get()).map_err(unreadable)?;
        pairs.into_iter().map(|(token, id)| Ok((known(id)?, token))).collect::<Outcome<_>>()?
    };
    for Added { id, content } in added_tokens.into_iter().take(MOST_ADDED) {
        if !ids.iter().any(|(_, token)| *token == content) {
            ids.push((known(id)?, content));
        }
    }
    let mut vocabulary = Vocabulary { tokens: in_order(ids)?, ..Vocabulary::default() };
    if !scores.is_empty() {
        // What was added is never cut out of a text.
        scores.resize(vocabulary.tokens.len(), -1e9);
    }
    vocabulary.scores = scores;
    vocabulary.unknown = match (&model.unk_token, model.unk_id) {
        (Some(name), _) => vocabulary.tokens.iter().position(|token| token == name),
        (None, id) => id,
    };
    vocabulary.unknown = vocabulary.unknown.filter(|&id| id < vocabulary.tokens.len());
    vocabulary.form = Some(if kind == "WordLevel" { TextForm::Words } else { TextForm::Pieces });
    let mut notes = Vec::new();
    vocabulary.lower_case = Some(false);
    each(normalizer.as_ref(), &mut |step| match &*step.kind {
        "Lowercase" => vocabulary.lower_case = Some(true),
        "BertNormalizer" => vocabulary.lower_case = Some(step.lowercase.unwrap_or(true)),
        // A character is read in the first of its forms that some token has, and spaces are one.
        "NFC" | "NFD" | "NFKC" | "NFKD" | "StripAccents" | "Strip" | "Nmt" | "Precompiled" | "Prepend" => {}
        other => notes.push(format!("the normalizer {:?} is left out", shortened(other))),
    });
    let mut is_of_bytes = false;
    let mut only_spaces = true;
    each(pre_tokenizer.as_ref(), &mut |step| match &*step.kind {
        "WhitespaceSplit" | "Metaspace" => {}
        "Whitespace" | "BertPreTokenizer" | "Punctuation" => only_spaces = false,
        "ByteLevel" => (is_of_bytes, only_spaces) = (true, false),
        other => notes.push(format!("the pre-tokenizer {:?} is left out", shortened(other))),
    });
    vocabulary.only_spaces = Some(only_spaces);
    let style = match () {
        () if is_of_bytes => Some(Style::Bytes),
        () if model.end_of_word_suffix.as_deref().is_some_and(|suffix| !suffix.is_empty()) => {
            Some(Style::Ended)
        }
        () if kind == "WordPiece"
            || model.continuing_subword_prefix.as_deref().is_some_and(|prefix| !prefix.is_empty()) =>
        {
            Some(Style::WordPiece)
        }
        () => None,
    };
    for (mark, known) in [(&model.end_of_word_suffix, "</w>"), (&model.continuing_subword_prefix, "##")] {
        if let Some(mark) = mark.as_deref().filter(|mark| !mark.is_empty() && *mark != known) {
            return wrong(format!("pieces marked with {:?}", shortened(mark)), known);
        }
    }
    // The merges name the tokens as they stand in the file.
    let merges = match model.merges {
        Some(merges) if kind == "BPE" => merges_of(merges.get(), &vocabulary.tokens)?,
        _ => Vec::new(),
    };
    if let Some(style) = style {
        style.mark_all(&mut vocabulary);
    } else if vocabulary.tokens.iter().any(|token| token.starts_with(WORD_START)) {
        vocabulary.marker = Style::SentencePiece.marker();
    }
    let before = merges.len();
    vocabulary.merges = merges_that_make_a_token(merges, &vocabulary.tokens);
    if vocabulary.merges.len() < before {
        let left = before - vocabulary.merges.len();
        notes.push(format!("{left} merges are left out, as they make no text by themselves"));
    }
    if model.byte_fallback {
        notes.push("what no piece covers is unknown and not cut into bytes".to_string());
    }
    vocabulary.notes = notes;
    Ok(vocabulary)
}

fn each<'a>(step: Option<&'a Step>, visit: &mut dyn FnMut(&'a Step)) {
    if let Some(step) = step {
        step.each(visit);
    }
}

/// Merges as pairs of ids: `"a b"`, or `["a", "b"]`.
fn merges_of(merges: &str, tokens: &[String]) -> Outcome<Vec<[usize; 2]>> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Merge {
        Line(String),
        Pair(String, String),
    }
    let ids: std::collections::HashMap<&str, usize> =
        tokens.iter().enumerate().map(|(id, token)| (token.as_str(), id)).collect();
    let Entries(merges) = serde_json::from_str::<Entries<Merge>>(merges).map_err(unreadable)?;
    let pair = |(index, merge): (usize, &Merge)| {
        let (left, right) = match merge {
            Merge::Line(line) => line.split_once(' ').unwrap_or((line, "")),
            Merge::Pair(left, right) => (left.as_str(), right.as_str()),
        };
        match (ids.get(left), ids.get(right)) {
            (Some(&left), Some(&right)) => Ok([left, right]),
            _ => wrong(
                format!("merge {index} is of {:?} and {:?}", shortened(left), shortened(right)),
                "two tokens of the vocabulary",
            ),
        }
    };
    merges.iter().enumerate().map(pair).collect()
}

fn merges_that_make_a_token(mut merges: Vec<[usize; 2]>, tokens: &[String]) -> Vec<[usize; 2]> {
    let known: std::collections::HashSet<&str> = tokens.iter().map(String::as_str).collect();
    merges.retain(|&[left, right]| known.contains(&*format!("{}{}", tokens[left], tokens[right])));
    merges
}
