//! What can be derived about a run and is not in its trace: computed on the ndarray model, for a reader who stops at one
//! text and asks why.
//!
//! Nothing here is approximated: parts add up to what they are the parts of.

mod dropout;
mod forced;
mod padding;
mod place;
mod provenance;
mod terms;

pub use dropout::{DropoutMasks, DropoutSite, SiteMask};
pub use padding::{FEWEST_TEXTS, MOST_TEXTS, PaddedBatch, PaddedSentence, Reading};
pub use place::Place;
pub use provenance::{gru_parts, lstm_parts, memory_parts};
pub use terms::Terms;
