//! What a run writes.

use super::cell::{Scratch, Signals};
use super::maxima::Maxima;
use super::memo::Memo;

/// What a run of an [`super::Engine`] writes. It grows to what the longest text so far has needed and is used again, by
/// turns for all engines that share a trunk: what the trunk did for one of them is there for the next.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// Number of source tokens.
    pub(super) src: usize,
    /// What each cell of the encoder did.
    pub(super) encoder: Vec<Vec<Signals>>,
    /// Encoder outputs: [src, d_model].
    pub(super) memory: Vec<f32>,
    /// The attention's keys: [src, d_model].
    pub(super) keys: Vec<f32>,
    /// What each cell of the decoder did in the last step, a row for each hypothesis.
    pub(super) decoder: Vec<Signals>,
    /// [rows, src].
    pub(super) scores: Vec<f32>,
    /// [rows, src].
    pub(super) weights: Vec<f32>,
    /// [context; state]: [rows, 2·d_model].
    pub(super) joined: Vec<f32>,
    /// [rows, n_tgt_words].
    pub(super) logits: Vec<f32>,
    /// Of the logits of the last step of a greedy search.
    pub(super) maxima: Maxima,
    /// Input of a layer; behind the last one, the decoder's states.
    pub(super) input: Vec<f32>,
    pub(super) queries: Vec<f32>,
    /// What the generator reads: [rows, d_model].
    pub(super) output: Vec<f32>,
    pub(super) scratch: Scratch,
    /// What the trunk did for this source.
    pub(super) memo: Memo,
}

impl Workspace {
    /// Takes the step that reads `tokens` from what is kept. False where it is not there.
    pub(super) fn recall(&mut self, tokens: &[usize]) -> bool {
        let &[token] = tokens else { return false };
        let Some(signals) = self.memo.follow(token) else { return false };
        for (signals, kept) in self.decoder.iter_mut().zip(signals) {
            signals.copy_from(kept);
            self.input.clone_from(&kept.hidden);
        }
        true
    }

    /// Keeps the step that read `tokens`.
    pub(super) fn keep(&mut self, tokens: &[usize]) {
        if let &[token] = tokens {
            self.memo.add(token, &self.decoder);
        }
    }
}
