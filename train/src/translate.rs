//! `seqscope translate`: one input a line, one output a line.

use std::io::{BufRead, Write, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use seqscope::checkpoint::Checkpoint;
use seqscope::search::SearchOptions;
use seqscope::trace::Trace;
use serde::Serialize;

use crate::evaluate::load;
use crate::say;
use crate::searching::SearchArguments;

/// Runs a model on every line of standard input and writes one line for each to standard output.
///
/// A line that cannot be run (empty, too long, not UTF-8) is named on standard error and gives an empty line,
/// or with --json an object with `error`, so that outputs stay beside their inputs; the exit code is then 1.
#[derive(Args)]
pub struct TranslateArguments {
    /// The model file.
    #[arg(long)]
    model: PathBuf,
    #[command(flatten)]
    search: SearchArguments,
    /// Write one JSON object a line: input, output, source_tokens, target_tokens, attention as rows of target by
    /// columns of source, log_probability, complete.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Translation<'a> {
    input: &'a str,
    output: &'a str,
    source_tokens: Vec<&'a str>,
    target_tokens: Vec<&'a str>,
    /// [target][source].
    attention: Vec<Vec<f32>>,
    log_probability: f32,
    /// False where the output was cut off at the longest length allowed.
    complete: bool,
}

#[derive(Serialize)]
struct Failure<'a> {
    input: &'a str,
    error: String,
}

pub fn translate(arguments: &TranslateArguments) -> Result<ExitCode> {
    let checkpoint = load(&arguments.model)?;
    let options = arguments.search.options();
    let mut output = stdout().lock();
    let mut failed = false;
    for (index, line) in stdin().lock().split(b'\n').enumerate() {
        let line = line.context("standard input")?;
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        let written = match translate_line(&checkpoint, line, &options) {
            Ok(trace) if arguments.json => serde_json::to_string(&Translation::of(&trace))?,
            Ok(trace) => trace.output,
            Err(error) => {
                failed = true;
                say(format_args!("seqscope: line {}: {error}", index + 1));
                let input = String::from_utf8_lossy(line);
                let failure = Failure { input: &input, error: error.to_string() };
                if arguments.json { serde_json::to_string(&failure)? } else { String::new() }
            }
        };
        writeln!(output, "{written}").context("standard output")?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn translate_line(checkpoint: &Checkpoint, line: &[u8], options: &SearchOptions) -> Result<Trace> {
    let text = str::from_utf8(line).context("expected UTF-8")?;
    Ok(checkpoint.run(text, options)?)
}

impl<'a> Translation<'a> {
    fn of(trace: &'a Trace) -> Self {
        Self {
            input: &trace.input,
            output: &trace.output,
            source_tokens: trace.source.iter().map(|token| &*token.text).collect(),
            target_tokens: trace.target.iter().map(|token| &*token.text).collect(),
            attention: trace.weights.rows().into_iter().map(|row| row.to_vec()).collect(),
            log_probability: trace.log_probability(),
            complete: trace.complete,
        }
    }
}
