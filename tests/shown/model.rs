//! Shipped models, and how numbers are kept in the file.

use std::collections::BTreeMap;
use std::path::Path;

use ndarray::Array2;
use seqscope::checkpoint::{Checkpoint, ModelFile};
use seqscope::inference::{Engine, Interventions, Workspace};
use seqscope::search::SearchOptions;
use seqscope::trace::{LayerTrace, Trace};
use serde::{Deserialize, Serialize};

/// Numbers by the names that they have on the page.
pub type Numbers = BTreeMap<String, f64>;

/// What was written and what was read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub target: usize,
    pub source: usize,
}

/// A shipped model as the page has it: 8-bit weights run, 32-bit ones are asked.
pub struct Model {
    pub checkpoint: Checkpoint,
    pub engine: Engine,
    pub workspace: Workspace,
}

impl Model {
    pub fn load(task: &str, attention: &str, rnn: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/models");
        let manifest = std::fs::read(folder.join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        let mut entries = manifest["models"].as_array().unwrap().iter();
        let named = |entry: &&serde_json::Value| {
            entry["task"] == task && entry["attention"] == attention && entry["rnn"] == rnn
        };
        let entry = entries.find(named).unwrap();
        // In a manifest of version 1 an entry is its file itself.
        let of_entry = entry["files"].as_array().cloned().unwrap_or_else(|| vec![entry.clone()]);
        let read =
            |file: &serde_json::Value| std::fs::read(folder.join(file["file"].as_str().unwrap())).unwrap();
        let bytes: Vec<Vec<u8>> = of_entry.iter().map(read).collect();
        let files: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
        let stored = ModelFile::read_files(&files).unwrap();
        assert!(stored.tensors()[0].has_bytes(), "{entry}: expected weights of 8 or 4 bits");
        let engine = Engine::read(&stored);
        let checkpoint = Checkpoint::try_from(stored).unwrap();
        Self { checkpoint, engine, workspace: Workspace::default() }
    }

    pub fn run(&mut self, text: &str, interventions: &Interventions) -> Trace {
        let Self { checkpoint, engine, workspace } = self;
        let options = SearchOptions::default();
        engine.run_with(&checkpoint.metadata, text, &options, interventions, workspace).unwrap()
    }

    pub fn source(&self, text: &str) -> Vec<usize> {
        self.checkpoint.metadata.source_ids(text).unwrap()
    }
}

/// A gate or state: [steps, units].
pub fn signal<'a>(layer: &'a LayerTrace, name: &str) -> &'a Array2<f32> {
    &layer.signals.iter().find(|signal| signal.name == name).unwrap().values
}

pub fn ids(trace: &Trace) -> Vec<usize> {
    trace.target.iter().map(|token| token.id).collect()
}

/// Adds a number under its name.
pub fn put(numbers: &mut Numbers, name: impl Into<String>, value: impl Into<f64>) {
    let name = name.into();
    assert!(!numbers.contains_key(&name), "{name} is there twice");
    numbers.insert(name, value.into());
}

/// With the digits that 32 bits have.
pub fn rounded(numbers: Numbers) -> Numbers {
    numbers.into_iter().map(|(name, value)| (name, format!("{value:.6e}").parse().unwrap())).collect()
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
