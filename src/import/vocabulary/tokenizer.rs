//! From a vocabulary and the answers of the reader to what a checkpoint says.

use super::guesses::Answers;
use super::special::special;
use super::types::{Vocabulary, counted};
use crate::import::{Error, TextForm, TextSettings};
use crate::tokens::{Cut, ListRules, ListVocabulary, Marker, Tokenizer};

/// What a checkpoint says of a side of the model that has `size` ids, with the answers of the reader, or with what stands
/// in their place where there is none; without a vocabulary, ids are typed and shown.
///
/// # Errors
/// [`Error::Vocabulary`] where the vocabulary has another size, and [`Error::Setting`] for an id that is not below `size`.
pub fn tokenizer(
    vocabulary: Option<&Vocabulary>,
    size: usize,
    settings: &TextSettings,
) -> Result<Tokenizer, Error> {
    if let Some(Vocabulary { file, tokens, .. }) =
        vocabulary.filter(|vocabulary| vocabulary.tokens.len() != size)
    {
        return Err(Error::Vocabulary {
            file: file.clone(),
            found: counted(tokens.len()),
            expected: format!("{size}, as many as the model's embedding has rows"),
        });
    }
    let special = special(vocabulary, size, settings);
    for (key, id) in
        [("pad", special.pad), ("unknown", special.unknown), ("start", special.start), ("end", special.end)]
    {
        if let Some(id) = id.filter(|&id| id >= size) {
            return Err(Error::Setting {
                key: key.to_string(),
                expected: format!("an id below {size}"),
                found: id.to_string(),
            });
        }
    }
    let answers = Answers::new(vocabulary, settings);
    let silent = [special.pad, special.start, special.end].into_iter().flatten().collect();
    let rules = ListRules {
        cut: answers.cut(vocabulary),
        lower_case: answers.lower_case,
        marks_apart: !answers.only_spaces,
        spaces: answers.spaces,
        marker: if answers.form == TextForm::Pieces {
            vocabulary.map_or(Marker::None, |all| all.marker)
        } else {
            Marker::None
        },
        unknown: special.unknown.filter(|_| answers.form != TextForm::Ids),
        silent,
        before: special.start.filter(|_| settings.add_start == Some(true)),
        after: special.end.filter(|_| settings.add_end == Some(true)),
    };
    let (merges, scores) = match (rules.cut, vocabulary) {
        (Cut::Merges, Some(vocabulary)) => (vocabulary.merges.clone(), Vec::new()),
        (Cut::Scores, Some(vocabulary)) => (Vec::new(), vocabulary.scores.clone()),
        _ => (Vec::new(), Vec::new()),
    };
    let tokens = match vocabulary {
        // In a file each stands in a line. Nothing that is typed has one in it.
        Some(vocabulary) if answers.form != TextForm::Ids => {
            vocabulary.tokens.iter().map(|token| token.replace('\n', "↵")).collect()
        }
        _ => (0..size).map(|id| id.to_string()).collect(),
    };
    let list = ListVocabulary::new(rules, tokens, merges.as_flattened(), scores).map_err(|found| {
        Error::Vocabulary {
            file: vocabulary.map(|vocabulary| vocabulary.file.clone()).unwrap_or_default(),
            found,
            expected: "a vocabulary whose parts fit together".to_string(),
        }
    })?;
    Ok(Tokenizer::List(list))
}
