//! What was found in the files of a model, for people to look at.

use serde::Serialize;

use super::Check;

/// What the files hold and what they cannot say.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inspection {
    /// What was inferred, in the order in which it is worth reading.
    pub found: Vec<Finding>,
    /// What no file can say, each with the answer that is taken.
    pub guesses: Vec<Guess>,
    /// What is needed and not there: `sourceVocabulary`, `targetVocabulary`, `generator`.
    pub missing: Vec<String>,
    /// What else a reader should know, in a sentence each.
    pub notes: Vec<String>,
    /// What the program that trained it computed, where the files say so.
    pub check: Option<Check>,
}

/// One thing that was inferred.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What: `recurrence`, `encoderLayers`, …
    pub key: &'static str,
    /// Its value as text.
    pub value: String,
    /// The tensor that says so, as the file names it, with its shape; empty where none does.
    pub from: String,
}

/// One question, with the answer that is taken as long as the reader gives none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Guess {
    /// A key of [`super::Settings::set`].
    pub key: &'static str,
    /// The answer, as [`super::Settings::set`] takes it.
    pub value: String,
    /// What it can be; empty where that is any number or name.
    pub choices: Vec<&'static str>,
    /// Why this answer.
    pub reason: String,
    /// Whether the reader gave it.
    pub settled: bool,
}

impl Inspection {
    /// The value of a finding.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.found.iter().find(|finding| finding.key == key).map(|finding| &*finding.value)
    }

    /// The answer that is taken to a question; none where it is not asked.
    pub fn answer(&self, key: &str) -> Option<&str> {
        self.guesses.iter().find(|guess| guess.key == key).map(|guess| &*guess.value)
    }
}
