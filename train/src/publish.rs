//! `seqscope publish`: from trained models to the files that the page loads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use seqscope::checkpoint::{Checkpoint, DataSource, Precision};
use seqscope::nn::Parameters;
use seqscope::search::SearchOptions;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::evaluate::{Evaluation, load, on_dates};
use crate::{files, say};

/// The version of the manifest's format.
const FORMAT_VERSION: u32 = 1;

/// Puts models where the page finds them.
///
/// Each is rounded to 16 bits, measured as it then is, and written under a name with its hash, in place of an
/// older one of the same task, attention and recurrence. manifest.json lists them all.
#[derive(Args)]
pub struct PublishArguments {
    /// Model files.
    #[arg(long, required = true, num_args = 1..)]
    model: Vec<PathBuf>,
    /// The directory to publish to.
    #[arg(long, default_value = "www/models")]
    into: PathBuf,
    /// How many random dates to measure on.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    count: u64,
    /// Which random dates.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Manifest {
    format_version: u32,
    models: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    task: String,
    attention: String,
    rnn: String,
    file: String,
    bytes: usize,
    sha256: String,
    parameters: usize,
    quality: BTreeMap<String, f64>,
    data: DataSource,
}

impl Entry {
    /// What a published file is one of.
    fn key(&self) -> (&str, &str, &str) {
        (&self.task, &self.rnn, &self.attention)
    }
}

pub fn publish(arguments: &PublishArguments) -> Result<ExitCode> {
    let directory = &arguments.into;
    fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
    let path = directory.join("manifest.json");
    let mut manifest = read_manifest(&path)?;
    for model in &arguments.model {
        let (entry, bytes) =
            measured(load(model)?, arguments).with_context(|| model.display().to_string())?;
        files::write(&directory.join(&entry.file), &bytes)?;
        say(format_args!("{}: {}", entry.file, serde_json::to_string(&entry.quality)?));
        let (older, mut others): (Vec<_>, Vec<_>) =
            manifest.models.into_iter().partition(|other| other.key() == entry.key());
        let replaced: Vec<PathBuf> = older
            .iter()
            .filter(|older| older.file != entry.file)
            .map(|older| directory.join(&older.file))
            .collect();
        others.push(entry);
        others.sort_by(|a, b| a.key().cmp(&b.key()));
        manifest.models = others;
        files::write(&path, format!("{}\n", serde_json::to_string_pretty(&manifest)?).as_bytes())?;
        // Last, so that the manifest never names a file that is not there.
        replaced.iter().try_for_each(|path| remove(path))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn read_manifest(path: &Path) -> Result<Manifest> {
    if !path.exists() {
        return Ok(Manifest { format_version: FORMAT_VERSION, models: Vec::new() });
    }
    let manifest: Manifest =
        serde_json::from_slice(&files::read(path)?).with_context(|| path.display().to_string())?;
    let found = manifest.format_version;
    ensure!(found == FORMAT_VERSION, "{}: expected version {FORMAT_VERSION}, found {found}", path.display());
    Ok(manifest)
}

fn remove(path: &Path) -> Result<()> {
    if path.exists() { fs::remove_file(path).with_context(|| path.display().to_string()) } else { Ok(()) }
}

/// The model as it is shipped, with what was measured of exactly that.
fn measured(checkpoint: Checkpoint, arguments: &PublishArguments) -> Result<(Entry, Vec<u8>)> {
    let mut shipped = Checkpoint::from_bytes(&checkpoint.to_bytes(Precision::F16)?)?;
    let options = SearchOptions { candidates: 0, ..SearchOptions::default() };
    let evaluation = on_dates(&shipped, arguments.count, arguments.seed, &options)?;
    shipped.metadata.quality = quality(&evaluation);
    let bytes = shipped.to_bytes(Precision::F16)?;
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let metadata = &shipped.metadata;
    let (attention, rnn) = (metadata.model.attention.name(), metadata.model.rnn_type.name());
    let entry = Entry {
        task: metadata.task.clone(),
        attention: attention.to_string(),
        rnn: rnn.to_string(),
        file: format!("{}-{}-{rnn}.{}.safetensors", metadata.task, attention.replace('_', "-"), &sha256[..8]),
        bytes: bytes.len(),
        sha256,
        parameters: shipped.model.parameter_count(),
        quality: metadata.quality.clone(),
        data: metadata.data.clone(),
    };
    Ok((entry, bytes))
}

fn quality(evaluation: &Evaluation) -> BTreeMap<String, f64> {
    let lowest = evaluation.by_spelling.values().map(|of_spelling| of_spelling.exact_match);
    let measures = [
        ("exactMatch", Some(evaluation.exact_match)),
        ("exactMatchOfWorstSpelling", lowest.reduce(f64::min)),
        ("alignment", evaluation.alignment),
        ("alignmentOfYear", evaluation.alignment_by_field.get("year").copied()),
        ("alignmentOfMonth", evaluation.alignment_by_field.get("month").copied()),
        ("alignmentOfDay", evaluation.alignment_by_field.get("day").copied()),
    ];
    measures.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))).collect()
}
