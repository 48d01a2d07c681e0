//! `seqscope translate`.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::thread;

use serde_json::Value;

use crate::command::{command, seqscope, seqscope_on, str};
use crate::corpus::{model, pairs, run, temporary, train};
use crate::models::dates;

#[test]
fn the_models_with_a_working_attention_read_a_date() {
    for attention in ["dot", "general", "concat"] {
        let run = seqscope_on(b"5th of April 2021\n", &["translate", "--model", &dates(attention)]);
        assert_eq!(run.quietly(), "2021-04-05\n", "{attention}");
    }
}

#[test]
fn each_line_gives_one_line_whatever_is_in_it() {
    let model = dates("general");
    let long = "1".repeat(257);
    let mut input = b"4/5/21\n\n".to_vec();
    input.extend(long.as_bytes());
    input.extend(b"\n\xff\xfe\n5 April 2021\r\n\r\n\xe4\xba\x8c\xe3\x80\x87\xe4\xba\x8c\xe4\xb8\x80\xe5\xb9\xb4\xe5\x9b\x9b\xe6\x9c\x88\xe4\xba\x94\xe6\x97\xa5");
    let run = seqscope_on(&input, &["translate", "--model", &model]);
    assert_eq!(run.stdout, "2021-04-05\n\n\n\n2021-04-05\n\n2021-04-05\n");
    assert_eq!(
        run.stderr.lines().collect::<Vec<_>>(),
        [
            "seqscope: line 2: the input is empty: expected at least one character",
            "seqscope: line 3: the input has 257 tokens: expected at most 256",
            "seqscope: line 4: expected UTF-8",
            "seqscope: line 6: the input is empty: expected at least one character",
        ]
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn no_input_gives_no_output() {
    assert_eq!(seqscope_on(b"", &["translate", "--model", &dates("dot")]).quietly(), "");
}

#[test]
fn characters_that_no_spelling_has_are_run_like_others() {
    let input = "4/5/21 🎉\nتاريخ\n4/5/21\u{0}\n".as_bytes();
    let run = seqscope_on(input, &["translate", "--model", &dates("general")]);
    assert_eq!(run.quietly().lines().count(), 3);
}

#[test]
fn json_gives_the_tokens_and_a_row_of_attention_for_each_target_token() {
    let run = seqscope_on("2021年4月5日\n".as_bytes(), &["translate", "--json", "--model", &dates("concat")]);
    let line = run.quietly();
    assert_eq!(line.lines().count(), 1);
    let object: Value = serde_json::from_str(&line).unwrap();
    let mut names: Vec<&String> = object.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(
        names,
        [
            "attention",
            "complete",
            "input",
            "log_probability",
            "output",
            "source_ids",
            "source_pieces",
            "source_spans",
            "source_tokens",
            "target_ids",
            "target_pieces",
            "target_spans",
            "target_tokens"
        ]
    );
    assert_eq!(object["input"], "2021年4月5日");
    assert_eq!(object["output"], "2021-04-05");
    assert_eq!(object["complete"], true);
    let tokens = |field: &str| -> Vec<String> { serde_json::from_value(object[field].clone()).unwrap() };
    assert_eq!(tokens("source_tokens").concat(), "2021年4月5日");
    assert_eq!(tokens("target_tokens").concat(), "2021-04-05</s>");
    let log_probability = object["log_probability"].as_f64().unwrap();
    assert!((-1.0..=0.0).contains(&log_probability), "{log_probability}");

    let attention: Vec<Vec<f64>> = serde_json::from_value(object["attention"].clone()).unwrap();
    assert_eq!(attention.len(), 11);
    for row in attention {
        assert_eq!(row.len(), 9);
        assert!(row.iter().all(|weight| (0.0..=1.0).contains(weight)), "{row:?}");
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-5, "{row:?}");
    }
}

#[test]
fn json_says_of_pieces_of_words_their_ids_their_places_and_where_words_start() {
    let temporary = temporary();
    let files = pairs(temporary.path(), "en-fr");
    let out = temporary.path().join("run");
    let run = run(&train("en-fr", &files, &out, &["--steps", "100", "--validate-every", "100"]));
    assert_eq!(run.code, Some(0), "{run:?}");
    let metadata = model(&out).metadata;
    let path = out.join("model.safetensors");
    let input = "I don’t  count three!";
    let line = seqscope_on(input.as_bytes(), &["translate", "--json", "--model", str(&path)]).quietly();
    let object: Value = serde_json::from_str(&line).unwrap();
    let words = |field: &str| -> Vec<String> { serde_json::from_value(object[field].clone()).unwrap() };
    assert_eq!(words("source_tokens"), ["I", "don", "’t", "count", "three", "!"]);
    // What the vocabulary does not have is unknown, and an apostrophe begins no word.
    assert_eq!(words("source_pieces"), ["▁i", "▁don", "'t", "▁count", "▁three", "<unk>"]);
    for (side, text, tokenizer) in [
        ("source", input, &metadata.source),
        ("target", object["output"].as_str().unwrap(), &metadata.target),
    ] {
        let of = |field: &str| object[format!("{side}_{field}")].clone();
        let ids: Vec<usize> = serde_json::from_value(of("ids")).unwrap();
        let spans: Vec<[usize; 2]> = serde_json::from_value(of("spans")).unwrap();
        let (tokens, pieces) = (words(&format!("{side}_tokens")), words(&format!("{side}_pieces")));
        assert_eq!([ids.len(), spans.len(), pieces.len()], [tokens.len(); 3]);
        assert!(ids.len() > 1, "{side}");
        for (place, &id) in ids.iter().enumerate() {
            assert_eq!(pieces[place], tokenizer.piece(id).replace(' ', "▁"));
            if id > 3 {
                assert_eq!(&text[spans[place][0]..spans[place][1]], tokens[place]);
            }
        }
    }
}

#[test]
fn json_says_beside_its_input_what_is_wrong_with_a_line() {
    let run = seqscope_on(b"\n4/5/21\n", &["translate", "--json", "--model", &dates("dot")]);
    assert_eq!(run.code, Some(1));
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["input"], "");
    assert_eq!(lines[0]["error"], "the input is empty: expected at least one character");
    assert_eq!(lines[1]["output"], "2021-04-05");
    assert!(lines[1]["error"].is_null());
}

#[test]
fn a_beam_keeps_what_is_certain() {
    let run = |beam| {
        let run =
            seqscope_on(b"4/5/21\n", &["translate", "--json", "--model", &dates("dot"), "--beam", beam]);
        let object: Value = serde_json::from_str(&run.quietly()).unwrap();
        assert_eq!(object["output"], "2021-04-05");
        object["log_probability"].as_f64().unwrap()
    };
    assert!((run("8") - run("1")).abs() < 1e-5);
}

#[test]
fn a_beam_finds_what_greedy_search_misses() {
    // A model that has hardly learned: trained to the end it leaves a beam nothing to find.
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("run");
    let training = ["train", "--task", "dates", "--attention", "dot", "--d-model", "16", "--steps", "100"];
    let training = [&training[..], &["--batch-size", "32", "--threads", "1", "--out", str(&out)]].concat();
    assert_eq!(seqscope(&training).code, Some(0));
    let model = out.join("model.safetensors");
    let run = |beam| -> f64 {
        let arguments = ["translate", "--json", "--model", str(&model), "--beam", beam];
        let lines = seqscope_on(b"4/5/21\n5 April 2021\n20210405\nMay 6, 1999\n", &arguments).quietly();
        let object = |line| -> Value { serde_json::from_str(line).unwrap() };
        lines.lines().map(|line| object(line)["log_probability"].as_f64().unwrap()).sum()
    };
    let (greedy, beam) = (run("1"), run("8"));
    assert!(beam > greedy + 0.1, "greedy {greedy}, beam {beam}");
}

#[test]
fn each_output_comes_before_the_next_input_is_needed() {
    let mut child = command(&["translate", "--model", &dates("dot")]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for _ in 0..2 {
        stdin.write_all(b"4/5/21\n").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(line, "2021-04-05\n");
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut child = command(&["translate", "--model", &dates("dot")]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || {
        for _ in 0..100_000 {
            if stdin.write_all(b"4/5/21\n").is_err() {
                return true;
            }
        }
        false
    });
    // head -1
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut String::new()).unwrap();
    drop(stdout);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(writer.join().unwrap(), "it stopped reading");
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said, "");
}
