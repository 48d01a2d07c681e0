//! One layer read in one direction: the recurrence of RNN, GRU or LSTM over packed sequences.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, ArrayViewD, ArrayViewMutD, Axis, s};
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
    /// Blocks of the weights: 1, 3 or 4.
    pub fn blocks(self) -> usize {
        match self {
            Self::Rnn => 1,
            Self::Gru => gru::GATES.len(),
            Self::Lstm => lstm::GATES.len(),
        }
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
pub struct Direction {
    /// Which recurrence.
    pub rnn_type: RnnType,
    /// Whether the last token is read first.
    pub reverse: bool,
    /// [blocks·units, inputs].
    pub weight_ih: Array2<f32>,
    /// [blocks·units, units].
    pub weight_hh: Array2<f32>,
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
    previous_cell: Array2<f32>,
    /// GRU's W_h h + b_h: [rows, 3·units]; no columns unless GRU.
    recurrent: Array2<f32>,
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

impl Direction {
    /// All 0.
    pub fn zeros(rnn_type: RnnType, reverse: bool, inputs: usize, units: usize) -> Self {
        let rows = rnn_type.blocks() * units;
        Self {
            rnn_type,
            reverse,
            weight_ih: Array2::zeros((rows, inputs)),
            weight_hh: Array2::zeros((rows, units)),
            bias_ih: Array1::zeros(rows),
            bias_hh: Array1::zeros(rows),
        }
    }

    /// U(−1/√units, 1/√units), as PyTorch starts it.
    pub fn initialise(&mut self, rng: &mut Rng) {
        let bound = 1.0 / (self.units() as f32).sqrt();
        self.weight_ih.map_inplace(|value| *value = uniform(bound, rng));
        self.weight_hh.map_inplace(|value| *value = uniform(bound, rng));
        self.bias_ih.map_inplace(|value| *value = uniform(bound, rng));
        self.bias_hh.map_inplace(|value| *value = uniform(bound, rng));
    }

    /// Number of hidden units.
    pub fn units(&self) -> usize {
        self.weight_hh.ncols()
    }

    fn cell_units(&self) -> usize {
        if self.rnn_type == RnnType::Lstm { self.units() } else { 0 }
    }

    /// Steps in the order in which this direction takes them.
    fn steps(&self, packing: &Packing) -> Vec<usize> {
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

    /// Back-propagation through time. Adds to `grads` and returns ∂loss/∂x [rows, inputs], given the `x` and
    /// the `run` of [`Self::forward`] and ∂loss/∂hidden [rows, units].
    pub fn backward(
        &self,
        x: ArrayView2<f32>,
        packing: &Packing,
        run: &DirectionRun,
        grad_hidden: ArrayView2<f32>,
        grads: &mut Self,
    ) -> Array2<f32> {
        let (rows, units, width) = (packing.rows(), self.units(), self.rnn_type.blocks() * self.units());
        let is_gru = self.rnn_type == RnnType::Gru;
        let mut grad_gates = Array2::<f32>::zeros((rows, width));
        // Only GRU's W_h h + b_h has a gradient of its own; elsewhere it is that of the gates.
        let mut grad_recurrent = Array2::<f32>::zeros((if is_gru { rows } else { 0 }, width));
        // What later steps say of h and c, a row for each sequence in packed order.
        let mut carried_hidden = Array2::<f32>::zeros((packing.batch(), units));
        let mut carried_cell = Array2::<f32>::zeros((packing.batch(), self.cell_units()));

        for step in self.steps(packing).into_iter().rev() {
            let now = packing.step_rows(step);
            let running = packing.batch_size(step);
            let mut carried = carried_hidden.slice_mut(s![..running, ..]);
            carried += &grad_hidden.slice(s![now.clone(), ..]);
            for (k, row) in now.clone().enumerate() {
                let (by_block, by_unit) = (row * width..(row + 1) * width, row * units..(row + 1) * units);
                let sequence = k * units..(k + 1) * units;
                let gates = &flat(&run.gates)[by_block.clone()];
                let grad_gates = &mut flat_mut(&mut grad_gates)[by_block.clone()];
                let carried_hidden = &mut flat_mut(&mut carried_hidden)[sequence.clone()];
                match self.rnn_type {
                    RnnType::Rnn => {
                        rnn::step_backward(&flat(&run.hidden)[by_unit], carried_hidden, grad_gates);
                    }
                    RnnType::Gru => {
                        let step = gru::Step {
                            gates,
                            recurrent: &flat(&run.recurrent)[by_block.clone()],
                            previous_hidden: &flat(&run.previous_hidden)[by_unit],
                        };
                        let recurrent = &mut flat_mut(&mut grad_recurrent)[by_block];
                        gru::step_backward(&step, carried_hidden, grad_gates, recurrent);
                    }
                    RnnType::Lstm => {
                        let step = lstm::Step {
                            gates,
                            previous_cell: &flat(&run.previous_cell)[by_unit.clone()],
                            cell: &flat(&run.cell)[by_unit],
                        };
                        let carried_cell = &mut flat_mut(&mut carried_cell)[sequence];
                        lstm::step_backward(&step, carried_hidden, carried_cell, grad_gates);
                    }
                }
            }
            let grad = if is_gru { &grad_recurrent } else { &grad_gates };
            // GRU's h reaches h' past the weights too: `step_backward` has left that part in `carried_hidden`.
            let kept = if is_gru { 1.0 } else { 0.0 };
            let mut carried = carried_hidden.slice_mut(s![..running, ..]);
            general_mat_mul(1.0, &grad.slice(s![now, ..]), &self.weight_hh, kept, &mut carried);
        }

        let grad_recurrent = if is_gru { &grad_recurrent } else { &grad_gates };
        general_mat_mul(1.0, &grad_gates.t(), &x, 1.0, &mut grads.weight_ih);
        general_mat_mul(1.0, &grad_recurrent.t(), &run.previous_hidden, 1.0, &mut grads.weight_hh);
        grads.bias_ih += &grad_gates.sum_axis(Axis(0));
        grads.bias_hh += &grad_recurrent.sum_axis(Axis(0));
        product(grad_gates.view(), self.weight_ih.view())
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
        visit(name("bias_ih"), self.bias_ih.view().into_dyn());
        visit(name("bias_hh"), self.bias_hh.view().into_dyn());
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
        visit(name("bias_ih"), self.bias_ih.view_mut().into_dyn());
        visit(name("bias_hh"), self.bias_hh.view_mut().into_dyn());
    }
}
