//! What PyTorch computed, against which a model can be checked.

use safetensors::SafeTensors;
use serde::{Deserialize, Serialize};

/// The key in `__metadata__` of [`Check`] in a checkpoint.
pub(super) const CHECK: &str = "check";
/// Bytes of a check: runs of a few sentences.
const LONGEST_CHECK: usize = 1 << 18;

/// What another program computed with the same weights: a model that runs as it should makes the same of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// With its version.
    pub program: String,
    /// One for each sentence.
    pub runs: Vec<CheckedRun>,
}

/// What came of a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckedRun {
    /// The sentence as it is typed.
    pub text: String,
    /// Its ids.
    pub source: Vec<usize>,
    /// The ids that were written, the end among them where it came.
    pub target: Vec<usize>,
    /// For each step the best ids, each with ln p, while those before it in `target` have been written.
    pub best: Vec<Vec<(usize, f64)>>,
}

/// The check that a checkpoint of ours has.
pub(super) fn check_of(bytes: &[u8]) -> Option<Check> {
    read_check(&metadata(bytes, CHECK)?).ok()?
}

/// A check, where it is short enough to be one.
pub(super) fn read_check(text: &str) -> serde_json::Result<Option<Check>> {
    if text.len() > LONGEST_CHECK { Ok(None) } else { serde_json::from_str(text) }
}

/// What a .safetensors file has under a key of its `__metadata__`.
pub(super) fn metadata(bytes: &[u8], key: &str) -> Option<String> {
    let (_, header) = SafeTensors::read_metadata(bytes).ok()?;
    header.metadata().as_ref()?.get(key).cloned()
}
