//! `seqscope distil`: pairs whose targets models wrote.

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use seqscope::checkpoint::Checkpoint;
use seqscope::search::Hypothesis;
use seqscope::tokens::UNKNOWN;

use crate::data::pairs;
use crate::evaluate::load;
use crate::measures::repetition::loops;
use crate::searching::{self, SearchArguments};
use crate::{files, say};

/// Lets models translate the sources of pair files, for other models to learn from.
///
/// Of the training's own sources this is sequence-level knowledge distillation (Kim and Rush 2016): a greedy search
/// with the learner comes close to the teachers' beam. Of further sources in the same language it is self-training
/// (He et al. 2020), for pairs of languages that have few. Writes source, tab, output on each line.
#[derive(Args)]
pub struct DistilArguments {
    /// A model; several decide together by the mean of their probabilities. All have the same vocabularies.
    #[arg(long, required = true, num_args = 1..)]
    model: Vec<PathBuf>,
    /// Pair files whose sources are translated, each source once.
    #[arg(long, required = true, num_args = 1..)]
    pairs: Vec<PathBuf>,
    /// A pair file whose sources are left out: the held-out ones.
    #[arg(long)]
    without: Option<PathBuf>,
    /// Leave out what the models are less sure of: ln p a token.
    #[arg(long, default_value_t = f32::NEG_INFINITY, allow_negative_numbers = true)]
    least_log_probability: f32,
    #[command(flatten)]
    search: SearchArguments,
    /// The file to write.
    #[arg(long)]
    into: PathBuf,
}

pub fn distil(arguments: &DistilArguments) -> Result<ExitCode> {
    let checkpoints = arguments.model.iter().map(|path| load(path)).collect::<Result<Vec<_>>>()?;
    let first = &checkpoints[0].metadata;
    for (checkpoint, path) in checkpoints.iter().zip(&arguments.model) {
        let is_same =
            checkpoint.metadata.source == first.source && checkpoint.metadata.target == first.target;
        ensure!(is_same, "{}: expected the vocabularies of {}", path.display(), arguments.model[0].display());
    }
    let mut seen = HashSet::new();
    if let Some(path) = &arguments.without {
        seen.extend(pairs::read(path)?.into_iter().map(|line| line.source));
    }
    let mut texts: Vec<String> = Vec::new();
    for path in &arguments.pairs {
        let sources = pairs::read(path)?.into_iter().map(|line| line.source);
        texts.extend(sources.filter(|source| seen.insert(source.clone())));
    }
    // What the models cannot read they would have to guess.
    let read = |text: String| {
        let ids = searching::ids(&first.source_tokens(&text).ok()?);
        (!ids.contains(&UNKNOWN)).then_some((text, ids))
    };
    let (texts, sources): (Vec<String>, Vec<Vec<usize>>) = texts.into_iter().filter_map(read).unzip();
    let ensemble: Vec<&Checkpoint> = checkpoints.iter().collect();
    let found = searching::search(&ensemble, &sources, &arguments.search.options())?;

    let is_sure = |hypothesis: &Hypothesis| {
        hypothesis.log_probability() / hypothesis.ids.len() as f32 >= arguments.least_log_probability
    };
    let (mut lines, mut kept) = (String::new(), 0);
    for (text, hypothesis) in texts.iter().zip(&found) {
        let ids = &hypothesis.ids;
        if !hypothesis.complete || !is_sure(hypothesis) || ids.contains(&UNKNOWN) || loops(ids) {
            continue;
        }
        let (output, _) = first.target.decode(ids);
        if !output.trim().is_empty() && !output.contains(['\t', '\r', '\n']) {
            lines.push_str(&format!("{text}\t{output}\n"));
            kept += 1;
        }
    }
    files::write(&arguments.into, lines.as_bytes()).context("--into")?;
    say(format_args!("{kept} pairs of {} sources", texts.len()));
    Ok(ExitCode::SUCCESS)
}
