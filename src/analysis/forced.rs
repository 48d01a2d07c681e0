//! An output that is given: teacher forcing, and ln p of what is forced.

use ndarray::{Array2, ArrayView2};

use crate::batch::Sequences;
use crate::checkpoint::Checkpoint;
use crate::error::Error;
use crate::nn::functional::log_probability;
use crate::search::LONGEST_OUTPUT;
use crate::seq2seq::{Seq2Seq, Seq2SeqRun};

/// The most numbers that the arrays of one batch may come to together, roughly: 16 MB.
const MOST_NUMBERS: usize = 1 << 22;

/// An output that the decoder has to give.
pub(super) struct Forced<'a> {
    pub model: &'a Seq2Seq,
    /// The output.
    pub ids: &'a [usize],
    /// What the decoder reads: the start token, then the output but for its last token.
    input: Vec<usize>,
}

impl<'a> Forced<'a> {
    /// Checks the output, and the whole source that it is for.
    ///
    /// # Errors
    /// [`Error::SequenceLength`] for no source, [`Error::Request`] for no or too long an output,
    /// [`Error::TokenOutOfRange`] for an id that a vocabulary does not have.
    pub fn new(model: &'a Seq2Seq, source: &[usize], ids: &'a [usize]) -> Result<Self, Error> {
        ensure_length(ids)?;
        Sequences::new(&[source])?.check(model.config().n_src_words)?;
        Sequences::new(&[ids])?.check(model.config().n_tgt_words)?;
        let input = [&[model.config().special_ids.start], &ids[..ids.len() - 1]].concat();
        Ok(Self { model, ids, input })
    }

    /// Runs several sources, each with this output.
    pub fn run<S: AsRef<[usize]>>(&self, sources: &[S]) -> Result<Seq2SeqRun, Error> {
        let inputs = vec![&self.input; sources.len()];
        Ok(self.model.forward(&Sequences::new(sources)?, &Sequences::new(&inputs)?, None))
    }

    /// ln p of each output token given the ones before it, for each source of a run: [batch, tgt].
    pub fn log_probabilities(&self, logits: ArrayView2<f32>) -> Array2<f32> {
        let tgt = self.ids.len();
        Array2::from_shape_fn((logits.nrows() / tgt, tgt), |(sentence, step)| {
            let row = logits.row(sentence * tgt + step);
            let id = self.ids[step];
            row.as_slice().map_or_else(|| log_probability(&row.to_vec(), id), |row| log_probability(row, id))
        })
    }

    /// How many sentences to run at once where each needs `numbers`.
    pub fn together(numbers: usize) -> usize {
        (MOST_NUMBERS / numbers.max(1)).max(1)
    }
}

fn ensure_length(ids: &[usize]) -> Result<(), Error> {
    if (1..=LONGEST_OUTPUT).contains(&ids.len()) {
        return Ok(());
    }
    let (expected, found) = (format!("from 1 to {LONGEST_OUTPUT} of them"), ids.len().to_string());
    Err(Error::Request { what: "output ids".to_string(), expected, found })
}

impl Checkpoint {
    /// The tokens of `text` as a batch of one.
    ///
    /// # Errors
    /// [`Error::EmptyInput`] and [`Error::InputTooLong`].
    pub(super) fn source_of(&self, text: &str) -> Result<Sequences, Error> {
        let ids = self.metadata.source_ids(text)?;
        Sequences::new(&[ids])
    }

    /// What the decoder reads to emit the outputs `ids`: the start token, then each output but its last token.
    ///
    /// # Errors
    /// [`Error::Request`] for an output without tokens or with too many, [`Error::TokenOutOfRange`] for an unknown id.
    pub(super) fn input_for(&self, outputs: &[impl AsRef<[usize]>]) -> Result<Sequences, Error> {
        outputs.iter().try_for_each(|ids| ensure_length(ids.as_ref()))?;
        let start = self.metadata.model.special_ids.start;
        let shifted: Vec<Vec<usize>> = outputs
            .iter()
            .map(|ids| {
                std::iter::once(start).chain(ids.as_ref().iter().copied()).take(ids.as_ref().len()).collect()
            })
            .collect();
        let input = Sequences::new(&shifted)?;
        input.check(self.metadata.model.n_tgt_words)?;
        Ok(input)
    }
}
