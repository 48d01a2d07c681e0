//! What each gate is made of: the part of its pre-activation that the input, the previous state and the biases gave.

use ndarray::{Array1, Array2};

use super::place::Place;
use crate::checkpoint::Checkpoint;
use crate::error::Error;
use crate::nn::layout::product;
use crate::trace::Component;

/// The terms of every gate of one layer and direction, before σ or tanh. The columns are blocks of units in the order of
/// `gates`; steps are tokens, in both directions.
///
/// ```text
/// LSTM i, f, o = σ(input + recurrent + bias + recurrent_bias)      g = tanh(the same)
/// GRU  r, z    = σ(input + recurrent + bias + recurrent_bias)
///      n       = tanh(input + bias + r ⊙ (recurrent + recurrent_bias))
/// RNN  h       = tanh(input + recurrent + bias + recurrent_bias)
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// What the blocks are: LSTM i, f, g, o; GRU r, z, n; RNN h.
    pub gates: &'static [&'static str],
    /// W_ih x_t, with x_t the embedding or what the layer below put out: [steps, blocks·units].
    pub input: Array2<f32>,
    /// W_hh h_{t−1}, with h of the token read before: [steps, blocks·units]. 0 where none was.
    pub recurrent: Array2<f32>,
    /// b_ih: [blocks·units].
    pub bias: Array1<f32>,
    /// b_hh: [blocks·units].
    pub recurrent_bias: Array1<f32>,
}

impl Checkpoint {
    /// The terms at `place` while the model reads `text` and emits `ids`: `src` steps of the encoder, `ids.len()` of the
    /// decoder.
    ///
    /// # Errors
    /// [`Error::EmptyInput`] and [`Error::InputTooLong`]; of the decoder, [`Error::Request`] for no ids or too many
    /// and [`Error::TokenOutOfRange`] for an unknown one; [`Error::Request`] where there is no such place.
    pub fn terms(&self, text: &str, ids: &[usize], place: Place) -> Result<Terms, Error> {
        let source = self.source_of(text)?;
        let (encoder, decoder) = (&self.model.encoder, &self.model.decoder);
        let read = encoder.forward(&source, None);
        let (stack, run) = match place.component {
            Component::Encoder => (&encoder.rnn, read.rnn),
            Component::Decoder => {
                let lengths = source.packing().lengths();
                let run = decoder.forward(&self.input_for(&[ids])?, read.memory.view(), lengths, None);
                (&decoder.rnn, run.recurrence.rnn)
            }
        };
        let (layer, k) = place.indices(stack)?;
        let (direction, run) = (&stack.layers[layer][k], &run.layers[layer]);
        Ok(Terms {
            gates: direction.rnn_type.block_names(),
            input: product(run.input.view(), direction.weight_ih.t()),
            recurrent: product(run.directions[k].previous_hidden.view(), direction.weight_hh.t()),
            bias: direction.bias_ih.clone(),
            recurrent_bias: direction.bias_hh.clone(),
        })
    }
}
