//! `seqscope inspect`, and what every command says of a file that is no model.

use std::fs;

use serde_json::Value;

use crate::command::{seqscope, str};
use crate::models::dates;

#[test]
fn it_shows_sizes_training_quality_and_tensors() {
    let shown = seqscope(&["inspect", "--model", &dates("general")]).quietly();
    for expected in [
        "task         dates",
        "attention    general",
        "recurrence   lstm",
        "  d_model                  64",
        "  optimiser                \"adam\"",
        "  exactMatch               ",
        "  decoder.attention.W_align.weight           I8 [64, 64]",
    ] {
        assert!(shown.lines().any(|line| line.starts_with(expected)), "{expected:?} in\n{shown}");
    }
}

#[test]
fn json_is_one_object_whose_tensors_hold_all_parameters() {
    let path = dates("concat");
    let shown = seqscope(&["inspect", "--json", "--model", &path]).quietly();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["bytes"], fs::metadata(path).unwrap().len());
    assert_eq!(shown["metadata"]["model"]["attention"], "concat");
    let size = |tensor: &Value| -> u64 {
        let shape: Vec<u64> =
            tensor["shape"].as_array().unwrap().iter().map(|size| size.as_u64().unwrap()).collect();
        // A matrix has 8 bits, a vector 16.
        assert_eq!(tensor["dtype"], if shape.len() == 2 { "I8" } else { "F16" });
        shape.iter().product()
    };
    let parameters: u64 = shown["tensors"].as_array().unwrap().iter().map(size).sum();
    assert_eq!(shown["parameters"], parameters);
}

#[test]
fn every_command_names_the_file_that_it_cannot_use() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    fs::write(path("text"), "4/5/21\t2021-04-05\n").unwrap();
    fs::write(path("empty"), "").unwrap();
    let whole = fs::read(dates("dot")).unwrap();
    fs::write(path("cut"), &whole[..whole.len() / 2]).unwrap();
    let into = path("published");
    for (name, reason) in [
        ("missing", "No such file or directory (os error 2)"),
        (".", "Is a directory (os error 21)"),
        ("text", "not a safetensors file: header too large"),
        ("empty", "not a safetensors file: header too small"),
        ("cut", "not a safetensors file: incomplete metadata, file not fully covered"),
    ] {
        let file = path(name);
        for command in ["evaluate", "translate", "inspect"] {
            seqscope(&[command, "--model", str(&file)]).fails_with(&format!("{}: {reason}", file.display()));
        }
        seqscope(&["publish", "--model", str(&file), "--into", str(&into)])
            .fails_with(&format!("{}: {reason}", file.display()));
    }
    assert_eq!(fs::read_dir(&into).unwrap().count(), 0, "nothing was published");
}
