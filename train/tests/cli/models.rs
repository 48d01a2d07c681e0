//! The models that tests run: those that are shipped.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

pub fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/models")
}

pub fn manifest(directory: &Path) -> Vec<Value> {
    let text = fs::read_to_string(directory.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let version = &manifest["formatVersion"];
    assert!(*version == 1 || *version == 2, "{version}");
    manifest["models"].as_array().unwrap().clone()
}

/// The files of a model: objects with `file`, `bytes` and `sha256`. In a manifest of version 1 the entry is one itself.
pub fn files(entry: &Value) -> Vec<Value> {
    entry["files"].as_array().cloned().unwrap_or_else(|| vec![entry.clone()])
}

/// Their paths.
pub fn paths(directory: &Path, entry: &Value) -> Vec<String> {
    let path = |file: &Value| directory.join(file["file"].as_str().unwrap()).to_str().unwrap().to_string();
    files(entry).iter().map(path).collect()
}

/// The path of a shipped LSTM for dates.
pub fn dates(attention: &str) -> String {
    let models = manifest(&directory());
    let entry = models
        .iter()
        .find(|entry| entry["task"] == "dates" && entry["rnn"] == "lstm" && entry["attention"] == attention)
        .expect("a shipped model");
    paths(&directory(), entry).swap_remove(0)
}
