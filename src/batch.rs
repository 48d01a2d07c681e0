//! Padded batches of token ids.

use ndarray::Array2;

use crate::error::Error;
use crate::nn::Packing;
use crate::tokens::PAD;

/// Several sequences of token ids in one padded tensor.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequences {
    ids: Array2<usize>,
    packing: Packing,
}

impl Sequences {
    /// Pads `sequences` to the longest one.
    ///
    /// # Errors
    /// [`Error::SequenceLength`] where a sequence is empty.
    pub fn new<S: AsRef<[usize]>>(sequences: &[S]) -> Result<Self, Error> {
        let longest = sequences.iter().map(|sequence| sequence.as_ref().len()).max().unwrap_or(0);
        Self::padded(sequences, longest)
    }

    /// Pads `sequences` to `padded` steps.
    ///
    /// # Errors
    /// [`Error::SequenceLength`] where a sequence is empty or longer than `padded`.
    pub fn padded<S: AsRef<[usize]>>(sequences: &[S], padded: usize) -> Result<Self, Error> {
        let lengths: Vec<usize> = sequences.iter().map(|sequence| sequence.as_ref().len()).collect();
        let packing = Packing::new(&lengths, padded)?;
        let mut ids = Array2::from_elem((sequences.len(), padded), PAD);
        for (mut row, sequence) in ids.rows_mut().into_iter().zip(sequences) {
            row.iter_mut().zip(sequence.as_ref()).for_each(|(id, token)| *id = *token);
        }
        Ok(Self { ids, packing })
    }

    /// The given sequences, in that order, padded to the longest of them.
    ///
    /// # Panics
    /// Where an index is not below the number of sequences.
    pub fn select(&self, sequences: &[usize]) -> Self {
        let (packing, ids) = (self.packing.select(sequences), &self.ids);
        let ids = Array2::from_shape_fn((sequences.len(), packing.padded()), |(row, step)| {
            ids[[sequences[row], step]]
        });
        Self { ids, packing }
    }

    /// [batch, padded], [`PAD`] behind the end of each sequence.
    pub fn ids(&self) -> &Array2<usize> {
        &self.ids
    }

    /// How the sequences are packed.
    pub fn packing(&self) -> &Packing {
        &self.packing
    }

    /// Number of tokens, padding not counted.
    pub fn tokens(&self) -> usize {
        self.packing.rows()
    }

    /// # Errors
    /// [`Error::TokenOutOfRange`] unless every id is below `words`.
    pub fn check(&self, words: usize) -> Result<(), Error> {
        match self.ids.iter().find(|&&id| id >= words) {
            Some(&found) => Err(Error::TokenOutOfRange { found, limit: words }),
            None => Ok(()),
        }
    }
}
