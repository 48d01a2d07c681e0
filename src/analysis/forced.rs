//! A text and an output for it as one batch, as in training (teacher forcing).

use crate::batch::Sequences;
use crate::checkpoint::Checkpoint;
use crate::error::Error;
use crate::tokens::START;

impl Checkpoint {
    /// The tokens of `text` as a batch of one.
    ///
    /// # Errors
    /// [`Error::EmptyInput`] and [`Error::InputTooLong`].
    pub(super) fn source_of(&self, text: &str) -> Result<Sequences, Error> {
        let ids: Vec<usize> = self.metadata.source_tokens(text)?.iter().map(|token| token.id).collect();
        Sequences::new(&[ids])
    }

    /// What the decoder reads to emit the outputs `ids`: [`START`], then each output but its last token.
    ///
    /// # Errors
    /// [`Error::SequenceLength`] for an output without tokens, [`Error::TokenOutOfRange`] for an unknown id.
    pub(super) fn input_for(&self, outputs: &[impl AsRef<[usize]>]) -> Result<Sequences, Error> {
        let shifted: Vec<Vec<usize>> = outputs
            .iter()
            .map(|ids| {
                std::iter::once(START).chain(ids.as_ref().iter().copied()).take(ids.as_ref().len()).collect()
            })
            .collect();
        let input = Sequences::new(&shifted)?;
        input.check(self.metadata.model.n_tgt_words)?;
        Ok(input)
    }
}
