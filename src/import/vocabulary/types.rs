//! What is known of a vocabulary once its file has been read.

use crate::import::TextForm;
use crate::tokens::Marker;

/// The most tokens of a vocabulary.
pub const MOST_TOKENS: usize = 1 << 16;

/// The tokens of a vocabulary in the order of their ids, special ones included.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vocabulary {
    /// What its file is called.
    pub file: String,
    /// The token of each id; of pieces with [`crate::tokens::WORD_START`] where [`Self::marker`] says so.
    pub tokens: Vec<String>,
    /// What the tokens are, where the file says so or it can be seen.
    pub form: Option<TextForm>,
    /// Which pieces of a word are marked.
    pub marker: Marker,
    /// Pairs of ids that are put together, the earlier before the later: of byte-pair encoding.
    pub merges: Vec<[usize; 2]>,
    /// ln p of each token: of a unigram model.
    pub scores: Vec<f32>,
    /// Whether text is lower-cased, where the file says so.
    pub lower_case: Option<bool>,
    /// Whether only white space cuts words, where the file says so.
    pub only_spaces: Option<bool>,
    /// The id of what the vocabulary does not have, where the file says so.
    pub unknown: Option<usize>,
    /// What of the file is not done as it says, in a sentence each.
    pub notes: Vec<String>,
}

/// `1 token`, `12 tokens`.
pub(super) fn counted(tokens: usize) -> String {
    format!("{tokens} token{}", if tokens == 1 { "" } else { "s" })
}
