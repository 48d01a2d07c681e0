//! `seqscope publish`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use seqscope::checkpoint::{Checkpoint, Json, Precision};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::command::{seqscope, str};
use crate::models::{dates, directory, files, manifest, paths};

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Asserts that the directory holds the manifest's files and nothing else.
fn assert_is_consistent(directory: &Path) {
    let models = manifest(directory);
    let mut expected: BTreeSet<String> = BTreeSet::from(["manifest.json".to_string()]);
    for published in models.iter().flat_map(files) {
        let file = published["file"].as_str().unwrap();
        let bytes = fs::read(directory.join(file)).unwrap();
        assert_eq!(published["bytes"], bytes.len());
        assert_eq!(published["sha256"], sha256(&bytes));
        assert!(file.ends_with(&format!(".{}.safetensors", &sha256(&bytes)[..8])), "{file}");
        expected.insert(file.to_string());
    }
    let found =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(found.collect::<BTreeSet<String>>(), expected);
}

fn publish(models: &[&str], into: &Path) {
    let run = seqscope(&[&["publish", "--count", "50", "--into", str(into), "--model"], models].concat());
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
    assert_eq!(run.stderr.lines().count(), models.len(), "a line for each model: {run:?}");
}

#[test]
fn a_model_is_put_in_place_of_the_older_one_of_its_kind_and_others_stay() {
    let temporary = tempfile::tempdir().unwrap();
    let into = temporary.path().join("models");
    publish(&[&dates("dot"), &dates("general")], &into);
    assert_is_consistent(&into);
    let before = manifest(&into);
    assert_eq!(before.len(), 2);

    // The same weights with another history are another file.
    let again = temporary.path().join("again.safetensors");
    let mut checkpoint = Checkpoint::from_bytes(&fs::read(dates("dot")).unwrap()).unwrap();
    checkpoint.metadata.training = Json::new(&json!({ "seed": 12345 })).unwrap();
    fs::write(&again, checkpoint.to_bytes(Precision::F16).unwrap()).unwrap();
    publish(&[str(&again)], &into);
    assert_is_consistent(&into);
    let after = manifest(&into);
    assert_eq!(after.len(), 2);
    let of = |models: &[Value], attention: &str| {
        models.iter().find(|entry| entry["attention"] == attention).expect("an entry").clone()
    };
    assert_ne!(of(&after, "dot")["files"], of(&before, "dot")["files"]);
    assert_eq!(of(&after, "dot")["id"], "dates-dot-lstm");
    assert_eq!(of(&before, "dot")["id"], "dates-dot-lstm");
    assert_eq!(of(&after, "general"), of(&before, "general"));
}

#[test]
fn publishing_the_same_model_again_changes_nothing() {
    let temporary = tempfile::tempdir().unwrap();
    let into = temporary.path();
    publish(&[&dates("concat")], into);
    let before = fs::read(into.join("manifest.json")).unwrap();
    publish(&[&dates("concat")], into);
    assert_eq!(fs::read(into.join("manifest.json")).unwrap(), before);
    assert_is_consistent(into);
}

#[test]
fn the_manifest_says_of_a_model_what_the_model_says_of_itself() {
    let temporary = tempfile::tempdir().unwrap();
    publish(&[&dates("general")], temporary.path());
    let [entry] = &manifest(temporary.path())[..] else { panic!("expected one model") };
    let bytes = fs::read(&paths(temporary.path(), entry)[0]).unwrap();
    let metadata = Checkpoint::from_bytes(&bytes).unwrap().metadata;
    assert_eq!(entry["quality"], json!(metadata.quality));
    assert_eq!(entry["data"], json!(metadata.data));
    let measures: Vec<&str> = metadata.quality.keys().map(|name| &**name).collect();
    assert_eq!(
        measures,
        [
            "alignment",
            "alignmentOfDay",
            "alignmentOfMonth",
            "alignmentOfYear",
            "exactMatch",
            "exactMatchOfWorstSpelling"
        ]
    );
}

#[test]
fn a_manifest_of_another_version_is_left_alone() {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("manifest.json");
    let newer = "{\"formatVersion\":3,\"models\":[]}";
    fs::write(&path, newer).unwrap();
    seqscope(&["publish", "--model", &dates("dot"), "--into", str(temporary.path()), "--count", "1"])
        .fails_with(&format!("{}: expected version 1 or 2, found 3", path.display()));
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1);
}

#[test]
fn the_shipped_directory_holds_what_its_manifest_lists() {
    assert_is_consistent(&directory());
}

#[test]
fn a_manifest_of_version_1_becomes_one_of_version_2() {
    let temporary = tempfile::tempdir().unwrap();
    let into = temporary.path();
    publish(&[&dates("dot"), &dates("general")], into);
    let path = into.join("manifest.json");
    let as_it_was = fs::read(&path).unwrap();
    let old: Vec<Value> = manifest(into)
        .into_iter()
        .map(|mut entry| {
            let fields = entry.as_object_mut().unwrap();
            fields.remove("id");
            let files = fields.remove("files").unwrap();
            fields.extend(files[0].as_object().unwrap().clone());
            entry
        })
        .collect();
    fs::write(&path, json!({ "formatVersion": 1, "models": old }).to_string()).unwrap();
    publish(&[&dates("dot")], into);
    assert_eq!(fs::read(&path).unwrap(), as_it_was);
}

#[test]
fn heads_are_published_beside_their_trunk_which_goes_with_the_last_of_them() {
    let temporary = tempfile::tempdir().unwrap();
    let run = temporary.path().join("run");
    let train = |seed: &str| {
        let out = ["--out", str(&run), "--overwrite", "--seed", seed, "--precision", "f32"];
        let small = ["--d-model", "8", "--batch-size", "8", "--steps", "10", "--validate-every", "10"];
        let what = ["train", "--task", "dates", "--heads", "dot,general"];
        assert_eq!(seqscope(&[&what[..], &out, &small].concat()).code, Some(0));
    };
    let file = |name: &str| str(&run.join(format!("{name}.safetensors"))).to_string();
    let into = temporary.path().join("models");
    let (trunk, dot, general) = (file("trunk"), file("dot"), file("general"));
    let publish = |models: &[&str]| {
        let arguments = ["publish", "--count", "20", "--into", str(&into), "--precision", "i8", "--model"];
        let run = seqscope(&[&arguments[..], models].concat());
        assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
        assert_is_consistent(&into);
        manifest(&into)
    };
    train("1");
    let first = publish(&[&trunk, &dot, &general]);
    let ids: Vec<&str> = first.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["dates-dot-lstm", "dates-general-lstm"]);
    let names = |entry: &Value| -> Vec<String> {
        files(entry).iter().map(|file| file["file"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(names(&first[0])[0], names(&first[1])[0], "one trunk for both");
    assert!(names(&first[0])[0].starts_with("dates-trunk-lstm."));
    assert!(names(&first[1])[1].starts_with("dates-general-lstm."));
    // Each says what was measured of it, and is read as it is published.
    for entry in &first {
        let bytes = paths(&into, entry).iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>();
        let checkpoint = Checkpoint::from_files(&[&bytes[0], &bytes[1]]).unwrap();
        assert_eq!(entry["quality"], json!(checkpoint.metadata.quality));
        assert!(!checkpoint.metadata.quality.is_empty());
        assert_eq!(entry["attention"], checkpoint.metadata.model.attention.name());
    }

    // Another run: the old trunk stays as long as a head of it does.
    train("2");
    let second = publish(&[&trunk, &dot]);
    assert_eq!(names(&second[1]), names(&first[1]));
    assert_ne!(names(&second[0])[0], names(&first[0])[0]);
    let third = publish(&[&trunk, &general]);
    assert_eq!(names(&third[1])[0], names(&second[0])[0]);
    assert_eq!(fs::read_dir(&into).unwrap().count(), 4, "a trunk, two heads and the manifest");
}

/// A model of the dates as one of another task, stored in 32 bits.
fn as_translation(task: &str, directory: &Path, precision: Precision) -> String {
    let mut checkpoint = Checkpoint::from_bytes(&fs::read(dates("general")).unwrap()).unwrap();
    checkpoint.metadata.task = task.to_string();
    let path = directory.join(format!("{task}.safetensors"));
    fs::write(&path, checkpoint.to_bytes(precision).unwrap()).unwrap();
    str(&path).to_string()
}

/// A file of dates with a wrong reference among them.
fn pairs(directory: &Path) -> String {
    let path = directory.join("pairs.tsv");
    let lines = "May 5, 2021.\t2021-05-05\t05/05/2021\nMay 6, 1999.\t1999-05-06\nMay 7, 1999.\twrong\n";
    fs::write(&path, lines).unwrap();
    str(&path).to_string()
}

#[test]
fn a_translation_model_is_measured_on_pairs_as_it_is_shipped_and_as_it_was_trained() {
    let temporary = tempfile::tempdir().unwrap();
    let into = temporary.path().join("models");
    let model = as_translation("en-fr", temporary.path(), Precision::F32);
    let pairs = pairs(temporary.path());
    let arguments =
        ["publish", "--into", str(&into), "--model", &model, "--precision", "i8", "--pairs", &pairs];
    let run = seqscope(&[&arguments[..], &["--aligner-pairs", &pairs]].concat());
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
    assert_is_consistent(&into);
    let [entry] = &manifest(&into)[..] else { panic!("expected one model") };
    assert_eq!(entry["task"], "en-fr");
    let quality = entry["quality"].as_object().unwrap();
    let measures: Vec<&str> = quality.keys().map(|name| &**name).collect();
    assert_eq!(
        measures,
        [
            "alignment",
            "bleu",
            "bleu32Bit",
            "bleuBeam5",
            "bleuLowerCased",
            "chrf",
            "emptyOrLooping",
            "exactMatch"
        ]
    );
    // Of the file as it is shipped, which `evaluate` measures too.
    let file = &paths(&into, entry)[0];
    let found = |model: &str, options: &[&str]| -> Value {
        let run = seqscope(&[&["evaluate", "--model", model, "--pairs", &pairs], options].concat());
        serde_json::from_str(&run.quietly()).unwrap()
    };
    let greedy = found(file, &["--aligner-pairs", &pairs]);
    for (name, of_evaluate) in [("bleu", "bleu"), ("chrf", "chrf"), ("exactMatch", "exact_match")] {
        assert_eq!(quality[name], greedy[of_evaluate], "{name}");
    }
    assert_eq!(quality["alignment"], greedy["alignment"]["agreement"]);
    assert_eq!(quality["bleuBeam5"], found(file, &["--beam", "5"])["bleu"]);
    let hurried = found(file, &["--lower-cased-without-final-punctuation"]);
    assert_eq!(quality["bleuLowerCased"], hurried["bleu"]);
    assert_eq!(quality["bleu32Bit"], found(&model, &[])["bleu"]);
    let bytes = fs::read(file).unwrap();
    assert!(bytes.len() * 2 < fs::read(&model).unwrap().len(), "8 bits are fewer than 16");
}

#[test]
fn what_a_model_cannot_be_measured_on_is_said_before_anything_is_written() {
    let temporary = tempfile::tempdir().unwrap();
    let into = temporary.path().join("models");
    let [french, chinese] =
        ["en-fr", "en-zh"].map(|task| as_translation(task, temporary.path(), Precision::F32));
    let pairs = pairs(temporary.path());
    let with_pairs = ["--pairs", &pairs, "--aligner-pairs", &pairs];
    let fails = |models: &[&str], options: &[&str], message: &str| {
        let arguments = [&["publish", "--into", str(&into), "--model"], models, options].concat();
        seqscope(&arguments).fails_with(message);
        assert_eq!(fs::read_dir(&into).unwrap().count(), 0);
    };
    let dates = dates("general");
    let message = format!("{french}: a model of the task en-fr: expected --pairs to measure it on");
    fails(&[&dates, &french], &[], &message);
    fails(&[&dates], &with_pairs, &format!("{dates}: a model of the task dates: expected no --pairs"));
    let message = format!("{chinese}: expected a model of the task en-fr as the first, found en-zh");
    fails(&[&french, &chinese], &with_pairs, &message);
    let halves = as_translation("en-fr", temporary.path(), Precision::F16);
    let run = seqscope(&[&["publish", "--into", str(&into), "--model", &halves], &with_pairs[..]].concat());
    assert_eq!(run.code, Some(1));
    let message = "expected 32-bit numbers, as `train --precision f32` writes them, found F16\n";
    assert!(run.stderr.ends_with(message), "{run:?}");
}
