//! `seqscope augment`.

use std::fs;

use crate::command::{seqscope, str};

#[test]
fn our_own_pairs_stand_behind_those_of_the_file_and_are_the_same_ones_for_a_seed() {
    let temporary = tempfile::tempdir().unwrap();
    let named = |name: &str| temporary.path().join(name);
    fs::write(named("pairs.tsv"), "One.\tUn.\n").unwrap();
    // Held out in another spelling than the phrasebook's.
    fs::write(named("validation.tsv"), "how ARE you?\tComment allez-vous ?\n").unwrap();
    let augmented = |seed: &str| {
        let (pairs, validation, out) = (named("pairs.tsv"), named("validation.tsv"), named("out.tsv"));
        let run = seqscope(&[
            "augment",
            "--to",
            "french",
            "--pairs",
            str(&pairs),
            "--validation",
            str(&validation),
            "--phrases",
            "1",
            "--names",
            "100",
            "--seed",
            seed,
            "--out",
            str(&out),
        ]);
        assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
        fs::read_to_string(out).unwrap()
    };
    let first = augmented("1");
    assert!(first.starts_with("One.\tUn.\n"));
    assert!(first.contains("\nI'm hungry.\t") || first.contains("\nThank you.\t"), "a phrase");
    assert!(!first.contains("\nHow are you?\t"));
    assert!(first.lines().all(|line| line.split('\t').count() == 2));
    assert_eq!(first, augmented("1"));
    assert_ne!(first, augmented("2"));
}

#[test]
fn the_pairs_themselves_are_not_written_over() {
    let temporary = tempfile::tempdir().unwrap();
    let pairs = temporary.path().join("pairs.tsv");
    fs::write(&pairs, "One.\tUn.\n").unwrap();
    let file = str(&pairs);
    let run = seqscope(&["augment", "--to", "french", "--pairs", file, "--validation", file, "--out", file]);
    run.fails_with(&format!("{file}: expected another file than --pairs"));
    assert_eq!(fs::read_to_string(&pairs).unwrap(), "One.\tUn.\n");
}
