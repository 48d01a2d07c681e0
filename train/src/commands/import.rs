//! `seqscope import`: a model that PyTorch saved, as a model file.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use seqscope::batch::Sequences;
use seqscope::checkpoint::{Checkpoint, Metadata};
use seqscope::import::{
    self, Check, CheckedRun, Inspection, NamedBytes, Settings, Vocabularies, Vocabulary, vocabulary,
};

use crate::files;
use crate::messages::{WrongUsage, say};

/// The largest difference in ln p between two programs that compute the same in 32 bits, as a share of its range at that step:
/// logits round by their size. Where a model is sure of itself ln p goes down to -25, and PyTorch differs by 7e-6 from what it
/// computes in 64 bits.
const TOLERANCE: f64 = 1e-5;

/// Turns what PyTorch saved of an encoder and a decoder into a model file.
///
/// Reads .safetensors, and what torch.save writes of a state_dict; nothing in them is run. What the tensors say is shown, and
/// what they cannot say is guessed, shown, and can be said with --setting.
#[derive(Args)]
pub struct ImportArguments {
    /// The files of one model: all of it, or an encoder's, a decoder's and an output layer's.
    #[arg(required = true)]
    file: Vec<PathBuf>,
    /// The vocabulary of what is typed: JSON, a token a line, or a tokenizer.json. Without one, ids are typed.
    #[arg(long)]
    source_vocabulary: Option<PathBuf>,
    /// The vocabulary of what comes out.
    #[arg(long)]
    target_vocabulary: Option<PathBuf>,
    /// An answer to what the files cannot say, such as concatTanh=true or source.pad=0.
    #[arg(long = "setting", value_name = "KEY=VALUE")]
    settings: Vec<String>,
    /// Write one JSON object of what was found instead of text.
    #[arg(long)]
    json: bool,
    /// The file to write; without it, what is found is only shown.
    #[arg(long)]
    out: Option<PathBuf>,
}

pub fn import(arguments: &ImportArguments) -> Result<ExitCode> {
    let ImportArguments { file, source_vocabulary, target_vocabulary, settings, json, out } = arguments;
    let mut answers = Settings::default();
    for setting in settings {
        let (key, value) = setting
            .split_once('=')
            .ok_or_else(|| WrongUsage(format!("--setting {setting}: expected KEY=VALUE")))?;
        answers.set(key, value).map_err(WrongUsage::of)?;
    }
    let vocabularies = Vocabularies {
        source: source_vocabulary.as_deref().map(read_vocabulary).transpose()?,
        target: target_vocabulary.as_deref().map(read_vocabulary).transpose()?,
    };
    let read = file.iter().map(|path| Ok((name(path), read(path)?))).collect::<Result<Vec<_>>>()?;
    let read: Vec<NamedBytes> = read.iter().map(|(name, bytes)| NamedBytes { name, bytes }).collect();
    let inspection = import::inspect(&read, &vocabularies, &answers)?;
    if *json {
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&inspection)?).context("standard output")?;
    } else {
        write_text(&inspection).context("standard output")?;
    }
    if let Some(out) = out {
        let bytes = import::convert(&read, &vocabularies, &answers)?;
        let checkpoint = Checkpoint::from_bytes(&bytes)?;
        files::write(out, &bytes)?;
        say(format_args!("{}: {} bytes", out.display(), bytes.len()));
        if let Some(check) = &inspection.check {
            say(compared(&checkpoint, check)?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// How near the model is to what the program that trained it computed.
fn compared(checkpoint: &Checkpoint, check: &Check) -> Result<String> {
    let largest = largest_difference(checkpoint, check)?;
    let (program, runs) = (&check.program, check.runs.len());
    Ok(if largest <= TOLERANCE {
        format!(
            "equal to {program} to 1e-5: on {runs} sentences ln p differs by at most {largest:.1e} of its range"
        )
    } else {
        format!(
            "not equal to {program}: on {runs} sentences ln p differs by up to {largest:.1e} of its range. \
             An answer may be wrong: try other ones with --setting"
        )
    })
}

/// The largest difference in ln p of any token that a check has, as [`TOLERANCE`] has it.
fn largest_difference(checkpoint: &Checkpoint, check: &Check) -> Result<f64> {
    let Checkpoint { metadata: Metadata { model: config, .. }, model } = checkpoint;
    let mut largest = 0.0_f64;
    for CheckedRun { source, target, best, .. } in &check.runs {
        let candidates = best.iter().flatten().map(|(id, _)| id);
        ensure!(
            source.iter().all(|&id| id < config.n_src_words)
                && target.iter().chain(candidates).all(|&id| id < config.n_tgt_words),
            "what PyTorch computed has ids that the model has not"
        );
        let Some((_, before)) = target.split_last() else { continue };
        let input = [&[config.special_ids.start], before].concat();
        let run = model.forward(&Sequences::new(&[source])?, &Sequences::new(&[input])?, None);
        for (logits, best) in run.logits.rows().into_iter().zip(best) {
            let top = logits.fold(f32::NEG_INFINITY, |top, &logit| top.max(logit));
            let sum: f64 = logits.iter().map(|&logit| f64::from(logit - top).exp()).sum();
            let range = best.iter().fold(1.0_f64, |range, (_, expected)| range.max(expected.abs()));
            for &(id, expected) in best {
                let difference = f64::from(logits[id] - top) - sum.ln() - expected;
                largest = largest.max(difference.abs() / range);
            }
        }
    }
    Ok(largest)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| path.display().to_string())
}

fn read_vocabulary(path: &Path) -> Result<Vocabulary> {
    Ok(vocabulary::read(&name(path), &read(path)?)?)
}

fn write_text(inspection: &Inspection) -> Result<()> {
    let Inspection { found, guesses, missing, notes, check: _ } = inspection;
    let mut out = stdout().lock();
    for finding in found {
        let from = if finding.from.is_empty() { "no tensor" } else { &finding.from };
        writeln!(out, "{:<18} {:<24} from {from}", finding.key, finding.value)?;
    }
    if !guesses.is_empty() {
        writeln!(out, "\nwhat the files cannot say")?;
    }
    for guess in guesses {
        let value = if guess.value.is_empty() { "none" } else { &guess.value };
        let said =
            if guess.settled { "as you say".to_string() } else { format!("guessed: {}", guess.reason) };
        writeln!(out, "{:<18} {value:<24} {said}", guess.key)?;
        if !guess.settled && !guess.choices.is_empty() {
            writeln!(out, "{:<18} {:<24} one of {}", "", "", guess.choices.join(", "))?;
        }
    }
    for (title, lines) in [("missing", missing), ("notes", notes)] {
        for line in lines {
            writeln!(out, "{title:<18} {line}")?;
        }
    }
    Ok(())
}
