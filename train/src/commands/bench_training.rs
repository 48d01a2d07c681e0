//! `seqscope bench-training`: how fast a model is trained, with the options and the report of
//! benches/pytorch_training.py.

use std::io::{Write, stdout};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use rand::RngExt;
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, RnnType};
use seqscope::tokens::{SPECIAL_TOKENS, SpecialIds};
use seqscope::training::{
    AdamOptions, Batch, Decay, Pair, Purpose, Schedule, Trainer, TrainerOptions, generator,
};
use serde_json::json;

use crate::messages::WrongUsage;
use crate::options::{attention, checked, positive, recurrence, share};

const WARM_UP_STEPS: usize = 5;
const BATCHES: u64 = 10;

/// Measures the speed of training on random batches, in target tokens a second.
///
/// benches/pytorch_training.py measures PyTorch with the same options; its --beside runs the two in turn.
#[derive(Args)]
pub struct BenchArguments {
    #[arg(long, default_value_t = 1, value_parser = positive)]
    threads: usize,
    /// Sentences in a batch.
    #[arg(long, default_value_t = 128, value_parser = positive)]
    batch: usize,
    /// Steps in a repeat.
    #[arg(long, default_value_t = 50, value_parser = positive)]
    steps: usize,
    #[arg(long, default_value_t = 5, value_parser = positive)]
    repeats: usize,
    #[arg(long, value_parser = recurrence(), default_value = "lstm")]
    rnn: RnnType,
    #[arg(long, value_parser = attention(), default_value = "general")]
    attention: AttentionType,
    #[arg(long, default_value_t = 64)]
    d_model: usize,
    /// Of the encoder, which reads both ways, and the decoder.
    #[arg(long, default_value_t = 1)]
    layers: usize,
    /// Mean source tokens in a sentence.
    #[arg(long, default_value_t = 13, value_parser = source_length)]
    source_length: usize,
    /// Target tokens, the end token included.
    #[arg(long, default_value_t = 11, value_parser = positive)]
    target_length: usize,
    /// Size of the source vocabulary, the four special tokens included.
    #[arg(long, default_value_t = 80, value_parser = words)]
    source_words: usize,
    /// Size of the target vocabulary, the four special tokens included.
    #[arg(long, default_value_t = 15, value_parser = words)]
    target_words: usize,
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    dropout: f32,
}

/// The sentences of a batch are up to two tokens longer or shorter than the mean.
fn source_length(text: &str) -> Result<usize, String> {
    checked(text, |&length| length > 2, "at least 3")
}

fn words(text: &str) -> Result<usize, String> {
    let special = SPECIAL_TOKENS.len();
    checked(text, |&words| words > special, &format!("more than the {special} special tokens"))
}

pub fn bench_training(arguments: &BenchArguments) -> Result<ExitCode> {
    let config = ModelConfig {
        n_src_words: arguments.source_words,
        n_tgt_words: arguments.target_words,
        d_model: arguments.d_model,
        encoder_layers: arguments.layers,
        decoder_layers: arguments.layers,
        bidirectional: true,
        rnn_type: arguments.rnn,
        attention: arguments.attention,
        context_tanh: false,
        recurrent_bias: true,
        special_ids: SpecialIds::default(),
        generator_bias: false,
        tied_embeddings: false,
        dropout: arguments.dropout,
    };
    let options = TrainerOptions {
        seed: 1,
        threads: arguments.threads,
        label_smoothing: 0.0,
        clip: Some(1.0),
        schedule: Schedule { peak: 2e-3, warm_up: 0, decay: Decay::Constant },
        adam: AdamOptions::default(),
    };
    config.validate().map_err(WrongUsage::of)?;
    let mut trainer = Trainer::new(config, options)?;
    let batches = (0..BATCHES).map(|number| random_batch(arguments, number)).collect::<Result<Vec<_>>>()?;
    let mut run = |steps: usize| {
        let started = Instant::now();
        let tokens: usize = batches.iter().cycle().take(steps).map(|batch| trainer.step(batch).tokens).sum();
        tokens as f64 / started.elapsed().as_secs_f64()
    };
    run(WARM_UP_STEPS);
    let speeds: Vec<f64> = (0..arguments.repeats).map(|_| run(arguments.steps).round()).collect();
    let report = json!({
        "trainer": format!("seqscope {}", env!("CARGO_PKG_VERSION")),
        "options": {
            "threads": arguments.threads,
            "batch": arguments.batch,
            "steps": arguments.steps,
            "repeats": arguments.repeats,
            "rnn": arguments.rnn.name(),
            "attention": arguments.attention.name(),
            "d_model": arguments.d_model,
            "layers": arguments.layers,
            "source_length": arguments.source_length,
            "target_length": arguments.target_length,
            "source_words": arguments.source_words,
            "target_words": arguments.target_words,
            "dropout": arguments.dropout,
        },
        "words_per_second": speeds,
        "median": median(&speeds),
    });
    writeln!(stdout(), "{report}")?;
    Ok(ExitCode::SUCCESS)
}

/// Random words; sentence i has `source_length` + (i mod 5) − 2 of them.
fn random_batch(arguments: &BenchArguments, number: u64) -> Result<Batch> {
    let mut rng = generator(1, Purpose::Data, number, 0);
    let mut words = |count: usize, vocabulary: usize| -> Vec<usize> {
        (0..count).map(|_| rng.random_range(SPECIAL_TOKENS.len()..vocabulary)).collect()
    };
    let pairs: Vec<Pair> = (0..arguments.batch)
        .map(|index| Pair {
            source: words(arguments.source_length + index % 5 - 2, arguments.source_words),
            target: words(arguments.target_length - 1, arguments.target_words),
        })
        .collect();
    Ok(Batch::new(&pairs)?)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) { (sorted[middle - 1] + sorted[middle]) / 2.0 } else { sorted[middle] }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{BenchArguments, median, random_batch};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        arguments: BenchArguments,
    }

    fn arguments(line: &str) -> BenchArguments {
        Line::parse_from(std::iter::once("bench-training").chain(line.split(' '))).arguments
    }

    #[test]
    fn the_median_is_the_middle_one_or_between_the_two_in_the_middle() {
        assert_eq!(median(&[5.0]), 5.0);
        assert_eq!(median(&[9.0, 1.0, 4.0]), 4.0);
        assert_eq!(median(&[8.0, 1.0, 4.0, 2.0]), 3.0);
    }

    #[test]
    fn sentences_are_up_to_two_tokens_longer_or_shorter_than_the_mean() {
        let batch = random_batch(&arguments("--batch 7 --source-length 6 --target-length 3"), 1).unwrap();
        assert_eq!(batch.source.packing().lengths(), [4, 5, 6, 7, 8, 4, 5]);
        // The end token is one of the three.
        assert_eq!(batch.output.packing().lengths(), [3; 7]);
    }

    #[test]
    fn words_are_random_and_none_of_the_special_tokens() {
        let batch = |number| random_batch(&arguments("--source-words 6 --target-words 5"), number).unwrap();
        let (first, second) = (batch(1), batch(2));
        assert_ne!(first.source.ids(), second.source.ids());
        assert_eq!(first.source.ids(), batch(1).source.ids());
        let of_sources = first.source.packing().pack_ids(first.source.ids());
        assert!([4, 5].iter().all(|id| of_sources.contains(id)));
        assert!(of_sources.iter().all(|id| [4, 5].contains(id)));
    }
}
