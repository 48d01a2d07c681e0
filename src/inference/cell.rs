//! One recurrent layer in one direction.

use super::held::{After, Before, CellChange};
use super::matrix::{Activations, Matrix};
use super::weights::Weights;
use crate::config::recurrent_name;
use crate::nn::{RnnType, gru, lstm, rnn};

/// The parameters of one layer and direction.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub rnn_type: RnnType,
    pub reverse: bool,
    pub units: usize,
    /// [blocks·units, inputs].
    input: Matrix,
    /// [blocks·units, units].
    recurrent: Matrix,
    /// b_ih + b_hh, for GRU b_ih.
    bias: Vec<f32>,
    /// GRU's b_hh.
    recurrent_bias: Vec<f32>,
}

/// What one cell computed, row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Signals {
    /// LSTM i, f, g, o; GRU r, z, n; RNN the pre-activation: [rows, blocks·units].
    pub gates: Vec<f32>,
    /// [rows, units]; empty unless LSTM.
    pub cell: Vec<f32>,
    /// [rows, units].
    pub hidden: Vec<f32>,
}

/// Room for what a step needs for itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    pub activations: Activations,
    /// GRU's W_h h + b_h.
    recurrent: Vec<f32>,
    previous_hidden: Vec<f32>,
    previous_cell: Vec<f32>,
}

impl Cell {
    /// The cell of a component, a layer and a direction, which is whether it reads in reverse.
    pub fn new(
        (rnn_type, bias): (RnnType, bool),
        units: usize,
        (component, layer, reverse): (&str, usize, bool),
        weights: &impl Weights,
    ) -> Self {
        let name = |parameter| recurrent_name(component, parameter, layer, reverse);
        let vector = |parameter| match bias {
            true => weights.vector(&name(parameter)),
            false => vec![0.0; rnn_type.blocks() * units],
        };
        let (of_input, of_state) = (vector("bias_ih"), vector("bias_hh"));
        let (bias, recurrent_bias) = match rnn_type {
            RnnType::Gru => (of_input, of_state),
            RnnType::Rnn | RnnType::Lstm => {
                (of_input.iter().zip(&of_state).map(|(one, other)| one + other).collect(), Vec::new())
            }
        };
        Self {
            rnn_type,
            reverse,
            units,
            input: weights.matrix(&name("weight_ih")),
            recurrent: weights.matrix(&name("weight_hh")),
            bias,
            recurrent_bias,
        }
    }

    /// Numbers of a row of c: none unless LSTM.
    pub fn cell_units(&self) -> usize {
        if self.rnn_type == RnnType::Lstm { self.units } else { 0 }
    }

    /// Reads one sequence `x` [steps, inputs], from a state of 0.
    pub fn read(&self, x: &[f32], change: Option<&CellChange>, signals: &mut Signals, scratch: &mut Scratch) {
        let steps = x.len() / self.input.inputs();
        let (width, units, cell_units) = (self.bias.len(), self.units, self.cell_units());
        signals.start(steps, width, units, cell_units);
        // The input's part of every step at once.
        self.add_input(x, &mut signals.gates, scratch);
        set_zeros(&mut scratch.previous_hidden, units);
        set_zeros(&mut scratch.previous_cell, cell_units);
        for step in 0..steps {
            let step = if self.reverse { steps - 1 - step } else { step };
            let (gates, cell, hidden) = (
                &mut signals.gates[step * width..][..width],
                &mut signals.cell[step * cell_units..][..cell_units],
                &mut signals.hidden[step * units..][..units],
            );
            self.advance(gates, cell, hidden, change, scratch);
            scratch.previous_hidden.copy_from_slice(hidden);
            scratch.previous_cell.copy_from_slice(cell);
        }
    }

    /// One step of each row of `x` [rows, inputs]. `signals` comes as what the rows' step before left and leaves as what
    /// this one did.
    pub fn step(&self, x: &[f32], change: Option<&CellChange>, signals: &mut Signals, scratch: &mut Scratch) {
        let rows = x.len() / self.input.inputs();
        signals.gates.resize(rows * self.bias.len(), 0.0);
        self.add_input(x, &mut signals.gates, scratch);
        scratch.previous_hidden.clone_from(&signals.hidden);
        scratch.previous_cell.clone_from(&signals.cell);
        let Signals { gates, cell, hidden } = signals;
        self.advance(gates, cell, hidden, change, scratch);
    }

    /// gates = W_ih x + b.
    fn add_input(&self, x: &[f32], gates: &mut [f32], scratch: &mut Scratch) {
        fill(gates, &self.bias);
        self.input.add_product(x, gates, &mut scratch.activations);
    }

    /// [`Cell::step_rows`], and what `change` makes of it.
    fn advance(
        &self,
        gates: &mut [f32],
        cell: &mut [f32],
        hidden: &mut [f32],
        change: Option<&CellChange>,
        scratch: &mut Scratch,
    ) {
        let Some(change) = change else { return self.step_rows(gates, cell, hidden, scratch) };
        let input = gates.to_vec();
        self.step_rows(gates, cell, hidden, scratch);
        let (width, units, cell_units) = (self.bias.len(), self.units, self.cell_units());
        for row in 0..hidden.len() / units {
            let of_gates = row * width..(row + 1) * width;
            let of_units = row * units..(row + 1) * units;
            let of_cell = row * cell_units..(row + 1) * cell_units;
            let before = Before {
                input: &input[of_gates.clone()],
                recurrent: scratch.recurrent.get(of_gates.clone()).unwrap_or_default(),
                hidden: &scratch.previous_hidden[of_units.clone()],
                cell: &scratch.previous_cell[of_cell.clone()],
            };
            let mut after = After {
                gates: &mut gates[of_gates],
                hidden: &mut hidden[of_units],
                cell: &mut cell[of_cell],
            };
            change.apply(self.rnn_type, &before, &mut after);
        }
    }

    /// A step of some rows from the states in `scratch`; `gates` has the input's part.
    fn step_rows(&self, gates: &mut [f32], cell: &mut [f32], hidden: &mut [f32], scratch: &mut Scratch) {
        let (units, width) = (self.units, self.bias.len());
        let Scratch { activations, recurrent, previous_hidden, previous_cell } = scratch;
        let of_hidden = hidden.chunks_exact_mut(units);
        let of_gates = gates.chunks_exact_mut(width);
        match self.rnn_type {
            RnnType::Rnn => {
                self.recurrent.add_product(previous_hidden, gates, activations);
                gates.chunks_exact(width).zip(of_hidden).for_each(|(gates, hidden)| rnn::step(gates, hidden));
            }
            RnnType::Gru => {
                recurrent.resize(of_gates.len() * width, 0.0);
                fill(recurrent, &self.recurrent_bias);
                self.recurrent.add_product(previous_hidden, recurrent, activations);
                let previous = previous_hidden.chunks_exact(units);
                let rows = of_gates.zip(recurrent.chunks_exact(width)).zip(previous).zip(of_hidden);
                for (((gates, recurrent), previous), hidden) in rows {
                    gru::step(gates, recurrent, previous, hidden);
                }
            }
            RnnType::Lstm => {
                self.recurrent.add_product(previous_hidden, gates, activations);
                let of_gates = gates.chunks_exact_mut(width);
                let cells = previous_cell.chunks_exact(units).zip(cell.chunks_exact_mut(units));
                for ((gates, (previous, cell)), hidden) in of_gates.zip(cells).zip(of_hidden) {
                    lstm::step(gates, previous, cell, hidden);
                }
            }
        }
    }
}

impl Signals {
    /// Becomes `other`, in the room that is there.
    pub fn copy_from(&mut self, other: &Self) {
        self.gates.clone_from(&other.gates);
        self.cell.clone_from(&other.cell);
        self.hidden.clone_from(&other.hidden);
    }

    /// The state of `rows` hypotheses before their first step.
    pub fn start(&mut self, rows: usize, width: usize, units: usize, cell_units: usize) {
        set_zeros(&mut self.gates, rows * width);
        set_zeros(&mut self.hidden, rows * units);
        set_zeros(&mut self.cell, rows * cell_units);
    }
}

/// Each row of `rows` becomes `row`.
fn fill(rows: &mut [f32], row: &[f32]) {
    rows.chunks_exact_mut(row.len()).for_each(|of_rows| of_rows.copy_from_slice(row));
}

/// `values` becomes `length` zeros.
pub(super) fn set_zeros(values: &mut Vec<f32>, length: usize) {
    values.clear();
    values.resize(length, 0.0);
}
