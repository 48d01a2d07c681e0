//! The models and numbers that `tests/fixtures/make_fixtures.py` recorded with PyTorch.

use std::collections::HashMap;

use ndarray::{Array, Array2, Array3, ArrayD, ArrayViewD, Dimension, Zip, s};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use seqscope::batch::Sequences;
use seqscope::config::ModelConfig;
use seqscope::nn::Parameters;
use seqscope::seq2seq::Seq2Seq;
use serde::Deserialize;

/// Absolute, on everything the forward pass computes.
pub const TOLERANCE: f32 = 1e-5;

const RNN: &[u8] = include_bytes!("../fixtures/rnn.safetensors");
const GRU: &[u8] = include_bytes!("../fixtures/gru.safetensors");
const LSTM: &[u8] = include_bytes!("../fixtures/lstm.safetensors");
/// All three without attention.
const NONE: &[u8] = include_bytes!("../fixtures/none.safetensors");

/// What stands beside the tensors in a file's `__metadata__`.
#[derive(Deserialize)]
struct Described {
    model: ModelConfig,
    label_smoothing: f32,
}

/// One model and what PyTorch computed with it.
pub struct Fixture {
    pub name: String,
    pub config: ModelConfig,
    pub label_smoothing: f32,
    pub numbers: HashMap<String, ArrayD<f32>>,
    pub ids: HashMap<String, ArrayD<usize>>,
}

/// The values of a tensor of type F32.
pub fn numbers(tensor: &TensorView) -> ArrayD<f32> {
    assert_eq!(tensor.dtype(), Dtype::F32);
    let (values, _) = tensor.data().as_chunks();
    let values = values.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    Array::from_shape_vec(tensor.shape(), values).unwrap()
}

impl Fixture {
    pub fn all() -> Vec<Self> {
        [RNN, GRU, LSTM, NONE].into_iter().flat_map(Self::of_file).collect()
    }

    pub fn of_file(bytes: &[u8]) -> Vec<Self> {
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
            if tensor.dtype() == Dtype::I64 {
                let (values, _) = tensor.data().as_chunks();
                let values = values.iter().map(|&bytes| i64::from_le_bytes(bytes) as usize).collect();
                let ids = Array::from_shape_vec(tensor.shape(), values).unwrap();
                fixture.ids.insert(key.to_string(), ids);
            } else {
                fixture.numbers.insert(key.to_string(), numbers(&tensor));
            }
        }
        fixtures.into_values().collect()
    }

    fn array3(&self, key: &str) -> Array3<f32> {
        self.numbers[key].clone().into_dimensionality().unwrap()
    }

    pub fn lengths(&self, key: &str) -> Vec<usize> {
        self.ids[key].iter().copied().collect()
    }

    /// The rows of `key` without their padding.
    pub fn sentences(&self, key: &str, lengths: &str) -> Vec<Vec<usize>> {
        let rows: Array2<usize> = self.ids[key].clone().into_dimensionality().unwrap();
        let lengths = self.lengths(lengths);
        rows.rows().into_iter().zip(lengths).map(|(row, length)| row.to_vec()[..length].to_vec()).collect()
    }

    pub fn source(&self) -> Sequences {
        Sequences::new(&self.sentences("source", "source_lengths")).unwrap()
    }

    pub fn target_input(&self) -> Sequences {
        Sequences::new(&self.sentences("target_input", "target_lengths")).unwrap()
    }

    /// The model with the recorded parameters.
    pub fn model(&self) -> Seq2Seq {
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

    /// Everything that the forward pass computes, as far as it is no padding.
    #[track_caller]
    pub fn assert_forward_pass(&self) {
        let (source, target) = (self.lengths("source_lengths"), self.lengths("target_lengths"));
        let run = self.model().forward(&self.source(), &self.target_input(), None);
        self.assert_close("encoder outputs", &run.encoder.memory, &self.array3("encoder_outputs"));
        for (what, found) in
            [("scores", &run.decoder.head.attention.scores), ("weights", &run.decoder.head.attention.weights)]
        {
            let found = without_padding(found.clone(), &source, &target);
            self.assert_close(what, &found, &without_padding(self.array3(what), &source, &target));
        }
        for (what, found) in
            [("context", run.decoder.head.attention.context.clone()), ("logits", run.logits_by_sentence())]
        {
            let found = without_target_padding(found, &target);
            self.assert_close(what, &found, &without_target_padding(self.array3(what), &target));
        }
    }
}

/// NaN where a difference is NaN: `max` would pass over it.
pub fn largest_difference(a: ArrayViewD<f32>, b: ArrayViewD<f32>) -> f32 {
    Zip::from(a).and(b).fold(0.0, |largest: f32, a, b| {
        let difference = (a - b).abs();
        if largest.is_nan() || difference <= largest { largest } else { difference }
    })
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
    let columns = array.dim().2;
    for (sentence, &length) in source_lengths.iter().enumerate() {
        // Without attention there are no columns.
        array.slice_mut(s![sentence, .., length.min(columns)..]).fill(0.0);
    }
    array
}
