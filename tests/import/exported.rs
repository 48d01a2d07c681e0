//! What `python/seqscope_export.py` writes is read without a question, and computes what PyTorch computed.

use std::process::Command;

use ndarray::Axis;
use seqscope::batch::Sequences;
use seqscope::checkpoint::Checkpoint;
use seqscope::import::{Check, NamedBytes, Settings, Vocabularies, convert, inspect};

const EXPORTED: &[u8] = include_bytes!("exported.safetensors");
/// Absolute, on ln p.
const TOLERANCE: f64 = 1e-5;

fn inspected_check(bytes: &[u8]) -> Check {
    let file = NamedBytes { name: "mine.safetensors", bytes };
    let found = inspect(&[file], &Vocabularies::default(), &Settings::default()).unwrap();
    assert_eq!(found.missing, [] as [&str; 0]);
    assert_eq!(found.value("attention").unwrap(), "concat");
    found.check.unwrap()
}

fn assert_is_as_in_pytorch(bytes: &[u8]) {
    let check = inspected_check(bytes);
    assert!(check.program.starts_with("PyTorch "));
    let file = NamedBytes { name: "mine.safetensors", bytes };
    let converted = convert(&[file], &Vocabularies::default(), &Settings::default()).unwrap();
    assert_eq!(inspected_check(&converted), check, "what is converted keeps what PyTorch computed");
    let Checkpoint { metadata, model } = Checkpoint::from_bytes(&converted).unwrap();
    assert_eq!(metadata.task, "own");
    assert_eq!(check.runs.len(), 2);
    for run in &check.runs {
        assert_eq!(metadata.source_ids(&run.text).unwrap(), run.source, "{}", run.text);
        let (end, before) = run.target.split_last().unwrap();
        assert_eq!(*end, metadata.model.special_ids.end);
        let input = [&[metadata.model.special_ids.start], before].concat();
        let source = Sequences::new(&[&run.source]).unwrap();
        let logits = model.forward(&source, &Sequences::new(&[input]).unwrap(), None).logits;
        for (logits, best) in logits.axis_iter(Axis(0)).zip(&run.best) {
            let sum: f64 = logits.iter().map(|&logit| f64::from(logit).exp()).sum();
            for &(id, expected) in best {
                let found = f64::from(logits[id]) - sum.ln();
                assert!((found - expected).abs() <= TOLERANCE, "{id}: {found} for {expected}");
            }
        }
    }
}

#[test]
fn the_saved_export_asks_nothing_and_is_as_in_pytorch() {
    assert_is_as_in_pytorch(EXPORTED);
}

#[test]
fn the_exporter_of_today_writes_such_a_file_where_pytorch_is() {
    let python = std::env::var("SEQSCOPE_PYTHON").unwrap_or_else(|_| "python3".to_string());
    let has_torch = Command::new(&python).args(["-c", "import torch, safetensors"]).output();
    if !has_torch.is_ok_and(|run| run.status.success()) {
        eprintln!("{python} has no PyTorch: the exporter is not run");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("exported.safetensors");
    let run = Command::new(&python).arg("tests/import/make_export.py").arg(&out).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_is_as_in_pytorch(&std::fs::read(out).unwrap());
}

#[test]
fn what_another_version_of_the_exporter_says_is_refused() {
    let version = br#"\"version\": 1"#;
    let mut bytes = EXPORTED.to_vec();
    let place = bytes.windows(version.len()).position(|window| window == version).unwrap();
    let place = place + version.len() - 1;
    bytes[place] = b'2';
    let file = NamedBytes { name: "mine.safetensors", bytes: &bytes };
    let error = inspect(&[file], &Vocabularies::default(), &Settings::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "mine.safetensors: it is of version 2 of seqscope_export.py: expected 1, and a newer page for a newer one"
    );
}
