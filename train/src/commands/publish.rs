//! `seqscope publish`: from trained models to the files that the page loads.
//!
//! manifest.json is `{ "formatVersion": 2, "models": [entry, …] }`, an entry being
//!
//! ```json
//! {
//!   "id": "en-fr-general-lstm",
//!   "task": "en-fr", "attention": "general", "rnn": "lstm",
//!   "files": [{ "file": "en-fr-trunk-lstm.0a1b2c3d.safetensors", "bytes": 2400000, "sha256": "0a1b2c3d…" },
//!             { "file": "en-fr-general-lstm.4e5f6071.safetensors", "bytes": 140000, "sha256": "4e5f6071…" }],
//!   "parameters": 4500000,
//!   "quality": { "bleu": 50.9 },
//!   "data": { "source": "…", "licence": "…" }
//! }
//! ```
//!
//! `files` are, in the order in which they are read, the single file of a model, or a trunk and a head. Entries of heads
//! that share a trunk name the same file for it. `id` is TASK-ATTENTION-RNN and stays when the files change. `parameters` are
//! all that the model runs with, the trunk's included.
//!
//! In version 1, which is read and never written, each entry has `file`, `bytes` and `sha256` itself, and no `id`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use safetensors::{Dtype, SafeTensors};
use seqscope::checkpoint::{Checkpoint, Shards};
use seqscope::nn::Parameters;
use seqscope::search::SearchOptions;
use seqscope::tasks::dates;
use seqscope::tasks::memory::MemoryTask;

use crate::data::pair_file::PairFile;
use crate::files;
use crate::manifest::{self, Entry, Manifest, PublishedFile};
use crate::measures::attention_on_pairs::AlignedFile;
use crate::measures::model_on_pairs::{self, Typing};
use crate::measures::{model_on_dates, model_on_memory};
use crate::messages::say;
use crate::model_files::ModelFiles;
use crate::options::StoredPrecision;
use crate::stored_model::StoredModel;

/// Puts models where the page finds them.
///
/// Each is stored in fewer bits, measured as it then is, and written under a name with its hash, in place of an
/// older one of the same task, attention and recurrence; of a trunk and its heads each is a file. manifest.json lists
/// them all.
///
/// Models of dates are measured on random dates, those of recall and repeat on random numbers and words, by how far back
/// what they are to write lies. Translation models, all of one task, are measured on --pairs: BLEU,
/// chrF and exact matches of greedy search; BLEU of a beam of 5, of inputs in lower case without their final
/// punctuation, and of the model as it was trained, with 32 bits; the share of outputs that are empty or loop; and
/// the agreement of the attention with an aligner that is trained on --aligner-pairs.
#[derive(Args)]
pub struct PublishArguments {
    /// Model files: each of a single model, of a trunk, or of a head of the trunk before it.
    #[arg(long, required = true, num_args = 1..)]
    model: Vec<PathBuf>,
    /// The directory to publish to.
    #[arg(long, default_value = "www/models")]
    into: PathBuf,
    /// How numbers are stored.
    #[arg(long, value_enum, default_value = "f16")]
    precision: StoredPrecision,
    /// How many random examples to measure on [default: 10000 dates; 2000 of each distance and length].
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Which random examples.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Sentence pairs to measure translation models on, as for `evaluate`: none that they were trained on.
    #[arg(long, requires = "aligner_pairs", conflicts_with_all = ["count", "seed"])]
    pairs: Option<PathBuf>,
    /// Sentence pairs to train the aligner on, such as those that the models were trained on.
    #[arg(long, requires = "pairs")]
    aligner_pairs: Option<PathBuf>,
}

pub fn publish(arguments: &PublishArguments) -> Result<ExitCode> {
    let directory = &arguments.into;
    fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
    let manifest_path = directory.join("manifest.json");
    let mut manifest = Manifest::read(&manifest_path)?;
    let models = ModelFiles::read_all(&arguments.model)?;
    let models = models.into_iter().map(Model::new).collect::<Result<Vec<Model>>>()?;
    let file = arguments.pairs.as_deref().map(PairFile::read).transpose()?;
    let test = Test::new(arguments, &models, file.as_ref())?;
    for model in models {
        let name = model.files.path.display().to_string();
        let (entry, written) = measured(model, &test, arguments.precision).context(name)?;
        for (published, bytes) in entry.files.iter().zip(&written) {
            files::write(&directory.join(&published.file), bytes)?;
        }
        say(format_args!("{}: {}", entry.id, serde_json::to_string(&entry.quality)?));
        let (older, mut others): (Vec<_>, Vec<_>) =
            manifest.models.into_iter().partition(|other| other.key() == entry.key());
        others.push(entry);
        others.sort_by(|a, b| a.key().cmp(&b.key()));
        manifest.models = others;
        manifest.write(&manifest_path)?;
        // Last, so that the manifest never names a file that is not there. Another head may need the trunk.
        let is_named = |file: &PublishedFile| {
            manifest.models.iter().flat_map(|entry| &entry.files).any(|named| named.file == file.file)
        };
        for replaced in older.iter().flat_map(|older| &older.files).filter(|file| !is_named(file)) {
            remove(&directory.join(&replaced.file))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn remove(path: &Path) -> Result<()> {
    if path.exists() { fs::remove_file(path).with_context(|| path.display().to_string()) } else { Ok(()) }
}

/// A model as it was trained.
struct Model {
    files: ModelFiles,
    checkpoint: Checkpoint,
}

impl Model {
    fn new(files: ModelFiles) -> Result<Self> {
        Ok(Self { checkpoint: files.checkpoint()?, files })
    }

    fn task(&self) -> &str {
        &self.checkpoint.metadata.task
    }

    /// What fewer bits lose can only be measured beside all of them.
    fn ensure_32_bits(&self) -> Result<()> {
        for bytes in self.files.bytes() {
            for (name, tensor) in SafeTensors::deserialize(bytes)?.iter() {
                let found = tensor.dtype();
                ensure!(
                    found == Dtype::F32,
                    "{name}: expected 32-bit numbers, as `train --precision f32` writes them, found {found:?}"
                );
            }
        }
        Ok(())
    }
}

/// What models are measured on.
enum Test<'a> {
    Made { count: Option<u64>, seed: u64 },
    Pairs(&'a PairFile, AlignedFile<'a>),
}

impl<'a> Test<'a> {
    /// `file` has the pairs that the arguments name.
    fn new(arguments: &PublishArguments, models: &[Model], file: Option<&'a PairFile>) -> Result<Self> {
        let (Some(file), Some(aligner_pairs)) = (file, &arguments.aligner_pairs) else {
            for model in models {
                let (path, task) = (model.files.path.display(), model.task());
                ensure!(
                    is_made(task),
                    "{path}: a model of the task {task}: expected --pairs to measure it on"
                );
            }
            return Ok(Self::Made { count: arguments.count, seed: arguments.seed });
        };
        let task = models.first().map_or("dates", |model| model.task());
        for model in models {
            let (path, found) = (model.files.path.display(), model.task());
            ensure!(!is_made(found), "{path}: a model of the task {found}: expected no --pairs");
            ensure!(found == task, "{path}: expected a model of the task {task} as the first, found {found}");
            model.ensure_32_bits().with_context(|| path.to_string())?;
        }
        Ok(Self::Pairs(file, AlignedFile::new(task, &PairFile::read(aligner_pairs)?, file)?))
    }

    /// Measured quality of `shipped`, which is `trained` in fewer bits.
    fn quality(&self, trained: &StoredModel, shipped: &StoredModel) -> Result<BTreeMap<String, f64>> {
        match self {
            Self::Made { count, seed } => {
                let options = SearchOptions { candidates: 0, ..SearchOptions::default() };
                if let Some(task) = MemoryTask::named(&shipped.metadata.task) {
                    let count = count.unwrap_or(model_on_memory::COUNT);
                    return Ok(model_on_memory::evaluate(shipped, task, count, *seed, &options)?.quality());
                }
                let count = count.unwrap_or(model_on_dates::COUNT);
                Ok(of_dates(&model_on_dates::evaluate(shipped, count, *seed, &options)?))
            }
            Self::Pairs(file, aligned) => of_pairs(trained, shipped, file, aligned),
        }
    }
}

/// Whether the examples of a task are made: then there are always more to measure on.
fn is_made(task: &str) -> bool {
    task == dates::TASK || MemoryTask::named(task).is_some()
}

/// The model as it is shipped, with what was measured of exactly that, and the bytes of its files.
fn measured(model: Model, test: &Test, precision: StoredPrecision) -> Result<(Entry, Vec<Vec<u8>>)> {
    let has_trunk = model.files.has_trunk();
    let stored = |checkpoint: &Checkpoint| -> Result<Vec<Vec<u8>>> {
        if has_trunk {
            let Shards { trunk, head, .. } = checkpoint.to_shards(precision.engine())?;
            return Ok(vec![trunk, head]);
        }
        Ok(vec![checkpoint.to_bytes(precision.engine())?])
    };
    let mut trained = model.checkpoint;
    let shipped = stored(&trained)?;
    let shipped = StoredModel::from_files(&shipped.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
    trained.metadata.quality = test.quality(&model.files.stored()?, &shipped)?;
    // Stored once more as it was trained: storing what was stored could round again.
    let bytes = stored(&trained)?;
    let metadata = &trained.metadata;
    let (task, attention, rnn) =
        (&metadata.task, metadata.model.attention.name(), metadata.model.rnn_type.name());
    let id = manifest::id(task, attention, rnn);
    let names = if has_trunk { vec![format!("{task}-trunk-{rnn}"), id.clone()] } else { vec![id.clone()] };
    let entry = Entry {
        task: task.clone(),
        attention: attention.to_string(),
        rnn: rnn.to_string(),
        files: names.iter().zip(&bytes).map(|(name, bytes)| PublishedFile::new(name, bytes)).collect(),
        id,
        parameters: trained.model.parameter_count(),
        quality: metadata.quality.clone(),
        data: metadata.data.clone(),
    };
    Ok((entry, bytes))
}

fn of_dates(evaluation: &model_on_dates::DatesEvaluation) -> BTreeMap<String, f64> {
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
    trained: &StoredModel,
    shipped: &StoredModel,
    file: &PairFile,
    aligned: &AlignedFile,
) -> Result<BTreeMap<String, f64>> {
    let measure = |model: &StoredModel, typing, beam| {
        let options = SearchOptions { beam, candidates: 0, ..SearchOptions::default() };
        model_on_pairs::evaluate(model, file, typing, &options).map(|(evaluation, _)| evaluation)
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
