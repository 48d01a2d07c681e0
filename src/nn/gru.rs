//! The GRU cell (Cho et al. 2014), as `nn.GRU` has it:
//!
//! ```text
//! r = σ(W_ir x + b_ir + W_hr h + b_hr)      z = σ(W_iz x + b_iz + W_hz h + b_hz)
//! n = tanh(W_in x + b_in + r ⊙ (W_hn h + b_hn))
//! h' = (1 − z) ⊙ n + z ⊙ h
//! ```

use super::functional::{sigmoid, tanh};

/// One step of one sequence. `gates` [3·units] holds W_i x + b_i and is left with r, z, n; `recurrent`
/// [3·units] is W_h h + b_h.
pub fn step(gates: &mut [f32], recurrent: &[f32], previous_hidden: &[f32], hidden: &mut [f32]) {
    let units = hidden.len();
    let (r, rest) = gates.split_at_mut(units);
    let (z, n) = rest.split_at_mut(units);
    let (recurrent_r, rest) = recurrent.split_at(units);
    let (recurrent_z, recurrent_n) = rest.split_at(units);
    // One loop over each slice: a loop that writes four of them stays scalar, because they might overlap.
    r.iter_mut().zip(recurrent_r).for_each(|(r, recurrent)| *r = sigmoid(*r + recurrent));
    z.iter_mut().zip(recurrent_z).for_each(|(z, recurrent)| *z = sigmoid(*z + recurrent));
    n.iter_mut().zip(recurrent_n).zip(&*r).for_each(|((n, recurrent), r)| *n = tanh(*n + r * recurrent));
    for ((hidden, previous), (n, z)) in hidden.iter_mut().zip(previous_hidden).zip(n.iter().zip(&*z)) {
        *hidden = (1.0 - z) * n + z * previous;
    }
}

/// What [`step_backward`] needs of one step of one sequence.
pub struct Step<'a> {
    /// r, z, n: [3·units].
    pub gates: &'a [f32],
    /// W_h h + b_h: [3·units].
    pub recurrent: &'a [f32],
    /// h before the step.
    pub previous_hidden: &'a [f32],
}

/// Gradients of one step. `grad_hidden` comes as ∂loss/∂h' and is left as the part of it that reaches h past
/// the weights, ∂loss/∂h' ⊙ z; `grad_gates` receives ∂loss/∂(W_i x + b_i) and `grad_recurrent`
/// ∂loss/∂(W_h h + b_h), both [3·units].
pub fn step_backward(
    step: &Step,
    grad_hidden: &mut [f32],
    grad_gates: &mut [f32],
    grad_recurrent: &mut [f32],
) {
    let units = grad_hidden.len();
    let (r, z, n) = (&step.gates[..units], &step.gates[units..2 * units], &step.gates[2 * units..]);
    let recurrent_n = &step.recurrent[2 * units..];
    for k in 0..units {
        let grad_n = grad_hidden[k] * (1.0 - z[k]) * (1.0 - n[k] * n[k]);
        let grad_z = grad_hidden[k] * (step.previous_hidden[k] - n[k]) * z[k] * (1.0 - z[k]);
        let grad_r = grad_n * recurrent_n[k] * r[k] * (1.0 - r[k]);
        grad_gates[k] = grad_r;
        grad_gates[units + k] = grad_z;
        grad_gates[2 * units + k] = grad_n;
        grad_recurrent[k] = grad_r;
        grad_recurrent[units + k] = grad_z;
        grad_recurrent[2 * units + k] = grad_n * r[k];
        grad_hidden[k] *= z[k];
    }
}
