//! The Elman cell (Elman 1990), as `nn.RNN` with tanh has it: h' = tanh(W_ih x + b_ih + W_hh h + b_hh).

use super::functional::tanh;

/// One step of one sequence: h' from the pre-activation.
pub fn step(pre_activation: &[f32], hidden: &mut [f32]) {
    for (hidden, value) in hidden.iter_mut().zip(pre_activation) {
        *hidden = tanh(*value);
    }
}

/// The gradient of the pre-activation, given h' and ∂loss/∂h'.
pub fn step_backward(hidden: &[f32], grad_hidden: &[f32], grad_pre_activation: &mut [f32]) {
    for ((grad, hidden), grad_hidden) in grad_pre_activation.iter_mut().zip(hidden).zip(grad_hidden) {
        *grad = grad_hidden * (1.0 - hidden * hidden);
    }
}
