//! The norms of derivatives through time against Jacobians by central differences of a plain float64 recurrence.

#![allow(clippy::unwrap_used, reason = "a question that is refused fails the test, as it should")]

use crate::common;

use common::cells::{CellState, jacobian_norm, step, zero};
use common::random::{RNN_TYPES, config, random_model};
use seqscope::analysis::gradient_norms::{GradientNorms, gradient_norms};
use seqscope::error::Error;
use seqscope::nn::recurrent::DirectedLayer;
use seqscope::nn::{AttentionType, Parameters, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::trace::Direction;

const SOURCE: [usize; 6] = [4, 7, 5, 4, 8, 6];
/// On each norm, relative to it or to 1e-3 where it is smaller: the engine computes in float32.
const RELATIVE: f64 = 2e-5;

fn model(rnn_type: RnnType, layers: usize, bidirectional: bool, scale: f32) -> Seq2Seq {
    random_model(config(rnn_type, layers, bidirectional, AttentionType::Dot, 6), scale, 7)
}

fn order(layer: &DirectedLayer, tokens: usize) -> Vec<usize> {
    if layer.reverse { (0..tokens).rev().collect() } else { (0..tokens).collect() }
}

/// The state after each token of `x`, by token.
fn states(layer: &DirectedLayer, x: &[Vec<f64>]) -> Vec<CellState> {
    let mut states = vec![zero(layer); x.len()];
    let mut state = zero(layer);
    for token in order(layer, x.len()) {
        state = step(layer, &x[token], &state).0;
        states[token] = state.clone();
    }
    states
}

/// What a layer of the encoder reads: the embeddings, or both directions of the layer below.
fn layer_input(model: &Seq2Seq, layer: usize, source: &[usize]) -> Vec<Vec<f64>> {
    let embedding = &model.encoder.input_embedding.weight;
    let mut x: Vec<Vec<f64>> =
        source.iter().map(|&id| embedding.row(id).iter().map(|&value| f64::from(value)).collect()).collect();
    for below in &model.encoder.rnn.layers[..layer] {
        let directions: Vec<Vec<CellState>> = below.iter().map(|direction| states(direction, &x)).collect();
        for (token, x) in x.iter_mut().enumerate() {
            *x = directions.iter().flat_map(|states| states[token].hidden.clone()).collect();
        }
    }
    x
}

/// The same by differences.
fn expected(layer: &DirectedLayer, x: &[Vec<f64>], last: usize) -> GradientNorms {
    let order = order(layer, x.len());
    let end = order.iter().position(|&token| token == last).unwrap();
    let states = states(layer, x);
    let gates_at = |place: usize| {
        let before = if place == 0 { zero(layer) } else { states[order[place - 1]].clone() };
        step(layer, &x[order[place]], &before).1
    };
    // From the state after the token at `place` on to T.
    let run_on = |place: usize, state: CellState| {
        order[place + 1..=end].iter().fold(state, |state, &token| step(layer, &x[token], &state).0)
    };
    let is_lstm = layer.rnn_type == RnnType::Lstm;
    let zeros = vec![0.0; x.len()];
    let mut norms = GradientNorms {
        last,
        input: zeros.clone(),
        hidden: zeros.clone(),
        cell: is_lstm.then(|| zeros.clone()),
        carry: (layer.rnn_type != RnnType::Rnn).then(|| zeros.clone()),
    };
    for (place, &token) in order[..=end].iter().enumerate() {
        let state = &states[token];
        norms.input[token] = jacobian_norm(&x[token], |x| {
            let before = if place == 0 { zero(layer) } else { states[order[place - 1]].clone() };
            run_on(place, step(layer, x, &before).0).hidden
        });
        norms.hidden[token] = jacobian_norm(&state.hidden, |hidden| {
            run_on(place, CellState { hidden: hidden.to_vec(), cell: state.cell.clone() }).hidden
        });
        if let Some(norms) = &mut norms.cell {
            let o = &gates_at(place)[3];
            norms[token] = jacobian_norm(&state.cell, |cell| {
                let hidden = o.iter().zip(cell).map(|(o, cell)| o * cell.tanh()).collect();
                run_on(place, CellState { hidden, cell: cell.to_vec() }).cell
            });
        }
        if let Some(norms) = &mut norms.carry {
            let kept: Vec<Vec<f64>> = (place + 1..=end).map(|place| gates_at(place)[1].clone()).collect();
            let squares =
                (0..layer.units()).map(|k| kept.iter().map(|gate| gate[k]).product::<f64>().powi(2));
            norms[token] = squares.sum::<f64>().sqrt();
        }
    }
    norms
}

#[track_caller]
fn assert_near(name: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{name}");
    for (token, (found, expected)) in found.iter().zip(expected).enumerate() {
        let tolerance = RELATIVE * expected.max(1e-3);
        assert!(
            (found - expected).abs() <= tolerance,
            "{name} of token {token}: {found}, expected {expected}"
        );
    }
}

#[track_caller]
fn check(model: &Seq2Seq, layer: usize, direction: Direction, last: Option<usize>) {
    let found = gradient_norms(model, &SOURCE, layer, direction, last).unwrap();
    let reverse = direction == Direction::Backward;
    let of_layer = &model.encoder.rnn.layers[layer][usize::from(reverse)];
    let last = last.unwrap_or(if reverse { 0 } else { SOURCE.len() - 1 });
    let expected = expected(of_layer, &layer_input(model, layer, &SOURCE), last);
    assert_eq!(found.last, last);
    assert_near("input", &found.input, &expected.input);
    assert_near("hidden", &found.hidden, &expected.hidden);
    assert_eq!(found.cell.is_some(), expected.cell.is_some());
    assert_near("cell", &found.cell.unwrap_or_default(), &expected.cell.unwrap_or_default());
    assert_eq!(found.carry.is_some(), expected.carry.is_some());
    assert_near("carry", &found.carry.unwrap_or_default(), &expected.carry.unwrap_or_default());
}

#[test]
fn they_are_those_of_the_jacobians_for_every_cell_layer_and_direction() {
    for rnn_type in RNN_TYPES {
        let model = model(rnn_type, 2, true, 0.9);
        for layer in [0, 1] {
            check(&model, layer, Direction::Forward, None);
            check(&model, layer, Direction::Backward, None);
        }
        check(&self::model(rnn_type, 1, false, 1.2), 0, Direction::Forward, None);
    }
}

#[test]
fn any_token_may_be_the_last_and_those_read_after_it_have_no_part() {
    for rnn_type in RNN_TYPES {
        let model = model(rnn_type, 2, true, 0.9);
        for last in 0..SOURCE.len() {
            check(&model, 1, Direction::Forward, Some(last));
            check(&model, 1, Direction::Backward, Some(last));
        }
        let forward = gradient_norms(&model, &SOURCE, 0, Direction::Forward, Some(2)).unwrap();
        assert!(forward.input[3..].iter().chain(&forward.hidden[3..]).all(|&norm| norm == 0.0));
        assert!(forward.input[..3].iter().all(|&norm| norm > 0.0));
        let backward = gradient_norms(&model, &SOURCE, 0, Direction::Backward, Some(2)).unwrap();
        assert!(backward.input[..2].iter().chain(&backward.hidden[..2]).all(|&norm| norm == 0.0));
        assert!(backward.input[2..].iter().all(|&norm| norm > 0.0));
    }
}

/// ‖Π diag(1 − h²) W‖ in float64, T first.
fn norms_of_products(layer: &DirectedLayer, states: &[CellState]) -> Vec<f64> {
    let units = layer.units();
    let weight = layer.weight_hh.mapv(f64::from);
    let mut product = ndarray::Array2::<f64>::eye(units);
    let mut norms = vec![0.0; states.len()];
    for (token, state) in states.iter().enumerate().rev() {
        norms[token] = product.iter().map(|value| value * value).sum::<f64>().sqrt();
        let step = ndarray::Array2::from_shape_fn((units, units), |(row, column)| {
            (1.0 - state.hidden[row].powi(2)) * weight[[row, column]]
        });
        product = product.dot(&step);
    }
    norms
}

/// A gradient of 1e-200 is no float32, nor is one of 1e60.
#[test]
fn norms_that_vanish_or_explode_beyond_float32_are_still_right() {
    let source: Vec<usize> = (0..200).map(|k| 4 + k * k % 5).collect();
    for (scale, range) in [(0.1, 1e-250..1e-60), (1.0, 1e30..1e150)] {
        let mut model = model(RnnType::Rnn, 1, false, scale);
        if scale == 1.0 {
            // Near 0 tanh does not saturate: the recurrence is W^200.
            model.encoder.input_embedding.fill(1e-30);
            let layer = &mut model.encoder.rnn.layers[0][0];
            layer.weight_ih.fill(0.0);
            layer.bias_ih.fill(0.0);
            layer.bias_hh.fill(0.0);
            layer.weight_hh *= 2.0;
        }
        let layer = &model.encoder.rnn.layers[0][0];
        let states = states(layer, &layer_input(&model, 0, &source));
        let expected = norms_of_products(layer, &states);
        assert!(range.contains(&expected[0]), "{}", expected[0]);
        let found = gradient_norms(&model, &source, 0, Direction::Forward, None).unwrap();
        for (token, (found, expected)) in found.hidden.iter().zip(&expected).enumerate() {
            assert!((found / expected - 1.0).abs() < 1e-3, "token {token}: {found}, expected {expected}");
        }
    }
}

#[test]
fn what_is_not_there_is_refused_in_words() {
    let model = model(RnnType::Gru, 1, false, 1.0);
    let message = |layer, direction, last| {
        gradient_norms(&model, &SOURCE, layer, direction, last).unwrap_err().to_string()
    };
    assert_eq!(message(1, Direction::Forward, None), "layer: expected a number below 1, found 1");
    assert_eq!(
        message(0, Direction::Backward, None),
        "direction: expected forward, the only one of this encoder, found backward"
    );
    assert_eq!(message(0, Direction::Forward, Some(6)), "last token: expected a number below 6, found 6");
    assert_eq!(
        gradient_norms(&model, &[4, 9], 0, Direction::Forward, None),
        Err(Error::TokenOutOfRange { found: 9, limit: 9 })
    );
}
