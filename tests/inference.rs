//! The fast path against the oracle.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be made fails the test, as it should")]

use crate::common;

#[test]
fn products_equal_the_plain_ones() {
    common::inference::products_equal_the_plain_ones();
}

#[test]
fn runs_equal_the_oracles() {
    common::inference::runs_equal_the_oracles();
}

#[test]
fn products_of_tiny_activations_are_within_the_bound() {
    common::inference::products_of_tiny_activations_are_within_the_bound();
}

#[test]
fn a_file_is_laid_out_with_the_numbers_that_it_holds() {
    common::inference::a_file_is_laid_out_with_the_numbers_that_it_holds();
}

#[test]
fn heads_of_one_trunk_run_as_each_does_alone() {
    common::inference::heads_of_one_trunk_run_as_each_does_alone();
}
