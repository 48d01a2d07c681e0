//! What if: what a reader may change in a model while it runs.
//!
//! Everything before a change stays as it was, everything behind it is computed anew by the model itself.
//! [`crate::inference::Engine::run_with`] takes the changes, `plan` checks them against the model and the source, `held`
//! applies them to a cell. Without any, a run takes the same path as [`crate::inference::Engine::run`] and gives the same
//! trace: that is how a change is taken back.

use crate::trace::{Component, Direction};

/// Changes for one run. None by default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Interventions {
    /// Gates that do not do what the model computes. Of two for the same gate and unit the later one counts.
    pub holds: Vec<Hold>,
    /// Units whose h is 0 after each step: neither the next step, nor the next layer, nor the attention, nor the output
    /// sees what they say. Their gates and an LSTM's c are computed as ever, and stay in the trace.
    pub silenced: Vec<Units>,
    /// Attention weights that take the place of the model's. Of two for the same step the later one counts.
    pub rows: Vec<EditedRow>,
    /// A seed: dropout is on as in training, at the config's rate, with masks drawn from it. On the embeddings of both
    /// sides, between stacked layers (never after the last one) and on W_context's output. Hypotheses of a beam share the
    /// masks of a step.
    pub dropout: Option<u64>,
}

/// Units of recurrent layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Units {
    /// In which half of the model.
    pub component: Component,
    /// Which layer, 0 nearest to the embedding; all of them where it is `None`.
    pub layer: Option<usize>,
    /// Which direction; all that there are where it is `None`. A decoder reads forward only.
    pub direction: Option<Direction>,
    /// Which unit of each of these; all of them where it is `None`.
    pub unit: Option<usize>,
}

/// A gate, or the candidate, that has the same value at every step. c and h follow from it, for a GRU's r also n. The
/// trace shows the value that is held.
#[derive(Debug, Clone, PartialEq)]
pub struct Hold {
    /// Whose.
    pub units: Units,
    /// LSTM i, f, g or o; GRU r, z or n. An RNN has none.
    pub gate: String,
    /// In [−1, 1], where all gates and candidates are; those that are no candidate in [0, 1].
    pub value: f32,
}

/// Where the decoder looks at one step. Context, output and all later steps follow; the scores in the trace stay what the
/// model computed.
#[derive(Debug, Clone, PartialEq)]
pub struct EditedRow {
    /// 0 emits the first output token. A step behind the end of the output changes nothing.
    pub step: usize,
    /// A number of at least 0 for each source token, not all 0. Divided by their sum.
    pub weights: Vec<f32>,
}

impl Interventions {
    /// Whether nothing is to be changed.
    pub fn is_none(&self) -> bool {
        self.holds.is_empty() && self.silenced.is_empty() && self.rows.is_empty() && self.dropout.is_none()
    }
}
