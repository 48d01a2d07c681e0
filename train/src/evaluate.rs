//! `seqscope evaluate`: how good a model file is.

use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use seqscope::checkpoint::Checkpoint;
use seqscope::search::SearchOptions;
use seqscope::tasks::dates::{Example, Field, Split};
use seqscope::trace::Trace;
use seqscope::training::{Purpose, generator};
use serde::Serialize;

use crate::alignment::AlignedFile;
use crate::pairs::PairFile;
use crate::searching::SearchArguments;
use crate::translation::{self, Typing};
use crate::{files, parallel};

/// Measures a model and writes the result to standard output as JSON.
///
/// Without --pairs a dates model is measured on random spellings of the dates that are never trained on:
/// `alignment` is the share of the output's digits whose attention is highest on the characters that say the
/// right field (year, month or day), or on a character beside them.
#[derive(Args)]
pub struct EvaluateArguments {
    /// The model file.
    #[arg(long)]
    model: PathBuf,
    /// Sentence pairs to measure on: input, tab, reference on each line, and where there are several references a
    /// tab before each. The file may be compressed by gzip.
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// How many random dates.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "pairs")]
    count: u64,
    /// Which random dates.
    #[arg(long, default_value_t = 1, conflicts_with = "pairs")]
    seed: u64,
    #[command(flatten)]
    search: SearchArguments,
    /// Train a statistical aligner on the pairs of this file, and measure how far the attention agrees with it.
    #[arg(long, requires = "pairs")]
    aligner_pairs: Option<PathBuf>,
    /// Type the inputs as readers in a hurry do.
    #[arg(long, requires = "pairs")]
    lower_cased_without_final_punctuation: bool,
    /// Type the inputs with one typing error each.
    #[arg(long, requires = "pairs", conflicts_with = "lower_cased_without_final_punctuation")]
    with_typing_error: bool,
    /// Write the outputs here too, one a line.
    #[arg(long, requires = "pairs")]
    outputs: Option<PathBuf>,
}

/// What was measured on dates.
#[derive(Debug, Serialize)]
pub struct Evaluation {
    pub task: String,
    pub attention: &'static str,
    pub rnn: &'static str,
    pub beam: usize,
    /// Number of sentences.
    pub count: usize,
    /// Share of the outputs that are the target to the last character.
    pub exact_match: f64,
    /// Mean of ln p of the outputs.
    pub log_probability: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<f64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub alignment_by_field: BTreeMap<&'static str, f64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_spelling: BTreeMap<&'static str, OfSpelling>,
    /// Some of the outputs that are wrong.
    pub mistakes: Vec<Mistake>,
}

#[derive(Debug, Serialize)]
pub struct OfSpelling {
    pub count: usize,
    pub exact_match: f64,
}

#[derive(Debug, Serialize)]
pub struct Mistake {
    pub input: String,
    pub output: String,
    pub target: String,
}

/// Mistakes that are listed.
const LISTED: usize = 20;

pub fn evaluate(arguments: &EvaluateArguments) -> Result<ExitCode> {
    let checkpoint = load(&arguments.model)?;
    let options = arguments.search.options();
    let evaluation = match &arguments.pairs {
        Some(path) => {
            let file = PairFile::read(path)?;
            let typing = if arguments.lower_cased_without_final_punctuation {
                Typing::LowerCasedWithoutFinalPunctuation
            } else if arguments.with_typing_error {
                Typing::WithTypingError
            } else {
                Typing::AsWritten
            };
            let (mut evaluation, outputs) = translation::evaluate(&checkpoint, &file, typing, &options)?;
            if let Some(training) = &arguments.aligner_pairs {
                let aligned = AlignedFile::new(&evaluation.task, &PairFile::read(training)?, &file)?;
                evaluation.alignment = aligned.agreement(&checkpoint)?;
            }
            if let Some(path) = &arguments.outputs {
                write_lines(path, &outputs)?;
            }
            serde_json::to_string_pretty(&evaluation)?
        }
        None => {
            let evaluation = on_dates(&checkpoint, arguments.count, arguments.seed, &options)
                .with_context(|| arguments.model.display().to_string())?;
            serde_json::to_string_pretty(&evaluation)?
        }
    };
    writeln!(stdout(), "{evaluation}").context("standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// One line for each of `texts`: a line break within one becomes a space.
fn write_lines(path: &Path, texts: &[String]) -> Result<()> {
    let lines: String = texts.iter().map(|text| text.replace(['\r', '\n'], " ") + "\n").collect();
    files::write(path, lines.as_bytes())
}

/// Reads and checks a model file.
pub fn load(path: &Path) -> Result<Checkpoint> {
    Checkpoint::from_bytes(&files::read(path)?).with_context(|| path.display().to_string())
}

/// Measures on random spellings of test dates.
pub fn on_dates(
    checkpoint: &Checkpoint,
    count: u64,
    seed: u64,
    options: &SearchOptions,
) -> Result<Evaluation> {
    if checkpoint.metadata.task != "dates" {
        bail!("a model of the task {}: expected --pairs to measure it on", checkpoint.metadata.task);
    }
    let mut rng = generator(seed, Purpose::Data, 0, 1);
    let examples: Vec<Example> = (0..count).map(|_| Example::random(Split::Test, &mut rng)).collect();
    let inputs: Vec<(&str, &str)> =
        examples.iter().map(|example| (&*example.source, &*example.target)).collect();
    let runs = parallel::map(inputs.len(), |index| {
        let (source, _) = inputs[index];
        Ok(Run::new(checkpoint.run(source, options).with_context(|| format!("{source:?}"))?))
    })?;
    let mut evaluation = summary(checkpoint, &inputs, &runs, options);

    let mut spellings: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    let mut fields: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for (example, run) in examples.iter().zip(&runs) {
        let (count, exact) = spellings.entry(example.spelling.name()).or_default();
        *count += 1;
        *exact += usize::from(run.output == example.target);
        for output in 0..example.target.len() {
            let Some(field) = Field::of_output(output) else { continue };
            let (count, aligned) = fields.entry(name(field)).or_default();
            let looked_at = run.looked_at.get(output);
            let is_on_field = looked_at.and_then(|&source| example.alignment.is_on_field(output, source));
            *count += 1;
            *aligned += usize::from(is_on_field == Some(true));
        }
    }
    let (digits, aligned) =
        fields.values().fold((0, 0), |(digits, aligned), (count, hits)| (digits + count, aligned + hits));
    evaluation.alignment = Some(share(aligned, digits));
    evaluation.alignment_by_field =
        fields.into_iter().map(|(name, (count, aligned))| (name, share(aligned, count))).collect();
    evaluation.by_spelling = spellings
        .into_iter()
        .map(|(name, (count, exact))| (name, OfSpelling { count, exact_match: share(exact, count) }))
        .collect();
    Ok(evaluation)
}

fn summary(
    checkpoint: &Checkpoint,
    inputs: &[(&str, &str)],
    runs: &[Run],
    options: &SearchOptions,
) -> Evaluation {
    let wrong = inputs.iter().zip(runs).filter(|((_, target), run)| run.output != *target);
    let mistake = |((input, target), run): (&(&str, &str), &Run)| Mistake {
        input: (*input).to_string(),
        output: run.output.clone(),
        target: (*target).to_string(),
    };
    let log_probability: f64 = runs.iter().map(|run| run.log_probability).sum();
    Evaluation {
        task: checkpoint.metadata.task.clone(),
        attention: checkpoint.metadata.model.attention.name(),
        rnn: checkpoint.metadata.model.rnn_type.name(),
        beam: options.beam,
        count: inputs.len(),
        exact_match: share(inputs.len() - wrong.clone().count(), inputs.len()),
        log_probability: log_probability / inputs.len() as f64,
        alignment: None,
        alignment_by_field: BTreeMap::new(),
        by_spelling: BTreeMap::new(),
        mistakes: wrong.take(LISTED).map(mistake).collect(),
    }
}

/// What is measured of one output.
struct Run {
    output: String,
    log_probability: f64,
    /// For each output token the source token that it attends to most.
    looked_at: Vec<usize>,
}

impl Run {
    fn new(trace: Trace) -> Self {
        let log_probability = f64::from(trace.log_probability());
        Self { log_probability, looked_at: strongest(&trace), output: trace.output }
    }
}

fn strongest(trace: &Trace) -> Vec<usize> {
    let of_row = |weights: ndarray::ArrayView1<f32>| {
        let (mut best, mut highest) = (0, f32::NEG_INFINITY);
        for (source, &weight) in weights.iter().enumerate() {
            if weight > highest {
                (best, highest) = (source, weight);
            }
        }
        best
    };
    trace.weights.rows().into_iter().map(of_row).collect()
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Year => "year",
        Field::Month => "month",
        Field::Day => "day",
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
