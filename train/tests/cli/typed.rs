//! What people type first, as the shipped models read it.

use std::fs;

use seqscope::checkpoint::Checkpoint;
use seqscope::tokens::UNKNOWN;
use serde_json::Value;

use crate::command::seqscope_on;
use crate::models::{directory, manifest, paths};

/// The models of a task that the page shows side by side.
fn compared(task: &str) -> Vec<Value> {
    let is_compared = |entry: &Value| {
        entry["task"] == task && entry["rnn"] == "lstm" && entry["attention"] != "concat_without_tanh"
    };
    let models: Vec<Value> = manifest(&directory()).into_iter().filter(is_compared).collect();
    assert_eq!(models.len(), 3, "{task}");
    models
}

#[test]
fn dates_are_read_as_people_write_and_paste_them() {
    let rows = [
        ("2021 年 5 月 15 日", "2021-05-15"),
        // There is no month 13.
        ("13/05/2014", "2014-05-13"),
        ("05.04.21", "2021-04-05"),
        ("31-Dec-00", "2000-12-31"),
        ("2021-04-05 10:30", "2021-04-05"),
        ("  4/5/21", "2021-04-05"),
    ];
    let typed = rows.map(|(text, _)| text).join("\n");
    for entry in compared("dates") {
        let files = paths(&directory(), &entry);
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let written =
            seqscope_on(typed.as_bytes(), &[&["translate", "--model"], &files[..]].concat()).quietly();
        for ((text, right), written) in rows.iter().zip(written.lines()) {
            assert_eq!(written, *right, "{text:?}, {}", entry["attention"]);
        }
    }
}

#[test]
fn what_looks_alike_is_the_same_to_a_shipped_translation() {
    for task in ["en-fr", "en-zh"] {
        for entry in compared(task) {
            let files =
                paths(&directory(), &entry).iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>();
            let files = files.iter().map(Vec::as_slice).collect::<Vec<_>>();
            let source = Checkpoint::from_files(&files).unwrap().metadata.source;
            for (typed, plain) in [
                // As tutorials, and the French, write a mark.
                ("go .", "go."),
                ("How are you ?", "How are you?"),
                ("i lost .", "i lost."),
                // From a PDF.
                ("The ﬁrst ﬂower is red.", "The first flower is red."),
                ("Nguyễn is my friend.", "Nguyen is my friend."),
                // What cannot be seen.
                ("\u{200e}Hello!", "Hello!"),
            ] {
                let ids = source.ids(typed);
                assert_eq!(ids, source.ids(plain), "{typed:?}, {}", entry["id"]);
                assert!(!ids.contains(&UNKNOWN), "{typed:?}, {}: {ids:?}", entry["id"]);
            }
        }
    }
}
