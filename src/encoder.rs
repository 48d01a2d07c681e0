//! The encoder: embedding → dropout → stacked recurrent layers over packed sequences.

use ndarray::{Array2, Array3, ArrayView3, ArrayViewD, ArrayViewMutD};

use crate::batch::Sequences;
use crate::config::ModelConfig;
use crate::nn::dropout::DropoutMask;
use crate::nn::recurrent::RecurrentRun;
use crate::nn::{Dropout, Embedding, Packing, Parameters, Recurrent, Rng};

/// Reads the source and leaves one vector for each of its tokens, the memory bank.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoder {
    /// [n_src_words, d_model].
    pub input_embedding: Embedding,
    /// d_model → d_model, over one or two directions.
    pub rnn: Recurrent,
    /// On the embedding.
    pub dropout: Dropout,
}

/// What the encoder computed for a batch.
#[derive(Debug, Clone)]
pub struct EncoderRun {
    /// How the source is packed.
    pub packing: Packing,
    /// Every layer and direction.
    pub rnn: RecurrentRun,
    /// Last layer's [forward; backward], 0 on padding: [batch, src, d_model].
    pub memory: Array3<f32>,
    /// What was dropped of the embedding: [rows, d_model].
    pub embedding_mask: DropoutMask,
    ids: Vec<usize>,
}

impl Encoder {
    /// All 0. The config must be valid.
    pub fn zeros(config: &ModelConfig) -> Self {
        let dropout = Dropout { p: config.dropout };
        Self {
            input_embedding: Embedding::zeros(config.n_src_words, config.d_model),
            rnn: Recurrent::zeros(
                (config.rnn_type, config.recurrent_bias),
                config.d_model,
                config.encoder_units(),
                config.encoder_layers,
                config.bidirectional,
                dropout,
            ),
            dropout,
        }
    }

    /// As PyTorch starts it.
    pub fn initialise(&mut self, rng: &mut Rng) {
        self.input_embedding.initialise(rng);
        self.rnn.initialise(rng);
    }

    /// Runs over a batch. With a generator dropout is on.
    pub fn forward(&self, source: &Sequences, mut rng: Option<&mut Rng>) -> EncoderRun {
        let packing = source.packing().clone();
        let ids = packing.pack_ids(source.ids());
        let mut embedded = self.input_embedding.forward(&ids); // [rows, d_model]
        let embedding_mask = self.dropout.forward(&mut embedded, rng.as_deref_mut());
        let rnn = self.rnn.forward(embedded, &packing, None, rng); // [rows, d_model]
        let memory = packing.unpack(&rnn.output); // [batch, src, d_model]
        EncoderRun { packing, rnn, memory, embedding_mask, ids }
    }

    /// Adds to `grads`, given ∂loss/∂memory [batch, src, d_model].
    pub fn backward(&self, run: &EncoderRun, grad_memory: ArrayView3<f32>, grads: &mut Self) {
        let grad = self.backward_to_embedded(run, grad_memory, Some(&mut grads.rnn));
        self.input_embedding.backward(&run.ids, grad.view(), &mut grads.input_embedding);
    }

    /// ∂loss/∂e [batch, src, d_model] of the embedding e at each position, 0 on padding, given ∂loss/∂memory
    /// [batch, src, d_model]. A word that stands twice has a gradient for each place. No parameter's gradient is computed.
    pub fn embedded_gradient(&self, run: &EncoderRun, grad_memory: ArrayView3<f32>) -> Array3<f32> {
        run.packing.unpack(&self.backward_to_embedded(run, grad_memory, None))
    }

    /// ∂loss/∂e in packed rows [rows, d_model]. Adds to the gradients of the recurrent layers where they are wanted.
    fn backward_to_embedded(
        &self,
        run: &EncoderRun,
        grad_memory: ArrayView3<f32>,
        grads: Option<&mut Recurrent>,
    ) -> Array2<f32> {
        let grad = run.packing.pack(grad_memory);
        let mut grad = self.rnn.backward(&run.packing, &run.rnn, grad, grads);
        Dropout::backward(&run.embedding_mask, &mut grad);
        grad
    }
}

impl Parameters for Encoder {
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        self.input_embedding.visit(&format!("{prefix}.input_embedding"), visit);
        self.rnn.visit(&format!("{prefix}.rnn"), visit);
    }

    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        self.input_embedding.visit_mut(&format!("{prefix}.input_embedding"), visit);
        self.rnn.visit_mut(&format!("{prefix}.rnn"), visit);
    }
}
