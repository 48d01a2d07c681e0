//! Models with random parameters, and the loss of a batch.

use ndarray::Array2;
use rand::{RngExt, SeedableRng};
use seqscope::batch::Sequences;
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, Parameters, Rng, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::{PAD, START};

pub const RNN_TYPES: [RnnType; 3] = [RnnType::Rnn, RnnType::Gru, RnnType::Lstm];
pub const WORDS: usize = 9;

pub fn config(
    rnn_type: RnnType,
    layers: usize,
    bidirectional: bool,
    attention: AttentionType,
    d_model: usize,
) -> ModelConfig {
    ModelConfig {
        n_src_words: WORDS,
        n_tgt_words: WORDS,
        d_model,
        encoder_layers: layers,
        decoder_layers: layers,
        bidirectional,
        rnn_type,
        attention,
        context_tanh: false,
        generator_bias: false,
        dropout: 0.0,
    }
}

/// A model with all numbers from U(−scale, scale), the embeddings of padding too: nobody may read them.
pub fn random_model(config: ModelConfig, scale: f32, seed: u64) -> Seq2Seq {
    let mut rng = Rng::seed_from_u64(seed);
    let mut model = Seq2Seq::zeros(config).unwrap();
    for (_, mut values) in model.parameters_mut() {
        values.mapv_inplace(|_| rng.random_range(-scale..=scale));
    }
    model
}

/// A decoder input: [`START`], then the words.
pub fn started(words: &[usize]) -> Vec<usize> {
    assert!(!words.contains(&PAD));
    [&[START], words].concat()
}

/// Cross-entropy, the mean over the tokens of `output` [batch, tgt] that are not padding, in float64, and its
/// gradient. `logits` is [batch·tgt, words].
pub fn cross_entropy(logits: &Array2<f32>, output: &Sequences, label_smoothing: f64) -> (f64, Array2<f32>) {
    let (mut loss, mut gradient) = (0.0, Array2::zeros(logits.dim()));
    let (tokens, words) = (output.tokens() as f64, logits.ncols());
    for (row, &target) in output.ids().iter().enumerate().filter(|(_, target)| **target != PAD) {
        let exponentials: Vec<f64> = logits.row(row).iter().map(|&logit| f64::from(logit).exp()).collect();
        let sum: f64 = exponentials.iter().sum();
        for word in 0..words {
            let p = exponentials[word] / sum;
            let of_target = if word == target { 1.0 - label_smoothing } else { 0.0 };
            let wanted = of_target + label_smoothing / words as f64;
            loss -= wanted * p.ln() / tokens;
            gradient[[row, word]] = ((p - wanted) / tokens) as f32;
        }
    }
    (loss, gradient)
}
