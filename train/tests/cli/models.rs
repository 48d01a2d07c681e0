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
    assert_eq!(manifest["formatVersion"], 1);
    manifest["models"].as_array().unwrap().clone()
}

/// The path of a shipped LSTM for dates.
pub fn dates(attention: &str) -> String {
    let models = manifest(&directory());
    let entry = models
        .iter()
        .find(|entry| entry["task"] == "dates" && entry["rnn"] == "lstm" && entry["attention"] == attention)
        .expect("a shipped model");
    directory().join(entry["file"].as_str().unwrap()).to_str().unwrap().to_string()
}
