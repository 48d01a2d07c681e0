//! Back-propagation through time: the backward pass of one layer in one direction.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, s};

use super::direction::{DirectedLayer, DirectionRun, RnnType};
use super::layout::{flat, flat_mut, product};
use super::packed::Packing;
use super::{gru, lstm, rnn};

/// Gradients of one step of one sequence, or of one of several quantities that depend on it.
pub(crate) struct StepGradients<'a> {
    /// `[units]`: comes as ∂loss/∂h'. GRU leaves here the part of it that reaches h past the weights.
    pub hidden: &'a mut [f32],
    /// `[units]` for LSTM, else empty: comes as what later steps say of c', is left as ∂loss/∂c.
    pub cell: &'a mut [f32],
    /// [blocks·units]: receives ∂loss/∂ of what W_ih x is added to.
    pub gates: &'a mut [f32],
    /// [3·units] for GRU, else empty: receives ∂loss/∂(W_hh h + b_hh), which elsewhere is that of the gates.
    pub recurrent: &'a mut [f32],
}

impl DirectedLayer {
    /// Through the cell at one row of `run`, up to its weights.
    #[inline]
    pub(crate) fn step_backward(&self, run: &DirectionRun, row: usize, grads: StepGradients) {
        let (units, width) = (self.units(), self.rnn_type.blocks() * self.units());
        let (by_block, by_unit) = (row * width..(row + 1) * width, row * units..(row + 1) * units);
        match self.rnn_type {
            RnnType::Rnn => rnn::step_backward(&flat(&run.hidden)[by_unit], grads.hidden, grads.gates),
            RnnType::Gru => {
                let step = gru::Step {
                    gates: &flat(&run.gates)[by_block.clone()],
                    recurrent: &flat(&run.recurrent)[by_block],
                    previous_hidden: &flat(&run.previous_hidden)[by_unit],
                };
                gru::step_backward(&step, grads.hidden, grads.gates, grads.recurrent);
            }
            RnnType::Lstm => {
                let step = lstm::Step {
                    gates: &flat(&run.gates)[by_block],
                    previous_cell: &flat(&run.previous_cell)[by_unit.clone()],
                    cell: &flat(&run.cell)[by_unit],
                };
                lstm::step_backward(&step, grads.hidden, grads.cell, grads.gates);
            }
        }
    }

    /// Adds to `grads`, where there are any, and returns ∂loss/∂x [rows, inputs], given the `x` and the `run` of
    /// [`Self::forward`] and ∂loss/∂hidden [rows, units].
    pub fn backward(
        &self,
        x: ArrayView2<f32>,
        packing: &Packing,
        run: &DirectionRun,
        grad_hidden: ArrayView2<f32>,
        grads: Option<&mut Self>,
    ) -> Array2<f32> {
        let (rows, units, cell_units) = (packing.rows(), self.units(), self.cell_units());
        let width = self.rnn_type.blocks() * units;
        let is_gru = self.rnn_type == RnnType::Gru;
        let recurrent_width = if is_gru { width } else { 0 };
        let mut grad_gates = Array2::<f32>::zeros((rows, width));
        // Only GRU's W_h h + b_h has a gradient of its own; elsewhere it is that of the gates.
        let mut grad_recurrent = Array2::<f32>::zeros((rows, recurrent_width));
        // What later steps say of h and c, a row for each sequence in packed order.
        let mut carried_hidden = Array2::<f32>::zeros((packing.batch(), units));
        let mut carried_cell = Array2::<f32>::zeros((packing.batch(), cell_units));

        for step in self.steps(packing).into_iter().rev() {
            let now = packing.step_rows(step);
            let running = packing.batch_size(step);
            let mut carried = carried_hidden.slice_mut(s![..running, ..]);
            carried += &grad_hidden.slice(s![now.clone(), ..]);
            for (k, row) in now.clone().enumerate() {
                let grads = StepGradients {
                    hidden: &mut flat_mut(&mut carried_hidden)[k * units..(k + 1) * units],
                    cell: &mut flat_mut(&mut carried_cell)[k * cell_units..(k + 1) * cell_units],
                    gates: &mut flat_mut(&mut grad_gates)[row * width..(row + 1) * width],
                    recurrent: &mut flat_mut(&mut grad_recurrent)
                        [row * recurrent_width..(row + 1) * recurrent_width],
                };
                self.step_backward(run, row, grads);
            }
            let grad = if is_gru { &grad_recurrent } else { &grad_gates };
            self.carry_back(grad.slice(s![now, ..]), &mut carried_hidden.slice_mut(s![..running, ..]));
        }

        if let Some(grads) = grads {
            let grad_recurrent = if is_gru { &grad_recurrent } else { &grad_gates };
            general_mat_mul(1.0, &grad_gates.t(), &x, 1.0, &mut grads.weight_ih);
            general_mat_mul(1.0, &grad_recurrent.t(), &run.previous_hidden, 1.0, &mut grads.weight_hh);
            grads.bias_ih += &grad_gates.sum_axis(Axis(0));
            grads.bias_hh += &grad_recurrent.sum_axis(Axis(0));
        }
        product(grad_gates.view(), self.weight_ih.view())
    }

    /// From the gradients of W_hh h + b_hh [rows, blocks·units] to ∂loss/∂h, in place of what
    /// [`Self::step_backward`] has left of ∂loss/∂h'.
    pub(crate) fn carry_back(&self, grad_recurrent: ArrayView2<f32>, carried: &mut ArrayViewMut2<f32>) {
        // GRU's h reaches h' past the weights too: `step_backward` has left that part in `carried`.
        let kept = if self.rnn_type == RnnType::Gru { 1.0 } else { 0.0 };
        general_mat_mul(1.0, &grad_recurrent, &self.weight_hh, kept, carried);
    }
}
