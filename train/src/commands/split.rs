//! `seqscope split`: holds sentences out of a file of pairs.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use sha2::{Digest, Sha256};

use crate::data::{folded, pair_file};
use crate::files;
use crate::messages::say;

/// Holds sentences out of a file of pairs.
///
/// Writes train.tsv, one pair a line, and validation.tsv, one source a line with all of its translations. A source
/// and all of its translations go to one side: held-out sentences are never trained on. Spellings that a model reads as
/// the same source, with capitals or without, with straight or curly apostrophes, are one source.
#[derive(Args)]
pub struct SplitArguments {
    /// The file: source, tab, target on each line. Further columns, as in the files of manythings.org/anki, are not
    /// read. May be gzipped.
    #[arg(long)]
    pairs: PathBuf,
    /// Sources to hold out.
    #[arg(long, default_value_t = 2_000)]
    held_out: usize,
    /// Which sources.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The directory to write to.
    #[arg(long)]
    into: PathBuf,
}

/// The spellings of a sentence that a model reads as the same one, such as with straight and with curly apostrophes.
struct Sentence<'a> {
    /// As it stands in the file first.
    source: &'a str,
    /// Each once.
    targets: Vec<&'a str>,
    /// The lowest hash of a spelling.
    place: Vec<u8>,
}

pub fn split(arguments: &SplitArguments) -> Result<ExitCode> {
    let lines = pair_file::read(&arguments.pairs)?;
    let mut sentences: HashMap<String, Sentence> = HashMap::new();
    for line in &lines {
        let place = hash(arguments.seed, &line.source);
        let sentence = sentences.entry(folded(&line.source)).or_insert_with(|| Sentence {
            source: &line.source,
            targets: Vec::new(),
            place: place.clone(),
        });
        sentence.place = place.min(std::mem::take(&mut sentence.place));
        if !sentence.targets.contains(&&*line.targets[0]) {
            sentence.targets.push(&line.targets[0]);
        }
    }
    ensure!(
        arguments.held_out < sentences.len(),
        "--held-out: expected fewer than the {} sources of the file, found {}",
        sentences.len(),
        arguments.held_out
    );
    // By a hash and not by place: the same sentences are held out of a longer file too.
    let by_hash: BTreeMap<&[u8], &String> =
        sentences.iter().map(|(folded, sentence)| (&*sentence.place, folded)).collect();
    let held_out: HashSet<&String> = by_hash.values().copied().take(arguments.held_out).collect();
    let mut validation = String::new();
    for Sentence { source, targets, .. } in
        by_hash.values().take(arguments.held_out).map(|key| &sentences[*key])
    {
        validation.push_str(&format!("{source}\t{}\n", targets.join("\t")));
    }
    let mut train = String::new();
    let mut pairs = 0;
    for line in &lines {
        if !held_out.contains(&folded(&line.source)) {
            train.push_str(&format!("{}\t{}\n", line.source, line.targets[0]));
            pairs += 1;
        }
    }
    fs::create_dir_all(&arguments.into).with_context(|| arguments.into.display().to_string())?;
    files::write(&arguments.into.join("train.tsv"), train.as_bytes())?;
    files::write(&arguments.into.join("validation.tsv"), validation.as_bytes())?;
    say(format_args!("{pairs} pairs to train on, {} sources held out", held_out.len()));
    Ok(ExitCode::SUCCESS)
}

fn hash(seed: u64, source: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(source);
    hash.finalize().to_vec()
}
