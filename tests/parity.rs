//! The engine computes what PyTorch computes.
//!
//! `tests/fixtures/make_fixtures.py` records one small model for each combination of recurrence, layers,
//! directions and attention, on a padded batch of sentences with different lengths (the model in PyTorch's
//! words is `tests/fixtures/reference.py`). PyTorch itself is not needed here.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test, as it should")]

use crate::common;

use std::collections::BTreeSet;

use common::fixtures::{Fixture, TOLERANCE, largest_difference, numbers};
use ndarray::{Array1, Array2, Axis, s};
use safetensors::SafeTensors;
use seqscope::batch::Sequences;
use seqscope::nn::{AttentionType, Linear, Parameters, RnnType};
use seqscope::search::greedy;
use seqscope::seq2seq::Seq2Seq;
use seqscope::training::{Adam, AdamOptions, clip_gradient_norm, cross_entropy};
use serde::Deserialize;

/// On gradients, relative to the largest magnitude in the same parameter's gradient: a single element may be
/// next to zero by cancellation and then has no relative precision of its own, in PyTorch neither.
const GRADIENT_TOLERANCE: f32 = 1e-4;
/// Gradients are compared as if their largest magnitude was at least this. It matters where the true gradient
/// is zero, `W_align_source` of concat without tanh, of which both programs have only rounding errors; every
/// other gradient in the fixtures is larger.
const SMALLEST_GRADIENT: f32 = 1e-3;

#[test]
fn there_is_a_fixture_for_every_combination() {
    let fixtures = Fixture::all();
    for rnn_type in RnnType::ALL {
        for (layers, bidirectional) in [(1, false), (1, true), (2, false), (2, true)] {
            for attention in AttentionType::ALL {
                let found = fixtures.iter().any(|fixture| {
                    let config = &fixture.config;
                    (config.rnn_type, config.bidirectional, config.attention)
                        == (rnn_type, bidirectional, attention)
                        && (config.encoder_layers, config.decoder_layers) == (layers, layers)
                });
                assert!(found, "{rnn_type:?}, {layers} layers, both ways {bidirectional}, {attention:?}");
            }
        }
    }
}

#[test]
fn parameters_have_the_names_and_shapes_of_the_state_dict() {
    for fixture in Fixture::all() {
        let model = Seq2Seq::zeros(fixture.config.clone()).unwrap();
        let found: BTreeSet<_> =
            model.parameters().into_iter().map(|(name, values)| (name, values.shape().to_vec())).collect();
        let expected: BTreeSet<_> = fixture
            .numbers
            .iter()
            .filter_map(|(key, values)| {
                Some((key.strip_prefix("parameters.")?.to_string(), values.shape().to_vec()))
            })
            .collect();
        assert_eq!(found, expected, "{}", fixture.name);
    }
}

#[test]
fn encoder_outputs_scores_weights_context_and_logits_are_those_of_pytorch() {
    for fixture in Fixture::all() {
        fixture.assert_forward_pass();
    }
}

#[test]
fn weights_of_padding_are_exactly_0() {
    for fixture in Fixture::all().into_iter().filter(|each| each.config.attention != AttentionType::None) {
        let lengths = fixture.lengths("source_lengths");
        let run = fixture.model().forward(&fixture.source(), &fixture.target_input(), None);
        for (sentence, &length) in lengths.iter().enumerate() {
            let padding = run.decoder.head.attention.weights.slice(s![sentence, .., length..]).to_owned();
            assert!(padding.iter().all(|&weight| weight == 0.0), "{}, sentence {sentence}", fixture.name);
        }
    }
}

#[test]
fn without_attention_there_are_no_scores_and_every_step_has_the_state_that_the_encoder_ended_in() {
    let fixtures = Fixture::all().into_iter().filter(|each| each.config.attention == AttentionType::None);
    for fixture in fixtures {
        let (units, lengths) = (fixture.config.encoder_units(), fixture.lengths("source_lengths"));
        let run = fixture.model().forward(&fixture.source(), &fixture.target_input(), None);
        let attended = &run.decoder.head.attention;
        assert_eq!((attended.scores.dim().2, attended.weights.dim().2), (0, 0));
        for (sentence, &length) in lengths.iter().enumerate() {
            let forward = run.encoder.memory.slice(s![sentence, length - 1, ..units]);
            let backward = run.encoder.memory.slice(s![sentence, 0, units..]);
            for context in attended.context.index_axis(Axis(0), sentence).rows() {
                assert_eq!((context.slice(s![..units]), context.slice(s![units..])), (forward, backward));
            }
        }
    }
}

#[test]
fn the_loss_and_the_gradient_of_every_parameter_are_those_of_pytorch() {
    for fixture in Fixture::all() {
        let model = fixture.model();
        let output = Sequences::new(&fixture.sentences("target_output", "target_lengths")).unwrap();
        let run = model.forward(&fixture.source(), &fixture.target_input(), None);
        let loss = cross_entropy(run.logits.view(), &output, fixture.label_smoothing);
        let (found, expected) = (loss.mean() as f32, fixture.numbers["loss"][0]);
        assert!((found - expected).abs() <= TOLERANCE, "{}: loss {found}, not {expected}", fixture.name);

        let mut gradients = model.zeros_like();
        model.backward(&run, &loss.grad_logits, &mut gradients);
        for (name, found) in gradients.parameters() {
            let expected = &fixture.numbers[&format!("gradients.{name}")];
            let largest = expected.iter().fold(SMALLEST_GRADIENT, |largest, value| value.abs().max(largest));
            let difference = largest_difference(found, expected.view()) / largest;
            assert!(
                difference <= GRADIENT_TOLERANCE,
                "{}: gradient of {name} differs by {difference:e}",
                fixture.name
            );
        }
    }
}

#[test]
fn greedy_outputs_are_those_of_pytorch() {
    for fixture in Fixture::all() {
        let model = fixture.model();
        let sources = fixture.sentences("source", "source_lengths");
        for (source, expected) in sources.iter().zip(fixture.sentences("greedy", "greedy_lengths")) {
            let encoded = model.encoder.forward(&Sequences::new(&[source]).unwrap(), None);
            let memory = model.decoder.memory(encoded.memory.index_axis_move(Axis(0), 0));
            let mut found = greedy(&model, &memory, &[], |_, _| {}).ids;
            found.truncate(fixture.ids["greedy"].shape()[1]);
            assert_eq!(found, expected, "{}, source {source:?}", fixture.name);
        }
    }
}

/// The options that the steps of `tests/fixtures/adam.safetensors` were taken with.
#[derive(Deserialize)]
struct AdamFixture {
    learning_rate: f64,
    #[serde(flatten)]
    adam: AdamOptions,
    max_norm: f32,
    steps: usize,
}

/// The fixture has steps that are clipped and steps that are not, and a weight whose gradient is always 0.
#[test]
fn clipping_and_adam_move_parameters_as_pytorch_does() {
    let bytes = include_bytes!("fixtures/adam.safetensors");
    let file = SafeTensors::deserialize(bytes).unwrap();
    let (_, metadata) = SafeTensors::read_metadata(bytes).unwrap();
    let AdamFixture { learning_rate, adam, max_norm, steps } =
        serde_json::from_str(&metadata.metadata().as_ref().unwrap()["config"]).unwrap();
    let recorded = |name: &str| numbers(&file.tensor(name).unwrap());
    let linear = |prefix: &str| {
        let mut linear = Linear { weight: Array2::zeros((3, 4)), bias: Some(Array1::zeros(3)) };
        linear.visit_mut(prefix, &mut |name, mut values| values.assign(&recorded(&name)));
        linear
    };

    let mut module = linear("initial");
    let mut optimiser = Adam::new(&module, adam);
    for step in 0..steps {
        let mut gradients = linear(&format!("gradients.{step}"));
        let norm = clip_gradient_norm(&mut gradients, max_norm);
        let expected = recorded("norms")[step];
        assert!((norm / expected - 1.0).abs() <= 1e-6, "step {step}: norm {norm}, not {expected}");
        optimiser.step(&mut module, &gradients, learning_rate);
        module.visit(&format!("parameters.{step}"), &mut |name, found| {
            let difference = largest_difference(found, recorded(&name).view());
            assert!(difference <= 1e-6, "{name} differs by {difference:e}");
        });
    }
}
