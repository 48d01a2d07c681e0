//! The whole model: encoder, decoder and generator.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, Array3, ArrayView2, ArrayViewD, ArrayViewMutD};

use crate::batch::Sequences;
use crate::config::ModelConfig;
use crate::decoder::{Decoder, DecoderRun};
use crate::encoder::{Encoder, EncoderRun};
use crate::error::Error;
use crate::head::Head;
use crate::nn::layout::{product, unflatten};
use crate::nn::{Linear, Parameters, Rng};

/// Encoder, decoder and generator.
#[derive(Debug, Clone, PartialEq)]
pub struct Seq2Seq {
    config: ModelConfig,
    /// Source → memory bank.
    pub encoder: Encoder,
    /// Memory bank and output so far → one vector a token.
    pub decoder: Decoder,
    /// d_model → n_tgt_words: logits. `None` where its weight is the decoder's embedding.
    pub generator: Option<Linear>,
}

/// What a batch with known targets gave.
#[derive(Debug, Clone)]
pub struct Seq2SeqRun {
    /// The encoder's part.
    pub encoder: EncoderRun,
    /// The decoder's part.
    pub decoder: DecoderRun,
    /// [batch·tgt, n_tgt_words].
    pub logits: Array2<f32>,
}

impl Seq2SeqRun {
    /// [batch, tgt, n_tgt_words].
    pub fn logits_by_sentence(&self) -> Array3<f32> {
        unflatten(self.logits.clone(), self.decoder.recurrence.packing.padded())
    }
}

impl Seq2Seq {
    /// A model to be trained, with PyTorch's initial distributions.
    ///
    /// # Errors
    /// [`Error::Config`] where the config is not valid.
    pub fn new(config: ModelConfig, rng: &mut Rng) -> Result<Self, Error> {
        let mut model = Self::zeros(config)?;
        model.encoder.initialise(rng);
        model.decoder.initialise(rng);
        match &mut model.generator {
            Some(generator) => generator.initialise(rng),
            None => model.decoder.input_embedding.scale(1.0 / (model.config.d_model as f32).sqrt()),
        }
        Ok(model)
    }

    /// A model whose parameters are all 0, to be filled.
    ///
    /// # Errors
    /// [`Error::Config`] where the config is not valid.
    pub fn zeros(config: ModelConfig) -> Result<Self, Error> {
        config.validate()?;
        Ok(Self {
            encoder: Encoder::zeros(&config),
            decoder: Decoder::zeros(&config),
            generator: (!config.tied_embeddings)
                .then(|| Linear::zeros(config.d_model, config.n_tgt_words, config.generator_bias)),
            config,
        })
    }

    /// The same trunk with a head of its own in place of the one that is there.
    pub fn with_head(&self, head: &Head) -> Self {
        let mut other = self.clone();
        other.config.attention = head.attention.attention_type();
        other.config.context_tanh = head.context_tanh;
        other.decoder.head = head.clone();
        other
    }

    /// Its sizes and choices.
    pub fn config(&self) -> &ModelConfig {
        &self.config
    }

    /// Runs over a batch with known targets (teacher forcing): `input` starts with
    /// [`crate::tokens::START`]. With a generator of random numbers dropout is on.
    ///
    /// # Panics
    /// Where `source` and `input` have different numbers of sentences, or an id is not in its vocabulary:
    /// see [`Sequences::check`].
    pub fn forward(&self, source: &Sequences, input: &Sequences, mut rng: Option<&mut Rng>) -> Seq2SeqRun {
        let encoder = self.encoder.forward(source, rng.as_deref_mut());
        let decoder = self.decoder.forward(input, encoder.memory.view(), source.packing().lengths(), rng);
        let logits = self.logits(decoder.head.output.view());
        Seq2SeqRun { encoder, decoder, logits }
    }

    /// The decoder's outputs [rows, d_model] → [rows, n_tgt_words].
    pub fn logits(&self, output: ArrayView2<f32>) -> Array2<f32> {
        match &self.generator {
            Some(generator) => generator.forward(output),
            None => product(output, self.decoder.input_embedding.weight.t()),
        }
    }

    /// Adds to `grads`, given ∂loss/∂logits [batch·tgt, n_tgt_words].
    pub fn backward(&self, run: &Seq2SeqRun, grad_logits: &Array2<f32>, grads: &mut Self) {
        let (decoder, encoder) = (&run.decoder, &run.encoder);
        let grad_output = self.logits_backward(decoder.head.output.view(), grad_logits.view(), grads);
        let (memory, lengths) = (encoder.memory.view(), encoder.packing.lengths());
        let grad_memory = self.decoder.backward(decoder, memory, lengths, grad_output, &mut grads.decoder);
        self.encoder.backward(encoder, grad_memory.view(), &mut grads.encoder);
    }

    /// Adds to `grads` and returns ∂loss/∂output [rows, d_model], given what [`Self::logits`] was given and
    /// ∂loss/∂logits [rows, n_tgt_words].
    pub fn logits_backward(
        &self,
        output: ArrayView2<f32>,
        grad_logits: ArrayView2<f32>,
        grads: &mut Self,
    ) -> Array2<f32> {
        match (&self.generator, &mut grads.generator) {
            (Some(generator), Some(grads)) => generator.backward(output, grad_logits, grads),
            _ => {
                let (weight, grads) = (&self.decoder.input_embedding.weight, &mut grads.decoder);
                general_mat_mul(1.0, &grad_logits.t(), &output, 1.0, &mut grads.input_embedding.weight);
                product(grad_logits, weight.view())
            }
        }
    }
}

impl Parameters for Seq2Seq {
    fn visit<'a>(&'a self, _prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        self.encoder.visit("encoder", visit);
        self.decoder.visit("decoder", visit);
        if let Some(generator) = &self.generator {
            generator.visit("generator", visit);
        }
    }

    fn visit_mut<'a>(&'a mut self, _prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        self.encoder.visit_mut("encoder", visit);
        self.decoder.visit_mut("decoder", visit);
        if let Some(generator) = &mut self.generator {
            generator.visit_mut("generator", visit);
        }
    }
}
