//! The LSTM cell (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), as `nn.LSTM`
//! has it:
//!
//! ```text
//! i = σ(W_ii x + b_ii + W_hi h + b_hi)      f = σ(W_if x + b_if + W_hf h + b_hf)
//! g = tanh(W_ig x + b_ig + W_hg h + b_hg)   o = σ(W_io x + b_io + W_ho h + b_ho)
//! c' = f ⊙ c + i ⊙ g                        h' = o ⊙ tanh(c')
//! ```

use multiversion::multiversion;

use super::functional::{sigmoid, tanh};

/// One step of one sequence. `gates` [4·units] holds the pre-activations W x + b and is left with i, f, g, o.
#[multiversion(targets("x86_64+avx2"))]
pub fn step(gates: &mut [f32], previous_cell: &[f32], cell: &mut [f32], hidden: &mut [f32]) {
    let units = hidden.len();
    // One loop over each slice: a loop that writes six of them stays scalar, because they might overlap.
    let (i_f, g_o) = gates.split_at_mut(2 * units);
    let (g, o) = g_o.split_at_mut(units);
    i_f.iter_mut().for_each(|value| *value = sigmoid(*value));
    g.iter_mut().for_each(|value| *value = tanh(*value));
    o.iter_mut().for_each(|value| *value = sigmoid(*value));
    let (i, f) = i_f.split_at(units);
    for ((cell, previous), ((i, f), g)) in cell.iter_mut().zip(previous_cell).zip(i.iter().zip(f).zip(&*g)) {
        *cell = f * previous + i * g;
    }
    for ((hidden, cell), o) in hidden.iter_mut().zip(&*cell).zip(&*o) {
        *hidden = o * tanh(*cell);
    }
}

/// What [`step_backward`] needs of one step of one sequence.
pub struct Step<'a> {
    /// i, f, g, o: [4·units].
    pub gates: &'a [f32],
    /// c before the step.
    pub previous_cell: &'a [f32],
    /// c after the step.
    pub cell: &'a [f32],
}

/// Gradients of one step. `grad_hidden` is ∂loss/∂h'; `grad_cell` comes as what later steps say of c' and is
/// left as ∂loss/∂c; `grad_gates` [4·units] receives the gradient of the pre-activations.
#[multiversion(targets("x86_64+avx2"))]
pub fn step_backward(step: &Step, grad_hidden: &[f32], grad_cell: &mut [f32], grad_gates: &mut [f32]) {
    let units = grad_hidden.len();
    let (i, rest) = step.gates.split_at(units);
    let (f, rest) = rest.split_at(units);
    let (g, o) = rest.split_at(units);
    let (grad_i, rest) = grad_gates.split_at_mut(units);
    let (grad_f, rest) = rest.split_at_mut(units);
    let (grad_g, grad_o) = rest.split_at_mut(units);
    let (i, f, g, o) = (&i[..units], &f[..units], &g[..units], &o[..units]);
    let (grad_i, grad_f) = (&mut grad_i[..units], &mut grad_f[..units]);
    let (grad_g, grad_o) = (&mut grad_g[..units], &mut grad_o[..units]);
    let (previous_cell, cell) = (&step.previous_cell[..units], &step.cell[..units]);
    let grad_cell = &mut grad_cell[..units];
    for k in 0..units {
        let tanh_cell = tanh(cell[k]);
        let grad_c = grad_cell[k] + grad_hidden[k] * o[k] * (1.0 - tanh_cell * tanh_cell);
        grad_i[k] = grad_c * g[k] * i[k] * (1.0 - i[k]);
        grad_f[k] = grad_c * previous_cell[k] * f[k] * (1.0 - f[k]);
        grad_g[k] = grad_c * i[k] * (1.0 - g[k] * g[k]);
        grad_o[k] = grad_hidden[k] * tanh_cell * o[k] * (1.0 - o[k]);
        grad_cell[k] = grad_c * f[k];
    }
}
