//! The library as a program calls it, in one program: it is linked once, however many subjects are tested.

mod analysis;
mod attributions;
mod beam_tree;
mod checkpoints;
mod common;
mod dropout;
mod gradient_norms;
mod gradients;
mod import;
mod inference;
mod interventions;
mod joint;
mod names;
mod parity;
mod properties;
mod search;
mod shards;
mod shown;
