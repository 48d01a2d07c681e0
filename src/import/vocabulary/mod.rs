//! The vocabulary of a model, as people keep it: JSON, a token a line, or a `tokenizer.json`.

mod guesses;
mod hugging_face;
mod json;
mod marks;
mod reading;
mod special;
mod tokenizer;
mod types;

pub use guesses::guesses;
pub use reading::read;
pub use special::{Special, special, special_ids};
pub use tokenizer::tokenizer;
pub use types::{MOST_TOKENS, Vocabulary};

#[cfg(test)]
mod tests;
