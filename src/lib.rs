//! An LSTM encoder–decoder with Luong attention, small enough to run in a web page, and the trace of what
//! it does.

pub mod batch;
pub mod checkpoint;
pub mod config;
pub mod decoder;
pub mod encoder;
pub mod error;
pub mod nn;
mod observe;
pub mod search;
pub mod seq2seq;
pub mod tasks;
pub mod tokens;
pub mod trace;
pub mod training;
#[cfg(target_arch = "wasm32")]
pub mod web;
