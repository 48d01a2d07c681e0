//! `seqscope convert`.

use std::fs;

use seqscope::checkpoint::{Checkpoint, Precision};

use crate::command::{seqscope, str};
use crate::models::dates;

#[test]
fn it_writes_what_the_library_writes_and_leaves_out_what_was_measured_of_other_numbers() {
    let directory = tempfile::tempdir().unwrap();
    let model = dates("general");
    let mut expected = Checkpoint::from_bytes(&fs::read(&model).unwrap()).unwrap();
    let convert = |precision: &str| {
        let out = directory.path().join(precision);
        let run = seqscope(&["convert", "--model", &model, "--precision", precision, "--out", str(&out)]);
        assert_eq!(run.code, Some(0), "{run:?}");
        fs::read(out).unwrap()
    };
    let wide = convert("f32");
    assert!(wide == expected.to_bytes(Precision::F32).unwrap(), "widening changes no number");
    assert!(!Checkpoint::from_bytes(&wide).unwrap().metadata.quality.is_empty());
    expected.metadata.quality.clear();
    assert!(convert("i4") == expected.to_bytes(Precision::I4).unwrap());
}

#[test]
fn four_bits_are_named_by_what_they_are() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("four");
    let run = seqscope(&["convert", "--model", &dates("general"), "--precision", "i4", "--out", str(&out)]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let shown = seqscope(&["inspect", "--model", str(&out)]).quietly();
    let line = "  decoder.attention.W_align.weight           I4 [64, 64]";
    assert!(shown.lines().any(|shown| shown == line), "{shown}");
}

#[test]
fn it_does_not_write_over_what_it_reads() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("model");
    fs::copy(dates("dot"), &path).unwrap();
    seqscope(&["convert", "--model", str(&path), "--precision", "i4", "--out", str(&path)])
        .fails_with(&format!("{}: expected another file than --model", path.display()));
    assert!(fs::read(&path).unwrap() == fs::read(dates("dot")).unwrap());
}
