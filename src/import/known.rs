//! What is known of a model while the rest of it is looked at.

use super::Guess;

/// What is known while the rest is looked at.
pub(super) struct Known {
    pub d_model: usize,
    /// `d_model is 8, as encoder.input_embedding.weight [11, 8] says`.
    pub because: String,
    pub guesses: Vec<Guess>,
    pub notes: Vec<String>,
}
