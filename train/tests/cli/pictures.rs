//! `seqscope translate --svg` and `--trace`. Goldens are in tests/pictures: the tests of the page expect the same bytes of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

use crate::command::{Run, seqscope, seqscope_on, str};
use crate::corpus::temporary;

const DATE: &str = "5 April 2021";
const SENTENCE: &str = "We bought an old house, don't <international> & 2.";

fn in_tests(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").join(path)
}

/// Runs the fixture of that name on a line.
fn translated(fixture: &str, input: &str, arguments: &[&str]) -> Run {
    let model = in_tests(&format!("fixtures/{fixture}.safetensors"));
    seqscope_on(input.as_bytes(), &[&["translate", "--model", str(&model)], arguments].concat())
}

/// Compares what was written with a golden, or with `UPDATE_GOLDENS` writes the golden.
#[track_caller]
fn assert_golden(written: &Path, golden: &str) {
    let found = fs::read_to_string(written).unwrap();
    let golden = in_tests(&format!("pictures/{golden}"));
    if env::var_os("UPDATE_GOLDENS").is_some() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        fs::write(&golden, &found).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap_or_default();
    assert!(found == expected, "{} is not {}", written.display(), golden.display());
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_pictures_of_a_date_are_the_goldens() {
    let temporary = temporary();
    let folder = temporary.path().join("made/anew");
    let run = translated("dates", DATE, &["--svg", str(&folder)]);
    assert_eq!(run.quietly(), "2021-04-05\n");
    let expected = ["map", "encoder-1-forward", "encoder-1-backward", "decoder-1-forward"];
    assert_eq!(names(&folder), expected.iter().map(|name| format!("001-{name}.svg")).collect());
    assert_golden(&folder.join("001-map.svg"), "dates-map.en.svg");
    assert_golden(&folder.join("001-encoder-1-backward.svg"), "dates-encoder-1-backward.en.svg");
    let run = translated("dates", DATE, &["--svg", str(&folder), "--language", "zh", "--transparent"]);
    assert_eq!(run.quietly(), "2021-04-05\n");
    assert_golden(&folder.join("001-map.svg"), "dates-map.zh.transparent.svg");
}

#[test]
fn the_pictures_of_pieces_and_their_trace_are_the_goldens() {
    let temporary = temporary();
    let [svg, traces] = ["svg", "traces"].map(|name| temporary.path().join(name));
    translated("pieces", SENTENCE, &["--svg", str(&svg), "--language", "zh", "--trace", str(&traces)])
        .quietly();
    for name in ["map", "encoder-2-forward", "decoder-1-forward"] {
        assert_golden(&svg.join(format!("001-{name}.svg")), &format!("pieces-{name}.zh.svg"));
    }
    assert_golden(&traces.join("001.json"), "pieces.trace.json");
}

#[test]
fn a_map_holds_every_label_and_every_weight() {
    let temporary = temporary();
    let folder = temporary.path();
    let line = translated("pieces", SENTENCE, &["--json", "--svg", str(folder)]).quietly();
    let object: Value = serde_json::from_str(&line).unwrap();
    let svg = fs::read_to_string(folder.join("001-map.svg")).unwrap();
    let weights: Vec<Vec<f64>> = serde_json::from_value(object["attention"].clone()).unwrap();
    let titles: Vec<&str> = svg
        .split("<rect")
        .skip(1)
        .filter_map(|rect| rect.split_once("<title>"))
        .map(|(_, rest)| rest)
        .collect();
    assert_eq!(titles.len(), weights.iter().map(Vec::len).sum::<usize>());
    for (title, weight) in titles.iter().zip(weights.concat()) {
        let (said, _) = title.split_once("</title>").unwrap();
        let written: f64 = said.rsplit_once(": ").unwrap().1.parse().unwrap();
        assert!((written - weight).abs() <= 0.5001e-4, "{said} is {weight}");
    }
    for field in ["source_tokens", "target_tokens"] {
        let tokens: Vec<String> = serde_json::from_value(object[field].clone()).unwrap();
        for token in tokens {
            let escaped = token.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert!(svg.contains(&format!("{escaped}</text>")), "{token}");
        }
    }
    assert!(svg.contains("We bought an old house, don't &lt;international&gt; &amp; 2."));
}

#[test]
fn a_trace_says_what_json_says_and_counts_as_javascript_does() {
    let temporary = temporary();
    let input = "🎉 4/5/21";
    let line = translated("dates", input, &["--json", "--trace", str(temporary.path())]).quietly();
    let object: Value = serde_json::from_str(&line).unwrap();
    let text = fs::read_to_string(temporary.path().join("001.json")).unwrap();
    let trace: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(trace["format"], "seqscope-trace");
    assert_eq!(trace["version"], 1);
    assert_eq!(
        [&trace["task"], &trace["attention"], &trace["rnn"], &trace["unit"]],
        ["dates", "general", "lstm", "characters"]
    );
    let rows: Vec<Vec<f64>> = serde_json::from_value(object["attention"].clone()).unwrap();
    let data: Vec<f64> = serde_json::from_value(trace["weights"]["data"].clone()).unwrap();
    assert_eq!(data, rows.concat());
    let places: Vec<[u64; 2]> = trace["source"]
        .as_array()
        .unwrap()
        .iter()
        .map(|token| [&token["start"], &token["end"]].map(|place| place.as_u64().unwrap()))
        .collect();
    assert_eq!(places[..3], [[0, 2], [2, 3], [3, 4]]);
    assert_eq!(trace["source"][0]["known"], false);
    assert_eq!(trace["candidates"][0].as_array().unwrap().len(), 5);
    assert_eq!(trace["encoder"][1]["direction"], "backward");
    assert_eq!(trace["encoder"][1]["signals"][4]["values"]["shape"], Value::from(vec![8, 32]));
}

#[test]
fn files_have_the_number_of_their_line_and_a_line_that_fails_has_none() {
    let temporary = temporary();
    let run = translated("dates", "4/5/21\n\n5/5/21\n", &["--trace", str(temporary.path())]);
    assert_eq!(run.code, Some(1));
    assert_eq!(names(temporary.path()), BTreeSet::from(["001.json", "003.json"].map(String::from)));
}

#[test]
fn a_language_without_pictures_is_wrong_usage() {
    let run = seqscope(&["translate", "--model", "x", "--language", "zh"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--svg"), "{}", run.stderr);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let temporary = temporary();
    let file = temporary.path().join("file");
    fs::write(&file, "").unwrap();
    let run = translated("dates", "4/5/21", &["--svg", str(&file)]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains(str(&file)), "{}", run.stderr);
}
