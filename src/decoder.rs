//! The decoder: embedding → dropout → stacked recurrent layers from a zero state → attention over the memory
//! bank → W_context on [context; state] → dropout.
//!
//! The attention's result is not fed back into the recurrence, so that with known targets all steps are
//! computed at once.

use ndarray::{Array2, Array3, ArrayView2, ArrayView3, ArrayViewD, ArrayViewMutD, s};

use crate::batch::Sequences;
use crate::config::ModelConfig;
use crate::nn::attention::AttentionRun;
use crate::nn::dropout::DropoutMask;
use crate::nn::functional::{softmax_rows_in_place, tanh};
use crate::nn::layout::{beside, flatten, unflatten};
use crate::nn::recurrent::{RecurrentRun, StackState};
use crate::nn::{Attention, Dropout, Embedding, Linear, Packing, Parameters, Recurrent, Rng};

/// Emits one vector for each output token.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoder {
    /// [n_tgt_words, d_model].
    pub input_embedding: Embedding,
    /// d_model → d_model, one direction.
    pub rnn: Recurrent,
    /// Score function.
    pub attention: Attention,
    /// 2·d_model → d_model, no bias, on [context; state].
    pub w_context: Linear,
    /// Whether W_context's output goes through tanh (Luong et al. 2015, equation 5).
    pub context_tanh: bool,
    /// On the embedding and on the output.
    pub dropout: Dropout,
}

/// What the decoder computed for a batch with known targets.
#[derive(Debug, Clone)]
pub struct DecoderRun {
    /// How the target is packed.
    pub packing: Packing,
    /// Every layer.
    pub rnn: RecurrentRun,
    /// Decoder states, 0 on padding: [batch, tgt, d_model].
    pub states: Array3<f32>,
    /// Scores, weights, context.
    pub attention: AttentionRun,
    /// [batch·tgt, d_model].
    pub output: Array2<f32>,
    /// What was dropped of the embedding: [rows, d_model].
    pub embedding_mask: DropoutMask,
    /// What was dropped of the output: [batch·tgt, d_model].
    pub output_mask: DropoutMask,
    ids: Vec<usize>,
    /// [batch·tgt, 2·d_model].
    joined: Array2<f32>,
    /// W_context's output behind its tanh, before dropout: [batch·tgt, d_model].
    activated: Array2<f32>,
}

/// What the decoder needs of one source sentence at every step: made once.
#[derive(Debug, Clone)]
pub struct Memory {
    /// Encoder outputs: [src, d_model].
    pub values: Array2<f32>,
    /// The attention's keys: [src, d_model].
    keys: Array2<f32>,
}

impl Memory {
    /// Number of source tokens.
    #[expect(clippy::len_without_is_empty, reason = "a source has at least one token")]
    pub fn len(&self) -> usize {
        self.values.nrows()
    }
}

/// One step of several hypotheses about the same source.
#[derive(Debug, Clone)]
pub struct DecoderStep {
    /// Every layer: one row for each hypothesis.
    pub rnn: RecurrentRun,
    /// The states to go on from.
    pub state: StackState,
    /// [hypotheses, src].
    pub scores: Array2<f32>,
    /// [hypotheses, src].
    pub weights: Array2<f32>,
    /// [hypotheses, d_model].
    pub context: Array2<f32>,
    /// [hypotheses, d_model].
    pub output: Array2<f32>,
}

impl Decoder {
    /// All 0. The config must be valid.
    pub fn zeros(config: &ModelConfig) -> Self {
        let d_model = config.d_model;
        let dropout = Dropout { p: config.dropout };
        Self {
            input_embedding: Embedding::zeros(config.n_tgt_words, d_model),
            rnn: Recurrent::zeros(config.rnn_type, d_model, d_model, config.decoder_layers, false, dropout),
            attention: Attention::zeros(config.attention, d_model),
            w_context: Linear::zeros(2 * d_model, d_model, false),
            context_tanh: config.context_tanh,
            dropout,
        }
    }

    /// As PyTorch starts it.
    pub fn initialise(&mut self, rng: &mut Rng) {
        self.input_embedding.initialise(rng);
        self.rnn.initialise(rng);
        self.attention.initialise(rng);
        self.w_context.initialise(rng);
    }

    /// Runs over known inputs (teacher forcing). `memory` [batch, src, d_model] has `lengths[b]` rows for
    /// sentence b. With a generator dropout is on.
    pub fn forward(
        &self,
        input: &Sequences,
        memory: ArrayView3<f32>,
        lengths: &[usize],
        mut rng: Option<&mut Rng>,
    ) -> DecoderRun {
        let packing = input.packing().clone();
        let ids = packing.pack_ids(input.ids());
        let mut embedded = self.input_embedding.forward(&ids); // [rows, d_model]
        let embedding_mask = self.dropout.forward(&mut embedded, rng.as_deref_mut());
        let rnn = self.rnn.forward(embedded, &packing, None, rng.as_deref_mut());
        let states = packing.unpack(&rnn.output); // [batch, tgt, d_model]
        let attention = self.attention.forward(states.view(), memory, lengths);
        let (context, flat_states) = (attention.context.view(), states.view());
        let (joined, activated) = self.contextualise(flatten(&context).view(), flatten(&flat_states).view());
        let mut output = activated.clone();
        let output_mask = self.dropout.forward(&mut output, rng);
        DecoderRun {
            packing,
            rnn,
            states,
            attention,
            output,
            embedding_mask,
            output_mask,
            ids,
            joined,
            activated,
        }
    }

    /// ([context; state], W_context of it behind its tanh): [rows, 2·d_model] and [rows, d_model].
    fn contextualise(&self, context: ArrayView2<f32>, states: ArrayView2<f32>) -> (Array2<f32>, Array2<f32>) {
        let joined = beside(context, states);
        let mut output = self.w_context.forward(joined.view());
        if self.context_tanh {
            output.mapv_inplace(tanh);
        }
        (joined, output)
    }

    /// Adds to `grads` and returns ∂loss/∂memory [batch, src, d_model], given ∂loss/∂output
    /// [batch·tgt, d_model].
    pub fn backward(
        &self,
        run: &DecoderRun,
        memory: ArrayView3<f32>,
        lengths: &[usize],
        grad_output: Array2<f32>,
        grads: &mut Self,
    ) -> Array3<f32> {
        let (_, tgt, d_model) = run.states.dim();
        let mut grad = grad_output;
        Dropout::backward(&run.output_mask, &mut grad);
        if self.context_tanh {
            grad.zip_mut_with(&run.activated, |grad, &output| *grad *= 1.0 - output * output);
        }
        let grad = self.w_context.backward(run.joined.view(), grad.view(), &mut grads.w_context);
        let grad_context = unflatten(grad.slice(s![.., ..d_model]).to_owned(), tgt);
        let mut grad_states = unflatten(grad.slice(s![.., d_model..]).to_owned(), tgt);
        let (through_scores, grad_memory) = self.attention.backward(
            run.states.view(),
            memory,
            lengths,
            &run.attention,
            grad_context.view(),
            &mut grads.attention,
        );
        grad_states += &through_scores;
        let grad = run.packing.pack(grad_states.view());
        let mut grad = self.rnn.backward(&run.packing, &run.rnn, grad, Some(&mut grads.rnn));
        Dropout::backward(&run.embedding_mask, &mut grad);
        self.input_embedding.backward(&run.ids, grad.view(), &mut grads.input_embedding);
        grad_memory
    }

    /// Prepares the attention over one sentence's encoder outputs [src, d_model].
    pub fn memory(&self, values: Array2<f32>) -> Memory {
        let keys = self.attention.keys(values.view());
        Memory { values, keys }
    }

    /// One step: each hypothesis reads its token and goes on from its row of `state`, or from 0.
    pub fn step(&self, tokens: &[usize], state: Option<&StackState>, memory: &Memory) -> DecoderStep {
        let packing = Packing::single_step(tokens.len());
        let rnn = self.rnn.forward(self.input_embedding.forward(tokens), &packing, state, None);
        let queries = self.attention.queries(rnn.output.view()); // [hypotheses, d_model]
        let scores = self.attention.scores(queries.view(), memory.keys.view()); // [hypotheses, src]
        let mut weights = scores.clone();
        softmax_rows_in_place(weights.view_mut());
        let context = weights.dot(&memory.values); // [hypotheses, d_model]
        let (_, output) = self.contextualise(context.view(), rnn.output.view());
        DecoderStep { state: self.rnn.final_state(&packing, &rnn), rnn, scores, weights, context, output }
    }

    /// One step of hypotheses about several sources, each about its own of `memories`: the states to go on from, and
    /// the output [hypotheses, d_model]. What it computes is what [`Decoder::step`] does for each; weights are read
    /// once for all.
    ///
    /// # Panics
    /// Where there are fewer memories than tokens.
    pub fn step_each(
        &self,
        tokens: &[usize],
        state: Option<&StackState>,
        memories: &[&Memory],
    ) -> (StackState, Array2<f32>) {
        let packing = Packing::single_step(tokens.len());
        let rnn = self.rnn.forward(self.input_embedding.forward(tokens), &packing, state, None);
        let queries = self.attention.queries(rnn.output.view()); // [hypotheses, d_model]
        let mut context = Array2::zeros(rnn.output.dim()); // [hypotheses, d_model]
        for (row, mut of_row) in context.rows_mut().into_iter().enumerate() {
            let memory = memories[row];
            let mut weights = self.attention.scores(queries.slice(s![row..=row, ..]), memory.keys.view());
            softmax_rows_in_place(weights.view_mut()); // [1, src]
            of_row.assign(&weights.row(0).dot(&memory.values));
        }
        let (_, output) = self.contextualise(context.view(), rnn.output.view());
        (self.rnn.final_state(&packing, &rnn), output)
    }
}

impl Parameters for Decoder {
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        self.input_embedding.visit(&format!("{prefix}.input_embedding"), visit);
        self.rnn.visit(&format!("{prefix}.rnn"), visit);
        self.attention.visit(&format!("{prefix}.attention"), visit);
        self.w_context.visit(&format!("{prefix}.W_context"), visit);
    }

    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        self.input_embedding.visit_mut(&format!("{prefix}.input_embedding"), visit);
        self.rnn.visit_mut(&format!("{prefix}.rnn"), visit);
        self.attention.visit_mut(&format!("{prefix}.attention"), visit);
        self.w_context.visit_mut(&format!("{prefix}.W_context"), visit);
    }
}
