//! Every way to save a model is read as what was trained: its config is inferred, its logits are those of PyTorch.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::GzDecoder;
use safetensors::SafeTensors;
use safetensors::tensor::TensorView;
use seqscope::batch::Sequences;
use seqscope::checkpoint::Checkpoint;
use seqscope::import::{NamedBytes, Settings, Vocabularies, convert, inspect};
use serde::Deserialize;
use serde_json::Value;

const MODELS: &[u8] = include_bytes!("models.safetensors.gz");
/// Absolute, on logits.
const TOLERANCE: f32 = 1e-5;

#[derive(Deserialize)]
pub struct Case {
    pub name: String,
    pub files: Vec<String>,
    dtype: String,
    settings: BTreeMap<String, String>,
    config: serde_json::Map<String, Value>,
}

pub struct Models {
    bytes: Vec<u8>,
}

impl Models {
    pub fn read() -> Self {
        let mut bytes = Vec::new();
        GzDecoder::new(MODELS).read_to_end(&mut bytes).unwrap();
        Self { bytes }
    }

    fn tensors(&self) -> SafeTensors<'_> {
        SafeTensors::deserialize(&self.bytes).unwrap()
    }

    pub fn cases(&self) -> Vec<Case> {
        let (_, metadata) = SafeTensors::read_metadata(&self.bytes).unwrap();
        serde_json::from_str(&metadata.metadata().as_ref().unwrap()["cases"]).unwrap()
    }

    pub fn files<'a>(&'a self, case: &'a Case) -> Vec<NamedBytes<'a>> {
        let tensors = self.tensors();
        let bytes = |file| tensors.tensor(&format!("{}/files/{file}", case.name)).unwrap().data();
        case.files.iter().map(|file| NamedBytes { name: file, bytes: bytes(file) }).collect()
    }
}

fn settings(case: &Case) -> Settings {
    let mut settings = Settings::default();
    for (key, value) in &case.settings {
        settings.set(key, value).unwrap();
    }
    settings
}

/// The ids of each sentence, of which `lengths` says how many are no padding.
fn sentences(tensor: &TensorView, lengths: [usize; 2]) -> Sequences {
    let (numbers, _) = tensor.data().as_chunks();
    let ids: Vec<usize> =
        numbers.iter().map(|&bytes| usize::try_from(i64::from_le_bytes(bytes)).unwrap()).collect();
    let rows = ids.chunks(tensor.shape()[1]).zip(lengths);
    Sequences::new(&rows.map(|(row, length)| row[..length].to_vec()).collect::<Vec<_>>()).unwrap()
}

#[test]
fn the_config_is_inferred_and_the_logits_are_those_of_pytorch() {
    let models = Models::read();
    let tensors = models.tensors();
    let source = sentences(&tensors.tensor("source").unwrap(), [4, 2]);
    let target = sentences(&tensors.tensor("target_input").unwrap(), [3, 3]);
    let cases = models.cases();
    assert_eq!(cases.len(), 112);
    for case in &cases {
        let files = models.files(case);
        let bytes = convert(&files, &Vocabularies::default(), &settings(case))
            .unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let Checkpoint { metadata, model } = Checkpoint::from_bytes(&bytes).unwrap();
        let config = serde_json::to_value(&metadata.model).unwrap();
        for (field, expected) in &case.config {
            // What is as usual is not written.
            let found = config.get(field).cloned().unwrap_or(Value::Bool(true));
            assert_eq!(found, *expected, "{}: {field}", case.name);
        }
        let run = model.forward(&source, &target, None);
        let expected = tensors.tensor(&format!("{}/logits", case.name)).unwrap();
        let (expected, _) = expected.data().as_chunks();
        let expected = expected.iter().map(|&bytes| f32::from_le_bytes(bytes));
        assert_eq!(run.logits.len(), expected.len(), "{}", case.name);
        for (&found, expected) in run.logits.iter().zip(expected) {
            assert!((found - expected).abs() <= TOLERANCE, "{}: {found} for {expected}", case.name);
        }
    }
}

#[test]
fn what_no_file_can_say_is_asked() {
    let models = Models::read();
    for case in models.cases() {
        let found = inspect(&models.files(&case), &Vocabularies::default(), &Settings::default());
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(found.value("dtype"), Some(&*case.dtype), "{}", case.name);
        assert_eq!(found.missing, ["sourceVocabulary", "targetVocabulary"], "{}", case.name);
        for (key, value) in &case.settings {
            let answer = found.guesses.iter().find(|guess| guess.key == key);
            let answer = answer.unwrap_or_else(|| panic!("{}: {key} is not asked", case.name));
            assert!(answer.choices.contains(&&**value), "{}: {key}", case.name);
            assert_ne!(answer.value, *value, "{}: {key} was guessed, and needs no setting", case.name);
        }
    }
}
