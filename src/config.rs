//! The sizes and choices that make a model.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::nn::{AttentionType, RnnType};

/// The most of anything that a size may say: 65,536 words, units or layers need no more than this.
const LARGEST_SIZE: usize = 1 << 16;

/// What [`crate::seq2seq::Seq2Seq`] is built from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelConfig {
    /// Source vocabulary, special tokens included.
    pub n_src_words: usize,
    /// Target vocabulary, special tokens included.
    pub n_tgt_words: usize,
    /// Width of embeddings, encoder outputs, decoder states and contexts.
    pub d_model: usize,
    /// Stacked layers of the encoder.
    pub encoder_layers: usize,
    /// Stacked layers of the decoder.
    pub decoder_layers: usize,
    /// Whether the encoder reads both ways, each with d_model / 2 units.
    pub bidirectional: bool,
    /// The recurrence of both.
    pub rnn_type: RnnType,
    /// The score function.
    pub attention: AttentionType,
    /// Whether W_context's output goes through tanh (Luong et al. 2015, equation 5).
    #[serde(default)]
    pub context_tanh: bool,
    /// Whether the generator has a bias.
    #[serde(default)]
    pub generator_bias: bool,
    /// Dropout while training, in [0, 1).
    #[serde(default)]
    pub dropout: f32,
}

impl ModelConfig {
    /// Checks every field.
    ///
    /// # Errors
    /// [`Error::Config`] names the first field that is out of range.
    pub fn validate(&self) -> Result<(), Error> {
        let sizes = [
            ("n_src_words", self.n_src_words),
            ("n_tgt_words", self.n_tgt_words),
            ("d_model", self.d_model),
            ("encoder_layers", self.encoder_layers),
            ("decoder_layers", self.decoder_layers),
        ];
        let wrong = |field, expected: &str, found: String| {
            Err(Error::Config { field, expected: expected.to_string(), found })
        };
        for (field, size) in sizes {
            if !(1..=LARGEST_SIZE).contains(&size) {
                return wrong(field, "a number from 1 to 65536", size.to_string());
            }
        }
        if self.bidirectional && !self.d_model.is_multiple_of(2) {
            return wrong("d_model", "an even number for two directions", self.d_model.to_string());
        }
        if !(0.0..1.0).contains(&self.dropout) {
            return wrong("dropout", "a number from 0 to below 1", self.dropout.to_string());
        }
        Ok(())
    }
}
