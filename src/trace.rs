//! What one run of a model observed, as plain data. Nothing in here can be derived from the rest.

use ndarray::Array2;
use web_time::Instant;

use crate::tokens::Token;

/// One run: the typed text through encoder, decoder and attention, and what each of them did.
///
/// `src` is the number of source tokens, `tgt` the number of output tokens (the end token included when the
/// output is complete).
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The text as typed.
    pub input: String,
    /// The text of the output tokens.
    pub output: String,
    /// Source tokens, spans into `input`.
    pub source: Vec<Token>,
    /// Output tokens, spans into `output`; the end token is the last one of a complete output.
    pub target: Vec<Token>,
    /// Whether the model ended the output itself, and was not cut off at the longest length allowed.
    pub complete: bool,
    /// Every layer and direction of the encoder, layer by layer, forward before backward. `src` steps,
    /// step t belongs to source token t in both directions.
    pub encoder: Vec<LayerTrace>,
    /// Every layer of the decoder. `tgt` steps; step t is the one that emits output token t.
    pub decoder: Vec<LayerTrace>,
    /// Attention scores before the softmax, [tgt, src]. A model without attention has none: [tgt, 0].
    pub scores: Array2<f32>,
    /// Attention weights, [tgt, src]; every row sums to 1. A model without attention has none: [tgt, 0].
    pub weights: Array2<f32>,
    /// Context vectors, [tgt, d_model]: weights · encoder outputs; without attention the state that the encoder ended in, at
    /// every step.
    pub context: Array2<f32>,
    /// For each step the most probable tokens, best first.
    pub candidates: Vec<Vec<Candidate>>,
    /// ln p of each output token given the ones before it; its sum is the log-probability of the output.
    pub log_probabilities: Vec<f32>,
    /// How long the parts took.
    pub timings: Timings,
}

impl Trace {
    /// ln p(output | input): the sum over output tokens, the end token included.
    pub fn log_probability(&self) -> f32 {
        self.log_probabilities.iter().sum()
    }
}

/// One layer in one direction.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerTrace {
    /// 0 is the layer nearest to the embedding.
    pub layer: usize,
    /// Which way it reads.
    pub direction: Direction,
    /// Gates and states in the order of the equations: LSTM i, f, g, o, c, h; GRU r, z, n, h; RNN h.
    pub signals: Vec<Signal>,
}

/// One named gate or state of a layer over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// The letter that PyTorch's equations give it.
    pub name: &'static str,
    /// [steps, units].
    pub values: Array2<f32>,
}

/// A half of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Component {
    /// What reads the source.
    Encoder,
    /// What writes the output.
    Decoder,
}

/// Which way a recurrent layer reads its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// First token first.
    Forward,
    /// Last token first.
    Backward,
}

/// A token that the model could have emitted at a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its id in the target vocabulary.
    pub id: usize,
    /// How it is written.
    pub text: String,
    /// ln p of it at this step.
    pub log_probability: f32,
}

/// Wall-clock times in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Timings {
    /// Embedding, encoder and the memory side of the attention.
    pub encode: f64,
    /// All decoding steps, search included.
    pub decode: f64,
}

impl Timings {
    pub(crate) fn between(started: Instant, encoded: Instant, decoded: Instant) -> Self {
        let milliseconds = |from, to: Instant| to.duration_since(from).as_secs_f64() * 1000.0;
        Self { encode: milliseconds(started, encoded), decode: milliseconds(encoded, decoded) }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use std::time::Duration;

    use super::*;

    #[test]
    fn timings_are_milliseconds() {
        let started = Instant::now();
        let encoded = started + Duration::from_millis(250);
        let timings = Timings::between(started, encoded, encoded + Duration::from_secs(2));
        assert_eq!(timings, Timings { encode: 250.0, decode: 2000.0 });
    }
}
