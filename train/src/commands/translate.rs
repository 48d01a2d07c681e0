//! `seqscope translate`: one input a line, one output a line, and files of what was observed.

use std::fs;
use std::io::{BufRead, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use seqscope::checkpoint::Metadata;
use seqscope::inference::Workspace;
use seqscope::pictures::{Ground, Language};
use seqscope::search::SearchOptions;
use seqscope::tokens::{Token, Tokenizer, WORD_START};
use seqscope::trace::Trace;
use serde::Serialize;

use crate::files;
use crate::messages::say;
use crate::model_files::ModelFiles;
use crate::search::SearchArguments;
use crate::stored_model::StoredModel;
use crate::trace_file::TraceFile;
use crate::trace_pictures::pictures_of;

/// Runs a model, as the page does, on every line of standard input and writes one line for each to standard output.
///
/// A line that cannot be run (empty, too long, not UTF-8) is named on standard error and gives an empty line,
/// or with --json an object with `error`, so that outputs stay beside their inputs; the exit code is then 1.
#[derive(Args)]
pub struct TranslateArguments {
    /// The file of a model, or the files of a trunk and a head.
    #[arg(long, required = true, num_args = 1..=2, value_names = ["MODEL", "HEAD"])]
    model: Vec<PathBuf>,
    #[command(flatten)]
    search: SearchArguments,
    /// Write one JSON object a line: input, output, of the tokens of each its text, its id, the bytes of input or output
    /// that it covers and how the vocabulary writes it (▁ before what begins a word), attention as rows of target by
    /// columns of source, log_probability, complete.
    #[arg(long)]
    json: bool,
    /// Write pictures of each line into this folder, made where it is not there: the attention map, 001-map.svg for the
    /// first line, and the gates of each layer, 001-encoder-1-forward.svg. They are the page's.
    #[arg(long, value_name = "DIR")]
    svg: Option<PathBuf>,
    /// The language of the words in the pictures.
    #[arg(long, value_enum, default_value_t = Spoken::En, requires = "svg")]
    language: Spoken,
    /// Pictures stand on no ground, instead of a white one.
    #[arg(long, requires = "svg")]
    transparent: bool,
    /// Write all that was observed of each line into this folder as JSON, 001.json for the first line: docs/trace.md says
    /// what is in it, and the page shows such a file that is dropped on it.
    #[arg(long, value_name = "DIR")]
    trace: Option<PathBuf>,
}

/// A language that pictures speak.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Spoken {
    En,
    Zh,
}

#[derive(Serialize)]
struct Translation<'a> {
    input: &'a str,
    output: &'a str,
    source_tokens: Vec<&'a str>,
    source_ids: Vec<usize>,
    /// First byte and the byte behind the last, in UTF-8.
    source_spans: Vec<[usize; 2]>,
    source_pieces: Vec<String>,
    target_tokens: Vec<&'a str>,
    target_ids: Vec<usize>,
    target_spans: Vec<[usize; 2]>,
    target_pieces: Vec<String>,
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
    let model = ModelFiles::read(&arguments.model)?.stored()?;
    let mut workspace = Workspace::default();
    let mut options = arguments.search.options();
    if arguments.trace.is_some() {
        options.candidates = SearchOptions::default().candidates;
    }
    for folder in [&arguments.svg, &arguments.trace].into_iter().flatten() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let mut output = stdout().lock();
    let mut failed = false;
    for (index, line) in stdin().lock().split(b'\n').enumerate() {
        let line = line.context("standard input")?;
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        let translated = translate_line(&model, line, &options, &mut workspace);
        if let Ok(trace) = &translated {
            write_files(arguments, index + 1, trace, &model.metadata)?;
        }
        let written = match translated {
            Ok(trace) if arguments.json => serde_json::to_string(&Translation::of(&trace, &model.metadata))?,
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

fn translate_line(
    model: &StoredModel,
    line: &[u8],
    options: &SearchOptions,
    workspace: &mut Workspace,
) -> Result<Trace> {
    let text = str::from_utf8(line).context("expected UTF-8")?;
    Ok(model.run(text, options, workspace)?)
}

/// What was asked for of a line besides its output, in files that begin with its number.
fn write_files(
    arguments: &TranslateArguments,
    line: usize,
    trace: &Trace,
    metadata: &Metadata,
) -> Result<()> {
    let write = |folder: &Path, name: String, text: &str| files::write(&folder.join(name), text.as_bytes());
    if let Some(folder) = &arguments.svg {
        let language = match arguments.language {
            Spoken::En => Language::English,
            Spoken::Zh => Language::Chinese,
        };
        let ground = if arguments.transparent { Ground::Transparent } else { Ground::White };
        for (name, picture) in pictures_of(trace, metadata, language, ground) {
            write(folder, format!("{line:03}-{name}"), &picture)?;
        }
    }
    if let Some(folder) = &arguments.trace {
        let json = serde_json::to_string(&TraceFile::of(trace, metadata))?;
        write(folder, format!("{line:03}.json"), &format!("{json}\n"))?;
    }
    Ok(())
}

impl<'a> Translation<'a> {
    fn of(trace: &'a Trace, metadata: &Metadata) -> Self {
        Self {
            input: &trace.input,
            output: &trace.output,
            source_tokens: trace.source.iter().map(|token| &*token.text).collect(),
            source_ids: trace.source.iter().map(|token| token.id).collect(),
            source_spans: trace.source.iter().map(span).collect(),
            source_pieces: trace.source.iter().map(|token| piece(&metadata.source, token)).collect(),
            target_tokens: trace.target.iter().map(|token| &*token.text).collect(),
            target_ids: trace.target.iter().map(|token| token.id).collect(),
            target_spans: trace.target.iter().map(span).collect(),
            target_pieces: trace.target.iter().map(|token| piece(&metadata.target, token)).collect(),
            attention: trace.weights.rows().into_iter().map(|row| row.to_vec()).collect(),
            log_probability: trace.log_probability(),
            complete: trace.complete,
        }
    }
}

fn span(token: &Token) -> [usize; 2] {
    [token.span.start, token.span.end]
}

/// How the vocabulary writes the token. Of characters every one is as it is, a space too.
fn piece(tokenizer: &Tokenizer, token: &Token) -> String {
    let piece = tokenizer.piece(token.id);
    if tokenizer.is_of_characters() { piece } else { piece.replace(' ', &WORD_START.to_string()) }
}
