//! The terms of the gates against the gates of the trace, and against plain loops over the parameters.

use ndarray::Array2;
use seqscope::analysis::Place;
use seqscope::checkpoint::Checkpoint;
use seqscope::error::Error;
use seqscope::nn::RnnType;
use seqscope::tokens::{END, START};
use seqscope::trace::{Component, Direction, LayerTrace, Trace};

use super::{assert_close, checkpoint, of_every_kind, parameter, run, signal};

const TEXT: &str = "2021年4";

fn layers(trace: &Trace, component: Component) -> &[LayerTrace] {
    match component {
        Component::Encoder => &trace.encoder,
        Component::Decoder => &trace.decoder,
    }
}

/// Every place of a model, with what the trace has about it.
fn places(trace: &Trace) -> impl Iterator<Item = (Place, &LayerTrace)> {
    [Component::Encoder, Component::Decoder].into_iter().flat_map(move |component| {
        layers(trace, component).iter().map(move |of_trace| {
            (Place { component, layer: of_trace.layer, direction: of_trace.direction }, of_trace)
        })
    })
}

#[test]
fn the_terms_make_the_gates_of_the_trace() {
    let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
    for checkpoint in of_every_kind() {
        let rnn_type = checkpoint.model.config().rnn_type;
        let (trace, ids) = run(&checkpoint, TEXT);
        for (place, of_trace) in places(&trace) {
            let terms = checkpoint.terms(TEXT, &ids, place).unwrap();
            let (steps, units) = signal(of_trace, "h").dim();
            assert_eq!(terms.input.dim(), (steps, terms.gates.len() * units));
            assert_eq!(terms.recurrent.dim(), terms.input.dim());
            for (block, name) in terms.gates.iter().enumerate() {
                for ((step, unit), &gate) in signal(of_trace, name).indexed_iter() {
                    let column = block * units + unit;
                    let of_input = f64::from(terms.input[(step, column)]) + f64::from(terms.bias[column]);
                    let of_state =
                        f64::from(terms.recurrent[(step, column)]) + f64::from(terms.recurrent_bias[column]);
                    let expected = match (rnn_type, *name) {
                        (RnnType::Gru, "n") => {
                            let r = f64::from(signal(of_trace, "r")[(step, unit)]);
                            (of_input + r * of_state).tanh()
                        }
                        (_, "g" | "h") => (of_input + of_state).tanh(),
                        _ => sigmoid(of_input + of_state),
                    };
                    assert_close(gate.into(), expected, 1e-5, &format!("{rnn_type:?} {place:?} {name}"));
                }
            }
        }
    }
}

/// weight · vector for each vector, in the most obvious way.
fn products(weight: &[f32], vectors: &[Vec<f32>]) -> Vec<Vec<f64>> {
    let of_row = |row: &[f32], vector: &[f32]| {
        row.iter().zip(vector).map(|(weight, value)| f64::from(*weight) * f64::from(*value)).sum()
    };
    vectors
        .iter()
        .map(|vector| weight.chunks(vector.len()).map(|row| of_row(row, vector)).collect())
        .collect()
}

/// What the layer of `place` reads at each step.
fn inputs(checkpoint: &Checkpoint, trace: &Trace, ids: &[usize], place: Place) -> Vec<Vec<f32>> {
    if place.layer > 0 {
        let below = layers(trace, place.component).iter().filter(|layer| layer.layer + 1 == place.layer);
        let states: Vec<&Array2<f32>> = below.map(|layer| signal(layer, "h")).collect();
        let of_step = |step| states.iter().flat_map(|h| h.row(step).to_vec()).collect();
        return (0..states[0].nrows()).map(of_step).collect();
    }
    let (name, read): (_, Vec<usize>) = match place.component {
        Component::Encoder => ("encoder", trace.source.iter().map(|token| token.id).collect()),
        Component::Decoder => ("decoder", [&[START], &ids[..ids.len() - 1]].concat()),
    };
    let embedding = parameter(checkpoint, &format!("{name}.input_embedding.weight"));
    let width = embedding.shape()[1];
    read.iter().map(|&id| embedding.as_slice().unwrap()[id * width..(id + 1) * width].to_vec()).collect()
}

#[test]
fn the_terms_are_those_of_plain_loops() {
    for checkpoint in of_every_kind() {
        let (trace, ids) = run(&checkpoint, TEXT);
        for (place, of_trace) in places(&trace) {
            let terms = checkpoint.terms(TEXT, &ids, place).unwrap();
            let h = signal(of_trace, "h");
            let before = |step: usize| match place.direction {
                Direction::Forward => step.checked_sub(1),
                Direction::Backward => (step + 1 < h.nrows()).then_some(step + 1),
            };
            let previous: Vec<Vec<f32>> = (0..h.nrows())
                .map(|step| before(step).map_or(vec![0.0; h.ncols()], |before| h.row(before).to_vec()))
                .collect();
            let component = if place.component == Component::Encoder { "encoder" } else { "decoder" };
            let reverse = if place.direction == Direction::Backward { "_reverse" } else { "" };
            let of_place = |name: &str| {
                parameter(&checkpoint, &format!("{component}.rnn.{name}_l{}{reverse}", place.layer))
            };
            let read = inputs(&checkpoint, &trace, &ids, place);
            for (what, weight, vectors, found) in [
                ("input", "weight_ih", read, &terms.input),
                ("recurrent", "weight_hh", previous, &terms.recurrent),
            ] {
                let expected = products(of_place(weight).as_slice().unwrap(), &vectors);
                assert_eq!(found.dim(), (expected.len(), expected[0].len()));
                for ((step, column), &found) in found.indexed_iter() {
                    let expected = expected[step][column];
                    assert_close(found.into(), expected, 1e-5, &format!("{place:?} {what} {step} {column}"));
                }
            }
            assert_eq!(terms.bias.view().into_dyn(), of_place("bias_ih"));
            assert_eq!(terms.recurrent_bias.view().into_dyn(), of_place("bias_hh"));
        }
    }
}

#[track_caller]
fn assert_refused(checkpoint: &Checkpoint, ids: &[usize], place: Place, expected: &str) {
    let error: Error = checkpoint.terms(TEXT, ids, place).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_the_model_does_not_have_is_refused() {
    let checkpoint = checkpoint(RnnType::Lstm, 2, true);
    let place = Place { component: Component::Decoder, layer: 1, direction: Direction::Forward };
    let backward = Place { direction: Direction::Backward, ..place };
    assert_refused(
        &checkpoint,
        &[END],
        Place { layer: 2, ..place },
        "layer: expected a number below 2, found 2",
    );
    assert_refused(&checkpoint, &[END], backward, "direction: expected forward, found backward");
    assert_refused(&checkpoint, &[8, END], place, "token id 8: expected an id below 8");
    let length = |found| format!("output ids: expected from 1 to 532 of them, found {found}");
    assert_refused(&checkpoint, &[], place, &length(0));
    assert_refused(&checkpoint, &[4; 533], place, &length(533));
    assert!(checkpoint.terms(TEXT, &[4; 532], place).is_ok());
    assert_eq!(checkpoint.terms("", &[END], place), Err(Error::EmptyInput));
}
