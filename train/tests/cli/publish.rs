//! `seqscope publish`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use seqscope::checkpoint::{Checkpoint, Json};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::command::{seqscope, str};
use crate::models::{dates, directory, manifest};

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Asserts that the directory holds the manifest's files and nothing else.
fn assert_is_consistent(directory: &Path) {
    let models = manifest(directory);
    let mut expected: BTreeSet<String> = BTreeSet::from(["manifest.json".to_string()]);
    for entry in &models {
        let file = entry["file"].as_str().unwrap();
        let bytes = fs::read(directory.join(file)).unwrap();
        assert_eq!(entry["bytes"], bytes.len());
        assert_eq!(entry["sha256"], sha256(&bytes));
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

    // Another model of the same kind: measured on other dates it says so in its metadata, and has another hash.
    let again = temporary.path().join("again.safetensors");
    let mut checkpoint = Checkpoint::from_bytes(&fs::read(dates("dot")).unwrap()).unwrap();
    checkpoint.metadata.training = Json::new(&json!({ "seed": 12345 })).unwrap();
    fs::write(&again, checkpoint.to_bytes(seqscope::checkpoint::Precision::F16).unwrap()).unwrap();
    publish(&[str(&again)], &into);
    assert_is_consistent(&into);
    let after = manifest(&into);
    assert_eq!(after.len(), 2);
    let of = |models: &[Value], attention: &str| {
        models.iter().find(|entry| entry["attention"] == attention).expect("an entry").clone()
    };
    assert_ne!(of(&after, "dot")["file"], of(&before, "dot")["file"]);
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
    let bytes = fs::read(temporary.path().join(entry["file"].as_str().unwrap())).unwrap();
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
    let newer = "{\"formatVersion\":2,\"models\":[]}";
    fs::write(&path, newer).unwrap();
    seqscope(&["publish", "--model", &dates("dot"), "--into", str(temporary.path()), "--count", "1"])
        .fails_with(&format!("{}: expected version 1, found 2", path.display()));
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1);
}

#[test]
fn the_shipped_directory_holds_what_its_manifest_lists() {
    assert_is_consistent(&directory());
}
