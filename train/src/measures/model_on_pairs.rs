//! Measures a model on the pairs of a file.

use anyhow::{Context, Result};
use seqscope::checkpoint::Checkpoint;
use seqscope::search::{Hypothesis, SearchOptions};
use seqscope::tokens::END;
use seqscope::training::{Purpose, generator};
use serde::Serialize;

use crate::data::pairs::Line;
use crate::data::with_typing_error;
use crate::measures::agreement::Agreement;
use crate::measures::repetition::loops;
use crate::measures::tokenisation::Tokenisation;
use crate::measures::{Segment, bleu, chrf};
use crate::pairs::PairFile;
use crate::searching;

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
pub struct Evaluation {
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

#[derive(Debug, Serialize)]
pub struct Mistake {
    pub input: String,
    pub output: String,
    /// The first reference.
    pub target: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_targets: Vec<String>,
}

/// Mistakes that are listed.
const LISTED: usize = 20;

/// Runs every input of `file` and compares the outputs with the references. Returns the outputs too.
pub fn evaluate(
    checkpoint: &Checkpoint,
    file: &PairFile,
    typing: Typing,
    options: &SearchOptions,
) -> Result<(Evaluation, Vec<String>)> {
    let lines = &file.lines;
    let inputs: Vec<String> =
        lines.iter().enumerate().map(|(index, line)| typing.of(index, &line.source)).collect();
    let source = |(index, input): (usize, &String)| {
        let tokens = checkpoint.metadata.source_tokens(input).with_context(|| file.line_name(index))?;
        Ok(searching::ids(&tokens))
    };
    let sources = inputs.iter().enumerate().map(source).collect::<Result<Vec<_>>>()?;
    let found = searching::search(checkpoint, &sources, options)?;
    let decoded = |hypothesis: &Hypothesis| checkpoint.metadata.target.decode(&hypothesis.ids).0;
    let outputs: Vec<String> = found.iter().map(decoded).collect();

    let metadata = &checkpoint.metadata;
    let tokenisation = Tokenisation::of_task(&metadata.task);
    let segments = || {
        let beside = lines.iter().zip(&outputs);
        beside.map(|(line, output)| Segment { output, references: &line.targets })
    };
    let of_corpus = bleu::of_corpus(segments(), tokenisation);
    let is_exact = |(line, output): &(&Line, &String)| line.targets.contains(output);
    let is_looping = |(hypothesis, output): &(&Hypothesis, &String)| {
        let ids = &hypothesis.ids;
        loops(ids.strip_suffix(&[END]).unwrap_or(ids)) || loops(&tokenisation.words(output))
    };
    let mistake = |((line, output), input): ((&Line, &String), &String)| Mistake {
        input: input.clone(),
        output: output.clone(),
        target: line.targets[0].clone(),
        other_targets: line.targets[1..].to_vec(),
    };
    let log_probability: f64 = found.iter().map(|hypothesis| f64::from(hypothesis.log_probability())).sum();
    let is_empty = |(_, output): &(&Hypothesis, &String)| output.trim().is_empty();
    let share = |count: usize| count as f64 / lines.len() as f64;
    let share_of_outputs = |is_one: &dyn Fn(&(&Hypothesis, &String)) -> bool| {
        share(found.iter().zip(&outputs).filter(is_one).count())
    };
    let evaluation = Evaluation {
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
        exact_match: share(lines.iter().zip(&outputs).filter(is_exact).count()),
        empty: share_of_outputs(&is_empty),
        looping: share_of_outputs(&is_looping),
        empty_or_looping: share_of_outputs(&|output| is_empty(output) || is_looping(output)),
        log_probability: log_probability / lines.len() as f64,
        alignment: None,
        mistakes: lines
            .iter()
            .zip(&outputs)
            .zip(&inputs)
            .filter(|(compared, _)| !is_exact(compared))
            .take(LISTED)
            .map(mistake)
            .collect(),
    };
    Ok((evaluation, outputs))
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
