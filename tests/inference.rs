//! The fast path against the oracle.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be made fails the test, as it should")]

mod common;

#[test]
fn products_equal_the_plain_ones() {
    common::inference::products_equal_the_plain_ones();
}

#[test]
fn runs_equal_the_oracles() {
    common::inference::runs_equal_the_oracles();
}
