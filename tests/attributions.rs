//! Occlusion against runs of each shortened source alone; input gradients against finite differences.
//!
//! How the differences are taken, and how exact they are, says `tests/gradients.rs`.

#![allow(clippy::unwrap_used, reason = "a question that is refused fails the test, as it should")]

use crate::common;

use common::random::{RNN_TYPES, config, random_model};
use ndarray::{Array2, Axis, s};
use seqscope::analysis::input_gradients::input_gradients;
use seqscope::analysis::occlusion::occlusion;
use seqscope::batch::Sequences;
use seqscope::error::Error;
use seqscope::nn::{AttentionType, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::{END, START};

/// No id twice: each row of the embedding stands for one position.
const SOURCE: [usize; 4] = [6, 4, 8, 5];
const IDS: [usize; 4] = [7, 4, 7, END];

/// Models of every attention, cell, number of layers and directions, and every end of the decoder.
fn models() -> Vec<Seq2Seq> {
    let mut models = Vec::new();
    for rnn_type in RNN_TYPES {
        for attention in AttentionType::ALL {
            for (layers, bidirectional, of_the_end) in [(1, true, false), (2, false, true), (2, true, false)]
            {
                let mut config = config(rnn_type, layers, bidirectional, attention, 4);
                config.context_tanh = of_the_end;
                config.tied_embeddings = of_the_end;
                config.generator_bias = !of_the_end && layers == 1;
                models.push(random_model(config, 1.0, 7));
            }
        }
    }
    models
}

/// ln p of each of `ids` in float64, one step of the decoder at a time.
fn log_probabilities(model: &Seq2Seq, source: &[usize], ids: &[usize]) -> Vec<f64> {
    let encoder = model.encoder.forward(&Sequences::new(&[source]).unwrap(), None);
    let memory = model.decoder.memory(encoder.memory.index_axis(Axis(0), 0).to_owned());
    let (mut state, mut read) = (None, START);
    ids.iter()
        .map(|&id| {
            let step = model.decoder.step(&[read], state.as_ref(), &memory);
            (state, read) = (Some(step.state), id);
            let logits = model.logits(step.output.view()).mapv(f64::from);
            logits[[0, id]] - logits.mapv(f64::exp).sum().ln()
        })
        .collect()
}

#[test]
fn occlusion_is_what_running_without_each_token_gives() {
    for model in models() {
        let found = occlusion(&model, &SOURCE, &IDS).unwrap();
        let whole = log_probabilities(&model, &SOURCE, &IDS);
        assert_eq!(found.differences.dim(), (IDS.len(), SOURCE.len()));
        for (step, expected) in whole.iter().enumerate() {
            assert!((f64::from(found.log_probabilities[step]) - expected).abs() < 2e-6);
        }
        for position in 0..SOURCE.len() {
            let mut shortened = SOURCE.to_vec();
            shortened.remove(position);
            let without = log_probabilities(&model, &shortened, &IDS);
            for step in 0..IDS.len() {
                let (found, expected) = (found.differences[[step, position]], whole[step] - without[step]);
                assert!(
                    (f64::from(found) - expected).abs() < 4e-6,
                    "{step}, {position}: {found}, expected {expected}, of {:?}",
                    model.config()
                );
            }
        }
    }
}

#[test]
fn a_source_of_one_token_has_nothing_left_without_it() {
    let model = random_model(config(RnnType::Lstm, 1, true, AttentionType::Dot, 4), 1.0, 7);
    let error = occlusion(&model, &[6], &IDS).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the input has one token: expected at least two, so that something is left without one of them"
    );
}

/// ∂ ln p(y_t) / ∂e_s for every t and one s, by differences: [tgt, d_model].
fn numeric(model: &Seq2Seq, position: usize) -> Array2<f64> {
    const STEP: f32 = 0.02;
    let mut gradient = Array2::zeros((IDS.len(), model.config().d_model));
    for (k, mut of_unit) in gradient.columns_mut().into_iter().enumerate() {
        let at = |steps: f32| {
            let mut changed = model.clone();
            changed.encoder.input_embedding.weight[[SOURCE[position], k]] += steps * STEP;
            ndarray::Array1::from(log_probabilities(&changed, &SOURCE, &IDS))
        };
        let difference = 8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0));
        of_unit.assign(&(difference / (12.0 * f64::from(STEP))));
    }
    gradient
}

#[test]
fn input_gradients_are_what_small_changes_of_each_embedding_do() {
    for model in models() {
        let found = input_gradients(&model, &SOURCE, &IDS).unwrap();
        let largest = found.norms.iter().fold(0.0_f32, |largest, &norm| largest.max(norm));
        let tolerance = (5e-4 * f64::from(largest)).max(2e-5);
        for (position, &id) in SOURCE.iter().enumerate() {
            let gradient = numeric(&model, position);
            let embedding = model.encoder.input_embedding.weight.row(id).mapv(f64::from);
            for (step, gradient) in gradient.rows().into_iter().enumerate() {
                let pairs = [
                    ("norm", found.norms[[step, position]], gradient.dot(&gradient).sqrt()),
                    ("product", found.products[[step, position]], gradient.dot(&embedding)),
                ];
                for (name, found, expected) in pairs {
                    assert!(
                        (f64::from(found) - expected).abs() <= 2.0 * tolerance,
                        "{name} {step}, {position}: {found}, expected {expected}, of {:?}",
                        model.config()
                    );
                }
            }
        }
    }
}

#[test]
fn a_word_that_stands_twice_has_a_gradient_for_each_place() {
    let mut model = random_model(config(RnnType::Lstm, 2, true, AttentionType::General, 4), 1.0, 7);
    let twin = model.encoder.input_embedding.weight.row(4).to_owned();
    model.encoder.input_embedding.weight.row_mut(8).assign(&twin);
    let twice = input_gradients(&model, &[4, 6, 4], &IDS).unwrap();
    assert_eq!(twice, input_gradients(&model, &[4, 6, 8], &IDS).unwrap());
    assert_ne!(twice.norms.column(0), twice.norms.column(2));
}

#[test]
fn an_output_token_is_explained_as_it_is_without_those_after_it() {
    let model = random_model(config(RnnType::Gru, 1, true, AttentionType::Concat, 4), 1.0, 7);
    let whole = input_gradients(&model, &SOURCE, &IDS).unwrap();
    let begun = input_gradients(&model, &SOURCE, &IDS[..2]).unwrap();
    let error = (&whole.products.slice(s![..2, ..]) - &begun.products).mapv(f32::abs);
    assert!(error.iter().all(|&error| error < 1e-6), "{error}");
}

#[test]
fn no_output_one_that_is_too_long_and_unknown_ids_are_refused() {
    let model = random_model(config(RnnType::Rnn, 1, true, AttentionType::Dot, 4), 1.0, 7);
    let refused = |ids: &[usize], expected: &str| {
        assert_eq!(occlusion(&model, &SOURCE, ids).unwrap_err().to_string(), expected);
        assert_eq!(input_gradients(&model, &SOURCE, ids).unwrap_err().to_string(), expected);
    };
    refused(&[], "output ids: expected from 1 to 532 of them, found 0");
    refused(&[4; 533], "output ids: expected from 1 to 532 of them, found 533");
    refused(&[4, 9], "token id 9: expected an id below 9");
    let unknown = Err(Error::TokenOutOfRange { found: 12, limit: 9 });
    assert_eq!(input_gradients(&model, &[4, 12], &IDS), unknown);
}
