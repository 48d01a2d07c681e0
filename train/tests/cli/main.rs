//! The command line as a Unix user meets it: what it writes, what it says, and how it exits.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod augment;
mod bench_training;
mod command;
mod convert;
mod corpus;
mod evaluate;
mod everyday;
mod heads;
mod import;
mod inspect;
mod models;
mod page;
mod pair_files;
mod pictures;
mod publish;
mod recipe;
mod reference;
mod shipped;
mod split;
mod train;
mod translate;
mod translation;
mod typed;
mod usage;
