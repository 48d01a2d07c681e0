//! `seqscope publish`: from trained models to the files that the page loads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use safetensors::{Dtype, SafeTensors};
use seqscope::checkpoint::{Checkpoint, DataSource};
use seqscope::nn::Parameters;
use seqscope::search::SearchOptions;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::alignment::AlignedFile;
use crate::evaluate::{Evaluation, on_dates};
use crate::pairs::PairFile;
use crate::run::StoredPrecision;
use crate::translation::{self, Typing};
use crate::{files, say};

/// The version of the manifest's format.
const FORMAT_VERSION: u32 = 1;

/// Puts models where the page finds them.
///
/// Each is stored in fewer bits, measured as it then is, and written under a name with its hash, in place of an
/// older one of the same task, attention and recurrence. manifest.json lists them all.
///
/// Models of dates are measured on random dates. Translation models, all of one task, are measured on --pairs: BLEU,
/// chrF and exact matches of greedy search; BLEU of a beam of 5, of inputs in lower case without their final
/// punctuation, and of the model as it was trained, with 32 bits; the share of outputs that are empty or loop; and
/// the agreement of the attention with an aligner that is trained on --aligner-pairs.
#[derive(Args)]
pub struct PublishArguments {
    /// Model files.
    #[arg(long, required = true, num_args = 1..)]
    model: Vec<PathBuf>,
    /// The directory to publish to.
    #[arg(long, default_value = "www/models")]
    into: PathBuf,
    /// How numbers are stored.
    #[arg(long, value_enum, default_value = "f16")]
    precision: StoredPrecision,
    /// How many random dates to measure on.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    count: u64,
    /// Which random dates.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Sentence pairs to measure translation models on, as for `evaluate`: none that they were trained on.
    #[arg(long, requires = "aligner_pairs", conflicts_with_all = ["count", "seed"])]
    pairs: Option<PathBuf>,
    /// Sentence pairs to train the aligner on, such as those that the models were trained on.
    #[arg(long, requires = "pairs")]
    aligner_pairs: Option<PathBuf>,
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
    let manifest_path = directory.join("manifest.json");
    let mut manifest = read_manifest(&manifest_path)?;
    let models = arguments.model.iter().map(|path| Model::read(path)).collect::<Result<Vec<Model>>>()?;
    let file = arguments.pairs.as_deref().map(PairFile::read).transpose()?;
    let test = Test::new(arguments, &models, file.as_ref())?;
    for model in models {
        let path = model.path;
        let (entry, bytes) =
            measured(model, &test, arguments.precision).with_context(|| path.display().to_string())?;
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
        files::write(&manifest_path, format!("{}\n", serde_json::to_string_pretty(&manifest)?).as_bytes())?;
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

/// A model as it was trained.
struct Model<'a> {
    path: &'a Path,
    bytes: Vec<u8>,
    checkpoint: Checkpoint,
}

impl<'a> Model<'a> {
    fn read(path: &'a Path) -> Result<Self> {
        let bytes = files::read(path)?;
        let checkpoint = Checkpoint::from_bytes(&bytes).with_context(|| path.display().to_string())?;
        Ok(Self { path, bytes, checkpoint })
    }

    fn task(&self) -> &str {
        &self.checkpoint.metadata.task
    }

    /// What fewer bits lose can only be measured beside all of them.
    fn ensure_32_bits(&self) -> Result<()> {
        for (name, tensor) in SafeTensors::deserialize(&self.bytes)?.iter() {
            let found = tensor.dtype();
            ensure!(
                found == Dtype::F32,
                "{name}: expected 32-bit numbers, as `train --precision f32` writes them, found {found:?}"
            );
        }
        Ok(())
    }
}

/// What models are measured on.
enum Test<'a> {
    Dates { count: u64, seed: u64 },
    Pairs(&'a PairFile, AlignedFile<'a>),
}

impl<'a> Test<'a> {
    /// `file` has the pairs that the arguments name.
    fn new(arguments: &PublishArguments, models: &[Model], file: Option<&'a PairFile>) -> Result<Self> {
        let (Some(file), Some(aligner_pairs)) = (file, &arguments.aligner_pairs) else {
            for model in models {
                let (path, task) = (model.path.display(), model.task());
                ensure!(
                    task == "dates",
                    "{path}: a model of the task {task}: expected --pairs to measure it on"
                );
            }
            return Ok(Self::Dates { count: arguments.count, seed: arguments.seed });
        };
        let task = models.first().map_or("dates", |model| model.task());
        for model in models {
            let (path, found) = (model.path.display(), model.task());
            ensure!(found != "dates", "{path}: a model of the task dates: expected no --pairs");
            ensure!(found == task, "{path}: expected a model of the task {task} as the first, found {found}");
            model.ensure_32_bits().with_context(|| path.to_string())?;
        }
        Ok(Self::Pairs(file, AlignedFile::new(task, &PairFile::read(aligner_pairs)?, file)?))
    }

    /// Measured quality of `shipped`, which is `trained` in fewer bits.
    fn quality(&self, trained: &Checkpoint, shipped: &Checkpoint) -> Result<BTreeMap<String, f64>> {
        match self {
            Self::Dates { count, seed } => {
                let options = SearchOptions { candidates: 0, ..SearchOptions::default() };
                Ok(of_dates(&on_dates(shipped, *count, *seed, &options)?))
            }
            Self::Pairs(file, aligned) => of_pairs(trained, shipped, file, aligned),
        }
    }
}

/// The model as it is shipped, with what was measured of exactly that.
fn measured(model: Model, test: &Test, precision: StoredPrecision) -> Result<(Entry, Vec<u8>)> {
    let (mut trained, precision) = (model.checkpoint, precision.engine());
    let shipped = Checkpoint::from_bytes(&trained.to_bytes(precision)?)?;
    trained.metadata.quality = test.quality(&trained, &shipped)?;
    // Stored once more as it was trained: storing what was stored could round again.
    let bytes = trained.to_bytes(precision)?;
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let metadata = &trained.metadata;
    let (attention, rnn) = (metadata.model.attention.name(), metadata.model.rnn_type.name());
    let entry = Entry {
        task: metadata.task.clone(),
        attention: attention.to_string(),
        rnn: rnn.to_string(),
        file: format!("{}-{}-{rnn}.{}.safetensors", metadata.task, attention.replace('_', "-"), &sha256[..8]),
        bytes: bytes.len(),
        sha256,
        parameters: trained.model.parameter_count(),
        quality: metadata.quality.clone(),
        data: metadata.data.clone(),
    };
    Ok((entry, bytes))
}

fn of_dates(evaluation: &Evaluation) -> BTreeMap<String, f64> {
    let lowest = evaluation.by_spelling.values().map(|of_spelling| of_spelling.exact_match);
    let measures = [
        ("exactMatch", Some(evaluation.exact_match)),
        ("exactMatchOfWorstSpelling", lowest.reduce(f64::min)),
        ("alignment", evaluation.alignment),
        ("alignmentOfYear", evaluation.alignment_by_field.get("year").copied()),
        ("alignmentOfMonth", evaluation.alignment_by_field.get("month").copied()),
        ("alignmentOfDay", evaluation.alignment_by_field.get("day").copied()),
    ];
    named(measures)
}

fn of_pairs(
    trained: &Checkpoint,
    shipped: &Checkpoint,
    file: &PairFile,
    aligned: &AlignedFile,
) -> Result<BTreeMap<String, f64>> {
    let measure = |checkpoint: &Checkpoint, typing, beam| {
        let options = SearchOptions { beam, candidates: 0, ..SearchOptions::default() };
        translation::evaluate(checkpoint, file, typing, &options).map(|(evaluation, _)| evaluation)
    };
    let greedy = measure(shipped, Typing::AsWritten, 1)?;
    let beam = measure(shipped, Typing::AsWritten, 5)?;
    let hurried = measure(shipped, Typing::LowerCasedWithoutFinalPunctuation, 1)?;
    let with_32_bits = measure(trained, Typing::AsWritten, 1)?;
    Ok(named([
        ("bleu", Some(greedy.bleu)),
        ("bleuBeam5", Some(beam.bleu)),
        ("bleuLowerCased", Some(hurried.bleu)),
        ("bleu32Bit", Some(with_32_bits.bleu)),
        ("chrf", Some(greedy.chrf)),
        ("exactMatch", Some(greedy.exact_match)),
        ("emptyOrLooping", Some(greedy.empty_or_looping)),
        ("alignment", aligned.agreement(shipped)?.map(|found| found.agreement)),
    ]))
}

/// Those measures that there are.
fn named<const N: usize>(measures: [(&str, Option<f64>); N]) -> BTreeMap<String, f64> {
    measures.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))).collect()
}
