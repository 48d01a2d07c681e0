//! `seqscope evaluate`: how good a model file is.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use seqscope::tasks::memory::MemoryTask;

use crate::data::pair_file::PairFile;
use crate::files;
use crate::measures::attention_on_pairs::AlignedFile;
use crate::measures::model_on_pairs::{self, Typing};
use crate::measures::{model_on_dates, model_on_memory};
use crate::model_files::ModelFiles;
use crate::search::SearchArguments;

/// Measures a model and writes the result to standard output as JSON. It is run as the page runs it.
///
/// Without --pairs a dates model is measured on random spellings of the dates that are never trained on:
/// `alignment` is the share of the output's digits whose attention is highest on the characters that say the
/// right field (year, month or day), or on a character beside them. A model of recall or repeat is measured on random
/// numbers or words that are never trained on, by the number of characters behind the number (0 to 60) or by the length of
/// the word (1 to 30).
#[derive(Args)]
pub struct EvaluateArguments {
    /// The file of a model, or the files of a trunk and a head.
    #[arg(long, required = true, num_args = 1..=2, value_names = ["MODEL", "HEAD"])]
    model: Vec<PathBuf>,
    /// Sentence pairs to measure on: input, tab, reference on each line, and where there are several references a
    /// tab before each. The file may be compressed by gzip.
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// How many random examples [default: 10000 dates; 2000 of each distance and length].
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "pairs")]
    count: Option<u64>,
    /// Which random examples.
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

pub fn evaluate(arguments: &EvaluateArguments) -> Result<ExitCode> {
    let files = ModelFiles::read(&arguments.model)?;
    let model = files.stored()?;
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
            let (mut evaluation, outputs) = model_on_pairs::evaluate(&model, &file, typing, &options)?;
            if let Some(training) = &arguments.aligner_pairs {
                let aligned = AlignedFile::new(&evaluation.task, &PairFile::read(training)?, &file)?;
                evaluation.alignment = aligned.agreement(&model)?;
            }
            if let Some(path) = &arguments.outputs {
                write_lines(path, &outputs)?;
            }
            serde_json::to_string_pretty(&evaluation)?
        }
        None => {
            let (count, seed) = (arguments.count, arguments.seed);
            let name = || files.path.display().to_string();
            match MemoryTask::named(&model.metadata.task) {
                Some(task) => {
                    let count = count.unwrap_or(model_on_memory::COUNT);
                    let evaluation = model_on_memory::evaluate(&model, task, count, seed, &options);
                    serde_json::to_string_pretty(&evaluation.with_context(name)?)?
                }
                None => {
                    let count = count.unwrap_or(model_on_dates::COUNT);
                    let evaluation = model_on_dates::evaluate(&model, count, seed, &options);
                    serde_json::to_string_pretty(&evaluation.with_context(name)?)?
                }
            }
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
