//! The engine computes what PyTorch computes.
//!
//! `tests/fixtures/make_fixtures.py` records one small model for each combination of recurrence, layers,
//! directions and attention, on a padded batch of sentences with different lengths (the model in PyTorch's
//! words is `tests/fixtures/reference.py`). PyTorch itself is not needed here.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test, as it should")]

mod common;

use std::collections::{BTreeSet, HashMap};

use common::random::cross_entropy;
use ndarray::{Array, Array2, Array3, ArrayD, ArrayViewD, Axis, Dimension, IxDyn, Zip, s};
use safetensors::{Dtype, SafeTensors};
use seqscope::batch::Sequences;
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, Parameters, RnnType};
use seqscope::search::greedy;
use seqscope::seq2seq::Seq2Seq;
use serde::Deserialize;

/// Absolute, on everything the forward pass computes.
const TOLERANCE: f32 = 1e-5;
/// On gradients, relative to the largest magnitude in the same parameter's gradient: a single element may be
/// next to zero by cancellation and then has no relative precision of its own, in PyTorch neither.
const GRADIENT_TOLERANCE: f32 = 1e-4;
/// Gradients are compared as if their largest magnitude was at least this. It matters where the true gradient
/// is zero, `W_align_source` of concat without tanh, of which both programs have only rounding errors; every
/// other gradient in the fixtures is larger.
const SMALLEST_GRADIENT: f32 = 1e-3;

const RNN: &[u8] = include_bytes!("fixtures/rnn.safetensors");
const GRU: &[u8] = include_bytes!("fixtures/gru.safetensors");
const LSTM: &[u8] = include_bytes!("fixtures/lstm.safetensors");

/// What stands beside the tensors in a file's `__metadata__`.
#[derive(Deserialize)]
struct Described {
    model: ModelConfig,
    label_smoothing: f32,
}

/// One model and what PyTorch computed with it.
struct Fixture {
    name: String,
    config: ModelConfig,
    label_smoothing: f32,
    numbers: HashMap<String, ArrayD<f32>>,
    ids: HashMap<String, ArrayD<usize>>,
}

impl Fixture {
    fn all() -> Vec<Self> {
        [RNN, GRU, LSTM].into_iter().flat_map(Self::of_file).collect()
    }

    fn of_file(bytes: &[u8]) -> Vec<Self> {
        let file = SafeTensors::deserialize(bytes).unwrap();
        let (_, metadata) = SafeTensors::read_metadata(bytes).unwrap();
        let described = &metadata.metadata().as_ref().unwrap()["fixtures"];
        let described: HashMap<String, Described> = serde_json::from_str(described).unwrap();
        let mut fixtures: HashMap<&str, Self> = described
            .iter()
            .map(|(name, Described { model, label_smoothing })| {
                let fixture = Self {
                    name: format!("{}, {name}", model.rnn_type.name()),
                    config: model.clone(),
                    label_smoothing: *label_smoothing,
                    numbers: HashMap::new(),
                    ids: HashMap::new(),
                };
                (&**name, fixture)
            })
            .collect();
        for (path, tensor) in file.iter() {
            let (name, key) = path.split_once('/').unwrap();
            let fixture = fixtures.get_mut(name).unwrap();
            let (shape, data) = (IxDyn(tensor.shape()), tensor.data());
            if tensor.dtype() == Dtype::I64 {
                let (values, _) = data.as_chunks();
                let values = values.iter().map(|&bytes| i64::from_le_bytes(bytes) as usize).collect();
                fixture.ids.insert(key.to_string(), Array::from_shape_vec(shape, values).unwrap());
            } else {
                let (values, _) = data.as_chunks();
                let values = values.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
                fixture.numbers.insert(key.to_string(), Array::from_shape_vec(shape, values).unwrap());
            }
        }
        fixtures.into_values().collect()
    }

    fn array3(&self, key: &str) -> Array3<f32> {
        self.numbers[key].clone().into_dimensionality().unwrap()
    }

    fn lengths(&self, key: &str) -> Vec<usize> {
        self.ids[key].iter().copied().collect()
    }

    /// The rows of `key` without their padding.
    fn sentences(&self, key: &str, lengths: &str) -> Vec<Vec<usize>> {
        let rows: Array2<usize> = self.ids[key].clone().into_dimensionality().unwrap();
        let lengths = self.lengths(lengths);
        rows.rows().into_iter().zip(lengths).map(|(row, length)| row.to_vec()[..length].to_vec()).collect()
    }

    fn source(&self) -> Sequences {
        Sequences::new(&self.sentences("source", "source_lengths")).unwrap()
    }

    fn target_input(&self) -> Sequences {
        Sequences::new(&self.sentences("target_input", "target_lengths")).unwrap()
    }

    /// The model with the recorded parameters.
    fn model(&self) -> Seq2Seq {
        let mut model = Seq2Seq::zeros(self.config.clone()).unwrap();
        for (name, mut values) in model.parameters_mut() {
            values.assign(&self.numbers[&format!("parameters.{name}")]);
        }
        model
    }

    #[track_caller]
    fn assert_close<D: Dimension>(&self, what: &str, found: &Array<f32, D>, expected: &Array<f32, D>) {
        assert_eq!(found.shape(), expected.shape(), "{}: shape of {what}", self.name);
        let difference = largest_difference(found.view().into_dyn(), expected.view().into_dyn());
        assert!(difference <= TOLERANCE, "{}: {what} differs by {difference:e}", self.name);
    }
}

fn largest_difference(a: ArrayViewD<f32>, b: ArrayViewD<f32>) -> f32 {
    // `max` would pass over NaN.
    Zip::from(a)
        .and(b)
        .fold(0.0, |largest, a, b| if (a - b).abs() <= largest { largest } else { (a - b).abs() })
}

/// [batch, tgt, any] with 0 where the target is padding: nothing is promised about what stands there.
fn without_target_padding(mut array: Array3<f32>, target_lengths: &[usize]) -> Array3<f32> {
    for (sentence, &length) in target_lengths.iter().enumerate() {
        array.slice_mut(s![sentence, length.., ..]).fill(0.0);
    }
    array
}

/// The same for [batch, tgt, src], where a score of padded source is as arbitrary before the mask.
fn without_padding(array: Array3<f32>, source_lengths: &[usize], target_lengths: &[usize]) -> Array3<f32> {
    let mut array = without_target_padding(array, target_lengths);
    for (sentence, &length) in source_lengths.iter().enumerate() {
        array.slice_mut(s![sentence, .., length..]).fill(0.0);
    }
    array
}

#[test]
fn there_is_a_fixture_for_every_combination() {
    let fixtures = Fixture::all();
    for rnn_type in [RnnType::Rnn, RnnType::Gru, RnnType::Lstm] {
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
        let (source, target) = (fixture.lengths("source_lengths"), fixture.lengths("target_lengths"));
        let run = fixture.model().forward(&fixture.source(), &fixture.target_input(), None);
        fixture.assert_close("encoder outputs", &run.encoder.memory, &fixture.array3("encoder_outputs"));
        for (what, found) in
            [("scores", &run.decoder.attention.scores), ("weights", &run.decoder.attention.weights)]
        {
            let found = without_padding(found.clone(), &source, &target);
            fixture.assert_close(what, &found, &without_padding(fixture.array3(what), &source, &target));
        }
        for (what, found) in
            [("context", run.decoder.attention.context.clone()), ("logits", run.logits_by_sentence())]
        {
            let found = without_target_padding(found, &target);
            fixture.assert_close(what, &found, &without_target_padding(fixture.array3(what), &target));
        }
    }
}

#[test]
fn weights_of_padding_are_exactly_0() {
    for fixture in Fixture::all() {
        let lengths = fixture.lengths("source_lengths");
        let run = fixture.model().forward(&fixture.source(), &fixture.target_input(), None);
        for (sentence, &length) in lengths.iter().enumerate() {
            let padding = run.decoder.attention.weights.slice(s![sentence, .., length..]).to_owned();
            assert!(padding.iter().all(|&weight| weight == 0.0), "{}, sentence {sentence}", fixture.name);
        }
    }
}

#[test]
fn the_loss_and_the_gradient_of_every_parameter_are_those_of_pytorch() {
    for fixture in Fixture::all() {
        let model = fixture.model();
        let output = Sequences::new(&fixture.sentences("target_output", "target_lengths")).unwrap();
        let run = model.forward(&fixture.source(), &fixture.target_input(), None);
        let (loss, of_logits) = cross_entropy(&run.logits, &output, f64::from(fixture.label_smoothing));
        let expected = fixture.numbers["loss"][0];
        assert!((loss as f32 - expected).abs() <= TOLERANCE, "{}: loss {loss}, not {expected}", fixture.name);

        let mut gradients = model.zeros_like();
        model.backward(&run, &of_logits, &mut gradients);
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
