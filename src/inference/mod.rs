//! The fast path: one sentence at a time, on weights that are laid out for it.
//!
//! [`crate::seq2seq::Seq2Seq`] says what is computed, in ndarray and for whole batches; it is what training uses and the
//! oracle that this module is tested against. [`Engine`] computes the same for a few rows, as a step of decoding has
//! them, where nearly all of the time goes into reading the weights:
//!
//! - every weight stands in [`matrix::Matrix`] in the order in which a product reads it, in 32 or in 8 bits, and comes there
//!   from a file without being widened;
//! - the input's part of all steps of the encoder, and the memory's part of the attention, are computed once a sentence;
//! - everything that a step writes stands in a [`Workspace`] that is used again for the next step and the next text;
//! - heads of one trunk share its weights and what it did for a text.
//!
//! A run can also be changed while it goes on, to see what would happen if: [`intervention`]. What a beam weighed is
//! there as a [`BeamTree`].

mod cell;
mod cells;
mod engine;
mod held;
pub mod intervention;
mod kernel;
pub mod matrix;
mod maxima;
mod memo;
mod output;
mod plan;
mod recorder;
mod run;
mod score;
mod tree;
mod trunk;
mod weights;
mod workspace;

pub use engine::Engine;
pub use intervention::Interventions;
pub use matrix::Numbers;
pub use output::Output;
pub use tree::{BeamNode, BeamTree, MAX_TREE_BEAM};
pub use workspace::Workspace;
