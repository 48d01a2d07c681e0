//! What can be derived about a run and is not in its trace: computed on the ndarray model, for a reader who stops at one
//! text and asks why.
//!
//! Nothing here is approximated: parts add up to what they are the parts of, gradients are back-propagated.

pub mod correlation;
mod dropout;
mod forced;
pub mod gradient_norms;
pub mod input_gradients;
pub mod occlusion;
mod padding;
mod place;
mod provenance;
pub mod sampling;
mod terms;

pub use dropout::{DropoutMasks, DropoutSite, SiteMask};
pub use padding::{FEWEST_TEXTS, MOST_TEXTS, PaddedBatch, PaddedSentence, Reading};
pub use place::Place;
pub use provenance::{gru_parts, lstm_parts, memory_parts};
pub use terms::Terms;

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use crate::config::ModelConfig;
    use crate::nn::{AttentionType, Rng, RnnType};
    use crate::seq2seq::Seq2Seq;
    use crate::tokens::SpecialIds;

    /// An untrained model of 9 words on both sides.
    pub(super) fn model() -> Seq2Seq {
        let config = ModelConfig {
            n_src_words: 9,
            n_tgt_words: 9,
            d_model: 6,
            encoder_layers: 2,
            decoder_layers: 1,
            bidirectional: true,
            rnn_type: RnnType::Lstm,
            attention: AttentionType::General,
            context_tanh: true,
            recurrent_bias: true,
            special_ids: SpecialIds::default(),
            generator_bias: false,
            tied_embeddings: false,
            dropout: 0.0,
        };
        Seq2Seq::new(config, &mut Rng::seed_from_u64(3)).unwrap()
    }
}
