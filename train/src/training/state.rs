//! A training run on disk: the trainer's tensors and, as JSON, everything else.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use anyhow::{Context, Result, bail};
use ndarray::ArrayD;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use seqscope::training::{Progress, TrainerState};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::settings::Settings;
use crate::files;

/// The key in `__metadata__`.
const RUN: &str = "run";

/// A run between two steps.
pub struct SavedRun {
    pub record: Record,
    pub trainer: TrainerState,
}

/// What a run knows besides its tensors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub settings: Settings,
    #[serde(flatten)]
    pub progress: Progress,
    /// Time spent in training, over all the parts of the run.
    pub seconds: f64,
}

impl SavedRun {
    /// Writes the state. One with a number that is none is not written: nothing could go on from it.
    pub fn write(&self, path: &Path) -> Result<()> {
        if let Some((name, _)) =
            self.trainer.tensors.iter().find(|(_, values)| !values.iter().all(|value| value.is_finite()))
        {
            bail!(
                "{name} is no longer finite after step {}; a lower --learning-rate or --clip may help",
                self.record.progress.steps
            );
        }
        let stored: Vec<(&str, &[usize], Vec<u8>)> = self
            .trainer
            .tensors
            .iter()
            .map(|(name, values)| (name.as_str(), values.shape(), bytes(values)))
            .collect();
        let views = stored
            .iter()
            .map(|(name, shape, data)| Ok((name, TensorView::new(Dtype::F32, shape.to_vec(), data)?)))
            .collect::<Result<Vec<_>>>()?;
        let run = serde_json::to_string(&self.record)?;
        let bytes = safetensors::serialize(views, Some(HashMap::from([(RUN.to_string(), run)])))?;
        files::write(path, &bytes)
    }

    /// Reads a state and checks that it belongs to `settings`.
    pub fn read(path: &Path, settings: &Settings) -> Result<Self> {
        let bytes = files::read(path).context("nothing to resume from")?;
        Self::from_bytes(&bytes, settings).with_context(|| path.display().to_string())
    }

    fn from_bytes(bytes: &[u8], settings: &Settings) -> Result<Self> {
        let (_, header) = SafeTensors::read_metadata(bytes)?;
        let run = header.metadata().as_ref().and_then(|metadata| metadata.get(RUN));
        let run = run.context("this is no saved training: expected the key `run` in `__metadata__`")?;
        // Compared as JSON first: the settings of another version may have other fields.
        let run: Value = serde_json::from_str(run)?;
        // As text, because that rounds a 32-bit 0.1 to 0.1 and a value does not.
        let settings: Value = serde_json::from_str(&serde_json::to_string(settings)?)?;
        let different = differences(&run["settings"], &settings, "");
        if !different.is_empty() {
            let different: Vec<String> = different.into_iter().collect();
            bail!("the saved run had other settings: {}", different.join("; "));
        }
        let record: Record = serde_json::from_value(run)?;
        let mut tensors = Vec::new();
        for (name, tensor) in SafeTensors::deserialize(bytes)?.tensors() {
            if tensor.dtype() != Dtype::F32 {
                bail!("{name}: expected type F32, found {:?}", tensor.dtype());
            }
            let (numbers, _) = tensor.data().as_chunks::<4>();
            let numbers = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
            tensors.push((name, ArrayD::from_shape_vec(tensor.shape(), numbers)?));
        }
        Ok(Self { trainer: TrainerState { steps: record.progress.steps, tensors }, record })
    }
}

/// Four bytes a number. Fifty megabytes of them, once a minute, so not one byte after the other.
fn bytes(values: &ArrayD<f32>) -> Vec<u8> {
    let mut bytes = vec![0; 4 * values.len()];
    for (bytes, value) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(values) {
        *bytes = value.to_le_bytes();
    }
    bytes
}

/// `setting: saved, now …` for every setting under `path` that is not the same.
fn differences(saved: &Value, now: &Value, path: &str) -> BTreeSet<String> {
    let (Value::Object(saved), Value::Object(now)) = (saved, now) else {
        let difference = || format!("{}: {saved}, now {now}", option(path));
        return (saved != now).then(difference).into_iter().collect();
    };
    let none = Value::Null;
    let fields: BTreeSet<&String> = saved.keys().chain(now.keys()).collect();
    let of_field = |field: &String| {
        let path = if path.is_empty() { field.clone() } else { format!("{path}.{field}") };
        differences(saved.get(field).unwrap_or(&none), now.get(field).unwrap_or(&none), &path)
    };
    fields.into_iter().flat_map(of_field).collect()
}

/// The option that a setting comes from; the setting's own name where it is not one option's value.
fn option(path: &str) -> String {
    let name = match path {
        "model.rnn_type" => "rnn",
        "translation.pairs_digest" => return "contents of --pairs".to_string(),
        "translation.validation_digest" => return "contents of --validation".to_string(),
        "model.encoder_layers" | "model.decoder_layers" => "layers",
        "trainer.schedule.peak" => "learning-rate",
        "trainer.schedule.warm_up" => "warm-up",
        "trainer.schedule.decay.cosine.steps" => "steps",
        "model.bidirectional" | "model.n_src_words" | "model.n_tgt_words" => return path.to_string(),
        _ if path.contains("adam") => return path.to_string(),
        _ => path.rsplit('.').next().unwrap_or(path),
    };
    format!("--{}", name.replace('_', "-"))
}
