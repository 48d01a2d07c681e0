//! Models of other people: those that `make_fixtures.py` trained, and files that are none.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test, as it should")]

mod accepted;
mod bytes;
mod exported;
mod large;
mod models;
mod refused;
