//! `seqscope train --heads`: several attention heads on one trunk.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use seqscope::checkpoint::Checkpoint;
use seqscope::nn::Parameters;
use serde_json::Value;

use crate::command::{command, seqscope, str};

const TRUNK: &str = "trunk.safetensors";
const FILES: [&str; 4] =
    ["concat-without-tanh.safetensors", "concat.safetensors", "dot.safetensors", "general.safetensors"];

fn train<'a>(directory: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["train", "--task", "dates", "--out", str(directory)];
    arguments.extend(["--d-model", "8", "--batch-size", "8", "--warm-up", "5", "--precision", "f32"]);
    arguments.extend(more);
    arguments
}

const ALL: [&str; 2] = ["--heads", "dot,general,concat,concat_without_tanh"];

fn single(directory: &Path) -> Checkpoint {
    Checkpoint::from_bytes(&fs::read(directory.join("model.safetensors")).unwrap()).unwrap()
}

/// The trunk of a run with one of its heads.
fn model(directory: &Path, name: &str) -> Checkpoint {
    let [trunk, head] = [TRUNK, name].map(|name| fs::read(directory.join(name)).unwrap());
    Checkpoint::from_files(&[&trunk, &head]).unwrap()
}

/// The tensors that are not of the head.
fn trunk_of(checkpoint: &Checkpoint) -> Vec<(String, ndarray::ArrayD<f32>)> {
    let of_trunk = |(name, _): &(String, _)| !name.contains("attention") && !name.contains("W_context");
    let parameters = checkpoint.model.parameters().into_iter().filter(of_trunk);
    parameters.map(|(name, values)| (name, values.to_owned())).collect()
}

#[test]
fn every_head_gets_a_model_and_all_have_the_same_trunk() {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("run");
    let run =
        seqscope(&train(&directory, &[&ALL[..], &["--steps", "60", "--validate-every", "30"]].concat()));
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");

    let models = FILES.map(|name| model(&directory, name));
    let attentions = models.each_ref().map(|model| model.metadata.model.attention.name());
    assert_eq!(attentions, ["concat_without_tanh", "concat", "dot", "general"]);
    for model in &models[1..] {
        assert_eq!(trunk_of(model), trunk_of(&models[0]));
        assert_ne!(model.model.decoder.head, models[0].model.decoder.head);
    }
    assert!(!directory.join("model.safetensors").exists());

    // The validation of each, and the mean that chooses the best state.
    let metrics = fs::read_to_string(directory.join("metrics.jsonl")).unwrap();
    let lines = metrics.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let validations: Vec<Value> = lines.filter(|line| !line["validation_loss"].is_null()).collect();
    assert_eq!(validations.len(), 2);
    for validation in &validations {
        let losses = validation["validation_loss_of_heads"].as_object().unwrap();
        assert_eq!(losses.keys().collect::<Vec<_>>(), ["concat", "concat_without_tanh", "dot", "general"]);
        let mean = losses.values().map(|loss| loss.as_f64().unwrap()).sum::<f64>() / 4.0;
        assert!((validation["validation_loss"].as_f64().unwrap() - mean).abs() < 1e-9);
        for name in losses.keys() {
            assert!(run.stderr.contains(&format!(" {name} ")), "{run:?}");
        }
    }
}

#[test]
fn a_training_of_several_heads_that_was_killed_ends_like_one_that_was_never_stopped() {
    let temporary = tempfile::tempdir().unwrap();
    for threads in ["1", "2"] {
        let [whole, killed] = ["whole", "killed"].map(|name| temporary.path().join(name).join(threads));
        let mut settings = [&ALL[..], &["--dropout", "0.1", "--threads", threads]].concat();
        settings.extend(["--steps", "200", "--validate-every", "100", "--checkpoint-seconds", "0"]);
        assert_eq!(seqscope(&train(&whole, &settings)).code, Some(0));
        let mut child = command(&train(&killed, &settings)).spawn().unwrap();
        let state = killed.join("metrics.jsonl");
        while !fs::read_to_string(&state).is_ok_and(|metrics| metrics.contains("loss")) {
            assert!(child.try_wait().unwrap().is_none(), "the program ended early");
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(seqscope(&train(&killed, &[&settings[..], &["--resume"]].concat())).code, Some(0));
        for name in FILES.iter().chain([&TRUNK]) {
            let read = |directory: &PathBuf| fs::read(directory.join(name)).unwrap();
            assert!(read(&killed) == read(&whole), "{name}, {threads} threads");
        }
        let other = train(&killed, &["--heads", "dot,general", "--steps", "200", "--resume"]);
        assert!(seqscope(&other).stderr.contains("--heads"));
    }
}

#[test]
fn heads_learn_in_turns_and_each_of_them_has_one() {
    let temporary = tempfile::tempdir().unwrap();
    let [all, turns] = ["all", "turns"].map(|name| temporary.path().join(name));
    let short = ["--heads", "dot,general", "--steps", "20", "--validate-every", "20"];
    assert_eq!(seqscope(&train(&all, &short)).code, Some(0));
    let in_turns = [&short[..], &["--turns", "dot,general,dot"]].concat();
    assert_eq!(seqscope(&train(&turns, &in_turns)).code, Some(0));
    for name in ["dot.safetensors", "general.safetensors"] {
        assert_ne!(model(&turns, name).model, model(&all, name).model);
        let training = serde_json::to_string(&model(&turns, name).metadata.training).unwrap();
        assert!(training.contains(r#""turns":["dot","general","dot"]"#), "{training}");
    }
    let wrong = temporary.path().join("wrong");
    let run = seqscope(&train(&wrong, &[&short[..], &["--turns", "dot,concat"]].concat()));
    let expected = "turns: expected each of the heads dot, general, and no other, found dot, concat\n";
    assert!(run.code == Some(2) && run.stderr.ends_with(expected), "{run:?}");
    assert!(!wrong.exists());
}

#[test]
fn heads_start_from_a_single_model() {
    let temporary = tempfile::tempdir().unwrap();
    let [single, heads] = ["single", "heads"].map(|name| temporary.path().join(name));
    let short = ["--steps", "10", "--validate-every", "10"];
    let of_single = train(&single, &[&["--attention", "general"], &short[..]].concat());
    assert_eq!(seqscope(&of_single).code, Some(0));
    let start = single.join("model.safetensors");
    // A learning rate that moves nothing shows what a run began with.
    let still =
        ["--steps", "1", "--validate-every", "1", "--learning-rate", "1e-30", "--start-from", str(&start)];
    assert_eq!(seqscope(&train(&heads, &[&ALL[..], &still].concat())).code, Some(0));
    let single = self::single(&single);
    assert_eq!(model(&heads, "general.safetensors").model, single.model);
    for name in FILES {
        let head = model(&heads, name);
        assert_eq!(trunk_of(&head), trunk_of(&single), "{name}");
        assert_eq!(head.model.decoder.head.w_context, single.model.decoder.head.w_context, "{name}");
    }
}

#[test]
fn heads_start_from_a_trunk_and_its_heads() {
    let temporary = tempfile::tempdir().unwrap();
    let [first, second] = ["first", "second"].map(|name| temporary.path().join(name));
    let short = ["--heads", "dot,general", "--steps", "10", "--validate-every", "10"];
    assert_eq!(seqscope(&train(&first, &short)).code, Some(0));
    let paths = [TRUNK, "dot.safetensors", "general.safetensors"].map(|name| first.join(name));
    let [trunk, dot, general] = paths.each_ref().map(|path| str(path));
    let still = ["--steps", "1", "--validate-every", "1", "--learning-rate", "1e-30", "--start-from"];
    let still = train(&second, &[&ALL[..], &still].concat());
    assert_eq!(seqscope(&[&still[..], &[trunk, dot, general]].concat()).code, Some(0));
    for name in ["dot.safetensors", "general.safetensors"] {
        assert_eq!(model(&second, name).model, model(&first, name).model);
    }
    let concat = model(&second, "concat.safetensors");
    assert_eq!(trunk_of(&concat), trunk_of(&model(&first, "dot.safetensors")));

    let refused = |files: &[&str], message: &str| {
        let arguments = [&still[..], files, &["--overwrite"]].concat();
        seqscope(&arguments).fails_with(message);
    };
    refused(&[dot], &format!("{dot}: a head: expected the file of its trunk before it"));
    refused(&[trunk], &format!("{trunk}: a trunk: expected the file of a head behind it"));
    let one = second.join("one");
    let alone = train(&one, &["--attention", "dot", "--steps", "1", "--validate-every", "1"]);
    assert_eq!(seqscope(&alone).code, Some(0));
    let one = one.join("model.safetensors");
    let message = format!("{}: expected a head of the same trunk as {dot}", one.display());
    refused(&[trunk, dot, str(&one)], &message);
}

#[test]
fn a_model_of_two_files_is_run_measured_shown_and_put_together() {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("run");
    let short = ["--heads", "dot,general", "--steps", "20", "--validate-every", "20"];
    assert_eq!(seqscope(&train(&directory, &short)).code, Some(0));
    let paths = [TRUNK, "general.safetensors"].map(|name| directory.join(name));
    let two = ["--model", str(&paths[0]), str(&paths[1])];
    let whole = temporary.path().join("whole.safetensors");
    let convert = [&["convert"], &two[..], &["--precision", "f32", "--out", str(&whole)]].concat();
    assert_eq!(seqscope(&convert).code, Some(0));
    let one = ["--model", str(&whole)];
    let read = Checkpoint::from_bytes(&fs::read(&whole).unwrap()).unwrap();
    assert_eq!(read, model(&directory, "general.safetensors"));

    let same = |arguments: &[&str]| {
        let [of_two, of_one] = [&two[..], &one].map(|model| {
            let (command, more) = arguments.split_first().unwrap();
            seqscope(&[&[*command], model, more].concat()).quietly()
        });
        assert_eq!(of_two, of_one);
        of_one
    };
    same(&["evaluate", "--count", "30"]);
    let shown: Value =
        serde_json::from_str(&seqscope(&[&["inspect", "--json"], &two[..]].concat()).quietly()).unwrap();
    let of_one: Value =
        serde_json::from_str(&seqscope(&[&["inspect", "--json"], &one[..]].concat()).quietly()).unwrap();
    assert_eq!((&shown["tensors"], &shown["metadata"]), (&of_one["tensors"], &of_one["metadata"]));
    assert_eq!(shown["parameters"], of_one["parameters"]);
    let bytes: u64 = paths.iter().map(|path| fs::metadata(path).unwrap().len()).sum();
    assert_eq!(shown["bytes"], bytes);

    let [trunk, dot] = [&paths[0], &directory.join("dot.safetensors")].map(|path| str(path).to_string());
    let message = "expected the file of one model, or those of a trunk and a head, found files of 2 models";
    seqscope(&["inspect", "--model", str(&whole), str(&whole)]).fails_with(message);
    seqscope(&["translate", "--model", &dot])
        .fails_with(&format!("{dot}: a head: expected the file of its trunk before it"));
    seqscope(&["translate", "--model", &trunk])
        .fails_with(&format!("{trunk}: a trunk: expected the file of a head behind it"));
}
