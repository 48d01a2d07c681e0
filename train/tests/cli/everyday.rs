//! What the shipped translation models make of sixty everyday sentences a language, written for this test.
//!
//! `tests/everyday/TASK.tsv` has them with translations that a speaker would accept. The figures are higher than those of
//! the test half, whose sentences are longer and have no references of their own: they say whether what is shipped
//! runs as it was trained, not how good it is.

use std::fs;
use std::path::Path;

use seqscope::checkpoint::{Checkpoint, Precision};
use seqscope::nn::Parameters;
use serde_json::Value;

use crate::command::{seqscope, str};
use crate::models::{directory, manifest, paths};

/// Task, and the least BLEU and chrF. The models that were shipped when the sentences were written had 86 to 87 and 91 to
/// 92 in French, 81 to 83 and 70 to 74 in Chinese.
const FLOORS: [(&str, f64, f64); 2] = [("en-fr", 78.0, 86.0), ("en-zh", 70.0, 62.0)];

/// BLEU and chrF of a model's files.
fn quality(task: &str, files: &[&str]) -> (f64, f64) {
    let sentences = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/everyday/{task}.tsv"));
    let arguments = [&["evaluate", "--model"], files, &["--pairs", str(&sentences)]].concat();
    let found: Value = serde_json::from_str(&seqscope(&arguments).quietly()).unwrap();
    assert_eq!(found["count"], 60, "{task}");
    (found["bleu"].as_f64().unwrap(), found["chrf"].as_f64().unwrap())
}

#[test]
fn every_shipped_model_translates_everyday_sentences() {
    let models = manifest(&directory());
    for (task, least_bleu, least_chrf) in FLOORS {
        let of_task: Vec<&Value> = models.iter().filter(|entry| entry["task"] == task).collect();
        assert!(of_task.len() >= 3, "{task}: {} models", of_task.len());
        for entry in of_task {
            let files = paths(&directory(), entry);
            let (bleu, chrf) = quality(task, &files.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(bleu >= least_bleu, "{}: BLEU {bleu}", files.join(" "));
            assert!(chrf >= least_chrf, "{}: chrF {chrf}", files.join(" "));
        }
    }
}

/// A shipped French model after `change`.
fn changed(change: impl FnOnce(&mut Checkpoint)) -> (f64, f64) {
    let models = manifest(&directory());
    let entry = models.iter().find(|entry| entry["task"] == "en-fr" && entry["attention"] == "dot").unwrap();
    let files: Vec<Vec<u8>> = paths(&directory(), entry).iter().map(|path| fs::read(path).unwrap()).collect();
    let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    let mut checkpoint = Checkpoint::from_files(&files).unwrap();
    change(&mut checkpoint);
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("changed.safetensors");
    fs::write(&path, checkpoint.to_bytes(Precision::I8).unwrap()).unwrap();
    quality("en-fr", &[str(&path)])
}

#[test]
fn a_model_that_is_not_what_was_trained_falls_below() {
    let swapped = changed(|Checkpoint { metadata, model }| {
        let [the, a] = ["the", "a"].map(|word| metadata.source.encode(word)[0].id);
        for mut column in model.encoder.input_embedding.weight.columns_mut() {
            column.swap(the, a);
        }
    });
    let cut = changed(|Checkpoint { model, .. }| {
        for (_, mut matrix) in model.parameters_mut().into_iter().filter(|(_, values)| values.ndim() == 2) {
            for mut row in matrix.rows_mut() {
                // Down to the next of nine values, instead of to the nearest. The row of padding is 0.
                let step = row.iter().fold(0.0_f32, |largest, value| largest.max(value.abs())) / 4.0;
                if step > 0.0 {
                    row.mapv_inplace(|value| (value / step).floor() * step);
                }
            }
        }
    });
    for (bleu, chrf) in [swapped, cut] {
        let (_, least_bleu, least_chrf) = FLOORS[0];
        assert!(bleu < least_bleu && chrf < least_chrf, "BLEU {bleu}, chrF {chrf}");
    }
}
