//! `nn.RNN`, `nn.GRU` and `nn.LSTM`: stacked layers, each in one or both directions, over packed sequences.

use ndarray::{Array2, ArrayViewD, ArrayViewMutD, s};

pub use super::direction::{DirectedLayer, DirectionRun, RnnType, State};
use super::dropout::{Dropout, DropoutMask};
use super::layout::beside;
use super::packed::Packing;
use super::{Parameters, Rng};

/// A stack of recurrent layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Recurrent {
    /// For each layer its forward direction and, where there is one, its backward direction.
    pub layers: Vec<Vec<DirectedLayer>>,
    /// Between layers; never after the last one and never between steps.
    pub dropout: Dropout,
}

/// What a stack computed.
#[derive(Debug, Clone)]
pub struct RecurrentRun {
    /// Layer by layer.
    pub layers: Vec<LayerRun>,
    /// The last layer's hidden states [forward; backward]: [rows, directions·units].
    pub output: Array2<f32>,
}

/// What one layer computed.
#[derive(Debug, Clone)]
pub struct LayerRun {
    /// [rows, inputs].
    pub input: Array2<f32>,
    /// What was dropped of the layer's input; always `None` for the first layer.
    pub input_mask: DropoutMask,
    /// Direction by direction.
    pub directions: Vec<DirectionRun>,
}

/// The states of a stack, layer by layer, direction by direction.
pub type StackState = Vec<Vec<State>>;

impl Recurrent {
    /// All 0. `units` is the hidden size of one direction, `bias` whether there are biases.
    pub fn zeros(
        (rnn_type, bias): (RnnType, bool),
        inputs: usize,
        units: usize,
        layers: usize,
        bidirectional: bool,
        dropout: Dropout,
    ) -> Self {
        let directions: &[bool] = if bidirectional { &[false, true] } else { &[false] };
        let layers = (0..layers)
            .map(|layer| {
                let inputs = if layer == 0 { inputs } else { units * directions.len() };
                directions
                    .iter()
                    .map(|&reverse| DirectedLayer::zeros((rnn_type, bias), reverse, inputs, units))
                    .collect()
            })
            .collect();
        Self { layers, dropout }
    }

    /// As PyTorch starts it.
    pub fn initialise(&mut self, rng: &mut Rng) {
        for direction in self.layers.iter_mut().flatten() {
            direction.initialise(rng);
        }
    }

    /// Runs over packed rows `x` [rows, inputs], from `initial` or from 0. With a generator dropout is on.
    pub fn forward(
        &self,
        x: Array2<f32>,
        packing: &Packing,
        initial: Option<&StackState>,
        mut rng: Option<&mut Rng>,
    ) -> RecurrentRun {
        let mut layers = Vec::with_capacity(self.layers.len());
        let mut input = x;
        for (index, layer) in self.layers.iter().enumerate() {
            let input_mask =
                if index == 0 { None } else { self.dropout.forward(&mut input, rng.as_deref_mut()) };
            let directions: Vec<DirectionRun> = layer
                .iter()
                .enumerate()
                .map(|(k, direction)| {
                    direction.forward(input.view(), packing, initial.map(|states| &states[index][k]))
                })
                .collect();
            let output = join_directions(&directions); // [rows, directions·units]
            layers.push(LayerRun { input: std::mem::replace(&mut input, output), input_mask, directions });
        }
        RecurrentRun { layers, output: input }
    }

    /// Adds to `grads`, where there are any, and returns ∂loss/∂x [rows, inputs], given ∂loss/∂output
    /// [rows, directions·units].
    pub fn backward(
        &self,
        packing: &Packing,
        run: &RecurrentRun,
        grad_output: Array2<f32>,
        mut grads: Option<&mut Self>,
    ) -> Array2<f32> {
        let mut grad = grad_output;
        for (index, (layer, run)) in self.layers.iter().zip(&run.layers).enumerate().rev() {
            let mut grad_input = Array2::zeros(run.input.dim());
            for (k, direction) in layer.iter().enumerate() {
                let units = direction.units();
                let grad_hidden = grad.slice(s![.., k * units..(k + 1) * units]);
                let (input, directed) = (run.input.view(), &run.directions[k]);
                let grads = grads.as_deref_mut().map(|grads| &mut grads.layers[index][k]);
                grad_input += &direction.backward(input, packing, directed, grad_hidden, grads);
            }
            Dropout::backward(&run.input_mask, &mut grad_input);
            grad = grad_input;
        }
        grad
    }

    /// The states that the sequences of `run` ended in.
    pub fn final_state(&self, packing: &Packing, run: &RecurrentRun) -> StackState {
        self.layers
            .iter()
            .zip(&run.layers)
            .map(|(layer, run)| {
                let directions = layer.iter().zip(&run.directions);
                directions.map(|(direction, run)| direction.final_state(packing, run)).collect()
            })
            .collect()
    }
}

fn join_directions(directions: &[DirectionRun]) -> Array2<f32> {
    match directions {
        [forward] => forward.hidden.clone(),
        [forward, backward] => beside(forward.hidden.view(), backward.hidden.view()),
        _ => unreachable!("a layer has one or two directions"),
    }
}

impl Parameters for Recurrent {
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        for (index, layer) in self.layers.iter().enumerate() {
            for direction in layer {
                direction.visit_layer(prefix, index, visit);
            }
        }
    }

    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        for (index, layer) in self.layers.iter_mut().enumerate() {
            for direction in layer {
                direction.visit_layer_mut(prefix, index, visit);
            }
        }
    }
}
