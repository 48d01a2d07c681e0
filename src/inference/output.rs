//! What a search finds.

/// An output without its trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its ids, the end token last when it is complete.
    pub ids: Vec<usize>,
    /// Whether the model ended it.
    pub complete: bool,
}

impl Output {
    pub(super) fn new(ids: Vec<usize>, end: usize) -> Self {
        Self { complete: ids.last() == Some(&end), ids }
    }
}
