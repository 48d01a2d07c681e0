//! A training run: its settings, its state on disk, its metrics and their plot.

pub mod line;
pub mod metrics;
mod new_vocabulary;
pub mod plot;
pub mod run;
pub mod settings;
pub mod state;
