//! `seqscope evaluate`.

use std::fs;

use serde_json::Value;

use crate::command::{Run, seqscope, str};
use crate::models::dates;

fn evaluation(arguments: &[&str]) -> Value {
    serde_json::from_str(&seqscope(&[&["evaluate"], arguments].concat()).quietly()).unwrap()
}

#[test]
fn random_dates_are_measured_as_a_whole_by_spelling_and_by_field() {
    let found = evaluation(&["--model", &dates("general"), "--count", "200", "--seed", "3"]);
    assert_eq!(
        [&found["task"], &found["attention"], &found["rnn"]],
        ["dates", "general", "lstm"].map(Value::from).each_ref()
    );
    assert_eq!((&found["count"], &found["beam"]), (&Value::from(200), &Value::from(1)));
    let share = |value: &Value| value.as_f64().filter(|share| (0.0..=1.0).contains(share)).expect("a share");
    assert!(share(&found["exact_match"]) > 0.9);
    assert!(found["log_probability"].as_f64().unwrap() <= 0.0);

    let fields = &found["alignment_by_field"];
    assert_eq!(fields.as_object().unwrap().keys().collect::<Vec<_>>(), ["day", "month", "year"]);
    // Four digits say the year, two the month and two the day.
    let mean =
        (4.0 * share(&fields["year"]) + 2.0 * share(&fields["month"]) + 2.0 * share(&fields["day"])) / 8.0;
    assert!((share(&found["alignment"]) - mean).abs() < 1e-9);

    let spellings = found["by_spelling"].as_object().unwrap();
    let (mut count, mut exact) = (0.0, 0.0);
    for spelling in spellings.values() {
        let of_spelling = spelling["count"].as_f64().unwrap();
        count += of_spelling;
        exact += of_spelling * share(&spelling["exact_match"]);
    }
    assert_eq!(count, 200.0);
    assert!((exact / count - share(&found["exact_match"])).abs() < 1e-9);
}

#[test]
fn the_seed_chooses_the_dates() {
    let found = |seed| evaluation(&["--model", &dates("dot"), "--count", "20", "--seed", seed]);
    assert_eq!(found("1"), found("1"));
    assert_ne!(found("1"), found("2"));
}

#[test]
fn a_beam_is_used_and_reported() {
    let found = evaluation(&["--model", &dates("dot"), "--count", "5", "--beam", "3"]);
    assert_eq!(found["beam"], 3);
}

/// Evaluates on a file with these bytes. Gives its path too.
fn on_pairs(bytes: &[u8]) -> (Run, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("pairs.tsv");
    fs::write(&path, bytes).unwrap();
    let run = seqscope(&["evaluate", "--model", &dates("general"), "--pairs", str(&path)]);
    (run, str(&path).to_string())
}

#[test]
fn pairs_are_measured_and_mistakes_are_listed() {
    let (run, _) =
        on_pairs("4/5/21\t2021-04-05\r\n2021年4月5日\t2021-04-05\n5.4.2021\t1999-09-09".as_bytes());
    let found: Value = serde_json::from_str(&run.quietly()).unwrap();
    assert_eq!(found["count"], 3);
    assert!((found["exact_match"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9);
    assert!(found["alignment"].is_null(), "a pair has no true alignment");
    assert_eq!(
        found["mistakes"],
        serde_json::json!([{ "input": "5.4.2021", "output": "2021-04-05", "target": "1999-09-09" }])
    );
}

#[test]
fn a_line_that_is_no_pair_is_named() {
    let fails = |bytes: &[u8], message: &str| {
        let (run, path) = on_pairs(bytes);
        run.fails_with(&format!("{path}{message}"));
    };
    fails(b"4/5/21\t2021-04-05\nno tab\n", ":2: expected source, tab, target, found \"no tab\"");
    fails(
        b"4/5/21\t2021-04-05\tby hand\n",
        ":1: expected source, tab, target, found \"4/5/21\\t2021-04-05\\tby hand\"",
    );
    fails(b"4/5/21\t2021-04-05\n\n4/5/21\t2021-04-05\n", ":2: expected source, tab, target, found \"\"");
    fails(b"4/5/21\t2021-04-05\n\t2021-04-05\n", ":2: the input is empty: expected at least one character");
    fails(b"a\tb\nc\td\n\xff\te\n", ":3: expected UTF-8: invalid utf-8 sequence of 1 bytes from index 0");
    fails(b"", ": expected at least one pair");
}
