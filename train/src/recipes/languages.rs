//! The models that translate, of one language: three heads on one trunk.

use std::path::Path;

use super::stage::{Scale, Stage};

/// The most words and phrases that are taken from the pairs: more than there are.
const EXTRACTED: u64 = 60_000;

/// What a language's recipe has of its own.
pub struct Translation {
    /// The task, as `train` calls it.
    task: &'static str,
    /// What English is translated to, as `augment` calls it.
    to: &'static str,
    held_out: u64,
    /// How often each phrase of the phrasebook is learned from, and how many sentences with names, pairs with another name
    /// in them and nouns with what stands before them.
    phrases: u64,
    names: u64,
    renamed: u64,
    noun_phrases: u64,
    /// Ids of the vocabularies.
    source_pieces: usize,
    target_pieces: usize,
    dropout: f32,
    /// Of the sources and of what the decoder reads.
    piece_dropout: f32,
    target_dropout: f32,
    /// Target tokens of a batch.
    batch_size: usize,
    /// Of the training.
    steps: u64,
}

pub const FRENCH: Translation = Translation {
    task: "en-fr",
    to: "french",
    held_out: 2_000,
    phrases: 8,
    names: 45_000,
    renamed: 60_000,
    noun_phrases: 20_000,
    source_pieces: 4_800,
    target_pieces: 4_800,
    dropout: 0.2,
    piece_dropout: 0.05,
    target_dropout: 0.0,
    batch_size: 1_000,
    steps: 25_800,
};

pub const CHINESE: Translation = Translation {
    task: "en-zh",
    to: "chinese",
    held_out: 1_000,
    phrases: 6,
    names: 30_000,
    renamed: 20_000,
    noun_phrases: 8_000,
    source_pieces: 4_800,
    target_pieces: 4_600,
    dropout: 0.3,
    piece_dropout: 0.1,
    target_dropout: 0.15,
    batch_size: 800,
    steps: 23_760,
};

impl Translation {
    /// From the file `pairs`, whose path is absolute and has no spaces, to three published files.
    pub fn stages(&self, pairs: &Path, scale: Scale) -> Vec<Stage> {
        let Self { task, to, source_pieces, target_pieces, batch_size, .. } = self;
        let held_out = scale.of(self.held_out, 10).min(self.held_out);
        let mut split = Stage::new("split", &format!("split --held-out {held_out} --seed 1 --into pairs"));
        split.arguments.extend(["--pairs".to_string(), pairs.display().to_string()]);
        let few = |count: u64| scale.of(count, 10).min(count);
        let augment = format!(
            "augment --to {to} --pairs pairs/train.tsv --validation pairs/validation.tsv --phrases {} --names {} --renamed {} \
             --noun-phrases {} --extracted {} --seed 1 --out pairs/augmented.tsv",
            self.phrases,
            few(self.names),
            few(self.renamed),
            few(self.noun_phrases),
            few(EXTRACTED)
        );
        let model =
            "--heads dot,general,concat --rnn lstm --d-model 256 --layers 2 --context-tanh --tied-embeddings";
        let data = format!(
            "--task {task} --pairs pairs/augmented.tsv --validation pairs/validation.tsv --source-pieces {source_pieces} \
             --target-pieces {target_pieces} --batch-size {batch_size}"
        );
        let regularised = format!(
            "--dropout {} --piece-dropout {} --target-dropout {} --label-smoothing 0.1 --clip 1",
            self.dropout, self.piece_dropout, self.target_dropout
        );
        let steps = scale.of(self.steps, 1);
        let learning = format!(
            "--learning-rate 2e-3 --warm-up {} --decay cosine --steps {steps} --validate-every {} --seed 1 --threads 1",
            scale.of(400, 1).min(steps),
            scale.of(840, 10).min(steps)
        );
        let train =
            format!("train {data} {model} {regularised} {learning} --precision f32 --out training/heads");
        let publish = "publish --model training/heads/trunk.safetensors training/heads/dot.safetensors training/heads/general.safetensors \
                       training/heads/concat.safetensors --precision i4 --pairs pairs/validation.tsv --aligner-pairs \
                       pairs/train.tsv --into models";
        vec![
            split,
            Stage::new("augment", &augment),
            Stage::new("train heads", &train),
            Stage::new("publish", publish),
        ]
    }
}
