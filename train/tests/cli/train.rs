//! `seqscope train`.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use seqscope::checkpoint::Checkpoint;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::command::{Run, command, seqscope, signal, str};

const FILES: [&str; 4] = ["checkpoint.safetensors", "loss.svg", "metrics.jsonl", "model.safetensors"];

/// The arguments of a run that takes about a second.
fn tiny<'a>(directory: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let out = str(directory);
    let mut arguments = vec!["train", "--task", "dates", "--attention", "general", "--out", out];
    arguments.extend(["--d-model", "8", "--batch-size", "8", "--threads", "1", "--warm-up", "5"]);
    arguments.extend(more);
    arguments
}

const SHORT: [&str; 4] = ["--steps", "60", "--validate-every", "30"];

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn model(directory: &Path) -> Vec<u8> {
    fs::read(directory.join("model.safetensors")).unwrap()
}

fn metrics(directory: &Path) -> Vec<Value> {
    let text = fs::read_to_string(directory.join("metrics.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A directory for a run, in one that goes when the test ends.
fn fresh() -> (TempDir, PathBuf) {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("run");
    (temporary, directory)
}

fn wait_for(path: &Path, child: &mut Child) {
    let started = Instant::now();
    while !path.exists() {
        assert!(started.elapsed() < Duration::from_secs(30), "{} never appeared", path.display());
        assert!(child.try_wait().unwrap().is_none(), "the program ended early");
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_run_writes_model_state_metrics_and_plot_and_says_how_it_went() {
    let (_temporary, directory) = fresh();
    let run = seqscope(&tiny(&directory, &SHORT));
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
    let said: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("step 30: validation loss "), "{said:?}");
    assert!(said[1].starts_with("step 60: validation loss "), "{said:?}");
    assert!(said[2].contains("60 steps in ") && said[2].contains("best at step "), "{said:?}");
    assert!(!run.stderr.contains('\u{1b}'), "no escape sequences where standard error is no terminal");

    assert_eq!(names(&directory), FILES);
    let checkpoint = Checkpoint::from_bytes(&model(&directory)).unwrap();
    assert_eq!(checkpoint.metadata.task, "dates");
    assert_eq!(checkpoint.metadata.model.d_model, 8);
    assert_eq!(json!(checkpoint.metadata.training)["steps"], 60);
    assert_eq!(checkpoint.metadata.data.licence, "MIT OR Apache-2.0");
    let plot = fs::read_to_string(directory.join("loss.svg")).unwrap();
    assert!(plot.starts_with("<svg") && plot.trim_end().ends_with("</svg>"));
    for (curve, colour) in [("training", "#1F77B4"), ("validation", "#D62728")] {
        let lines = plot.matches(&format!("stroke=\"{colour}\"")).count();
        assert_eq!(lines, 2, "{curve}: the curve and its mark in the legend");
    }
    assert!(plot.contains("step") && plot.contains("nats a token"));
}

#[test]
fn metrics_are_one_object_a_line_with_finite_numbers_and_a_falling_loss() {
    let (_temporary, directory) = fresh();
    seqscope(&tiny(&directory, &["--steps", "120", "--validate-every", "60"]));
    let lines = metrics(&directory);
    let of = |field: &str| -> Vec<(u64, f64)> {
        let measured = lines.iter().filter(|line| !line[field].is_null());
        measured.map(|line| (line["step"].as_u64().unwrap(), line[field].as_f64().unwrap())).collect()
    };
    let steps = |field| -> Vec<u64> { of(field).into_iter().map(|(step, _)| step).collect() };
    for field in ["loss", "learning_rate", "gradient_norm", "words_per_second"] {
        assert_eq!(steps(field), [50, 100, 120], "{field}");
    }
    for field in ["validation_loss", "validation_token_accuracy", "validation_exact_match", "seconds"] {
        assert_eq!(steps(field), [60, 120], "{field}");
    }
    assert!(of("loss")[2].1 < of("loss")[0].1);
    assert!(of("validation_loss")[1].1 < of("validation_loss")[0].1);
    assert!(of("words_per_second").iter().all(|(_, speed)| *speed > 0.0));
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let (_temporary, parent) = fresh();
    let run = |name: &str, seed: &str| {
        let directory = parent.join(name);
        assert_eq!(seqscope(&tiny(&directory, &[&SHORT[..], &["--seed", seed]].concat())).code, Some(0));
        model(&directory)
    };
    let first = run("a", "7");
    assert!(first == run("b", "7"));
    assert!(first != run("c", "8"));
}

/// Somewhere in the range, anew in every run of the tests.
fn random(low: u64, high: u64) -> u64 {
    low + RandomState::new().build_hasher().finish() % (high - low)
}

#[test]
fn a_run_that_was_killed_and_resumed_ends_like_one_that_was_never_stopped() {
    let (_temporary, parent) = fresh();
    let (whole, killed) = (parent.join("whole"), parent.join("killed"));
    // A state is saved after every step, so that many of the kills fall into the middle of writing one.
    let settings =
        ["--steps", "300", "--validate-every", "100", "--dropout", "0.1", "--checkpoint-seconds", "0"];
    assert_eq!(seqscope(&tiny(&whole, &settings)).code, Some(0));

    let mut resumable = settings.to_vec();
    let mut delays = Vec::new();
    for _ in 0..3 {
        let mut child = command(&tiny(&killed, &resumable)).spawn().unwrap();
        wait_for(&killed.join("checkpoint.safetensors"), &mut child);
        delays.push(random(20, 500));
        sleep(Duration::from_millis(delays[delays.len() - 1]));
        child.kill().unwrap();
        child.wait().unwrap();
        resumable = [&settings[..], &["--resume"]].concat();
    }
    let run = seqscope(&tiny(&killed, &resumable));
    assert_eq!(run.code, Some(0), "killed after {delays:?} ms: {run:?}");

    assert!(model(&killed) == model(&whole), "killed after {delays:?} ms");
    let measured = |directory| -> Vec<Value> {
        let mut lines = metrics(directory);
        for line in &mut lines {
            let line = line.as_object_mut().unwrap();
            // Times differ, and a line of training starts where the process did.
            line.retain(|name, _| name == "step" || name.starts_with("validation_"));
        }
        lines
    };
    assert_eq!(measured(&killed), measured(&whole), "killed after {delays:?} ms");
}

#[test]
fn an_interrupted_run_is_saved_says_how_to_go_on_and_does_so() {
    let (_temporary, parent) = fresh();
    let (whole, interrupted) = (parent.join("whole"), parent.join("interrupted"));
    let settings =
        ["--steps", "1000", "--validate-every", "500", "--clip", "0.3", "--label-smoothing", "0.1"];
    // Saved at the start and when interrupted, never between.
    let settings = [&settings[..], &["--checkpoint-seconds", "1000"]].concat();
    assert_eq!(seqscope(&tiny(&whole, &settings)).code, Some(0));

    let mut child = command(&tiny(&interrupted, &settings)).spawn().unwrap();
    wait_for(&interrupted.join("checkpoint.safetensors"), &mut child);
    // The first line of metrics is written at step 50.
    while fs::read(interrupted.join("metrics.jsonl")).unwrap().is_empty() {
        sleep(Duration::from_millis(1));
    }
    signal(&child, "INT");
    let step = interrupted_after(child, &interrupted);
    assert!((50..1000).contains(&step), "{step}");

    // What ends a service, a container or a computer.
    let resume = [&settings[..], &["--resume"]].concat();
    let child = command(&tiny(&interrupted, &resume)).spawn().unwrap();
    let line_of_step = |step: u64| format!("\"step\":{step},");
    while !fs::read_to_string(interrupted.join("metrics.jsonl"))
        .is_ok_and(|text| text.contains(&line_of_step(step / 50 * 50 + 50)))
    {
        sleep(Duration::from_millis(1));
    }
    signal(&child, "TERM");
    assert!(interrupted_after(child, &interrupted) > step);

    let run = seqscope(&tiny(&interrupted, &resume));
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(model(&interrupted) == model(&whole));
}

/// Asserts that a run ends because it was interrupted, and returns after which step.
#[track_caller]
fn interrupted_after(child: Child, directory: &Path) -> u64 {
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.code, &*run.stdout), (Some(130), ""), "{run:?}");
    let said = run.stderr.lines().last().unwrap();
    let before = format!("{}: interrupted after step ", directory.display());
    let step = said.strip_prefix(&*before).expect(said);
    let step = step.strip_suffix(" and saved; the same command with --resume goes on").expect(said);
    step.parse().unwrap()
}

#[test]
fn other_settings_are_refused_at_resume_by_the_name_of_their_option() {
    let (_temporary, directory) = fresh();
    assert_eq!(seqscope(&tiny(&directory, &SHORT)).code, Some(0));
    let before = model(&directory);
    let refused = |more: &[&str], differences: &str| {
        let run = seqscope(&tiny(&directory, &[&SHORT[..], more, &["--resume"]].concat()));
        let state = directory.join("checkpoint.safetensors");
        run.fails_with(&format!("{}: the saved run had other settings: {differences}", state.display()));
    };
    refused(&["--learning-rate", "0.001"], "--learning-rate: 0.004, now 0.001");
    refused(&["--layers", "2", "--rnn", "gru"], "--layers: 1, now 2; --rnn: \"lstm\", now \"gru\"");
    refused(&["--seed", "2", "--clip", "0"], "--clip: 1.0, now null; --seed: 1, now 2");
    refused(&["--unidirectional"], "model.bidirectional: true, now false");
    assert!(model(&directory) == before);
}

#[test]
fn a_longer_run_is_another_run() {
    let (_temporary, directory) = fresh();
    assert_eq!(seqscope(&tiny(&directory, &SHORT)).code, Some(0));
    let run = seqscope(&tiny(&directory, &["--steps", "90", "--validate-every", "30", "--resume"]));
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.ends_with("other settings: --steps: 60, now 90\n"), "{}", run.stderr);
}

#[test]
fn a_run_is_only_replaced_when_that_is_asked_for() {
    let (_temporary, directory) = fresh();
    assert_eq!(seqscope(&tiny(&directory, &SHORT)).code, Some(0));
    let contents = || FILES.map(|name| fs::read(directory.join(name)).unwrap());
    let before = contents();
    let other = [&SHORT[..], &["--seed", "2"]].concat();
    let refusal = |name: &str| {
        format!(
            "{}: there is a run already; --resume goes on with it, --overwrite replaces it",
            directory.join(name).display()
        )
    };
    seqscope(&tiny(&directory, &other)).fails_with(&refusal("checkpoint.safetensors"));
    assert!(contents() == before);

    assert_eq!(seqscope(&tiny(&directory, &[&other[..], &["--overwrite"]].concat())).code, Some(0));
    assert_eq!(names(&directory), FILES);
    assert!(model(&directory) != before[3]);

    // What is left of a run is not lost either.
    for name in ["checkpoint.safetensors", "loss.svg", "metrics.jsonl"] {
        fs::remove_file(directory.join(name)).unwrap();
    }
    seqscope(&tiny(&directory, &other)).fails_with(&refusal("model.safetensors"));
}

#[test]
fn overwriting_never_leaves_the_old_model_beside_the_new_run() {
    let (_temporary, directory) = fresh();
    assert_eq!(seqscope(&tiny(&directory, &SHORT)).code, Some(0));
    let state = directory.join("checkpoint.safetensors");
    let old = fs::read(&state).unwrap();
    let mut child = command(&tiny(&directory, &["--steps", "100000", "--overwrite"])).spawn().unwrap();
    let started = Instant::now();
    while fs::read(&state).is_ok_and(|bytes| bytes == old) || !state.exists() {
        assert!(started.elapsed() < Duration::from_secs(30), "the new run never started");
        sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!directory.join("model.safetensors").exists());
}

#[test]
fn there_is_nothing_to_resume_where_nothing_was_saved() {
    let (_temporary, directory) = fresh();
    let state = directory.join("checkpoint.safetensors");
    seqscope(&tiny(&directory, &["--resume"])).fails_with(&format!(
        "nothing to resume from: {}: No such file or directory (os error 2)",
        state.display()
    ));
    assert!(!directory.exists());
}

#[test]
fn a_broken_state_is_named() {
    let (_temporary, directory) = fresh();
    assert_eq!(seqscope(&tiny(&directory, &SHORT)).code, Some(0));
    let state = directory.join("checkpoint.safetensors");
    let bytes = fs::read(&state).unwrap();
    for (broken, says) in [
        (&bytes[..bytes.len() - 1], "incomplete metadata"),
        (&b"not tensors at all"[..], "header too large"),
        (&model(&directory)[..], "this is no saved training: expected the key `run` in `__metadata__`"),
    ] {
        fs::write(&state, broken).unwrap();
        let run = seqscope(&tiny(&directory, &[&SHORT[..], &["--resume"]].concat()));
        assert_eq!(run.code, Some(1));
        let start = format!("seqscope: {}: ", state.display());
        assert!(run.stderr.starts_with(&start) && run.stderr.contains(says), "{}", run.stderr);
    }
}

#[test]
fn a_finished_run_that_is_resumed_stays_as_it_is() {
    let (_temporary, directory) = fresh();
    assert_eq!(seqscope(&tiny(&directory, &SHORT)).code, Some(0));
    let before = (model(&directory), metrics(&directory));
    let run = seqscope(&tiny(&directory, &[&SHORT[..], &["--resume"]].concat()));
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("60 steps in "), "{run:?}");
    assert!(before == (model(&directory), metrics(&directory)));
}

#[test]
fn a_loss_that_is_no_number_stops_the_run_and_says_what_may_help() {
    let (_temporary, directory) = fresh();
    let wild = ["--learning-rate", "1e30", "--clip", "0", "--warm-up", "0", "--steps", "50"];
    let arguments = ["train", "--task", "dates", "--attention", "dot", "--d-model", "8", "--batch-size", "8"];
    let run = seqscope(&[&arguments[..], &wild, &["--threads", "1", "--out", str(&directory)]].concat());
    assert_eq!(run.code, Some(1));
    let said = run.stderr.lines().last().unwrap();
    assert!(said.starts_with("seqscope: step ") && said.contains("a lower --learning-rate"), "{said}");
}

#[test]
fn a_model_whose_numbers_are_none_is_never_written() {
    let wild = ["--learning-rate", "1e30", "--warm-up", "0", "--precision", "f32", "--overwrite"];
    let (_temporary, directory) = fresh();
    for (steps, says) in [
        // The numbers of the model are wild after the first step and its loss is the first to say so.
        (["--steps", "1", "--validate-every", "1"], "seqscope: step 1: the validation loss is "),
        (["--steps", "9", "--validate-every", "9"], "seqscope: step 2: the loss is "),
    ] {
        let arguments =
            ["train", "--task", "dates", "--attention", "dot", "--d-model", "8", "--batch-size", "8"];
        let out = ["--threads", "1", "--checkpoint-seconds", "0", "--out", str(&directory)];
        let run = seqscope(&[&arguments[..], &wild, &out, &steps].concat());
        assert_eq!(run.code, Some(1), "{run:?}");
        let said = run.stderr.lines().last().unwrap();
        assert!(said.starts_with(says) && said.contains("a lower --learning-rate"), "{said}");
        assert!(!directory.join("model.safetensors").exists());
    }
}

#[test]
fn training_goes_on_when_nobody_reads_what_it_says() {
    let (_temporary, directory) = fresh();
    let mut child = command(&tiny(&directory, &SHORT)).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(names(&directory), FILES);
}
