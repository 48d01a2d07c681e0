//! The command line as a Unix user meets it: what it writes, what it says, and how it exits.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod command;
mod evaluate;
mod inspect;
mod models;
mod publish;
mod reference;
mod shipped;
mod train;
mod translate;
mod translation;
mod usage;
