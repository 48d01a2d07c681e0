//! Which word of a sentence pair translates which.

pub mod aligner;
pub mod phrases;
pub mod words;
