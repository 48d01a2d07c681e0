//! A trained LSTM encoder–decoder with Luong attention that runs in a web page, and the trace of what it does.
//!
//! # The equations, and where each one lives
//!
//! The encoder reads the source tokens x₁ … x_src and leaves one vector m_j for each; the decoder reads its own
//! output so far and emits one token a step. With d = d_model, and row vectors as in PyTorch:
//!
//! | what | equation | where |
//! | --- | --- | --- |
//! | embedding | e_t = E\[x_t\] | [`nn::embedding`] |
//! | LSTM | i, f, o = σ(W x + U h + b), g = tanh(…), c' = f⊙c + i⊙g, h' = o⊙tanh c' | [`nn::lstm`] |
//! | GRU | r, z = σ(…), n = tanh(W x + r⊙(U h + b)), h' = (1 − z)⊙n + z⊙h | [`nn::gru`] |
//! | RNN | h' = tanh(W x + U h + b) | [`nn::rnn`] |
//! | both directions, stacked | m_j = \[h→_j ; h←_j\] of the last layer | [`nn::direction`], [`nn::recurrent`] |
//! | packing | a padded position moves no state and shows in no output | [`nn::packed`] |
//! | score, dot | s·m | [`nn::attention`] |
//! | score, general | (W_align s)·m | [`nn::attention`] |
//! | score, concat | v_align·tanh(W_align_source s + W_align_memory m) | [`nn::attention`] |
//! | weights | a_j = exp(score_j) / Σ exp(score_k), 0 on padding | [`nn::functional`] |
//! | context | c = Σ a_j m_j | [`nn::attention`] |
//! | output | o = W_context \[c ; s\], through tanh where the config says so | [`head`] |
//! | logits | l = G o | [`seq2seq`] |
//!
//! Every module of [`nn`] has its backward pass beside its forward pass, written by hand.
//!
//! # From a text to a trace
//!
//! [`checkpoint::Checkpoint::from_bytes`] reads a `.safetensors` file, [`checkpoint::Checkpoint::run`] cuts a
//! text into [`tokens`], runs the [`encoder`], [`search`]es an output with the [`decoder`] and returns a
//! [`trace::Trace`]: tokens, gates and states of every layer, scores, weights, candidates. [`inference::Engine`] does the
//! same faster, on weights laid out for one sentence; `web` runs that, hands the trace to JavaScript and paints it.
//! [`analysis`] derives what is behind it on the ndarray model: the terms of each gate, where the memory comes from, what
//! padding and dropout do. [`pictures`] draws a trace for paper. [`import`] reads what others have trained. [`tasks`] has what the models are trained on.
//!
//! ```no_run
//! use seqscope::checkpoint::Checkpoint;
//! use seqscope::search::SearchOptions;
//!
//! let bytes = std::fs::read("model.safetensors")?;
//! let trace = Checkpoint::from_bytes(&bytes)?.run("5 April 2021", &SearchOptions::default())?;
//! println!("{} with log-probability {}", trace.output, trace.log_probability());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod analysis;
pub mod batch;
pub mod checkpoint;
pub mod config;
pub mod decoder;
pub mod encoder;
pub mod error;
pub mod head;
pub mod import;
pub mod inference;
pub mod joint;
pub mod nn;
mod observe;
pub mod pictures;
pub mod search;
pub mod seq2seq;
pub mod tasks;
pub mod tokens;
pub mod trace;
pub mod training;
#[cfg(target_arch = "wasm32")]
pub mod web;
