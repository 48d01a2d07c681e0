//! Small models for tests.

#![allow(dead_code, reason = "the tests in WebAssembly use a part of this")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a model that cannot be made fails the test, as it should"
)]

pub mod cells;
pub mod changed;
pub mod fixtures;
pub mod inference;
pub mod plain;
pub mod random;

use std::collections::BTreeMap;

use rand::SeedableRng;
use seqscope::checkpoint::{Checkpoint, DataSource, FORMAT_VERSION, Json, Metadata};
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, Rng, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::{CharacterVocabulary, SpecialIds, Tokenizer};

/// A model that reads `0`–`9` and `年`, and writes `a`–`d`.
pub fn config(rnn_type: RnnType, attention: AttentionType) -> ModelConfig {
    ModelConfig {
        n_src_words: 15,
        n_tgt_words: 8,
        d_model: 6,
        encoder_layers: 1,
        decoder_layers: 1,
        bidirectional: true,
        rnn_type,
        attention,
        context_tanh: false,
        recurrent_bias: true,
        special_ids: SpecialIds::default(),
        generator_bias: true,
        tied_embeddings: false,
        dropout: 0.0,
    }
}

/// An untrained checkpoint of [`config`].
pub fn checkpoint(rnn_type: RnnType, attention: AttentionType, seed: u64) -> Checkpoint {
    let model = Seq2Seq::new(config(rnn_type, attention), &mut Rng::seed_from_u64(seed)).unwrap();
    Checkpoint {
        metadata: Metadata {
            format_version: FORMAT_VERSION,
            task: "test".to_string(),
            model: model.config().clone(),
            source: Tokenizer::Characters(CharacterVocabulary::new("0123456789年".chars())),
            target: Tokenizer::Characters(CharacterVocabulary::new("abcd".chars())),
            training: Json::default(),
            quality: BTreeMap::from([("exactMatch".to_string(), 0.5)]),
            data: DataSource { source: "generated".to_string(), licence: "none".to_string() },
        },
        model,
    }
}
