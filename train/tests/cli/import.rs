//! `seqscope import`.

use std::fs;

use crate::command::{seqscope, seqscope_on, str};

/// What `python/seqscope_export.py` wrote of a small model.
const EXPORTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/import/exported.safetensors");

#[test]
fn it_shows_what_was_found_writes_a_model_that_runs_and_compares_it_with_pytorch() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("model.safetensors");
    let run = seqscope(&["import", EXPORTED, "--out", str(&out)]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let line = "recurrence         lstm                     from encoder.rnn.weight_hh_l0 [16, 4]";
    assert!(run.stdout.lines().any(|found| found == line), "{}", run.stdout);
    assert!(run.stderr.contains("equal to PyTorch 2.15.0"), "{}", run.stderr);
    assert!(run.stderr.contains(" to 1e-5: on 2 sentences ln p differs by at most "), "{}", run.stderr);
    let shown = seqscope_on(b"red green blue\n", &["translate", "--model", str(&out)]).quietly();
    assert_eq!(shown.trim_end(), "bleu rouges bleu");
}

#[test]
fn an_answer_that_makes_another_model_of_it_is_noticed() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("model.safetensors");
    let run = seqscope(&["import", EXPORTED, "--setting", "concatTanh=false", "--out", str(&out)]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("not equal to PyTorch"), "{}", run.stderr);
}

#[test]
fn what_is_no_model_and_what_is_no_answer_is_said() {
    let directory = tempfile::tempdir().unwrap();
    let page = directory.path().join("model.pt");
    fs::write(&page, "<!doctype html>").unwrap();
    seqscope(&["import", str(&page)]).fails_with(
        "model.pt: an HTML page: the address of a page was saved in the place of that of the file: download the file itself",
    );
    let run = seqscope(&["import", EXPORTED, "--setting", "concatTanh"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    let run = seqscope(&["import", EXPORTED, "--setting", "concatTanh=perhaps"]);
    assert_eq!(run.code, Some(2), "{run:?}");
}
