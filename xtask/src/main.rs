//! Builds, serves and tests seqscope.
fn main() {}
