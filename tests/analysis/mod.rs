//! What is derived about a run is what a direct computation gives, for every kind of model.

#![allow(clippy::unwrap_used, reason = "a model that cannot be made fails the test, as it should")]

use crate::common;
mod dropout;
mod padding;
mod provenance;
mod terms;

use common::random::{RNN_TYPES, random_model};
use ndarray::{Array2, ArrayViewD};
use seqscope::checkpoint::Checkpoint;
use seqscope::nn::{AttentionType, Parameters, RnnType};
use seqscope::search::SearchOptions;
use seqscope::trace::{LayerTrace, Trace};

/// A checkpoint with random parameters, the embedding of padding among them.
fn checkpoint(rnn_type: RnnType, layers: usize, bidirectional: bool) -> Checkpoint {
    let seed = 1 + layers as u64 + 10 * u64::from(bidirectional);
    let mut checkpoint = common::checkpoint(rnn_type, AttentionType::General, seed);
    let config = &mut checkpoint.metadata.model;
    (config.encoder_layers, config.decoder_layers, config.bidirectional) = (layers, layers, bidirectional);
    checkpoint.model = random_model(config.clone(), 0.6, seed);
    checkpoint
}

/// Every recurrence with one and two layers, in one direction and both.
fn of_every_kind() -> impl Iterator<Item = Checkpoint> {
    let kinds = RNN_TYPES.into_iter().flat_map(|rnn_type| [(rnn_type, 1), (rnn_type, 2)]);
    kinds.flat_map(|(rnn_type, layers)| [false, true].map(|both| checkpoint(rnn_type, layers, both)))
}

/// The greedy run of a text and the ids of its output.
fn run(checkpoint: &Checkpoint, text: &str) -> (Trace, Vec<usize>) {
    let trace = checkpoint.run(text, &SearchOptions::default()).unwrap();
    let ids = trace.target.iter().map(|token| token.id).collect();
    (trace, ids)
}

/// The values of a parameter by its `state_dict` name.
fn parameter<'a>(checkpoint: &'a Checkpoint, name: &str) -> ArrayViewD<'a, f32> {
    checkpoint.model.parameters().into_iter().find(|(found, _)| found == name).unwrap().1
}

fn signal<'a>(layer: &'a LayerTrace, name: &str) -> &'a Array2<f32> {
    &layer.signals.iter().find(|signal| signal.name == name).unwrap().values
}

#[track_caller]
fn assert_close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance, "{what}: {found} instead of {expected}");
}
