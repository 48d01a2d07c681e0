//! One layer read in one direction: the recurrence of RNN, GRU or LSTM over packed sequences.

use ndarray::{Array1, Array2, ArrayView2, ArrayViewD, ArrayViewMutD, s};
use serde::{Deserialize, Serialize};

use super::layout::{add_product, add_to_rows, flat, flat_mut, product, select_rows};
use super::packed::Packing;
use super::{Rng, gru, join, lstm, rnn, uniform};

/// Which recurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RnnType {
    /// Elman's, with tanh.
    Rnn,
    /// Cho et al. 2014.
    Gru,
    /// Hochreiter and Schmidhuber 1997.
    Lstm,
}

impl RnnType {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Rnn, Self::Gru, Self::Lstm];

    /// What a step computes, by the letters of PyTorch's equations: the gates and the candidate in the order of the
    /// weights' blocks, then the states.
    pub fn signals(self) -> &'static [&'static str] {
        match self {
            Self::Rnn => &["h"],
            Self::Gru => &["r", "z", "n", "h"],
            Self::Lstm => &["i", "f", "g", "o", "c", "h"],
        }
    }

    /// Gates and candidate, in PyTorch's order: i, f, g, o; r, z, n; none of an RNN.
    pub fn gates(self) -> &'static [&'static str] {
        let states = if self == Self::Lstm { 2 } else { 1 };
        &self.signals()[..self.signals().len() - states]
    }

    /// The gate that says how much of the memory stays: an LSTM's f of c, a GRU's z of h. An RNN has none.
    pub fn keeping_gate(self) -> Option<&'static str> {
        match self {
            Self::Rnn => None,
            Self::Gru => Some("z"),
            Self::Lstm => Some("f"),
        }
    }

    /// What each block of the weights makes: the gates, of an RNN h itself.
    pub fn block_names(self) -> &'static [&'static str] {
        if self == Self::Rnn { self.signals() } else { self.gates() }
    }

    /// Blocks of the weights: 1, 3 or 4.
    pub fn blocks(self) -> usize {
        self.block_names().len()
    }

    /// Its name as configs, manifests and the command line spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rnn => "rnn",
            Self::Gru => "gru",
            Self::Lstm => "lstm",
        }
    }
}

/// The parameters of one layer and direction.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectedLayer {
    /// Which recurrence.
    pub rnn_type: RnnType,
    /// Whether the last token is read first.
    pub reverse: bool,
    /// [blocks·units, inputs].
    pub weight_ih: Array2<f32>,
    /// [blocks·units, units].
    pub weight_hh: Array2<f32>,
    /// Whether the biases are parameters; where not they are 0.
    pub bias: bool,
    /// [blocks·units].
    pub bias_ih: Array1<f32>,
    /// [blocks·units].
    pub bias_hh: Array1<f32>,
}

/// What one direction computed; every array has one row for each packed token.
#[derive(Debug, Clone)]
pub struct DirectionRun {
    /// LSTM i, f, g, o; GRU r, z, n; RNN the pre-activation: [rows, blocks·units].
    pub gates: Array2<f32>,
    /// h after each token: [rows, units].
    pub hidden: Array2<f32>,
    /// c after each token: [rows, units]; no columns unless LSTM.
    pub cell: Array2<f32>,
    /// h before each token: [rows, units].
    pub previous_hidden: Array2<f32>,
    /// c before each token: [rows, units]; no columns unless LSTM.
    pub(super) previous_cell: Array2<f32>,
    /// GRU's W_h h + b_h: [rows, 3·units]; no columns unless GRU.
    pub(super) recurrent: Array2<f32>,
}

/// h and c of a batch, [batch, units]; c has no columns unless LSTM.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// h.
    pub hidden: Array2<f32>,
    /// c.
    pub cell: Array2<f32>,
}

impl State {
    /// The states of the given sequences, in that order: how a beam search keeps its survivors.
    pub fn select(&self, sequences: &[usize]) -> Self {
        Self { hidden: select_rows(&self.hidden, sequences), cell: select_rows(&self.cell, sequences) }
    }
}

impl DirectedLayer {
    /// All 0.
    pub fn zeros((rnn_type, bias): (RnnType, bool), reverse: bool, inputs: usize, units: usize) -> Self {
        let rows = rnn_type.blocks() * units;
        Self {
            rnn_type,
            reverse,
            weight_ih: Array2::zeros((rows, inputs)),
            weight_hh: Array2::zeros((rows, units)),
            bias,
            bias_ih: Array1::zeros(rows),
            bias_hh: Array1::zeros(rows),
        }
    }

    /// U(−1/√units, 1/√units), as PyTorch starts it.
    pub fn initialise(&mut self, rng: &mut Rng) {
        let bound = 1.0 / (self.units() as f32).sqrt();
        self.weight_ih.map_inplace(|value| *value = uniform(bound, rng));
        self.weight_hh.map_inplace(|value| *value = uniform(bound, rng));
        if self.bias {
            self.bias_ih.map_inplace(|value| *value = uniform(bound, rng));
            self.bias_hh.map_inplace(|value| *value = uniform(bound, rng));
        }
    }

    /// Number of hidden units.
    pub fn units(&self) -> usize {
        self.weight_hh.ncols()
    }

    pub(super) fn cell_units(&self) -> usize {
        if self.rnn_type == RnnType::Lstm { self.units() } else { 0 }
    }

    /// Steps in the order in which this direction takes them.
    pub(super) fn steps(&self, packing: &Packing) -> Vec<usize> {
        if self.reverse { (0..packing.steps()).rev().collect() } else { (0..packing.steps()).collect() }
    }

    /// Runs over `x` [rows, inputs]. Each sequence starts from its row of `initial`, or from 0.
    pub fn forward(&self, x: ArrayView2<f32>, packing: &Packing, initial: Option<&State>) -> DirectionRun {
        let (rows, units, cell_units) = (packing.rows(), self.units(), self.cell_units());
        let is_gru = self.rnn_type == RnnType::Gru;
        // The input's part of every step at once: one large product instead of one for each step.
        let mut gates = product(x, self.weight_ih.t());
        if is_gru {
            add_to_rows(&mut gates, &self.bias_ih);
        } else {
            add_to_rows(&mut gates, &(&self.bias_ih + &self.bias_hh));
        }
        let mut run = DirectionRun {
            gates,
            hidden: Array2::zeros((rows, units)),
            cell: Array2::zeros((rows, cell_units)),
            previous_hidden: Array2::zeros((rows, units)),
            previous_cell: Array2::zeros((rows, cell_units)),
            recurrent: Array2::zeros((if is_gru { rows } else { 0 }, 3 * units)),
        };
        if let Some(initial) = initial {
            // Overwritten below wherever a sequence has a step before this one.
            for (row, (sequence, _)) in packing.positions().enumerate() {
                run.previous_hidden.row_mut(row).assign(&initial.hidden.row(sequence));
                run.previous_cell.row_mut(row).assign(&initial.cell.row(sequence));
            }
        }

        let mut before: Option<usize> = None;
        for step in self.steps(packing) {
            let now = packing.step_rows(step);
            if let Some(before) = before {
                let continued = packing.batch_size(before).min(packing.batch_size(step));
                let from = packing.step_rows(before).start;
                let (from, to) = (s![from..from + continued, ..], s![now.start..now.start + continued, ..]);
                run.previous_hidden.slice_mut(to).assign(&run.hidden.slice(from));
                run.previous_cell.slice_mut(to).assign(&run.cell.slice(from));
            }
            let starts_from_zero = before.is_none() && initial.is_none();
            self.step(&mut run, now, starts_from_zero);
            before = Some(step);
        }
        run
    }

    /// Fills the rows `now` of `run`, whose gates hold the input's part and whose previous states are set.
    fn step(&self, run: &mut DirectionRun, now: std::ops::Range<usize>, starts_from_zero: bool) {
        let units = self.units();
        let previous_hidden = run.previous_hidden.slice(s![now.clone(), ..]);
        if self.rnn_type == RnnType::Gru {
            let mut recurrent = run.recurrent.slice_mut(s![now.clone(), ..]);
            recurrent += &self.bias_hh;
            add_product(previous_hidden, self.weight_hh.view(), &mut recurrent);
        } else if !starts_from_zero {
            let mut gates = run.gates.slice_mut(s![now.clone(), ..]);
            add_product(previous_hidden, self.weight_hh.view(), &mut gates);
        }
        let width = self.rnn_type.blocks() * units;
        let (by_block, by_unit) = (now.start * width..now.end * width, now.start * units..now.end * units);
        let gates = flat_mut(&mut run.gates)[by_block.clone()].chunks_exact_mut(width);
        let hidden = flat_mut(&mut run.hidden)[by_unit.clone()].chunks_exact_mut(units);
        match self.rnn_type {
            RnnType::Rnn => {
                for (gates, hidden) in gates.zip(hidden) {
                    rnn::step(gates, hidden);
                }
            }
            RnnType::Gru => {
                let recurrent = flat(&run.recurrent)[by_block].chunks_exact(width);
                let previous = flat(&run.previous_hidden)[by_unit].chunks_exact(units);
                for (((gates, hidden), recurrent), previous) in gates.zip(hidden).zip(recurrent).zip(previous)
                {
                    gru::step(gates, recurrent, previous, hidden);
                }
            }
            RnnType::Lstm => {
                let previous = flat(&run.previous_cell)[by_unit.clone()].chunks_exact(units);
                let cell = flat_mut(&mut run.cell)[by_unit].chunks_exact_mut(units);
                for (((gates, hidden), previous), cell) in gates.zip(hidden).zip(previous).zip(cell) {
                    lstm::step(gates, previous, cell, hidden);
                }
            }
        }
    }

    /// The state that each sequence of `run` ended in, in the order of the batch.
    pub fn final_state(&self, packing: &Packing, run: &DirectionRun) -> State {
        let mut last = vec![0; packing.batch()];
        for (row, (sequence, step)) in packing.positions().enumerate() {
            if step == if self.reverse { 0 } else { packing.lengths()[sequence] - 1 } {
                last[sequence] = row;
            }
        }
        State { hidden: select_rows(&run.hidden, &last), cell: select_rows(&run.cell, &last) }
    }

    /// PyTorch's suffix of the parameter names of layer `layer`.
    fn suffix(&self, layer: usize) -> String {
        format!("l{layer}{}", if self.reverse { "_reverse" } else { "" })
    }

    pub(super) fn visit_layer<'a>(
        &'a self,
        prefix: &str,
        layer: usize,
        visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>),
    ) {
        let suffix = self.suffix(layer);
        let name = |parameter: &str| join(prefix, &format!("{parameter}_{suffix}"));
        visit(name("weight_ih"), self.weight_ih.view().into_dyn());
        visit(name("weight_hh"), self.weight_hh.view().into_dyn());
        if self.bias {
            visit(name("bias_ih"), self.bias_ih.view().into_dyn());
            visit(name("bias_hh"), self.bias_hh.view().into_dyn());
        }
    }

    pub(super) fn visit_layer_mut<'a>(
        &'a mut self,
        prefix: &str,
        layer: usize,
        visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>),
    ) {
        let suffix = self.suffix(layer);
        let name = |parameter: &str| join(prefix, &format!("{parameter}_{suffix}"));
        visit(name("weight_ih"), self.weight_ih.view_mut().into_dyn());
        visit(name("weight_hh"), self.weight_hh.view_mut().into_dyn());
        if self.bias {
            visit(name("bias_ih"), self.bias_ih.view_mut().into_dyn());
            visit(name("bias_hh"), self.bias_hh.view_mut().into_dyn());
        }
    }
}
