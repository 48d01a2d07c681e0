//! What inputs are given to.

use std::fmt::Debug;
use std::sync::LazyLock;

use anyhow::Result;
use seqscope::checkpoint::{Checkpoint, ModelFile};
use seqscope::import::{NamedBytes, Settings, Vocabularies, convert, inspect, vocabulary};
use seqscope::inference::intervention::{EditedRow, Hold, Units};
use seqscope::inference::{Engine, Interventions, Workspace};
use seqscope::search::SearchOptions;
use seqscope::trace::{Component, Direction};

use crate::seeds;

/// Of what an error says, so many words tell it from others.
const WORDS: usize = 10;

/// Something that reads what comes from outside.
pub struct Target {
    pub name: &'static str,
    pub seeds: fn() -> Result<Vec<Vec<u8>>>,
    /// Reads an input.
    pub run: fn(&[u8]) -> Outcome,
}

/// What came of an input.
pub struct Outcome {
    pub accepted: bool,
    /// By what errors it was refused, without what is of this input alone: inputs with the same words went the same way.
    pub way: String,
}

impl Outcome {
    fn of<T, E: Debug>(results: &[&Result<T, E>]) -> Self {
        let ways: Vec<String> =
            results.iter().map(|result| result.as_ref().err().map_or("ok".into(), kind)).collect();
        Self { accepted: results.iter().any(|result| result.is_ok()), way: ways.join(", ") }
    }
}

/// The variant of an error and of what it holds, and the first words in lower case that it says.
fn kind(error: impl Debug) -> String {
    let debug = format!("{error:?}");
    let is_word = |word: &&str| word.len() > 2 && word.chars().all(|letter| letter.is_ascii_alphabetic());
    debug
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(is_word)
        .take(WORDS)
        .collect::<Vec<_>>()
        .join(" ")
}

pub const ALL: [Target; 4] = [
    Target { name: "safetensors", seeds: seeds::safetensors, run: |input| model("model.safetensors", input) },
    Target { name: "torch", seeds: seeds::torch, run: |input| model("model.pt", input) },
    Target { name: "vocabularies", seeds: seeds::vocabularies, run: vocabulary },
    Target { name: "run-options", seeds: seeds::requests, run: run_options },
];

fn model(name: &str, bytes: &[u8]) -> Outcome {
    let file = NamedBytes { name, bytes };
    let (vocabularies, settings) = (Vocabularies::default(), Settings::default());
    let own = ModelFile::read(bytes);
    let inspected = inspect(&[file], &vocabularies, &settings);
    // What is written is a model, whatever it was made of.
    let converted = convert(&[file], &vocabularies, &settings).map(|bytes| {
        ModelFile::read(&bytes)
            .map(|_| ())
            .unwrap_or_else(|error| panic!("what was written is no model: {error}"))
    });
    let outcomes = [Outcome::of(&[&own]), Outcome::of(&[&inspected]), Outcome::of(&[&converted])];
    Outcome {
        accepted: outcomes.iter().any(|outcome| outcome.accepted),
        way: outcomes.map(|outcome| outcome.way).join(", "),
    }
}

fn vocabulary(bytes: &[u8]) -> Outcome {
    let read = vocabulary::read("vocabulary.json", bytes);
    let Ok(vocabulary) = &read else { return Outcome::of(&[&read]) };
    let size = vocabulary.tokens.len();
    let settings = Settings::default();
    let _ = vocabulary::guesses("source", Some(vocabulary), size, &settings.source);
    let tokenizer = vocabulary::tokenizer(Some(vocabulary), size, &settings.source);
    if let Ok(tokenizer) = &tokenizer {
        let ids = tokenizer.ids("The cat, un ab caf\u{e9} 12 \u{1f600}.");
        let _ = tokenizer.decode(&ids.into_iter().filter(|&id| id < size).collect::<Vec<_>>());
    }
    Outcome::of(&[&tokenizer])
}

/// A small model of everything: two directions, a tanh, biases.
static CHECKPOINT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let bytes = include_bytes!("../../tests/import/exported.safetensors");
    convert(&[NamedBytes { name: "model", bytes }], &Vocabularies::default(), &Settings::default())
        .unwrap_or_else(|error| panic!("the model that the exporter wrote: {error}"))
});

/// Numbers of a request, one byte after the other.
struct Numbers<'a>(std::slice::Iter<'a, u8>);

impl Numbers<'_> {
    fn small(&mut self) -> usize {
        self.0.next().map_or(0, |&byte| usize::from(byte) % 12)
    }

    /// Mostly small, at times beyond all bounds.
    fn any(&mut self) -> usize {
        match self.0.next() {
            Some(255) => usize::MAX,
            Some(254) => 1 << 20,
            Some(&byte) => usize::from(byte) % 40,
            None => 0,
        }
    }

    fn value(&mut self) -> f32 {
        match self.0.next() {
            Some(255) => f32::NAN,
            Some(254) => f32::INFINITY,
            Some(253) => -1e30,
            Some(&byte) => f32::from(byte) / 100.0 - 1.2,
            None => 0.0,
        }
    }

    fn maybe(&mut self) -> Option<usize> {
        (self.small().is_multiple_of(2)).then(|| self.any())
    }

    fn units(&mut self) -> Units {
        Units {
            component: if self.small().is_multiple_of(2) { Component::Encoder } else { Component::Decoder },
            layer: self.maybe(),
            direction: match self.small() % 3 {
                0 => Some(Direction::Forward),
                1 => Some(Direction::Backward),
                _ => None,
            },
            unit: self.maybe(),
        }
    }
}

fn run_options(input: &[u8]) -> Outcome {
    let file = ModelFile::read(&CHECKPOINT)
        .unwrap_or_else(|error| panic!("the model that requests are made of: {error}"));
    let engine = Engine::read(&file);
    let mut numbers = Numbers(input.iter());
    let options = SearchOptions {
        beam: numbers.any(),
        candidates: numbers.any(),
        prefix: (0..numbers.small()).map(|_| numbers.any()).collect(),
        ..SearchOptions::default()
    };
    let gates = ["i", "f", "g", "o", "r", "c", ""];
    let interventions = Interventions {
        holds: (0..numbers.small() / 3)
            .map(|_| Hold {
                units: numbers.units(),
                gate: gates[numbers.small() % 7].to_string(),
                value: numbers.value(),
            })
            .collect(),
        silenced: (0..numbers.small() / 3).map(|_| numbers.units()).collect(),
        rows: (0..numbers.small() / 3)
            .map(|_| EditedRow {
                step: numbers.any(),
                weights: (0..numbers.small()).map(|_| numbers.value()).collect(),
            })
            .collect(),
        dropout: numbers.maybe().map(|seed| seed as u64),
    };
    let text = ["red green blue", "red", "", "no such words", "blue blue blue blue"][numbers.small() % 5];
    let mut workspace = Workspace::default();
    let ran = engine.run_with(&file.metadata, text, &options, &interventions, &mut workspace);
    let tree = engine.beam_tree(&file.metadata, text, &options, &interventions, &mut workspace);
    if let Ok(checkpoint) = Checkpoint::try_from(file) {
        let _ = checkpoint.run(text, &options);
    }
    let (ran, tree) = (Outcome::of(&[&ran]), Outcome::of(&[&tree]));
    Outcome { accepted: ran.accepted || tree.accepted, way: [ran.way, tree.way].join(", ") }
}
