//! The special tokens of a vocabulary, found by the names that people give them.

use super::types::Vocabulary;
use crate::import::TextSettings;
use crate::tokens::{END, PAD, SPECIAL_TOKENS, START, SpecialIds};

/// The special ids of one side of a model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Special {
    /// Padding.
    pub pad: Option<usize>,
    /// What the vocabulary does not have.
    pub unknown: Option<usize>,
    /// Before the first token.
    pub start: Option<usize>,
    /// Behind the last token.
    pub end: Option<usize>,
}

/// By what they are: names in lower case, the likelier first.
pub(super) const PADS: [&str; 7] = ["<pad>", "[pad]", "pad", "<blank>", "<padding>", "pad_token", "<p>"];
pub(super) const UNKNOWNS: [&str; 8] =
    ["<unk>", "[unk]", "unk", "<unknown>", "<oov>", "[oov]", "unk_token", "<u>"];
pub(super) const STARTS: [&str; 14] = [
    "<s>",
    "<sos>",
    "<bos>",
    "[sos]",
    "[bos]",
    "<start>",
    "<go>",
    "sos",
    "bos",
    "sos_token",
    "bos_token",
    "<|startoftext|>",
    "[start]",
    "[cls]",
];
pub(super) const ENDS: [&str; 14] = [
    "</s>",
    "<eos>",
    "[eos]",
    "<end>",
    "<stop>",
    "eos",
    "<e>",
    "eos_token",
    "<eot>",
    "<|endoftext|>",
    "[end]",
    "<\\s>",
    "<sep>",
    "[sep]",
];

/// The id of the first of `names` that a vocabulary has.
pub(super) fn named(vocabulary: &Vocabulary, names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| {
        vocabulary
            .tokens
            .iter()
            .position(|token| token.len() == name.len() && token.eq_ignore_ascii_case(name))
    })
}

/// Whether a token is one of those that stand for no text.
pub(super) fn is_special(token: &str) -> bool {
    let is_bracketed = token.len() > 2
        && (token.starts_with('<') && token.ends_with('>') || token.starts_with('[') && token.ends_with(']'));
    is_bracketed
        || [&PADS[..], &UNKNOWNS, &STARTS, &ENDS]
            .iter()
            .any(|names| names.iter().any(|name| name.contains('_') && token.eq_ignore_ascii_case(name)))
}

/// The special ids of a side of a model with `size` ids: those that the reader has given, that have a known name in the
/// vocabulary, or, where there is none or it names neither a start nor an end, those of the post.
pub fn special(vocabulary: Option<&Vocabulary>, size: usize, settings: &TextSettings) -> Special {
    let found = match vocabulary {
        Some(vocabulary) => {
            let (start, end) = (named(vocabulary, &STARTS), named(vocabulary, &ENDS));
            let of_post = |id: usize| Some(id).filter(|&id| start.is_none() && end.is_none() && id < size);
            Special {
                pad: named(vocabulary, &PADS),
                unknown: vocabulary.unknown.or_else(|| named(vocabulary, &UNKNOWNS)),
                // Where one token does both, it has the name of one of them.
                start: start.or(end).or(of_post(START)),
                end: end.or(start).or(of_post(END)),
            }
        }
        None => {
            let within = |id: usize| Some(id).filter(|_| size >= SPECIAL_TOKENS.len());
            Special { pad: within(PAD), unknown: None, start: within(START), end: within(END) }
        }
    };
    Special {
        pad: settings.pad.or(found.pad),
        unknown: settings.unknown.or(found.unknown),
        start: settings.start.or(found.start),
        end: settings.end.or(found.end),
    }
}

/// What the decoder begins and ends with, and the source's padding.
pub fn special_ids(source: Special, target: Special) -> SpecialIds {
    let usual = SpecialIds::default();
    SpecialIds {
        padding: source.pad.unwrap_or(usual.padding),
        start: target.start.unwrap_or(usual.start),
        end: target.end.unwrap_or(usual.end),
    }
}
