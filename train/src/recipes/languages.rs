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
    /// How often each phrase of the phrasebook is learned from, first and at the end, and how many sentences with names,
    /// pairs with another name in them and nouns with what stands before them.
    phrases: u64,
    phrases_at_end: u64,
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
    /// The heads that steps learn from in turn.
    turns: &'static str,
    /// Of the training, and of the one at its end with more of the phrasebook.
    steps: u64,
    steps_at_end: u64,
}

pub const FRENCH: Translation = Translation {
    task: "en-fr",
    to: "french",
    held_out: 2_000,
    phrases: 10,
    phrases_at_end: 20,
    names: 60_000,
    renamed: 60_000,
    noun_phrases: 20_000,
    source_pieces: 4_800,
    target_pieces: 3_800,
    dropout: 0.15,
    piece_dropout: 0.05,
    target_dropout: 0.0,
    batch_size: 1_000,
    turns: "dot,general,concat",
    steps: 42_000,
    steps_at_end: 4_000,
};

pub const CHINESE: Translation = Translation {
    task: "en-zh",
    to: "chinese",
    held_out: 1_000,
    phrases: 6,
    phrases_at_end: 12,
    names: 45_000,
    renamed: 30_000,
    noun_phrases: 8_000,
    source_pieces: 4_800,
    target_pieces: 3_800,
    dropout: 0.3,
    piece_dropout: 0.1,
    target_dropout: 0.15,
    batch_size: 800,
    turns: "dot,general,dot,general,concat",
    steps: 50_000,
    steps_at_end: 3_500,
};

impl Translation {
    /// From the file `pairs` to three published files. Nothing of the file `never` is learned from. Paths are absolute.
    pub fn stages(&self, pairs: &Path, never: Option<&Path>, scale: Scale) -> Vec<Stage> {
        let Self { task, to, source_pieces, target_pieces, batch_size, turns, .. } = self;
        let held_out = scale.of(self.held_out, 10).min(self.held_out);
        let mut split = Stage::new("split", &format!("split --held-out {held_out} --seed 1 --into pairs"));
        split.arguments.extend(["--pairs".to_string(), pairs.display().to_string()]);
        let few = |count: u64| scale.of(count, 10).min(count);
        let augment = |name: &str, phrases: u64, seed: u64| {
            let command = format!(
                "augment --to {to} --pairs pairs/train.tsv --validation pairs/validation.tsv --phrases {phrases} --names {} \
                 --renamed {} --noun-phrases {} --extracted {} --seed {seed} --out pairs/augmented-{seed}.tsv",
                few(self.names),
                few(self.renamed),
                few(self.noun_phrases),
                few(EXTRACTED)
            );
            let mut stage = Stage::new(name, &command);
            if let Some(path) = never {
                stage.arguments.extend(["--never".to_string(), path.display().to_string()]);
            }
            stage
        };
        let train = |seed: u64, learning: &str, beginning: &str| {
            format!(
                "train --task {task} --pairs pairs/augmented-{seed}.tsv --validation pairs/validation.tsv --heads dot,general,concat \
                 --turns {turns} --rnn lstm --d-model 256 --layers 2 --context-tanh --tied-embeddings --batch-size {batch_size} \
                 --dropout {} --piece-dropout {} --target-dropout {} --label-smoothing 0.1 --clip 1 {learning} --seed {seed} \
                 --threads 1 --precision f32 {beginning} --out training/{seed}",
                self.dropout, self.piece_dropout, self.target_dropout
            )
        };
        let steps = scale.of(self.steps, 1);
        let learning = format!(
            "--learning-rate 2e-3 --warm-up {} --decay linear --steps {steps} --validate-every {}",
            scale.of(400, 1).min(steps),
            scale.of(3_000, 10).min(steps)
        );
        let vocabularies = format!("--source-pieces {source_pieces} --target-pieces {target_pieces}");
        let steps_at_end = scale.of(self.steps_at_end, 1);
        // What it ends with is what counts: more of the phrasebook costs a little of the loss that states are compared by.
        let learning_at_end = format!(
            "--learning-rate 4e-4 --warm-up {} --decay linear --steps {steps_at_end} --validate-every {steps_at_end}",
            scale.of(40, 1).min(steps_at_end)
        );
        let files = |seed: u64| -> String {
            ["trunk", "dot", "general", "concat"]
                .map(|part| format!("training/{seed}/{part}.safetensors"))
                .join(" ")
        };
        let publish = format!(
            "publish --model {} --precision i4 --pairs pairs/validation.tsv --aligner-pairs pairs/train.tsv --into models",
            files(2)
        );
        vec![
            split,
            augment("augment", self.phrases, 1),
            augment("augment for the end", self.phrases_at_end, 2),
            Stage::new("train heads", &train(1, &learning, &vocabularies)),
            Stage::new(
                "train heads to the end",
                &train(2, &learning_at_end, &format!("--start-from {}", files(1))),
            ),
            Stage::new("publish", &publish),
        ]
    }
}
