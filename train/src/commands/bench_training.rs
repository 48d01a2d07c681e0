//! `seqscope bench-training`: how fast a model is trained, with the options and the report of
//! benches/pytorch_training.py.

use std::io::{Write, stdout};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, ensure};
use clap::Args;
use rand::RngExt;
use seqscope::config::ModelConfig;
use seqscope::tokens::SPECIAL_TOKENS;
use seqscope::training::{
    AdamOptions, Batch, Decay, Pair, Purpose, Schedule, Trainer, TrainerOptions, generator,
};
use serde_json::json;

use crate::run::{Attention, Recurrence};

const WARM_UP_STEPS: usize = 5;
const BATCHES: u64 = 10;

/// Measures the speed of training on random batches, in target tokens a second.
///
/// benches/pytorch_training.py measures PyTorch with the same options; its --beside runs the two in turn.
#[derive(Args)]
pub struct BenchArguments {
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Sentences in a batch.
    #[arg(long, default_value_t = 128)]
    batch: usize,
    /// Steps in a repeat.
    #[arg(long, default_value_t = 50)]
    steps: usize,
    #[arg(long, default_value_t = 5)]
    repeats: usize,
    #[arg(long, value_enum, default_value = "lstm")]
    rnn: Recurrence,
    #[arg(long, value_enum, default_value = "general")]
    attention: Attention,
    #[arg(long, default_value_t = 64)]
    d_model: usize,
    /// Of the encoder, which reads both ways, and the decoder.
    #[arg(long, default_value_t = 1)]
    layers: usize,
    /// Mean source tokens in a sentence.
    #[arg(long, default_value_t = 13)]
    source_length: usize,
    /// Target tokens, the end token included.
    #[arg(long, default_value_t = 11)]
    target_length: usize,
    /// Size of the source vocabulary.
    #[arg(long, default_value_t = 80)]
    source_words: usize,
    /// Size of the target vocabulary.
    #[arg(long, default_value_t = 15)]
    target_words: usize,
    #[arg(long, default_value_t = 0.0)]
    dropout: f32,
}

pub fn bench_training(arguments: &BenchArguments) -> Result<ExitCode> {
    ensure!(arguments.source_length > 2, "--source-length: expected at least 3");
    ensure!(arguments.target_length > 0 && arguments.repeats > 0, "expected at least 1 token and 1 repeat");
    let config = ModelConfig {
        n_src_words: arguments.source_words,
        n_tgt_words: arguments.target_words,
        d_model: arguments.d_model,
        encoder_layers: arguments.layers,
        decoder_layers: arguments.layers,
        bidirectional: true,
        rnn_type: arguments.rnn.engine(),
        attention: arguments.attention.engine(),
        context_tanh: false,
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
            "rnn": arguments.rnn.engine().name(),
            "attention": arguments.attention.engine().name(),
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
