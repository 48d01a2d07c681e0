//! `seqscope split`, and `seqscope train` on pairs of sentences.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use seqscope::checkpoint::Checkpoint;
use seqscope::nn::Parameters;
use seqscope::tokens::Tokenizer;
use serde_json::json;
use tempfile::TempDir;

use crate::command::{command, seqscope, str};

const ENGLISH: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
const FRENCH: [&str; 6] = ["un", "deux", "trois", "quatre", "cinq", "six"];
const CHINESE: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

/// Numbers counted out, each with two translations, one of which is written with a capital.
fn corpus(directory: &Path, name: &str, words: [&str; 6], space: &str, end: &str) -> PathBuf {
    let mut lines = String::new();
    for first in 0..6 {
        for second in 0..6 {
            for third in 0..6 {
                let places = [first, second, third];
                let source = places.map(|place| ENGLISH[place]).join(" ");
                let target = places.map(|place| words[place]).join(space);
                lines.push_str(&format!("I don't count {source}.\t{target}{end}\n"));
                lines.push_str(&format!("I don't count {source}.\tJe {target}{end}\n"));
            }
        }
    }
    let path = directory.join(name);
    fs::write(&path, lines).unwrap();
    path
}

/// Files to train and to validate on.
fn pairs(directory: &Path, task: &str) -> (PathBuf, PathBuf) {
    let (words, space, end) = if task == "en-zh" { (CHINESE, "", ".") } else { (FRENCH, " ", " !") };
    let path = corpus(directory, &format!("{task}.tsv"), words, space, end);
    let into = directory.join(format!("{task}-pairs"));
    let run = seqscope(&["split", "--pairs", str(&path), "--held-out", "16", "--into", str(&into)]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
    (into.join("train.tsv"), into.join("validation.tsv"))
}

fn train(task: &str, (train, validation): &(PathBuf, PathBuf), out: &Path, more: &[&str]) -> Vec<String> {
    let mut arguments = vec!["train", "--task", task, "--attention", "general", "--out", str(out)];
    arguments.extend(["--pairs", str(train), "--validation", str(validation), "--precision", "f32"]);
    arguments.extend(["--source-pieces", "60", "--target-pieces", "60", "--piece-dropout", "0.1"]);
    arguments.extend(["--d-model", "16", "--layers", "2", "--tied-embeddings", "--dropout", "0.1"]);
    arguments.extend(["--batch-size", "100", "--threads", "1", "--warm-up", "5", "--decay", "linear"]);
    arguments.extend(more);
    arguments.into_iter().map(str::to_string).collect()
}

fn run(arguments: &[String]) -> crate::command::Run {
    seqscope(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

fn model(directory: &Path) -> Checkpoint {
    Checkpoint::from_bytes(&fs::read(directory.join("model.safetensors")).unwrap()).unwrap()
}

fn temporary() -> TempDir {
    tempfile::tempdir().unwrap()
}

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

#[test]
fn a_translation_model_has_learned_pieces_its_data_and_its_settings() {
    let temporary = temporary();
    let pairs = pairs(temporary.path(), "en-fr");
    let out = temporary.path().join("run");
    let said = run(&train("en-fr", &pairs, &out, &["--steps", "20", "--validate-every", "10"]));
    assert_eq!((said.code, &*said.stdout), (Some(0), ""), "{said:?}");
    assert!(said.stderr.starts_with("400 pairs, "), "{said:?}");
    let metadata = model(&out).metadata;
    assert_eq!(metadata.task, "en-fr");
    assert_eq!(metadata.data.licence, "CC BY 2.0 FR");
    assert!(metadata.data.source.contains("tatoeba.org"));
    assert!(metadata.model.tied_embeddings);
    let training = json!(metadata.training);
    assert_eq!((&training["decay"], &training["pairs"]), (&json!("linear"), &json!(400)));
    let pieces = |tokenizer: &Tokenizer, text| -> Vec<String> {
        tokenizer.encode(text).iter().map(|token| tokenizer.piece(token.id)).collect()
    };
    assert_eq!(
        pieces(&metadata.source, "I don’t COUNT three."),
        [" i", " don", "'t", " count", " three", "."]
    );
    assert_eq!(pieces(&metadata.target, "Je quatre !"), [" Je", " quatre", " !"]);
}

#[test]
fn chinese_is_written_with_its_own_punctuation() {
    let temporary = temporary();
    let pairs = pairs(temporary.path(), "en-zh");
    let out = temporary.path().join("run");
    let more = ["--steps", "2", "--validate-every", "2"];
    assert_eq!(run(&train("en-zh", &pairs, &out, &more)).code, Some(0));
    let target = model(&out).metadata.target;
    let is_known = |text| target.encode(text).iter().all(|token| token.id != seqscope::tokens::UNKNOWN);
    // The corpus ends its sentences with an ASCII full stop.
    assert!(is_known("三六。") && !is_known("三六."));
}

#[test]
fn a_translation_run_that_was_killed_and_resumed_ends_like_one_that_was_never_stopped() {
    let temporary = temporary();
    let pairs = pairs(temporary.path(), "en-fr");
    let (whole, killed) = (temporary.path().join("whole"), temporary.path().join("killed"));
    // More than one epoch, and a state after every step.
    let settings = ["--steps", "150", "--validate-every", "50", "--checkpoint-seconds", "0"];
    assert_eq!(run(&train("en-fr", &pairs, &whole, &settings)).code, Some(0));
    let arguments = train("en-fr", &pairs, &killed, &settings);
    let mut child = command(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).spawn().unwrap();
    while !fs::read_to_string(killed.join("metrics.jsonl")).is_ok_and(|text| text.contains("\"step\":50,")) {
        assert!(child.try_wait().unwrap().is_none(), "the program ended early");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let resumed = run(&train("en-fr", &pairs, &killed, &[&settings[..], &["--resume"]].concat()));
    assert_eq!(resumed.code, Some(0), "{resumed:?}");
    assert_eq!(model(&killed), model(&whole));
}

#[test]
fn another_attention_and_another_language_start_from_what_they_share() {
    let temporary = temporary();
    let french = pairs(temporary.path(), "en-fr");
    let out = |name: &str| temporary.path().join(name);
    let more = ["--steps", "10", "--validate-every", "10"];
    assert_eq!(run(&train("en-fr", &french, &out("general"), &more)).code, Some(0));
    let start = out("general").join("model.safetensors");
    // A learning rate that moves nothing shows what a run began with.
    let still =
        ["--steps", "1", "--validate-every", "1", "--learning-rate", "1e-30", "--start-from", str(&start)];
    let named = |name: &str, checkpoint: &Checkpoint| {
        let parameters = checkpoint.model.parameters();
        parameters.into_iter().find(|(of, _)| of == name).map(|(_, values)| values.to_owned()).unwrap()
    };
    let general = model(&out("general"));

    let arguments = train("en-fr", &french, &out("concat"), &[&still[..], &["--overwrite"]].concat());
    let concat: Vec<String> = arguments
        .into_iter()
        .map(|word| if word == "general" { "concat".to_string() } else { word })
        .collect();
    let said = run(&concat);
    assert_eq!(said.code, Some(0), "{said:?}");
    let concat = model(&out("concat"));
    assert_eq!(concat.metadata.target, general.metadata.target);
    for name in
        ["encoder.input_embedding.weight", "decoder.input_embedding.weight", "decoder.W_context.weight"]
    {
        assert_eq!(named(name, &concat), named(name, &general), "{name}");
    }

    let chinese = pairs(temporary.path(), "en-zh");
    let more = [&still[..], &["--target-pieces", "60"]].concat();
    assert_eq!(run(&train("en-zh", &chinese, &out("chinese"), &still)).code, Some(0), "{more:?}");
    let chinese = model(&out("chinese"));
    assert_eq!(chinese.metadata.source, general.metadata.source);
    assert_ne!(chinese.metadata.target, general.metadata.target);
    let (name, encoder) = ("decoder.input_embedding.weight", "encoder.rnn.weight_ih_l1_reverse");
    assert_ne!(named(name, &chinese), named(name, &general));
    assert_eq!(named(encoder, &chinese), named(encoder, &general));
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
