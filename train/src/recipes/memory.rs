//! The models that show what one vector keeps: recall and repeat.

use super::stage::{Scale, Stage};

/// What the recipe of one of the tasks has of its own.
pub struct Memory {
    /// The task, as `train` calls it.
    task: &'static str,
    /// What all models of it are.
    model: &'static str,
    /// Attention, recurrence, directory and seed of each.
    models: &'static [(&'static str, &'static str, &'static str, u64)],
    learning_rate: &'static str,
    /// Of the training.
    steps: u64,
    /// How numbers are stored.
    precision: &'static str,
}

/// Three cells that read one way and have nothing but their last state.
pub const RECALL: Memory = Memory {
    task: "recall",
    model: "--d-model 64 --layers 1 --unidirectional",
    models: &[("none", "rnn", "rnn", 1), ("none", "gru", "gru", 1), ("none", "lstm", "lstm", 1)],
    learning_rate: "2e-3",
    steps: 6_000,
    precision: "i4",
};

/// An LSTM that reads both ways, without and with attention.
pub const REPEAT: Memory = Memory {
    task: "repeat",
    model: "--d-model 48 --layers 1",
    models: &[
        ("none", "lstm", "none", 1),
        // Of the first seed 4 bits take more than a letter in a hundred.
        ("dot", "lstm", "dot", 3),
        ("general", "lstm", "general", 1),
        ("concat", "lstm", "concat", 1),
    ],
    learning_rate: "4e-3",
    steps: 6_000,
    precision: "i4",
};

impl Memory {
    /// A training for each model, on the same batches, then the files of all.
    pub fn stages(&self, scale: Scale) -> Vec<Stage> {
        let Self { task, model, models, learning_rate, precision, .. } = self;
        let (steps, warm_up) = (scale.of(self.steps, 1), scale.of(200, 1));
        let validate_every = scale.of(500, 10).min(steps);
        let training = |&(attention, rnn, name, seed): &(&str, &str, &str, u64)| {
            let command = format!(
                "train --task {task} --attention {attention} --rnn {rnn} {model} --batch-size 64 --steps {steps} \
                 --learning-rate {learning_rate} --warm-up {warm_up} --decay cosine --clip 1 --validate-every \
                 {validate_every} --seed {seed} --threads 1 --precision f32 --out training/{name}"
            );
            Stage::new(format!("train {name}"), &command)
        };
        let files: Vec<String> =
            models.iter().map(|(_, _, name, _)| format!("training/{name}/model.safetensors")).collect();
        let publish = format!(
            "publish --model {} --precision {precision} --count {} --seed 1 --into models",
            files.join(" "),
            scale.of(2_000, 10).min(2_000)
        );
        models.iter().map(training).chain([Stage::new("publish", &publish)]).collect()
    }
}
