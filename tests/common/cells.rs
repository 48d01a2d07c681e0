//! The recurrent cells in float64 by plain loops, as PyTorch's documentation has them: an oracle for gradients, exact
//! enough to be differentiated by differences.

use seqscope::nn::RnnType;
use seqscope::nn::recurrent::DirectedLayer;

/// h and c; c stays empty unless LSTM.
#[derive(Debug, Clone, PartialEq)]
pub struct CellState {
    pub hidden: Vec<f64>,
    pub cell: Vec<f64>,
}

/// One step, and the gates that it took: LSTM i, f, g, o; GRU r, z, n; none for RNN.
pub fn step(layer: &DirectedLayer, x: &[f64], state: &CellState) -> (CellState, Vec<Vec<f64>>) {
    let units = layer.units();
    let of_input = |row: usize| affine(layer.weight_ih.row(row), layer.bias_ih[row], x);
    let of_state = |row: usize| affine(layer.weight_hh.row(row), layer.bias_hh[row], &state.hidden);
    let both = |row: usize| of_input(row) + of_state(row);
    let block = |block: usize, f: &dyn Fn(usize) -> f64| -> Vec<f64> {
        (0..units).map(|unit| f(block * units + unit)).collect()
    };
    let sigmoid = |row| 1.0 / (1.0 + (-both(row)).exp());
    let tanh = |row| both(row).tanh();
    let of_units = |f: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..units).map(f).collect() };
    match layer.rnn_type {
        RnnType::Rnn => (CellState { hidden: block(0, &tanh), cell: Vec::new() }, Vec::new()),
        RnnType::Gru => {
            let (r, z) = (block(0, &sigmoid), block(1, &sigmoid));
            let n = block(2, &|row| (of_input(row) + r[row - 2 * units] * of_state(row)).tanh());
            let hidden = of_units(&|k| (1.0 - z[k]) * n[k] + z[k] * state.hidden[k]);
            (CellState { hidden, cell: Vec::new() }, vec![r, z, n])
        }
        RnnType::Lstm => {
            let (i, f, g, o) = (block(0, &sigmoid), block(1, &sigmoid), block(2, &tanh), block(3, &sigmoid));
            let cell = of_units(&|k| f[k] * state.cell[k] + i[k] * g[k]);
            let hidden = of_units(&|k| o[k] * cell[k].tanh());
            (CellState { hidden, cell }, vec![i, f, g, o])
        }
    }
}

fn affine(weights: ndarray::ArrayView1<f32>, bias: f32, x: &[f64]) -> f64 {
    assert_eq!(weights.len(), x.len());
    f64::from(bias) + weights.iter().zip(x).map(|(&weight, x)| f64::from(weight) * x).sum::<f64>()
}

/// A state of zeros.
pub fn zero(layer: &DirectedLayer) -> CellState {
    let cell = if layer.rnn_type == RnnType::Lstm { vec![0.0; layer.units()] } else { Vec::new() };
    CellState { hidden: vec![0.0; layer.units()], cell }
}

/// The Frobenius norm of the Jacobian of `f` at `x`, by central differences.
pub fn jacobian_norm(x: &[f64], f: impl Fn(&[f64]) -> Vec<f64>) -> f64 {
    const STEP: f64 = 1e-5;
    let mut sum = 0.0;
    for k in 0..x.len() {
        let at = |change: f64| {
            let mut changed = x.to_vec();
            changed[k] += change;
            f(&changed)
        };
        let (above, below) = (at(STEP), at(-STEP));
        sum += above.iter().zip(&below).map(|(a, b)| ((a - b) / (2.0 * STEP)).powi(2)).sum::<f64>();
    }
    sum.sqrt()
}
