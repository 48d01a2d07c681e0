//! The decoder: embedding → dropout → stacked recurrent layers from a zero state → a [`Head`], which attends over the memory
//! bank.
//!
//! The attention's result is not fed back into the recurrence, so that with known targets all steps are
//! computed at once.

use ndarray::{Array2, Array3, ArrayView3, ArrayViewD, ArrayViewMutD};

use crate::batch::Sequences;
use crate::config::ModelConfig;
use crate::head::{Head, HeadRun};
use crate::nn::attention::Attended;
use crate::nn::dropout::DropoutMask;
use crate::nn::recurrent::{RecurrentRun, StackState};
use crate::nn::{Dropout, Embedding, Packing, Parameters, Recurrent, Rng};

/// Emits one vector for each output token.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoder {
    /// [n_tgt_words, d_model].
    pub input_embedding: Embedding,
    /// d_model → d_model, one direction.
    pub rnn: Recurrent,
    /// Attention and W_context.
    pub head: Head,
    /// On the embedding.
    pub dropout: Dropout,
}

/// What the decoder computed for a batch with known targets.
#[derive(Debug, Clone)]
pub struct DecoderRun {
    /// Up to the states.
    pub recurrence: RecurrenceRun,
    /// From the states on.
    pub head: HeadRun,
}

/// What the decoder computed before it attends: the same whatever its head is.
#[derive(Debug, Clone)]
pub struct RecurrenceRun {
    /// How the target is packed.
    pub packing: Packing,
    /// Every layer.
    pub rnn: RecurrentRun,
    /// Decoder states, 0 on padding: [batch, tgt, d_model].
    pub states: Array3<f32>,
    /// What was dropped of the embedding: [rows, d_model].
    pub embedding_mask: DropoutMask,
    ids: Vec<usize>,
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
    /// [hypotheses, src]; [hypotheses, 0] without attention.
    pub scores: Array2<f32>,
    /// [hypotheses, src]; [hypotheses, 0] without attention.
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
            rnn: Recurrent::zeros(
                (config.rnn_type, config.recurrent_bias),
                d_model,
                d_model,
                config.decoder_layers,
                false,
                dropout,
            ),
            head: Head::zeros(
                config.attention,
                d_model,
                config.encoder_units(),
                config.context_tanh,
                dropout,
            ),
            dropout,
        }
    }

    /// As PyTorch starts it.
    pub fn initialise(&mut self, rng: &mut Rng) {
        self.input_embedding.initialise(rng);
        self.rnn.initialise(rng);
        self.head.initialise(rng);
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
        let recurrence = self.recur(input, rng.as_deref_mut());
        let head = self.head.forward(recurrence.states.view(), memory, lengths, rng);
        DecoderRun { recurrence, head }
    }

    /// The part of [`Decoder::forward`] before its head.
    pub fn recur(&self, input: &Sequences, mut rng: Option<&mut Rng>) -> RecurrenceRun {
        let packing = input.packing().clone();
        let ids = packing.pack_ids(input.ids());
        let mut embedded = self.input_embedding.forward(&ids); // [rows, d_model]
        let embedding_mask = self.dropout.forward(&mut embedded, rng.as_deref_mut());
        let rnn = self.rnn.forward(embedded, &packing, None, rng);
        let states = packing.unpack(&rnn.output); // [batch, tgt, d_model]
        RecurrenceRun { packing, rnn, states, embedding_mask, ids }
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
        let states = run.recurrence.states.view();
        let (grad_states, grad_memory) =
            self.head.backward(&run.head, states, memory, lengths, grad_output, &mut grads.head);
        self.recur_backward(&run.recurrence, grad_states.view(), grads);
        grad_memory
    }

    /// Adds to `grads`, given ∂loss/∂states [batch, tgt, d_model].
    pub fn recur_backward(&self, run: &RecurrenceRun, grad_states: ArrayView3<f32>, grads: &mut Self) {
        let grad = run.packing.pack(grad_states);
        let mut grad = self.rnn.backward(&run.packing, &run.rnn, grad, Some(&mut grads.rnn));
        Dropout::backward(&run.embedding_mask, &mut grad);
        self.input_embedding.backward(&run.ids, grad.view(), &mut grads.input_embedding);
    }

    /// Prepares the attention over one sentence's encoder outputs [src, d_model].
    pub fn memory(&self, values: Array2<f32>) -> Memory {
        let keys = self.head.attention.keys(values.view());
        Memory { values, keys }
    }

    /// One step: each hypothesis reads its token and goes on from its row of `state`, or from 0.
    pub fn step(&self, tokens: &[usize], state: Option<&StackState>, memory: &Memory) -> DecoderStep {
        let packing = Packing::single_step(tokens.len());
        let rnn = self.rnn.forward(self.input_embedding.forward(tokens), &packing, state, None);
        let Attended { scores, weights, context } =
            self.head.attention.attend(rnn.output.view(), memory.values.view(), memory.keys.view());
        let (_, output) = self.head.contextualise(context.view(), rnn.output.view());
        DecoderStep { state: self.rnn.final_state(&packing, &rnn), rnn, scores, weights, context, output }
    }
}

impl Parameters for Decoder {
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        self.input_embedding.visit(&format!("{prefix}.input_embedding"), visit);
        self.rnn.visit(&format!("{prefix}.rnn"), visit);
        self.head.visit(prefix, visit);
    }

    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        self.input_embedding.visit_mut(&format!("{prefix}.input_embedding"), visit);
        self.rnn.visit_mut(&format!("{prefix}.rnn"), visit);
        self.head.visit_mut(prefix, visit);
    }
}
