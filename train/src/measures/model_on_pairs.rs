//! Measures a model on the pairs of a file.

use anyhow::{Context, Result};
use seqscope::search::SearchOptions;
use seqscope::tokens::END;
use seqscope::training::{Purpose, generator};
use serde::Serialize;

use crate::data::pair_file::PairFile;
use crate::data::with_typing_error;
use crate::measures::agreement::Agreement;
use crate::measures::outputs::{
    Compared, Found, Mistake, exact_match, mean_log_probability, mistakes, share,
};
use crate::measures::repetition::loops;
use crate::measures::tokenisation::Tokenisation;
use crate::measures::{Segment, bleu, chrf};
use crate::parallel;
use crate::stored_model::StoredModel;

/// How the inputs of a file are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Typing {
    /// As in the file.
    AsWritten,
    /// In lower case and without the punctuation that ends the sentence, as readers in a hurry type.
    LowerCasedWithoutFinalPunctuation,
    /// With one letter left out, doubled, wrong or changed for its neighbour.
    WithTypingError,
}

impl Typing {
    /// Input `index` of a file; errors are always the same ones.
    fn of(self, index: usize, input: &str) -> String {
        match self {
            Self::AsWritten => input.to_string(),
            Self::LowerCasedWithoutFinalPunctuation => hurried(input),
            Self::WithTypingError => {
                with_typing_error(input, &mut generator(0, Purpose::Data, index as u64, 0))
            }
        }
    }
}

/// `input` in lower case without the marks that end its sentence. Where there is nothing else it stays as it is.
fn hurried(input: &str) -> String {
    let ends = |character| matches!(character, '.' | '!' | '?' | '…' | '。' | '！' | '？');
    let without = input.trim_end().trim_end_matches(ends).trim_end();
    if without.is_empty() { input.to_lowercase() } else { without.to_lowercase() }
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct PairsEvaluation {
    pub task: String,
    pub attention: &'static str,
    pub rnn: &'static str,
    pub beam: usize,
    pub length_penalty: f32,
    pub inputs: Typing,
    /// Number of inputs.
    pub count: usize,
    /// Number of references of all of them.
    pub references: usize,
    /// Corpus BLEU as sacreBLEU computes it, from 0 to 100: case-sensitive, exponential smoothing, the tokenisation
    /// below.
    pub bleu: f64,
    /// BLEU's factor for outputs that are too short, from 0 to 1.
    pub brevity_penalty: f64,
    /// sacreBLEU's name of how words were told apart.
    pub tokenisation: &'static str,
    /// Corpus chrF2 as sacreBLEU computes it, from 0 to 100.
    pub chrf: f64,
    /// Share of the outputs that are a reference to the last character.
    pub exact_match: f64,
    /// Share of the outputs that are empty or white space.
    pub empty: f64,
    /// Share of the outputs in which the same four tokens of the model, or the same four words of BLEU, stand three
    /// times in a row.
    pub looping: f64,
    /// Share of the outputs that are either.
    pub empty_or_looping: f64,
    /// Mean of ln p of the outputs.
    pub log_probability: f64,
    /// Agreement of the attention with a statistical aligner, where the first reference is the output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Agreement>,
    /// Some of the outputs that are no reference.
    pub mistakes: Vec<Mistake>,
}

/// Runs every input of `file` and compares the outputs with the references. Returns the outputs too.
pub fn evaluate(
    model: &StoredModel,
    file: &PairFile,
    typing: Typing,
    options: &SearchOptions,
) -> Result<(PairsEvaluation, Vec<String>)> {
    let lines = &file.lines;
    let inputs: Vec<String> =
        lines.iter().enumerate().map(|(index, line)| typing.of(index, &line.source)).collect();
    let found = parallel::map_with(inputs.len(), |workspace, index| {
        let trace = model.run(&inputs[index], options, workspace).with_context(|| file.line_name(index))?;
        Ok(Found::of(&trace))
    })?;
    let metadata = &model.metadata;
    let tokenisation = Tokenisation::of_task(&metadata.task);
    let segments = || {
        let beside = lines.iter().zip(&found);
        beside.map(|(line, found)| Segment { output: &found.output, references: &line.targets })
    };
    let of_corpus = bleu::of_corpus(segments(), tokenisation);
    let compared: Vec<Compared> = lines
        .iter()
        .zip(&found)
        .zip(&inputs)
        .map(|((line, found), input)| Compared { input, output: &found.output, targets: &line.targets })
        .collect();
    let is_looping = |Found { ids, output, .. }: &Found| {
        loops(ids.strip_suffix(&[END]).unwrap_or(ids)) || loops(&tokenisation.words(output))
    };
    let is_empty = |found: &Found| found.output.trim().is_empty();
    let share_of_outputs = |is_one: &dyn Fn(&Found) -> bool| {
        share(found.iter().filter(|found| is_one(found)).count(), found.len())
    };
    let evaluation = PairsEvaluation {
        task: metadata.task.clone(),
        attention: metadata.model.attention.name(),
        rnn: metadata.model.rnn_type.name(),
        beam: options.beam,
        length_penalty: options.length_penalty,
        inputs: typing,
        count: lines.len(),
        references: lines.iter().map(|line| line.targets.len()).sum(),
        bleu: of_corpus.score,
        brevity_penalty: of_corpus.brevity_penalty,
        tokenisation: tokenisation.name(),
        chrf: chrf::of_corpus(segments()),
        exact_match: exact_match(&compared),
        empty: share_of_outputs(&is_empty),
        looping: share_of_outputs(&is_looping),
        empty_or_looping: share_of_outputs(&|found| is_empty(found) || is_looping(found)),
        log_probability: mean_log_probability(found.iter()),
        alignment: None,
        mistakes: mistakes(&compared),
    };
    Ok((evaluation, found.into_iter().map(|found| found.output).collect()))
}

#[cfg(test)]
mod tests {
    use super::hurried;

    #[test]
    fn who_is_in_a_hurry_types_no_capitals_and_ends_no_sentence() {
        for (written, typed) in [
            ("Tom is here.", "tom is here"),
            ("What?!", "what"),
            ("Well...", "well"),
            ("You, É., come! Now ! ", "you, é., come! now"),
            ("He said \"No.\"", "he said \"no.\""),
            ("3.5", "3.5"),
            ("你好。", "你好"),
            ("?", "?"),
        ] {
            assert_eq!(hurried(written), typed);
        }
    }
}
