//! Small files of sentence pairs, and trainings on them.

use std::fs;
use std::path::{Path, PathBuf};

use seqscope::checkpoint::Checkpoint;
use tempfile::TempDir;

use crate::command::{Run, seqscope, str};

pub const ENGLISH: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
pub const FRENCH: [&str; 6] = ["un", "deux", "trois", "quatre", "cinq", "six"];
pub const CHINESE: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

/// Numbers counted out, each with two translations, one of which is written with a capital.
pub fn corpus(directory: &Path, name: &str, words: [&str; 6], space: &str, end: &str) -> PathBuf {
    let mut lines = String::new();
    for first in 0..6 {
        for second in 0..6 {
            for third in 0..6 {
                let places = [first, second, third];
                let source = places.map(|place| ENGLISH[place]).join(" ");
                let target = places.map(|place| words[place]).join(space);
                lines.push_str(&format!("I don't count {source}.\t{target}{end}\n"));
                lines.push_str(&format!("I don't count {source}.\tJe {target}{end}\n"));
            }
        }
    }
    let path = directory.join(name);
    fs::write(&path, lines).unwrap();
    path
}

/// Files to train and to validate on.
pub fn pairs(directory: &Path, task: &str) -> (PathBuf, PathBuf) {
    let (words, space, end) = if task == "en-zh" { (CHINESE, "", ".") } else { (FRENCH, " ", " !") };
    let path = corpus(directory, &format!("{task}.tsv"), words, space, end);
    let into = directory.join(format!("{task}-pairs"));
    let run = seqscope(&["split", "--pairs", str(&path), "--held-out", "16", "--into", str(&into)]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
    (into.join("train.tsv"), into.join("validation.tsv"))
}

pub fn train(task: &str, (train, validation): &(PathBuf, PathBuf), out: &Path, more: &[&str]) -> Vec<String> {
    let mut arguments = vec!["train", "--task", task, "--attention", "general", "--out", str(out)];
    arguments.extend(["--pairs", str(train), "--validation", str(validation), "--precision", "f32"]);
    arguments.extend(["--source-pieces", "60", "--target-pieces", "60", "--piece-dropout", "0.1"]);
    arguments.extend(["--d-model", "16", "--layers", "2", "--tied-embeddings", "--dropout", "0.1"]);
    arguments.extend(["--batch-size", "100", "--threads", "1", "--warm-up", "5", "--decay", "linear"]);
    arguments.extend(more);
    arguments.into_iter().map(str::to_string).collect()
}

pub fn run(arguments: &[String]) -> Run {
    seqscope(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

pub fn model(directory: &Path) -> Checkpoint {
    Checkpoint::from_bytes(&fs::read(directory.join("model.safetensors")).unwrap()).unwrap()
}

pub fn temporary() -> TempDir {
    tempfile::tempdir().unwrap()
}
