//! `seqscope recipe`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::command::{Run, command, seqscope, signal, str};
use crate::corpus::{CHINESE, corpus};
use crate::models::manifest;

/// A thousandth of the steps.
fn dates(out: &Path) -> Vec<&str> {
    vec!["recipe", "dates", "--out", str(out), "--steps-scale", "0.001"]
}

/// Every file of the trained and the published models, by its path.
fn models(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = |directory: &Path| -> Vec<PathBuf> {
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let trained = files(&out.join("training")).into_iter().map(|run| run.join("model.safetensors"));
    let paths = trained.chain(files(&out.join("models")));
    paths.map(|path| (path.strip_prefix(out).unwrap().to_path_buf(), fs::read(&path).unwrap())).collect()
}

fn done(out: &Path) -> u64 {
    let record = fs::read_to_string(out.join("recipe.json")).unwrap_or_default();
    serde_json::from_str(&record).map_or(0, |record: Value| record["done"].as_u64().unwrap())
}

#[test]
fn the_models_of_dates_are_the_same_bytes_again_and_after_an_interruption_and_a_kill() {
    let temporary = tempfile::tempdir().unwrap();
    let [first, second, stopped] = ["first", "second", "stopped"].map(|name| temporary.path().join(name));
    let run = seqscope(&dates(&first));
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
    assert!(run.stderr.ends_with("all 7 stages are done\n"), "{run:?}");
    let published: Vec<(String, String)> = manifest(&first.join("models"))
        .iter()
        .map(|entry| [&entry["attention"], &entry["rnn"]].map(|name| name.as_str().unwrap().to_string()))
        .map(|[attention, rnn]| (attention, rnn))
        .collect();
    let expected = [
        ("general", "gru"),
        ("concat", "lstm"),
        ("concat_without_tanh", "lstm"),
        ("dot", "lstm"),
        ("general", "lstm"),
        ("general", "rnn"),
    ];
    assert_eq!(published, expected.map(|(attention, rnn)| (attention.to_string(), rnn.to_string())));
    let made = models(&first);
    assert_eq!(made.len(), 6 + 7);

    assert_eq!(seqscope(&dates(&second)).code, Some(0));
    assert!(models(&second) == made);

    // Killed in a training that has a state, then told to end in a later one.
    let mut child = command(&dates(&stopped)).spawn().unwrap();
    while done(&stopped) < 1 || !stopped.join("training/general-lstm/checkpoint.safetensors").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended early");
        sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut child = command(&dates(&stopped)).spawn().unwrap();
    while done(&stopped) < 2 {
        assert!(child.try_wait().unwrap().is_none(), "it ended early");
        sleep(Duration::from_millis(1));
    }
    signal(&child, "TERM");
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{run:?}");
    assert!(done(&stopped) < 7);
    let run = seqscope(&dates(&stopped));
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(models(&stopped) == made);

    // Each stage has a log, which says how it was done.
    let log = fs::read_to_string(stopped.join("logs/train-general-lstm.log")).unwrap();
    assert!(log.starts_with("stage 2 of 7, train general-lstm: seqscope train --task dates "), "{log}");
    assert!(log.contains("best at step "), "{log}");
    assert_eq!(fs::read_dir(stopped.join("logs")).unwrap().count(), 7);

    // What is done stays as it is, and is not taken for something else.
    let run = seqscope(&dates(&stopped));
    assert_eq!((run.code, run.stderr.lines().count()), (Some(0), 1), "{run:?}");
    let run = seqscope(&["recipe", "dates", "--out", str(&stopped), "--steps-scale", "0.002"]);
    assert_eq!(run.code, Some(1));
    let start = format!(
        "seqscope: {}: a recipe with other stages was begun here; train dot-lstm: expected `train ",
        stopped.join("recipe.json").display()
    );
    assert!(run.stderr.starts_with(&start), "{run:?}");
    assert!(models(&stopped) == made);
}

#[test]
fn the_models_of_recall_and_repeat_are_the_same_bytes_again_and_say_what_they_get_right() {
    let recall = [("none", "gru"), ("none", "lstm"), ("none", "rnn")];
    let repeat = [("concat", "lstm"), ("dot", "lstm"), ("general", "lstm"), ("none", "lstm")];
    let expected = [("recall", &recall[..], "exactMatchAt40"), ("repeat", &repeat[..], "charactersAt20")];
    for (task, expected, measure) in expected {
        let temporary = tempfile::tempdir().unwrap();
        let made = ["first", "second"].map(|name| {
            let out = temporary.path().join(name);
            let run = seqscope(&["recipe", task, "--out", str(&out), "--steps-scale", "0.001"]);
            assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
            let entries = manifest(&out.join("models"));
            let published: Vec<(&str, &str)> = entries
                .iter()
                .map(|entry| (entry["attention"].as_str().unwrap(), entry["rnn"].as_str().unwrap()))
                .collect();
            assert_eq!(published, expected);
            assert!(
                entries
                    .iter()
                    .all(|entry| (0.0..=1.0).contains(&entry["quality"][measure].as_f64().unwrap()))
            );
            models(&out)
        });
        assert!(made[0] == made[1], "{task}");
    }
}

#[test]
fn a_scale_that_is_none_is_wrong_usage() {
    for scale in ["0", "-1", "101", "NaN", "half"] {
        let run = seqscope(&["recipe", "dates", "--out", "never", "--steps-scale", scale]);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(!Path::new("never").exists());
    }
}

#[test]
fn a_language_goes_from_a_file_of_pairs_to_three_models() {
    let temporary = tempfile::tempdir().unwrap();
    let pairs = corpus(temporary.path(), "pairs.tsv", CHINESE, "", "。");
    let out = temporary.path().join("out");
    let arguments =
        ["recipe", "en-zh", "--pairs", str(&pairs), "--out", str(&out), "--steps-scale", "0.0001"];
    let run = seqscope(&arguments);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
    assert!(run.stderr.ends_with("all 6 stages are done\n"), "{run:?}");
    let entries = manifest(&out.join("models"));
    let attentions: Vec<&str> = entries.iter().map(|entry| entry["attention"].as_str().unwrap()).collect();
    assert_eq!(attentions, ["concat", "dot", "general"]);
    assert!(entries.iter().all(|entry| entry["task"] == "en-zh" && entry["quality"]["bleu"].is_number()));
    // Nothing that is held out is learned from, and our own phrases are.
    let sources = |name: &str| -> Vec<String> {
        let text = fs::read_to_string(out.join("pairs").join(name)).unwrap();
        text.lines().map(|line| line.split('\t').next().unwrap().to_string()).collect()
    };
    let (learned, held_out) = (sources("augmented-1.tsv"), sources("validation.tsv"));
    assert!(held_out.len() == 10 && held_out.iter().all(|source| !learned.contains(source)));
    // Six times: every other time without its mark, every third time in small letters.
    for (phrase, times) in [("How are you?", 2), ("How are you", 2), ("how are you?", 1), ("how are you", 1)]
    {
        assert_eq!(learned.iter().filter(|source| *source == phrase).count(), times, "{phrase}");
    }
}
