//! Models with random parameters.

use rand::{RngExt, SeedableRng};
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, Parameters, Rng, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::{PAD, START, SpecialIds};

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
        recurrent_bias: true,
        special_ids: SpecialIds::default(),
        generator_bias: false,
        tied_embeddings: false,
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
