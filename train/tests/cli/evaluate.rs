//! `seqscope evaluate`.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::FileTypeExt;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use seqscope::checkpoint::ModelFile;
use seqscope::inference::{Engine, Workspace};
use seqscope::search::SearchOptions;
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
    // It does attend to the field that it writes.
    assert!(mean > 0.9, "{mean}");

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

/// Evaluates the dates model on a file with these bytes. Gives its path too.
fn on_pairs(bytes: &[u8], options: &[&str]) -> (Run, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("pairs.tsv");
    fs::write(&path, bytes).unwrap();
    let arguments = ["evaluate", "--model", &dates("general"), "--pairs", str(&path)];
    (seqscope(&[&arguments, options].concat()), str(&path).to_string())
}

fn evaluation_on(pairs: &str, options: &[&str]) -> Value {
    serde_json::from_str(&on_pairs(pairs.as_bytes(), options).0.quietly()).unwrap()
}

#[track_caller]
fn assert_near(found: &Value, expected: f64) {
    let found = found.as_f64().expect("a number");
    assert!((found - expected).abs() < 1e-6, "found {found}, expected {expected}");
}

#[test]
fn pairs_are_measured_and_mistakes_are_listed() {
    let found = evaluation_on("4/5/21\t2021-04-05\r\n2021年4月5日\t2021-04-05\n5.4.2021\t1999-09-09", &[]);
    assert_eq!(found["count"], 3);
    assert_eq!(found["inputs"], "as_written");
    assert_near(&found["exact_match"], 2.0 / 3.0);
    assert!(found["alignment"].is_null(), "a pair has no true alignment");
    for none in ["empty", "looping", "empty_or_looping"] {
        assert_eq!(found[none], 0.0, "{none}");
    }
    assert!(found["log_probability"].as_f64().unwrap() <= 0.0);
    assert_eq!(
        found["mistakes"],
        serde_json::json!([{ "input": "5.4.2021", "output": "2021-04-05", "target": "1999-09-09" }])
    );
}

/// From Python, with sacreBLEU 2.6.0:
///
/// ```python
/// outputs = ["2021-04-05", "2021-04-05", "1999-05-06"]
/// references = [["2021-04-06", "05-04-2021", "1999-05-06"], ["2021-04-05", None, "6 May 1999"], [None, None, "1999"]]
/// BLEU().corpus_score(outputs, references)  # 81.07664263659295
/// CHRF().corpus_score(outputs, references)  # 80.90828924162258
/// ```
#[test]
fn several_references_a_line_are_taken_as_sacrebleu_takes_them() {
    let found = evaluation_on(
        "4/5/21\t2021-04-06\t2021-04-05\n\
         5.4.2021\t05-04-2021\t\n\
         May 6, 1999\t1999-05-06\t6 May 1999\t1999\n",
        &[],
    );
    assert_eq!((&found["count"], &found["references"]), (&Value::from(3), &Value::from(6)));
    assert_eq!(found["tokenisation"], "13a");
    assert_near(&found["bleu"], 81.076643);
    assert_near(&found["brevity_penalty"], 1.0);
    assert_near(&found["chrf"], 80.908289);
    assert_near(&found["exact_match"], 2.0 / 3.0);
    assert_eq!(found["mistakes"].as_array().unwrap().len(), 1);
}

#[test]
fn every_reference_of_a_mistake_is_listed() {
    let found = evaluation_on("4/5/21\ta\tb\tc\n", &[]);
    let expected = serde_json::json!([
        { "input": "4/5/21", "output": "2021-04-05", "target": "a", "other_targets": ["b", "c"] }
    ]);
    assert_eq!(found["mistakes"], expected);
}

#[test]
fn inputs_can_be_typed_in_a_hurry() {
    let found = evaluation_on("MAY 5, 2021!\tx\n", &["--lower-cased-without-final-punctuation"]);
    assert_eq!(found["inputs"], "lower_cased_without_final_punctuation");
    assert_eq!(found["mistakes"][0]["input"], "may 5, 2021");
}

#[test]
fn inputs_can_be_typed_with_an_error_that_is_always_the_same() {
    let of_file = || evaluation_on("Wednesday, May 5, 2021\tx\n", &["--with-typing-error"]);
    let found = of_file();
    assert_eq!(found["inputs"], "with_typing_error");
    let input = found["mistakes"][0]["input"].as_str().unwrap();
    assert!(input != "Wednesday, May 5, 2021" && input.ends_with(" 5, 2021"), "{input}");
    assert_eq!(of_file()["mistakes"][0]["input"], input);
}

#[test]
fn the_outputs_are_written_one_a_line() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("outputs.txt");
    let pairs = "4/5/21\t2021-04-05\nMay 6, 1999\tx\n";
    let found = evaluation_on(pairs, &["--outputs", str(&path)]);
    assert_eq!(fs::read_to_string(&path).unwrap(), "2021-04-05\n1999-05-06\n");
    assert_near(&found["exact_match"], 0.5);
}

#[test]
fn a_compressed_file_is_read_like_a_plain_one() {
    let pairs = "4/5/21\t2021-04-05\n";
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(pairs.as_bytes()).unwrap();
    let bytes = gzip.finish().unwrap();
    let (run, _) = on_pairs(&bytes, &[]);
    assert_eq!(serde_json::from_str::<Value>(&run.quietly()).unwrap(), evaluation_on(pairs, &[]));

    let (run, path) = on_pairs(&bytes[..bytes.len() - 9], &[]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.starts_with(&format!("seqscope: {path}: cannot be unpacked")), "{run:?}");
}

#[test]
fn the_length_penalty_is_used_and_reported() {
    let found = evaluation_on("4/5/21\t2021-04-05\n", &["--beam", "3", "--length-penalty", "1.5"]);
    assert_eq!((&found["beam"], &found["length_penalty"]), (&Value::from(3), &Value::from(1.5)));
}

#[test]
fn a_line_that_is_no_pair_is_named() {
    let fails = |bytes: &[u8], message: &str| {
        let (run, path) = on_pairs(bytes, &[]);
        run.fails_with(&format!("{path}{message}"));
    };
    fails(b"4/5/21\t2021-04-05\nno tab\n", ":2: expected source, tab, target, found \"no tab\"");
    fails(b"4/5/21\t2021-04-05\n\n4/5/21\t2021-04-05\n", ":2: expected source, tab, target, found \"\"");
    fails(b"4/5/21\t\n", ":1: expected a reference, found an empty one");
    fails(b"4/5/21\t2021-04-05\n\t2021-04-05\n", ":2: the input is empty: expected at least one character");
    fails(b"a\tb\nc\td\n\xff\te\n", ":3: expected UTF-8: invalid utf-8 sequence of 1 bytes from index 0");
    fails(b"", ": expected at least one pair");
}

#[test]
fn the_attention_is_compared_with_an_aligner() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("training.tsv");
    // Every day with every month and many years.
    let dates = (0..2000).map(|index| {
        let (year, month, day) = (1960 + index % 80, 1 + index % 9, 10 + index % 19);
        format!("{year}/{month}/{day}\t{year}-0{month}-{day}\n")
    });
    fs::write(&path, dates.collect::<String>()).unwrap();
    let pairs = "1999/5/12\t1999-05-12\n2003/2/17\t2003-02-17\n";
    let found = evaluation_on(pairs, &["--aligner-pairs", str(&path)]);
    // Year, month and day of two dates; the signs between them do not count.
    assert_eq!(found["alignment"]["words"], 6);
    for share in ["agreement", "precision", "recall", "f", "agreement_of_diagonal"] {
        assert_eq!(found["alignment"][share], 1.0, "{share}: {}", found["alignment"]);
    }

    // An aligner that has read only one date, backwards, has another opinion.
    fs::write(&path, "1999 12\t12-1999\n".repeat(50)).unwrap();
    let found = evaluation_on("12/1999\t1999-05-12\n", &["--aligner-pairs", str(&path)]);
    assert!(found["alignment"]["agreement"].as_f64().unwrap() < 1.0, "{}", found["alignment"]);

    let (run, _) = on_pairs(b"1999/5/12\t1999-05-12\n", &["--aligner-pairs", "nowhere.tsv"]);
    run.fails_with("nowhere.tsv: No such file or directory (os error 2)");
}

#[test]
fn what_is_no_file_itself_is_written_to_and_not_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let named = |name: &str| directory.path().join(name);
    let pairs = "4/5/21\t2021-04-05\n";
    let expected = "2021-04-05\n";

    let (file, link) = (named("file"), named("link"));
    fs::write(&file, "something longer than the outputs").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    evaluation_on(pairs, &["--outputs", str(&link)]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);

    // A link to what is not there yet makes it.
    fs::remove_file(&file).unwrap();
    evaluation_on(pairs, &["--outputs", str(&link)]);
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());

    let fifo = named("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let reader = {
        let fifo = fifo.clone();
        // Opened for writing too, so that a program that never opens the FIFO does not leave the test waiting.
        let mut opened = fs::File::options().read(true).write(true).open(fifo).unwrap();
        std::thread::spawn(move || {
            let mut line = [0; 11];
            opened.read_exact(&mut line).unwrap();
            String::from_utf8(line.to_vec()).unwrap()
        })
    };
    evaluation_on(pairs, &["--outputs", str(&fifo)]);
    assert!(fs::symlink_metadata(&fifo).unwrap().file_type().is_fifo());
    assert_eq!(reader.join().unwrap(), expected);

    // A link to the device: with the rights of root the device itself would be the one to lose.
    let null = named("null");
    std::os::unix::fs::symlink("/dev/null", &null).unwrap();
    evaluation_on(pairs, &["--outputs", str(&null)]);
    assert!(fs::metadata(&null).unwrap().file_type().is_char_device());
    let left: Vec<String> = fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_model_is_measured_with_the_numbers_that_the_page_computes() {
    let lines = ["5th of April 2021\t2021-04-05", "May 6, 1999\t1999-05-06", "4/5/21\t2021-04-05"];
    let found = evaluation_on(&lines.join("\n"), &[]);
    let bytes = fs::read(dates("general")).unwrap();
    let file = ModelFile::read(&bytes).unwrap();
    let (engine, mut workspace) = (Engine::read(&file), Workspace::default());
    let sum: f64 = lines
        .iter()
        .map(|line| {
            let input = line.split('\t').next().unwrap();
            let options = SearchOptions::default();
            f64::from(engine.run(&file.metadata, input, &options, &mut workspace).unwrap().log_probability())
        })
        .sum();
    // The shipped file has 8 bits, and so have the activations of the page.
    assert_eq!(found["log_probability"].as_f64().unwrap(), sum / 3.0);
}
