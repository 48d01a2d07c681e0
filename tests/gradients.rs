//! Every backward pass against finite differences of its forward pass.
//!
//! The loss is taken in float64 from float32 logits, so that its rounding error is a few 1e-8. The five-point
//! stencil has an error of h⁴/30 · f⁽⁵⁾ and divides the rounding error by about h: with h = 0.02 both stay
//! below 1e-5 for these models, whose gradients are around 0.1. An element is therefore compared to within
//! 5e-4 of its parameter's largest gradient, or 1e-5.

#![allow(clippy::unwrap_used, reason = "a batch that cannot be made fails the test, as it should")]

mod common;

use common::{RNN_TYPES, config, random_model, started};
use ndarray::{Array2, ArrayView1};
use rand::SeedableRng;
use seqscope::batch::Sequences;
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, Parameters, Rng, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::{END, PAD};

const STEP: f32 = 0.02;
const RELATIVE: f64 = 5e-4;
const ABSOLUTE: f64 = 1e-5;

/// A batch with different lengths on both sides, padded further than its longest sentence.
struct Batch {
    source: Sequences,
    input: Sequences,
    output: Sequences,
}

impl Batch {
    fn new() -> Self {
        let words: [&[usize]; 3] = [&[4, 7, 4], &[], &[8, 5]];
        let inputs = words.map(started);
        let outputs = words.map(|words| [words, &[END]].concat());
        Self {
            source: Sequences::padded(&[&[6, 4, 4, 8][..], &[5, 7], &[6]], 5).unwrap(),
            input: Sequences::padded(&inputs, 5).unwrap(),
            output: Sequences::padded(&outputs, 5).unwrap(),
        }
    }
}
