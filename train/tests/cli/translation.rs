//! `seqscope train` on pairs of sentences.

use std::fs;
use std::time::Duration;

use seqscope::checkpoint::Checkpoint;
use seqscope::nn::Parameters;
use seqscope::tokens::Tokenizer;
use serde_json::json;

use crate::command::{command, str};
use crate::corpus::{model, pairs, run, temporary, train};

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
fn a_run_ends_when_so_many_validations_in_a_row_find_no_mistake() {
    let temporary = temporary();
    let lines = "One one one.\tUn un un.\n".repeat(3);
    let pair = temporary.path().join("pair.tsv");
    fs::write(&pair, lines).unwrap();
    let steps = |name: &str, more: &[&str]| {
        let out = temporary.path().join(name);
        let settings = ["--steps", "300", "--validate-every", "20", "--learning-rate", "0.01"];
        let said = run(&train("en-fr", &(pair.clone(), pair.clone()), &out, &[&settings, more].concat()));
        assert_eq!(said.code, Some(0), "{said:?}");
        let metrics = fs::read_to_string(out.join("metrics.jsonl")).unwrap();
        let exact = |line: &str| -> Option<(u64, bool)> {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            Some((line["step"].as_u64()?, line["validation_exact_match"].as_f64()? == 1.0))
        };
        metrics.lines().filter_map(exact).collect::<Vec<(u64, bool)>>()
    };
    let never = steps("never", &[]);
    assert_eq!(never.last().unwrap().0, 300);
    let stopped = steps("stopped", &["--stop-when-exact", "3"]);
    let end =
        never.windows(3).find(|three| three.iter().all(|(_, exact)| *exact)).expect("it is learned")[2].0;
    assert!(end < 300);
    assert_eq!(stopped.last().unwrap().0, end);
}

#[test]
fn the_translation_model_that_is_kept_is_the_one_with_the_least_loss() {
    let temporary = temporary();
    let pairs = pairs(temporary.path(), "en-fr");
    let out = temporary.path().join("run");
    let settings = ["--steps", "60", "--validate-every", "4", "--learning-rate", "0.05"];
    assert_eq!(run(&train("en-fr", &pairs, &out, &settings)).code, Some(0));
    let metrics = fs::read_to_string(out.join("metrics.jsonl")).unwrap();
    let lines = metrics.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let losses: Vec<(u64, f64)> =
        lines.filter_map(|line| Some((line["step"].as_u64()?, line["validation_loss"].as_f64()?))).collect();
    let least = losses.iter().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    let training = json!(model(&out).metadata.training);
    assert_eq!((&training["step"], &training["validation_loss"]), (&json!(least.0), &json!(least.1)));
}
