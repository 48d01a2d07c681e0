//! `seqscope inspect`: what is in a model file.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use safetensors::tensor::{Dtype, SafeTensors};
use seqscope::checkpoint::Metadata;
use seqscope::nn::Parameters;
use serde::Serialize;

use crate::model_files::ModelFiles;

/// Shows what is in the file of a model, or in those of a trunk and a head together: sizes, tensors, how it was trained and what it measures.
#[derive(Args)]
pub struct InspectArguments {
    /// The file of a model, or the files of a trunk and a head.
    #[arg(long, required = true, num_args = 1..=2, value_names = ["MODEL", "HEAD"])]
    model: Vec<PathBuf>,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Inspection {
    bytes: usize,
    parameters: usize,
    metadata: Metadata,
    tensors: Vec<Tensor>,
}

#[derive(Serialize)]
struct Tensor {
    name: String,
    dtype: String,
    shape: Vec<usize>,
}

pub fn inspect(arguments: &InspectArguments) -> Result<ExitCode> {
    let model = ModelFiles::read(&arguments.model)?;
    let checkpoint = model.checkpoint()?;
    let files = model.bytes().into_iter().map(SafeTensors::deserialize).collect::<Result<Vec<_>, _>>()?;
    let tensors = checkpoint.model.parameters().into_iter().map(|(name, values)| {
        let tensor = files.iter().find_map(|file| file.tensor(&name).ok());
        let dtype = match tensor.with_context(|| name.clone())?.dtype() {
            // Two numbers a byte.
            Dtype::U8 => "I4".to_string(),
            dtype => format!("{dtype:?}"),
        };
        Ok(Tensor { name, dtype, shape: values.shape().to_vec() })
    });
    let inspection = Inspection {
        bytes: model.bytes().iter().map(|bytes| bytes.len()).sum(),
        parameters: checkpoint.model.parameter_count(),
        tensors: tensors.collect::<Result<_>>()?,
        metadata: checkpoint.metadata,
    };
    if arguments.json {
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&inspection)?).context("standard output")?;
    } else {
        write_text(&inspection).context("standard output")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write_text(inspection: &Inspection) -> Result<()> {
    let Inspection { bytes, parameters, metadata, tensors } = inspection;
    let mut out = stdout().lock();
    writeln!(out, "task         {}", metadata.task)?;
    writeln!(out, "attention    {}", metadata.model.attention.name())?;
    writeln!(out, "recurrence   {}", metadata.model.rnn_type.name())?;
    writeln!(out, "file         {bytes} bytes, format version {}", metadata.format_version)?;
    writeln!(out, "parameters   {parameters}")?;
    writeln!(out, "vocabulary   {} source, {} target", metadata.source.len(), metadata.target.len())?;
    writeln!(out, "data         {} ({})", metadata.data.source, metadata.data.licence)?;
    for (title, fields) in [
        ("model", serde_json::to_value(&metadata.model)?),
        ("training", serde_json::to_value(&metadata.training)?),
        ("quality", serde_json::to_value(&metadata.quality)?),
    ] {
        writeln!(out, "\n{title}")?;
        for (name, value) in fields.as_object().into_iter().flatten() {
            writeln!(out, "  {name:<24} {value}")?;
        }
    }
    writeln!(out, "\ntensors")?;
    for Tensor { name, dtype, shape } in tensors {
        writeln!(out, "  {name:<42} {dtype} {shape:?}")?;
    }
    Ok(())
}
