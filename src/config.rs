//! The sizes and choices that make a model.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::nn::{AttentionType, RnnType};
use crate::tokens::SpecialIds;

/// The most words or units that a config may ask for.
const LARGEST_SIZE: usize = 1 << 16;
/// The most stacked layers that a config may ask for.
const MOST_LAYERS: usize = 64;

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
    /// Whether the generator's weight is the decoder's embedding (Press and Wolf 2017).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tied_embeddings: bool,
    /// Whether the recurrent layers have biases: `bias` of `nn.LSTM`.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub recurrent_bias: bool,
    /// The ids that the decoder begins and ends with, and that of the source's padding.
    #[serde(default, skip_serializing_if = "SpecialIds::is_usual")]
    pub special_ids: SpecialIds,
    /// Dropout while training, in [0, 1).
    #[serde(default)]
    pub dropout: f32,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_yes(value: &bool) -> bool {
    *value
}

impl ModelConfig {
    /// Checks every field.
    ///
    /// # Errors
    /// [`Error::Config`] names the first field that is out of range.
    pub fn validate(&self) -> Result<(), Error> {
        let wrong = |field, expected: &str, found: String| {
            Err(Error::Config { field, expected: expected.to_string(), found })
        };
        let sizes = [
            ("n_src_words", self.n_src_words, LARGEST_SIZE),
            ("n_tgt_words", self.n_tgt_words, LARGEST_SIZE),
            ("d_model", self.d_model, LARGEST_SIZE),
            ("encoder_layers", self.encoder_layers, MOST_LAYERS),
            ("decoder_layers", self.decoder_layers, MOST_LAYERS),
        ];
        for (field, size, largest) in sizes {
            if !(1..=largest).contains(&size) {
                return wrong(field, &format!("a number from 1 to {largest}"), size.to_string());
            }
        }
        if self.bidirectional && !self.d_model.is_multiple_of(2) {
            return wrong("d_model", "an even number for two directions", self.d_model.to_string());
        }
        if self.tied_embeddings && self.generator_bias {
            return wrong("generator_bias", "false with tied embeddings", "true".to_string());
        }
        let SpecialIds { padding, start, end } = self.special_ids;
        let is_known = padding < self.n_src_words && start.max(end) < self.n_tgt_words;
        // The usual ids were never asked for: what a model lacks it can still do without.
        if !is_known && !self.special_ids.is_usual() {
            return wrong("special_ids", "ids of the model's vocabularies", String::from(self.special_ids));
        }
        if !(0.0..1.0).contains(&self.dropout) {
            return wrong("dropout", "a number from 0 to below 1", self.dropout.to_string());
        }
        Ok(())
    }

    /// Hidden units of one direction of the encoder.
    pub fn encoder_units(&self) -> usize {
        if self.bidirectional { self.d_model / 2 } else { self.d_model }
    }

    /// Name and shape of every parameter of such a model, known before any of them is allocated: a file's
    /// config is checked against its tensors with this.
    pub fn tensors(&self) -> Vec<(String, Vec<usize>)> {
        let d = self.d_model;
        let mut tensors = vec![("encoder.input_embedding.weight".to_string(), vec![self.n_src_words, d])];
        self.recurrent_tensors("encoder", self.encoder_layers, self.encoder_units(), &mut tensors);
        tensors.push(("decoder.input_embedding.weight".to_string(), vec![self.n_tgt_words, d]));
        self.recurrent_tensors("decoder", self.decoder_layers, d, &mut tensors);
        let attention: &[(&str, usize)] = match self.attention {
            AttentionType::Dot | AttentionType::None => &[],
            AttentionType::General => &[("W_align", d)],
            AttentionType::Concat | AttentionType::ConcatWithoutTanh => {
                &[("W_align_source", d), ("W_align_memory", d), ("v_align", 1)]
            }
        };
        for (name, rows) in attention {
            tensors.push((format!("decoder.attention.{name}.weight"), vec![*rows, d]));
        }
        tensors.push(("decoder.W_context.weight".to_string(), vec![d, 2 * d]));
        if !self.tied_embeddings {
            tensors.push(("generator.weight".to_string(), vec![self.n_tgt_words, d]));
        }
        if self.generator_bias {
            tensors.push(("generator.bias".to_string(), vec![self.n_tgt_words]));
        }
        tensors
    }

    fn recurrent_tensors(
        &self,
        component: &str,
        layers: usize,
        units: usize,
        tensors: &mut Vec<(String, Vec<usize>)>,
    ) {
        let rows = self.rnn_type.blocks() * units;
        // The inputs of every layer are d_model wide: both directions together have d_model units.
        let directions: &[bool] = if units < self.d_model { &[false, true] } else { &[false] };
        for layer in 0..layers {
            for &reverse in directions {
                let name = |parameter| recurrent_name(component, parameter, layer, reverse);
                tensors.push((name("weight_ih"), vec![rows, self.d_model]));
                tensors.push((name("weight_hh"), vec![rows, units]));
                if self.recurrent_bias {
                    tensors.push((name("bias_ih"), vec![rows]));
                    tensors.push((name("bias_hh"), vec![rows]));
                }
            }
        }
    }
}

/// Whether a parameter is one of [`crate::head::Head`]: all others can be those of a trunk that several heads share.
pub(crate) fn is_of_head(name: &str) -> bool {
    name.starts_with("decoder.attention.") || name.starts_with("decoder.W_context.")
}

/// PyTorch's name of a parameter of one layer and direction, such as `weight_ih`.
pub(crate) fn recurrent_name(component: &str, parameter: &str, layer: usize, reverse: bool) -> String {
    let suffix = if reverse { "_reverse" } else { "" };
    format!("{component}.rnn.{parameter}_l{layer}{suffix}")
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::nn::Parameters;
    use crate::seq2seq::Seq2Seq;

    #[test]
    fn the_listed_tensors_are_those_of_the_model_in_its_order() {
        for rnn_type in RnnType::ALL {
            for attention in AttentionType::ALL {
                for (bidirectional, layers, tied_embeddings) in [(true, 2, false), (false, 1, true)] {
                    let config = ModelConfig {
                        n_src_words: 7,
                        n_tgt_words: 5,
                        d_model: 4,
                        encoder_layers: layers,
                        decoder_layers: 2,
                        bidirectional,
                        rnn_type,
                        attention,
                        context_tanh: false,
                        generator_bias: !tied_embeddings,
                        tied_embeddings,
                        recurrent_bias: layers == 1,
                        special_ids: SpecialIds::default(),
                        dropout: 0.0,
                    };
                    let model = Seq2Seq::zeros(config.clone()).unwrap();
                    let of_model: Vec<_> =
                        model.parameters().iter().map(|(n, v)| (n.clone(), v.shape().to_vec())).collect();
                    assert_eq!(config.tensors(), of_model);
                }
            }
        }
    }
}
