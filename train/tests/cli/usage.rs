//! Wrong usage exits with 2, says what was expected and touches nothing.

use crate::command::{seqscope, str};

#[test]
fn wrong_usage_exits_with_2_and_names_the_argument() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("run");
    let train = ["train", "--task", "dates", "--attention", "dot", "--out", str(&out)];
    let trained: [(&[&str], &str); 13] = [
        (&["--steps", "0"], "--steps"),
        (&["--batch-size", "0"], "--batch-size"),
        (&["--batch-size", "many"], "--batch-size"),
        (&["--threads", "0"], "--threads"),
        (&["--learning-rate", "0"], "--learning-rate"),
        (&["--learning-rate=nan"], "--learning-rate"),
        (&["--clip=-1"], "--clip"),
        (&["--label-smoothing", "1"], "--label-smoothing"),
        (&["--dropout", "1"], "--dropout"),
        (&["--layers", "0"], "layers"),
        (&["--d-model", "15"], "d_model: expected an even number for two directions, found 15"),
        (&["--resume", "--overwrite"], "--overwrite"),
        (&["--heads", "dot,general"], "--heads"),
    ];
    let trained = trained.map(|(more, named)| ([&train[..], more].concat(), named));
    let others: [(&[&str], &str); 17] = [
        (&[], "Usage"),
        (&["teach"], "teach"),
        (&["train", "--task", "dates"], "--attention"),
        (&["train", "--attention", "dot"], "--task"),
        (
            &["train", "--task", "dates", "--heads", "dot,dot"],
            "expected each score function once, found dot twice",
        ),
        (&["translate"], "--model"),
        (&["translate", "--model", "m", "--beam", "0"], "expected a width from 1 to 64"),
        (&["evaluate", "--model", "m", "--beam", "65"], "expected a width from 1 to 64"),
        (&["evaluate", "--model", "m", "--count", "3", "--pairs", "p"], "--pairs"),
        (&["evaluate", "--model", "m", "--length-penalty=-1"], "expected a number from 0 to 10"),
        (&["evaluate", "--model", "m", "--outputs", "o"], "--pairs"),
        (&["evaluate", "--model", "m", "--aligner-pairs", "a"], "--pairs"),
        (&["evaluate", "--model", "m", "--lower-cased-without-final-punctuation"], "--pairs"),
        (&["translate", "--model", "m", "--length-penalty", "much"], "expected a number from 0 to 10"),
        (&["publish"], "--model"),
        (&["publish", "--model", "m", "--pairs", "p"], "--aligner-pairs"),
        (&["publish", "--model", "m", "--precision", "f8"], "--precision"),
    ];
    let others = others.map(|(arguments, named)| (arguments.to_vec(), named));
    for (arguments, named) in trained.into_iter().chain(others) {
        let run = seqscope(&arguments);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(named), "{arguments:?}: {}", run.stderr);
    }
    assert!(!out.exists());
}

#[test]
fn help_and_version_are_results() {
    for (arguments, expected) in
        [(&["--help"][..], "Usage: seqscope"), (&["train", "--help"], "--learning-rate")]
    {
        assert!(seqscope(arguments).quietly().contains(expected));
    }
    assert_eq!(seqscope(&["--version"]).quietly(), format!("seqscope {}\n", env!("CARGO_PKG_VERSION")));
}
