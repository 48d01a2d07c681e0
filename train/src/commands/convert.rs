//! `seqscope convert`: a model file in other numbers.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use seqscope::checkpoint::Checkpoint;

use crate::files;
use crate::messages::say;
use crate::model_files::ModelFiles;
use crate::options::StoredPrecision;

/// Writes a model file in 32, 16, 8 or 4 bits; of a trunk and a head a single file.
///
/// The measured quality is that of other numbers where some are rounded, and is left out then: `evaluate` measures the
/// new file. Best is to convert what has 32 bits, as each rounding adds to the ones before.
#[derive(Args)]
pub struct ConvertArguments {
    /// The file of a model, or the files of a trunk and a head.
    #[arg(long, required = true, num_args = 1..=2, value_names = ["MODEL", "HEAD"])]
    model: Vec<PathBuf>,
    /// How numbers are stored.
    #[arg(long, value_enum)]
    precision: StoredPrecision,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
}

pub fn convert(arguments: &ConvertArguments) -> Result<ExitCode> {
    let ConvertArguments { model, precision, out } = arguments;
    // A slip of the hand would leave fewer bits in the place of more.
    let is_same = |model: &PathBuf| out.exists() && model.canonicalize().ok() == out.canonicalize().ok();
    ensure!(!model.iter().any(is_same), "{}: expected another file than --model", out.display());
    let model = ModelFiles::read(model)?;
    let mut checkpoint = model.checkpoint()?;
    let converted = |checkpoint: &Checkpoint| {
        checkpoint.to_bytes(precision.engine()).with_context(|| model.path.display().to_string())
    };
    let mut written = converted(&checkpoint)?;
    if Checkpoint::from_bytes(&written)?.model != checkpoint.model && !checkpoint.metadata.quality.is_empty()
    {
        checkpoint.metadata.quality.clear();
        written = converted(&checkpoint)?;
    }
    files::write(out, &written)?;
    let before: usize = model.bytes().iter().map(|bytes| bytes.len()).sum();
    say(format_args!("{}: {} bytes, from {}", out.display(), written.len(), before));
    Ok(ExitCode::SUCCESS)
}
