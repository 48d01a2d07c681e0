//! What a vocabulary does not say of the text that it is for, and the answers that are taken.

use super::special::special;
use super::special::{ENDS, PADS, STARTS, UNKNOWNS, is_special, named};
use super::types::Vocabulary;
use crate::import::Guess;
use crate::import::{TextForm, TextSettings};
use crate::tokens::Cut;

/// How text is cut: what the reader or the file says, or what can be seen.
pub(super) struct Answers {
    pub form: TextForm,
    pub lower_case: bool,
    pub only_spaces: bool,
    /// Whether words are written with spaces between them.
    pub spaces: bool,
}

impl Answers {
    pub fn new(vocabulary: Option<&Vocabulary>, settings: &TextSettings) -> Self {
        let Some(vocabulary) = vocabulary else {
            return Self { form: TextForm::Ids, lower_case: false, only_spaces: true, spaces: true };
        };
        let form = settings.form.or(vocabulary.form).unwrap_or(TextForm::Words);
        Self {
            form,
            lower_case: settings
                .lower_case
                .or(vocabulary.lower_case)
                .unwrap_or_else(|| has_no_capitals(vocabulary)),
            only_spaces: settings
                .only_spaces
                .or(vocabulary.only_spaces)
                .unwrap_or_else(|| !has_marks(vocabulary)),
            spaces: form != TextForm::Words || !is_unspaced(vocabulary),
        }
    }

    /// What a token is.
    pub fn cut(&self, vocabulary: Option<&Vocabulary>) -> Cut {
        match (self.form, vocabulary) {
            (TextForm::Ids, _) | (_, None) => Cut::Ids,
            (TextForm::Words, _) => Cut::Words,
            (TextForm::Characters, _) => Cut::Characters,
            (TextForm::Pieces, Some(vocabulary)) if !vocabulary.merges.is_empty() => Cut::Merges,
            (TextForm::Pieces, Some(vocabulary)) if !vocabulary.scores.is_empty() => Cut::Scores,
            (TextForm::Pieces, _) => Cut::Longest,
        }
    }
}

/// The tokens that stand for text.
fn texts(vocabulary: &Vocabulary) -> impl Iterator<Item = &String> {
    vocabulary.tokens.iter().filter(|token| !is_special(token))
}

fn has_no_capitals(vocabulary: &Vocabulary) -> bool {
    let is_cased = |token: &String| token.chars().any(char::is_lowercase);
    texts(vocabulary).any(is_cased) && !texts(vocabulary).any(|token| token.chars().any(char::is_uppercase))
}

fn has_marks(vocabulary: &Vocabulary) -> bool {
    texts(vocabulary).any(|token| matches!(&**token, "." | "," | "?" | "!" | "。" | "，" | "？" | "！"))
}

/// Whether most tokens are of a script that writes no spaces between words.
fn is_unspaced(vocabulary: &Vocabulary) -> bool {
    let is_unspaced = |token: &&String| {
        token.chars().any(|letter| {
            matches!(letter, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
        })
    };
    texts(vocabulary).filter(is_unspaced).count() * 2 > texts(vocabulary).count()
}

/// The questions about one side of a model with `size` ids, each with the answer that is taken: `side` is `source` or
/// `target`.
pub fn guesses(
    side: &str,
    vocabulary: Option<&Vocabulary>,
    size: usize,
    settings: &TextSettings,
) -> Vec<Guess> {
    let keys = if side == "source" { SOURCE } else { TARGET };
    let answers = Answers::new(vocabulary, settings);
    let special = special(vocabulary, size, settings);
    let none = || "there is no vocabulary".to_string();
    let file_says = |says: bool, seen: &str| {
        if says { "the file of the vocabulary says so".to_string() } else { seen.to_string() }
    };
    let truth = ["true", "false"];
    let mut all = Vec::new();
    let mut ask = |key: &'static str, value: String, choices: &[&'static str], settled, reason: String| {
        all.push(Guess { key, value, choices: choices.to_vec(), reason, settled });
    };
    let forms = TextForm::ALL.map(TextForm::name);
    let says =
        vocabulary.is_some_and(|vocabulary| !vocabulary.merges.is_empty() || !vocabulary.scores.is_empty());
    let reason = if vocabulary.is_none() { none() } else { file_says(says, "what most tokens look like") };
    ask(keys[0], answers.form.name().to_string(), &forms, settings.form.is_some(), reason);
    if side == "source" && matches!(answers.form, TextForm::Words | TextForm::Pieces | TextForm::Characters) {
        let says = vocabulary.is_some_and(|vocabulary| vocabulary.lower_case.is_some());
        let seen = if answers.lower_case {
            "no token has a capital"
        } else {
            "some token has a capital, or none a small letter"
        };
        ask(
            keys[1],
            answers.lower_case.to_string(),
            &truth,
            settings.lower_case.is_some(),
            file_says(says, seen),
        );
    }
    if matches!(answers.form, TextForm::Words | TextForm::Pieces) {
        let says = vocabulary.is_some_and(|vocabulary| vocabulary.only_spaces.is_some());
        let seen = if answers.only_spaces {
            "no token is a punctuation mark"
        } else {
            "punctuation marks are tokens"
        };
        ask(
            keys[2],
            answers.only_spaces.to_string(),
            &truth,
            settings.only_spaces.is_some(),
            file_says(says, seen),
        );
    }
    let ids = [
        (keys[3], special.pad, settings.pad, &PADS[..]),
        (keys[4], special.unknown, settings.unknown, &UNKNOWNS[..]),
        (keys[5], special.start, settings.start, &STARTS[..]),
        (keys[6], special.end, settings.end, &ENDS[..]),
    ];
    for (key, id, given, names) in ids {
        let name = |id: usize| vocabulary.and_then(|vocabulary| vocabulary.tokens.get(id));
        let reason = match (vocabulary, id) {
            (None, _) => none(),
            (Some(vocabulary), Some(id)) if given.is_some() || named(vocabulary, names) == Some(id) => {
                format!("the token {:?}", name(id).map_or("", String::as_str))
            }
            (Some(_), Some(_)) => "as in the post".to_string(),
            (Some(_), None) => "no token has a name of this".to_string(),
        };
        ask(key, id.map(|id| id.to_string()).unwrap_or_default(), &[], given.is_some(), reason);
    }
    if side == "source" {
        for (key, given) in [(keys[7], settings.add_start), (keys[8], settings.add_end)] {
            let value = given.unwrap_or(false).to_string();
            ask(key, value, &truth, given.is_some(), "as in the post".to_string());
        }
    }
    all
}

/// The keys of each side, in the order of [`crate::import::Settings::TEXT_KEYS`].
const SOURCE: [&str; 9] = [
    "source.form",
    "source.lowerCase",
    "source.onlySpaces",
    "source.pad",
    "source.unknown",
    "source.start",
    "source.end",
    "source.addStart",
    "source.addEnd",
];
const TARGET: [&str; 9] = [
    "target.form",
    "target.lowerCase",
    "target.onlySpaces",
    "target.pad",
    "target.unknown",
    "target.start",
    "target.end",
    "target.addStart",
    "target.addEnd",
];
