//! The command line of seqscope.
fn main() {}
