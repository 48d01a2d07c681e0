//! An LSTM encoder–decoder with Luong attention, small enough to run in a web page, and the trace of what
//! it does.

pub mod error;
pub mod tokens;
pub mod trace;
