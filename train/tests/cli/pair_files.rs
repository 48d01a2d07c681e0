//! What `seqscope train` makes of files of pairs that are not as it needs them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Run, seqscope, str};
use crate::corpus::{model, pairs, run, temporary, train};

const SHORT: [&str; 4] = ["--steps", "2", "--validate-every", "2"];

/// Writes a file of `lines`.
fn file(directory: &Path, name: &str, lines: &str) -> PathBuf {
    let path = directory.join(name);
    fs::write(&path, lines).unwrap();
    path
}

fn train_on(train_file: &Path, validation: &Path, out: &Path) -> Run {
    run(&train("en-fr", &(train_file.to_path_buf(), validation.to_path_buf()), out, &SHORT))
}

#[test]
fn pairs_are_asked_for_and_bad_lines_are_named() {
    let run = seqscope(&["train", "--task", "en-fr", "--attention", "dot"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--pairs <PAIRS>") && run.stderr.contains("--validation"), "{run:?}");

    let temporary = temporary();
    let (good, bad) = (temporary.path().join("good.tsv"), temporary.path().join("bad.tsv"));
    fs::write(&good, "One.\tUn.\n").unwrap();
    fs::write(&bad, "One.\tUn.\nTwo.\n").unwrap();
    let out = temporary.path().join("run");
    let arguments = ["train", "--task", "en-fr", "--attention", "dot", "--out", str(&out)];
    let with_pairs = |train: &Path, validation: &Path| {
        seqscope(&[&arguments[..], &["--pairs", str(train), "--validation", str(validation)]].concat())
    };
    let message = format!("{}:2: expected source, tab, target, found \"Two.\"", bad.display());
    with_pairs(&bad, &good).fails_with(&message);
    with_pairs(&good, &bad).fails_with(&message);
    assert!(!out.exists());
}

const ATTRIBUTION: &str = "CC-BY 2.0 (France) Attribution: tatoeba.org #2877272 (CM) & #1158250 (Wittydev)";

#[test]
fn a_column_of_attributions_is_no_translation() {
    let temporary = temporary();
    let (plain, validation) = pairs(temporary.path(), "en-fr");
    let attributed = |path: &Path, name: &str| {
        let text = fs::read_to_string(path).unwrap();
        let lines: String = text.lines().map(|line| format!("{line}\t{ATTRIBUTION}\n")).collect();
        file(temporary.path(), name, &lines)
    };
    let with_columns = (attributed(&plain, "train.tsv"), attributed(&validation, "validation.tsv"));
    let (with, without) = (temporary.path().join("with"), temporary.path().join("without"));
    let said = train_on(&with_columns.0, &with_columns.1, &with);
    assert!(said.stderr.starts_with("400 pairs, "), "{said:?}");
    assert_eq!(train_on(&plain, &validation, &without).code, Some(0));
    assert!(model(&with).model == model(&without).model);
    assert!(model(&with).metadata.target == model(&without).metadata.target);
}

#[test]
fn another_column_is_refused_where_pairs_are_learned_from() {
    let temporary = temporary();
    let (plain, validation) = pairs(temporary.path(), "en-fr");
    let more = file(temporary.path(), "more.tsv", "One.\tUn.\nTwo.\tDeux.\tsentence 1276\n");
    let out = temporary.path().join("run");
    let message = format!("{}:2: expected source, tab, target, found 3 columns", more.display());
    train_on(&more, &validation, &out).fails_with(&message);
    assert!(!out.exists());
    // To validate on they are further references.
    assert_eq!(train_on(&plain, &more, &out).code, Some(0));
}

#[test]
fn a_file_without_a_pair_to_validate_on_is_refused() {
    let temporary = temporary();
    let (plain, _) = pairs(temporary.path(), "en-fr");
    for lines in [" \tUn.\n", "One.\t\n", "One.\t \nTwo.\t\t\n"] {
        let empty = file(temporary.path(), "empty.tsv", lines);
        let out = temporary.path().join("run");
        let message = format!("{}: expected at least one pair to validate on", empty.display());
        train_on(&plain, &empty, &out).fails_with(&message);
        assert!(!out.exists());
    }
}

#[test]
fn too_little_to_learn_a_vocabulary_from_is_said_before_anything_is_written() {
    let temporary = temporary();
    let pair = file(temporary.path(), "pair.tsv", "ab c\t哈哈哈\n");
    let out = temporary.path().join("run");
    let arguments = train("en-zh", &(pair.clone(), pair), &out, &SHORT);
    run(&arguments).fails_with(
        "--source-pieces: expected texts in which some character stands at least 3 times, found none to learn a \
         vocabulary from",
    );
    assert!(!out.exists());
}

#[test]
fn a_run_goes_on_with_the_same_lines_in_the_same_order_only() {
    let temporary = temporary();
    let (train_file, validation) = pairs(temporary.path(), "en-fr");
    let out = temporary.path().join("run");
    assert_eq!(train_on(&train_file, &validation, &out).code, Some(0));
    let resume = |train_file: &Path, validation: &Path| {
        let files = (train_file.to_path_buf(), validation.to_path_buf());
        run(&train("en-fr", &files, &out, &[&SHORT[..], &["--resume"]].concat()))
    };
    let before = fs::read(out.join("model.safetensors")).unwrap();
    assert_eq!(resume(&train_file, &validation).code, Some(0));
    let reversed = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let lines: Vec<&str> = text.lines().rev().collect();
        let directory = temporary.path().join("reversed");
        fs::create_dir_all(&directory).unwrap();
        file(&directory, path.file_name().unwrap().to_str().unwrap(), &(lines.join("\n") + "\n"))
    };
    for (option, run) in [
        ("--pairs", resume(&reversed(&train_file), &validation)),
        ("--validation", resume(&train_file, &reversed(&validation))),
    ] {
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.stderr.contains(&format!("other settings: contents of {option}: \"")), "{run:?}");
    }
    assert!(fs::read(out.join("model.safetensors")).unwrap() == before);
    // What counts is what a file says and not how it is packed.
    let text = fs::read_to_string(&train_file).unwrap();
    fs::write(&train_file, text.replace('\n', "\r\n")).unwrap();
    assert_eq!(resume(&train_file, &validation).code, Some(0));
}
