//! `seqscope reference-model`.

use std::fs;
use std::path::Path;

use seqscope::checkpoint::Checkpoint;
use seqscope::nn::Parameters;
use serde_json::Value;

use crate::command::{seqscope, str};

const SIZES: [&str; 12] = [
    "--d-model",
    "32",
    "--layers",
    "2",
    "--words",
    "60",
    "--source-tokens",
    "5",
    "--steps",
    "9",
    "--seed",
    "3",
];

fn make(into: &Path, more: &[&str]) -> Value {
    let arguments = [&["reference-model", "--into", str(into)], &SIZES[..], more].concat();
    assert_eq!(seqscope(&arguments).quietly(), "");
    serde_json::from_str(&fs::read_to_string(into.join("reference.json")).unwrap()).unwrap()
}

#[test]
fn every_precision_writes_the_known_output_in_the_number_of_steps_asked_for() {
    for attention in ["dot", "general", "concat"] {
        let into = tempfile::tempdir().unwrap();
        let more = ["--attention", attention, "--precision", "f32,f16,i8"];
        let reference = make(into.path(), &more);
        let ids: Vec<u64> =
            reference["ids"].as_array().unwrap().iter().map(|id| id.as_u64().unwrap()).collect();
        assert_eq!((ids.len(), ids[8]), (9, 3));
        assert_eq!(reference["sourceIds"].as_array().unwrap().len(), 5);
        for name in ["f32", "f16", "i8"] {
            let file = &reference["files"][name];
            let bytes = fs::read(into.path().join(file["file"].as_str().unwrap())).unwrap();
            assert_eq!(file["bytes"], bytes.len());
            let checkpoint = Checkpoint::from_bytes(&bytes).unwrap();
            assert_eq!(reference["parameters"], checkpoint.model.parameter_count());
            let trace = checkpoint.run(reference["text"].as_str().unwrap(), &Default::default()).unwrap();
            let found: Vec<u64> = trace.target.iter().map(|token| token.id as u64).collect();
            assert_eq!((found, trace.complete), (ids.clone(), true), "{attention} {name}");
            assert_eq!(reference["output"], trace.output);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_else_is_written() {
    let read = |more: &[&str]| {
        let into = tempfile::tempdir().unwrap();
        make(into.path(), more);
        fs::read(into.path().join("i8.safetensors")).unwrap()
    };
    let bytes = read(&["--precision", "i8"]);
    assert_eq!(bytes, read(&["--precision", "f32,i8"]));
    assert_ne!(bytes, read(&["--precision", "i8", "--attention", "dot"]));
}

#[test]
fn sizes_that_cannot_be_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let into = directory.path().join("into");
    for (option, value, message) in [
        ("--source-tokens", "0", "--source-tokens: expected a number from 1 to 256, found 0"),
        ("--steps", "1", "--steps: expected a number from 2 to 40, the most for 10 source tokens, found 1"),
        ("--steps", "41", "--steps: expected a number from 2 to 40, the most for 10 source tokens, found 41"),
        ("--words", "14", "--words: expected at least 15 for 12 steps without a word twice, found 14"),
        ("--words", "65000", "--words: expected at most 63716, found 65000"),
    ] {
        seqscope(&["reference-model", "--into", str(&into), option, value]).fails_with(message);
    }
    let run = seqscope(&["reference-model", "--into", str(&into), "--d-model", "15"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(!into.exists());
}
