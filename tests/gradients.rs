//! Every backward pass against finite differences of its forward pass.
//!
//! The differences are those of a loss taken in float64 from float32 logits, which leaves a rounding error of about 1e-7. The
//! five-point stencil's own error is h⁴/30 · f⁽⁵⁾, and it divides the rounding error by about h: h = 0.02 keeps
//! both near 1e-5 for these models, whose gradients are around 0.1. The worst
//! element is 2e-4 of its parameter's largest gradient away.

#![allow(clippy::unwrap_used, reason = "a batch that cannot be made fails the test, as it should")]

use crate::common;

use common::random::{RNN_TYPES, config, random_model, started};
use ndarray::Array2;
use rand::{RngExt, SeedableRng};
use seqscope::batch::Sequences;
use seqscope::config::ModelConfig;
use seqscope::joint::Joint;
use seqscope::nn::{AttentionType, Parameters, Rng, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::{END, PAD, START};
use seqscope::training::cross_entropy;

const STEP: f32 = 0.02;
/// On each element, relative to the largest magnitude in its parameter's gradient.
const RELATIVE: f64 = 5e-4;
/// Or this, where a whole parameter has next to no gradient.
const ABSOLUTE: f64 = 2e-5;
const DROPOUT_SEED: u64 = 5;

/// A batch with different lengths on both sides, padded further than its longest sentence.
struct Batch {
    source: Sequences,
    input: Sequences,
    output: Sequences,
}

impl Batch {
    fn new() -> Self {
        let words: [&[usize]; 3] = [&[4, 7, 4], &[], &[8, 5]];
        let outputs = words.map(|words| [words, &[END]].concat());
        Self {
            source: Sequences::padded(&[&[6, 4, 4, 8][..], &[5, 7], &[6]], 5).unwrap(),
            input: Sequences::padded(&words.map(started), 5).unwrap(),
            output: Sequences::padded(&outputs, 5).unwrap(),
        }
    }
}

/// What [`cross_entropy`] is the gradient of: the mean over the tokens of `output` that are not padding, in
/// float64. `logits` is [batch·tgt, words].
fn exact_loss(logits: &Array2<f32>, output: &Sequences, label_smoothing: f32) -> f64 {
    let label_smoothing = f64::from(label_smoothing);
    let mut loss = 0.0;
    for (logits, &target) in logits.rows().into_iter().zip(output.ids()).filter(|(_, id)| **id != PAD) {
        let logits = logits.mapv(f64::from);
        let log_sum = logits.mapv(f64::exp).sum().ln();
        loss -= (1.0 - label_smoothing) * (logits[target] - log_sum)
            + label_smoothing * logits.mapv(|logit| logit - log_sum).sum() / logits.len() as f64;
    }
    loss / output.tokens() as f64
}

/// One number of one parameter.
fn element_of(model: &mut impl Parameters, parameter: usize, element: usize) -> &mut f32 {
    let (_, values) = model.parameters_mut().swap_remove(parameter);
    values.into_iter().nth(element).unwrap()
}

/// Compares the gradient of every single number of a model of `config`.
fn check(config: ModelConfig, label_smoothing: f32) {
    let description = format!("{config:?}");
    let batch = Batch::new();
    let mut model = random_model(config, 1.0, 7);
    // The same seed drops the same numbers each time; a dropout of 0 drops none.
    let run = |model: &Seq2Seq| {
        model.forward(&batch.source, &batch.input, Some(&mut Rng::seed_from_u64(DROPOUT_SEED)))
    };
    let loss = |model: &Seq2Seq| exact_loss(&run(model).logits, &batch.output, label_smoothing);

    let observed = run(&model);
    let of_logits = cross_entropy(observed.logits.view(), &batch.output, label_smoothing).grad_logits;
    let mut gradients = model.zeros_like();
    model.backward(&observed, &of_logits, &mut gradients);
    compare(&mut model, &gradients, loss, &description);
}

/// Compares the gradient of every single number of a trunk with a head for each score function.
fn check_heads(config: ModelConfig, label_smoothing: f32) {
    let description = format!("all heads on one trunk, {config:?}");
    let batch = Batch::new();
    let mut rng = Rng::seed_from_u64(7);
    let mut model = Joint::new(config, &AttentionType::ALL[1..], &mut rng).unwrap();
    for (_, mut values) in model.parameters_mut() {
        values.mapv_inplace(|_| rng.random_range(-1.0..=1.0));
    }
    let heads = model.heads().count();
    let numbers: Vec<usize> = (0..heads).collect();
    let learn = |model: &Joint, gradients: &mut Joint| {
        let mut sum = 0.0;
        let mut rng = Rng::seed_from_u64(DROPOUT_SEED);
        let of_head = |_, logits: Array2<f32>| {
            sum += exact_loss(&logits, &batch.output, label_smoothing);
            cross_entropy(logits.view(), &batch.output, label_smoothing).grad_logits / heads as f32
        };
        model.learn(&batch.source, &batch.input, &numbers, Some(&mut rng), of_head, gradients);
        sum / heads as f64
    };
    let mut gradients = model.zeros_like();
    learn(&model, &mut gradients);
    let unread = std::cell::RefCell::new(model.zeros_like());
    let loss = |model: &Joint| learn(model, &mut unread.borrow_mut());
    compare(&mut model, &gradients, loss, &description);
}

/// Compares `gradients` with what small changes of the numbers of `model` do to `loss`.
fn compare<M: Parameters>(model: &mut M, gradients: &M, loss: impl Fn(&M) -> f64, description: &str) {
    for (index, (name, analytic)) in gradients.parameters().into_iter().enumerate() {
        let largest = analytic.iter().fold(0.0, |largest, value| value.abs().max(largest));
        let tolerance = (RELATIVE * f64::from(largest)).max(ABSOLUTE);
        for (element, &analytic) in analytic.iter().enumerate() {
            let original = *element_of(model, index, element);
            let mut at = |steps: f32| {
                *element_of(model, index, element) = original + steps * STEP;
                loss(model)
            };
            let numeric = (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * f64::from(STEP));
            *element_of(model, index, element) = original;
            let difference = (f64::from(analytic) - numeric).abs();
            assert!(
                difference <= tolerance,
                "{name}, element {element}: {analytic}, by finite differences {numeric}, of {description}"
            );
        }
    }
}

fn every_combination(change: impl Fn(&mut ModelConfig), label_smoothing: f32) {
    for rnn_type in RNN_TYPES {
        for attention in AttentionType::ALL {
            let mut config = config(rnn_type, 1, true, attention, 4);
            change(&mut config);
            check(config, label_smoothing);
        }
    }
}

#[test]
fn of_every_recurrence_and_attention() {
    every_combination(|_| {}, 0.0);
}

#[test]
fn of_stacked_layers_in_one_direction_and_in_both() {
    for rnn_type in RNN_TYPES {
        for bidirectional in [false, true] {
            check(config(rnn_type, 2, bidirectional, AttentionType::General, 4), 0.0);
        }
    }
}

#[test]
fn with_dropout_on_embeddings_between_layers_and_on_the_output() {
    every_combination(
        |config| {
            config.encoder_layers = 2;
            config.decoder_layers = 2;
            config.dropout = 0.3;
        },
        0.0,
    );
}

#[test]
fn with_label_smoothing_a_tanh_on_the_context_and_a_bias_in_the_generator() {
    every_combination(
        |config| {
            config.context_tanh = true;
            config.generator_bias = true;
        },
        0.1,
    );
}

#[test]
fn of_four_heads_on_one_trunk_that_learn_together() {
    for tied_embeddings in [false, true] {
        let mut config = config(RnnType::Lstm, 2, true, AttentionType::Dot, 4);
        config.dropout = 0.3;
        config.context_tanh = true;
        config.tied_embeddings = tied_embeddings;
        check_heads(config, 0.1);
    }
}

#[test]
fn the_embedding_of_padding_is_not_trained_even_where_it_is_read() {
    let (source, input) = (Sequences::new(&[[6, PAD, 4]]).unwrap(), Sequences::new(&[[START, PAD]]).unwrap());
    let model = random_model(config(RnnType::Lstm, 1, true, AttentionType::General, 4), 1.0, 7);
    let run = model.forward(&source, &input, None);
    let mut gradients = model.zeros_like();
    model.backward(&run, &Array2::ones(run.logits.dim()), &mut gradients);
    for embedding in [&gradients.encoder.input_embedding, &gradients.decoder.input_embedding] {
        assert!(embedding.weight.row(PAD).iter().all(|&value| value == 0.0));
    }
    assert!(gradients.encoder.input_embedding.weight.row(6).iter().all(|&value| value != 0.0));
}
