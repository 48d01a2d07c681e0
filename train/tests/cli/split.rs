//! `seqscope split`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::command::{seqscope, str};
use crate::corpus::{FRENCH, corpus, pairs, temporary};

#[test]
fn a_split_keeps_every_pair_and_puts_no_source_on_both_sides() {
    let temporary = temporary();
    let (train, validation) = pairs(temporary.path(), "en-fr");
    let read = |path| fs::read_to_string(path).unwrap();
    let (train, validation) = (read(&train), read(&validation));
    let source = |line: &str| line.split('\t').next().unwrap().to_string();
    let trained: BTreeSet<String> = train.lines().map(source).collect();
    let held_out: BTreeSet<String> = validation.lines().map(source).collect();
    assert_eq!((trained.len(), held_out.len()), (200, 16));
    assert!(trained.is_disjoint(&held_out));
    assert_eq!(train.lines().count(), 400);
    // All translations of a source are its references.
    for line in validation.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        assert_eq!(columns[2], format!("Je {}", columns[1]));
    }
}

#[test]
fn more_sources_than_there_are_cannot_be_held_out() {
    let temporary = temporary();
    let path = corpus(temporary.path(), "pairs.tsv", FRENCH, " ", ".");
    let into = temporary.path().join("into");
    seqscope(&["split", "--pairs", str(&path), "--held-out", "216", "--into", str(&into)])
        .fails_with("--held-out: expected fewer than the 216 sources of the file, found 216");
    assert!(!into.exists());
}

/// The columns of each line of train.tsv and of validation.tsv.
fn columns(into: &Path) -> [Vec<Vec<String>>; 2] {
    ["train.tsv", "validation.tsv"].map(|name| {
        let text = fs::read_to_string(into.join(name)).unwrap();
        text.lines().map(|line| line.split('\t').map(str::to_string).collect()).collect()
    })
}

#[test]
fn what_a_model_reads_as_the_same_sentence_stays_on_one_side() {
    let temporary = temporary();
    let (path, into) = (temporary.path().join("pairs.tsv"), temporary.path().join("into"));
    let mut lines = String::new();
    for number in 0..500 {
        lines.push_str(&format!("I don't see Zoe {number}.\tJe ne vois pas {number}.\n"));
        lines.push_str(&format!("I don’t see Zoé {number}.\tJe ne le vois pas {number}.\n"));
        lines.push_str(&format!("i DON'T see  zoe {number}.\tJe ne vois rien {number}.\n"));
    }
    fs::write(&path, lines).unwrap();
    let run = seqscope(&["split", "--pairs", str(&path), "--held-out", "200", "--into", str(&into)]);
    assert_eq!(run.stderr, "900 pairs to train on, 200 sources held out\n");
    let [train, validation] = columns(&into);
    let number = |line: &Vec<String>| line[0].rsplit(' ').next().unwrap().to_string();
    let trained: BTreeSet<String> = train.iter().map(number).collect();
    let held_out: BTreeSet<String> = validation.iter().map(number).collect();
    assert_eq!((trained.len(), held_out.len()), (300, 200));
    assert!(trained.is_disjoint(&held_out));
    for line in &validation {
        assert_eq!(line.len(), 4, "all translations of all its spellings are references: {line:?}");
    }
}

#[test]
fn sentences_that_were_held_out_of_a_file_are_held_out_of_a_longer_one() {
    let temporary = temporary();
    let held_out = |count: usize| -> Vec<String> {
        let path = temporary.path().join("pairs.tsv");
        let lines: String =
            (0..count).map(|number| format!("Number {number}.\tNuméro {number}.\n")).collect();
        fs::write(&path, lines).unwrap();
        let into = temporary.path().join("into");
        let share = (count / 10).to_string();
        seqscope(&["split", "--pairs", str(&path), "--held-out", &share, "--into", str(&into)]);
        let [_, validation] = columns(&into);
        validation.into_iter().map(|line| line[0].clone()).collect()
    };
    let (of_fewer, of_more) = (held_out(1_000), held_out(2_000));
    let again = of_fewer.iter().filter(|source| of_more.contains(source)).count();
    assert!(again > 70, "{again} of {}", of_fewer.len());
}
