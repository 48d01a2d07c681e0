//! What the models are trained to do.

pub mod dates;
