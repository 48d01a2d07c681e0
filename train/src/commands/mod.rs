//! One file for each subcommand: its arguments, what it reads and writes, and what it says.

pub mod augment;
pub mod bench_training;
pub mod convert;
pub mod evaluate;
pub mod import;
pub mod inspect;
pub mod page;
pub mod publish;
pub mod recipe;
pub mod reference_model;
pub mod split;
pub mod train;
pub mod translate;
