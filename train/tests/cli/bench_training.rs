//! `seqscope bench-training`.

use serde_json::Value;

use crate::command::seqscope;

/// The arguments of a benchmark that takes no time.
fn small<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["bench-training", "--steps", "1", "--repeats", "3"], more].concat()
}

#[test]
fn a_report_has_the_options_and_a_speed_for_each_repeat() {
    let options =
        ["--threads", "2", "--batch", "4", "--d-model", "8", "--source-words", "5", "--source-length", "3"];
    let run = seqscope(&small(&options));
    let report: Value = serde_json::from_str(&run.quietly()).unwrap();
    assert_eq!((&report["options"]["batch"], &report["options"]["threads"]), (&4.into(), &2.into()));
    let speeds: Vec<f64> = serde_json::from_value(report["words_per_second"].clone()).unwrap();
    assert_eq!(speeds.len(), 3);
    assert!(speeds.iter().all(|speed| *speed > 0.0));
    assert!(speeds.contains(&report["median"].as_f64().unwrap()));
}

#[test]
fn sizes_that_cannot_be_are_wrong_usage() {
    for (option, value, expected) in [
        ("--batch", "0", "expected at least 1"),
        ("--threads", "0", "expected at least 1"),
        ("--steps", "0", "expected at least 1"),
        ("--repeats", "0", "expected at least 1"),
        ("--target-length", "0", "expected at least 1"),
        ("--source-length", "2", "expected at least 3"),
        ("--source-words", "4", "expected more than the 4 special tokens"),
        ("--target-words", "0", "expected more than the 4 special tokens"),
        ("--dropout", "1", "expected a number from 0 to below 1"),
        ("--d-model", "0", "d_model: "),
        ("--d-model", "7", "d_model: "),
        ("--layers", "0", "encoder_layers: "),
    ] {
        let run = seqscope(&["bench-training", option, value]);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{option} {value}: {run:?}");
        assert!(run.stderr.contains(expected) && run.stderr.contains(value), "{option} {value}: {run:?}");
    }
}
