//! Files of sentence pairs, and `seqscope split`, which holds some of them out.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::{files, say};

/// A source and its translations, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub source: String,
    pub targets: Vec<String>,
}

/// Reads `source, tab, target` lines, gzipped or not; a line may have several targets.
pub fn read(path: &Path) -> Result<Vec<Line>> {
    let bytes = files::read(path)?;
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(&bytes[..])
            .read_to_end(&mut unpacked)
            .with_context(|| format!("{}: cannot be unpacked", path.display()))?;
        unpacked
    } else {
        bytes
    };
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let line = |(index, line): (usize, &[u8])| {
        let name = || format!("{}:{}", path.display(), index + 1);
        let line = str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line))
            .with_context(|| format!("{}: expected UTF-8", name()))?;
        let mut columns = line.split('\t').map(str::to_string);
        let source = columns.next().unwrap_or_default();
        let targets: Vec<String> = columns.collect();
        if targets.is_empty() {
            bail!("{}: expected source, tab, target, found {line:?}", name());
        }
        Ok(Line { source, targets })
    };
    let lines = bytes.split(|&byte| byte == b'\n').enumerate();
    let lines: Vec<_> = if bytes.is_empty() { Vec::new() } else { lines.map(line).collect::<Result<_>>()? };
    ensure!(!lines.is_empty(), "{}: expected at least one pair", path.display());
    Ok(lines)
}

/// Holds sentences out of a file of pairs.
///
/// Writes train.tsv, one pair a line, and validation.tsv, one source a line with all of its translations. A source
/// and all of its translations go to one side: held-out sentences are never trained on.
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

pub fn split(arguments: &SplitArguments) -> Result<ExitCode> {
    let lines = read(&arguments.pairs)?;
    let mut translations: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in &lines {
        let of_source = translations.entry(&line.source).or_default();
        if !of_source.contains(&&*line.targets[0]) {
            of_source.push(&line.targets[0]);
        }
    }
    ensure!(
        arguments.held_out < translations.len(),
        "--held-out: expected fewer than the {} sources of the file, found {}",
        translations.len(),
        arguments.held_out
    );
    // By a hash and not by place: the same sentences are held out of a longer file too.
    let by_hash: BTreeMap<Vec<u8>, &str> =
        translations.keys().map(|source| (hash(arguments.seed, source), *source)).collect();
    let held_out: Vec<&str> = by_hash.into_values().take(arguments.held_out).collect();
    let mut validation = String::new();
    for source in &held_out {
        let targets = translations.remove(source).unwrap_or_default();
        validation.push_str(&format!("{source}\t{}\n", targets.join("\t")));
    }
    let mut train = String::new();
    let mut pairs = 0;
    for line in &lines {
        if translations.contains_key(&*line.source) {
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
