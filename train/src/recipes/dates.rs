//! The models that read dates.

use super::stage::{Scale, Stage};

/// Attention and recurrence of each, and the directory of its training.
const MODELS: [(&str, &str, &str); 6] = [
    ("dot", "lstm", "dot-lstm"),
    ("general", "lstm", "general-lstm"),
    ("concat", "lstm", "concat-lstm"),
    ("concat-without-tanh", "lstm", "concat-without-tanh-lstm"),
    ("general", "gru", "general-gru"),
    ("general", "rnn", "general-rnn"),
];

/// Six trainings on dates that are made on the way, then the files of all of them.
pub fn dates(scale: Scale) -> Vec<Stage> {
    let (steps, warm_up) = (scale.of(8_000, 1), scale.of(200, 1));
    // A validation takes as long as some ten steps.
    let validate_every = scale.of(500, 10).min(steps);
    let training = |(attention, rnn, name): (&str, &str, &str)| {
        let model = format!("--attention {attention} --rnn {rnn} --d-model 64 --layers 1");
        let learning = format!(
            "--batch-size 128 --steps {steps} --learning-rate 4e-3 --warm-up {warm_up} --decay cosine --clip 1 \
             --validate-every {validate_every}"
        );
        // One thread: more of them add up in another order.
        let command = format!(
            "train --task dates {model} {learning} --seed 1 --threads 1 --precision f32 --out training/{name}"
        );
        Stage::new(format!("train {name}"), &command)
    };
    let models: Vec<String> =
        MODELS.iter().map(|(_, _, name)| format!("training/{name}/model.safetensors")).collect();
    let count = scale.of(10_000, 10).min(10_000);
    let publish =
        format!("publish --model {} --precision i8 --count {count} --seed 1 --into models", models.join(" "));
    MODELS.into_iter().map(training).chain([Stage::new("publish", &publish)]).collect()
}

#[cfg(test)]
mod tests {
    use super::{Scale, dates};

    #[test]
    fn stages_have_names_and_directories_of_their_own() {
        let stages = dates(Scale(1.0));
        for (place, stage) in stages.iter().enumerate() {
            for other in &stages[place + 1..] {
                assert_ne!(stage.name, other.name);
                assert!(!stage.is_training() || stage.option("--out") != other.option("--out"));
            }
        }
    }
}
