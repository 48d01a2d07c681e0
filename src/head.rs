//! What comes behind the decoder's recurrence: attention over the memory bank → W_context on [context; state] → dropout.
//!
//! Nothing of it is fed back into the recurrence, so several heads can stand on one trunk: see [`crate::joint`].

use ndarray::{Array2, Array3, ArrayView2, ArrayView3, ArrayViewD, ArrayViewMutD, s};

use crate::nn::attention::AttentionRun;
use crate::nn::dropout::DropoutMask;
use crate::nn::functional::tanh;
use crate::nn::layout::{beside, flatten, unflatten};
use crate::nn::{Attention, AttentionType, Dropout, Linear, Parameters, Rng};

/// An attention with the projection of what it attends to.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Score function.
    pub attention: Attention,
    /// 2·d_model → d_model, no bias, on [context; state].
    pub w_context: Linear,
    /// Whether W_context's output goes through tanh (Luong et al. 2015, equation 5).
    pub context_tanh: bool,
    /// On the output.
    pub dropout: Dropout,
}

/// What a head computed for a batch with known targets.
#[derive(Debug, Clone)]
pub struct HeadRun {
    /// Scores, weights, context.
    pub attention: AttentionRun,
    /// [batch·tgt, d_model].
    pub output: Array2<f32>,
    /// What was dropped of the output: [batch·tgt, d_model].
    pub output_mask: DropoutMask,
    /// [batch·tgt, 2·d_model].
    joined: Array2<f32>,
    /// W_context's output behind its tanh, before dropout: [batch·tgt, d_model].
    activated: Array2<f32>,
}

impl Head {
    /// All 0, for encoder outputs of `d_model` numbers, of which `forward` are of the forward direction.
    pub fn zeros(
        attention: AttentionType,
        d_model: usize,
        forward: usize,
        context_tanh: bool,
        dropout: Dropout,
    ) -> Self {
        Self {
            attention: Attention::zeros(attention, d_model, forward),
            w_context: Linear::zeros(2 * d_model, d_model, false),
            context_tanh,
            dropout,
        }
    }

    /// As PyTorch starts it.
    pub fn initialise(&mut self, rng: &mut Rng) {
        self.attention.initialise(rng);
        self.w_context.initialise(rng);
    }

    /// Attends from decoder states [batch, tgt, d_model] to `memory` [batch, src, d_model], which has `lengths[b]` rows
    /// for sentence b. With a generator dropout is on.
    pub fn forward(
        &self,
        states: ArrayView3<f32>,
        memory: ArrayView3<f32>,
        lengths: &[usize],
        rng: Option<&mut Rng>,
    ) -> HeadRun {
        let attention = self.attention.forward(states, memory, lengths);
        let context = attention.context.view();
        let (joined, activated) = self.contextualise(flatten(&context).view(), flatten(&states).view());
        let mut output = activated.clone();
        let output_mask = self.dropout.forward(&mut output, rng);
        HeadRun { attention, output, output_mask, joined, activated }
    }

    /// ([context; state], W_context of it behind its tanh): [rows, 2·d_model] and [rows, d_model].
    pub fn contextualise(
        &self,
        context: ArrayView2<f32>,
        states: ArrayView2<f32>,
    ) -> (Array2<f32>, Array2<f32>) {
        let joined = beside(context, states);
        let mut output = self.w_context.forward(joined.view());
        if self.context_tanh {
            output.mapv_inplace(tanh);
        }
        (joined, output)
    }

    /// Adds to `grads` and returns (∂loss/∂states [batch, tgt, d_model], ∂loss/∂memory [batch, src, d_model]), given
    /// ∂loss/∂output [batch·tgt, d_model].
    pub fn backward(
        &self,
        run: &HeadRun,
        states: ArrayView3<f32>,
        memory: ArrayView3<f32>,
        lengths: &[usize],
        grad_output: Array2<f32>,
        grads: &mut Self,
    ) -> (Array3<f32>, Array3<f32>) {
        let (_, tgt, d_model) = states.dim();
        let mut grad = grad_output;
        Dropout::backward(&run.output_mask, &mut grad);
        if self.context_tanh {
            grad.zip_mut_with(&run.activated, |grad, &output| *grad *= 1.0 - output * output);
        }
        let grad = self.w_context.backward(run.joined.view(), grad.view(), &mut grads.w_context);
        let grad_context = unflatten(grad.slice(s![.., ..d_model]).to_owned(), tgt);
        let mut grad_states = unflatten(grad.slice(s![.., d_model..]).to_owned(), tgt);
        let (through_scores, grad_memory) = self.attention.backward(
            states,
            memory,
            lengths,
            &run.attention,
            grad_context.view(),
            &mut grads.attention,
        );
        grad_states += &through_scores;
        (grad_states, grad_memory)
    }
}

impl Parameters for Head {
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        self.attention.visit(&format!("{prefix}.attention"), visit);
        self.w_context.visit(&format!("{prefix}.W_context"), visit);
    }

    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        self.attention.visit_mut(&format!("{prefix}.attention"), visit);
        self.w_context.visit_mut(&format!("{prefix}.W_context"), visit);
    }
}
