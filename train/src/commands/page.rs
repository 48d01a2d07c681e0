//! `seqscope page`: models in a page of one file.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use seqscope::nn::Parameters;

use crate::files;
use crate::manifest::{self, Entry, Manifest, PublishedFile};
use crate::messages::say;
use crate::model_files::ModelFiles;
use crate::page::{self, HeldFile, Start};

/// Writes one HTML file with models in it, which opens from a disk without a network.
///
/// Everything else comes from a page that `cargo xtask dist` has written; the models in that are left out. The models are
/// stored as they are: `convert --precision i4` makes them small.
#[derive(Args)]
pub struct PageArguments {
    /// Model files: each of a single model, of a trunk, or of a head of the trunk before it.
    #[arg(long, required = true, num_args = 1..)]
    model: Vec<PathBuf>,
    /// What stands in the text box when the page is opened.
    #[arg(long)]
    text: Option<String>,
    /// A page of one file.
    #[arg(long, default_value = "dist/seqscope.html")]
    template: PathBuf,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
}

pub fn page(arguments: &PageArguments) -> Result<ExitCode> {
    let PageArguments { model, text, template, out } = arguments;
    ensure!(
        template.exists(),
        "{}: there is no such file: `cargo xtask dist --only page` writes it, --template names another",
        template.display()
    );
    let template = String::from_utf8(files::read(template)?)
        .with_context(|| format!("{}: expected a page of one file", arguments.template.display()))?;
    let models = ModelFiles::read_all(model)?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut held: Vec<HeldFile> = Vec::new();
    for files in &models {
        let (entry, of_model) = entry(files).with_context(|| files.path.display().to_string())?;
        ensure!(
            entries.iter().all(|other| other.key() != entry.key()),
            "{}: a second model {}: expected one",
            files.path.display(),
            entry.id
        );
        entries.push(entry);
        // Heads share their trunk.
        held.extend(
            of_model
                .into_iter()
                .filter(|file| held.iter().all(|other| other.name != file.name))
                .collect::<Vec<_>>(),
        );
    }
    let task = entries[0].task.clone();
    let shown: Vec<String> = entries.iter().filter(|entry| entry.task == task).map(key).collect();
    let start = Start { task: &task, text: text.as_deref(), attentions: &shown };
    let manifest = serde_json::to_vec(&Manifest::of(entries))?;
    let written = page::with_models(&template, &manifest, &held, &start)
        .with_context(|| format!("{}: expected a page of one file", arguments.template.display()))?;
    files::write(out, written.as_bytes())?;
    say(format_args!("{}: {} bytes", out.display(), written.len()));
    Ok(ExitCode::SUCCESS)
}

/// What the page is told of a model, and its files.
fn entry(model: &ModelFiles) -> Result<(Entry, Vec<HeldFile<'_>>)> {
    let checkpoint = model.checkpoint()?;
    let metadata = &checkpoint.metadata;
    let (attention, rnn) = (metadata.model.attention.name(), metadata.model.rnn_type.name());
    let id = manifest::id(&metadata.task, attention, rnn);
    let names = if model.has_trunk() {
        vec![format!("{}-trunk-{rnn}", metadata.task), id.clone()]
    } else {
        vec![id.clone()]
    };
    let bytes = model.bytes();
    let files: Vec<PublishedFile> =
        names.iter().zip(&bytes).map(|(name, bytes)| PublishedFile::new(name, bytes)).collect();
    let held =
        files.iter().zip(bytes).map(|(file, bytes)| HeldFile { name: file.file.clone(), bytes }).collect();
    let entry = Entry {
        task: metadata.task.clone(),
        attention: attention.to_string(),
        rnn: rnn.to_string(),
        files,
        id,
        parameters: checkpoint.model.parameter_count(),
        quality: metadata.quality.clone(),
        data: metadata.data.clone(),
    };
    Ok((entry, held))
}

/// What the page calls a model of a task: its attention, and behind it the cell where that is no LSTM.
fn key(entry: &Entry) -> String {
    if entry.rnn == "lstm" { entry.attention.clone() } else { format!("{}-{}", entry.attention, entry.rnn) }
}
