//! Packed sequences, as `nn.utils.rnn.pack_padded_sequence` lays them out.
//!
//! The sequences of a batch are sorted by falling length; then all first tokens stand in the first rows, all
//! second tokens behind them, and so on. At step t only the first `batch_size(t)` sequences are still
//! running, so that no step computes anything for padding: it can neither move a state nor show in an output.

use std::ops::Range;

use ndarray::{Array2, Array3, ArrayView3, s};

use crate::error::Error;

/// Where each token of a padded batch stands in the packed rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packing {
    /// Sequences of the batch by falling length; equal lengths keep their order.
    order: Vec<usize>,
    /// Length of each sequence, in the order of the batch.
    lengths: Vec<usize>,
    /// First packed row of each step, and the number of rows behind the last.
    offsets: Vec<usize>,
    /// Padded length of the batch.
    padded: usize,
}

impl Packing {
    /// A layout for sequences of `lengths` in a tensor padded to `padded` steps.
    ///
    /// # Errors
    /// [`Error::SequenceLength`] unless every length is from 1 to `padded`.
    pub fn new(lengths: &[usize], padded: usize) -> Result<Self, Error> {
        if let Some(index) = lengths.iter().position(|length| !(1..=padded).contains(length)) {
            return Err(Error::SequenceLength { index, found: lengths[index], limit: padded });
        }
        Ok(Self::of_lengths(lengths.to_vec(), padded))
    }

    /// A layout for some of the sequences, padded to the longest of them.
    pub fn select(&self, sequences: &[usize]) -> Self {
        let lengths: Vec<usize> = sequences.iter().map(|&sequence| self.lengths[sequence]).collect();
        let padded = lengths.iter().copied().max().unwrap_or(0);
        Self::of_lengths(lengths, padded)
    }

    fn of_lengths(lengths: Vec<usize>, padded: usize) -> Self {
        let longest = lengths.iter().copied().max().unwrap_or(0);
        // Length by length instead of a sort, which would be ten kilobytes of the module.
        let mut order = Vec::with_capacity(lengths.len());
        for length in (1..=longest).rev() {
            order.extend((0..lengths.len()).filter(|&sequence| lengths[sequence] == length));
        }
        let mut offsets = vec![0];
        for step in 0..longest {
            let running = lengths.iter().filter(|&&length| length > step).count();
            offsets.push(offsets[step] + running);
        }
        Self { order, lengths, offsets, padded }
    }

    /// One step of `sequences` sequences: how a decoder runs that sees one token at a time.
    pub fn single_step(sequences: usize) -> Self {
        Self {
            order: (0..sequences).collect(),
            lengths: vec![1; sequences],
            offsets: vec![0, sequences],
            padded: 1,
        }
    }

    /// Number of sequences.
    pub fn batch(&self) -> usize {
        self.lengths.len()
    }

    /// Number of steps that at least one sequence has.
    pub fn steps(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Padded length of the batch.
    pub fn padded(&self) -> usize {
        self.padded
    }

    /// Length of each sequence, in the order of the batch.
    pub fn lengths(&self) -> &[usize] {
        &self.lengths
    }

    /// Sequences by falling length: packed row `k` of a step belongs to sequence `order()[k]`.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Number of packed rows: the sum of the lengths.
    pub fn rows(&self) -> usize {
        self.offsets[self.steps()]
    }

    /// Number of sequences that are still running at `step`.
    pub fn batch_size(&self, step: usize) -> usize {
        self.offsets[step + 1] - self.offsets[step]
    }

    /// Packed rows of `step`.
    pub fn step_rows(&self, step: usize) -> Range<usize> {
        self.offsets[step]..self.offsets[step + 1]
    }

    /// (sequence, step) of each packed row.
    pub fn positions(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.steps()).flat_map(|step| {
            self.order[..self.batch_size(step)].iter().map(move |&sequence| (sequence, step))
        })
    }

    /// Ids of a padded batch [batch, padded] in packed order.
    pub fn pack_ids(&self, ids: &Array2<usize>) -> Vec<usize> {
        self.positions().map(|position| ids[position]).collect()
    }

    /// [batch, padded, features] → [rows, features].
    pub fn pack(&self, padded: ArrayView3<f32>) -> Array2<f32> {
        let mut packed = Array2::zeros((self.rows(), padded.dim().2));
        for (row, (sequence, step)) in self.positions().enumerate() {
            packed.row_mut(row).assign(&padded.slice(s![sequence, step, ..]));
        }
        packed
    }

    /// [rows, features] → [batch, padded, features], 0 on padding.
    pub fn unpack(&self, packed: &Array2<f32>) -> Array3<f32> {
        let mut padded = Array3::zeros((self.batch(), self.padded, packed.ncols()));
        for (row, (sequence, step)) in self.positions().enumerate() {
            padded.slice_mut(s![sequence, step, ..]).assign(&packed.row(row));
        }
        padded
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn rows_stand_step_by_step_longest_sequence_first() {
        let packing = Packing::new(&[1, 3, 2], 4).unwrap();
        let positions: Vec<_> = packing.positions().collect();
        assert_eq!(positions, [(1, 0), (2, 0), (0, 0), (1, 1), (2, 1), (1, 2)]);
        assert_eq!((packing.batch_size(0), packing.batch_size(1), packing.batch_size(2)), (3, 2, 1));
    }

    #[test]
    fn unpacking_gives_back_what_was_packed_with_zeros_on_padding() {
        let packing = Packing::new(&[2, 3], 3).unwrap();
        let padded = Array3::from_shape_fn((2, 3, 2), |(b, t, f)| (100 * b + 10 * t + f) as f32 + 1.0);
        let mut expected = padded.clone();
        expected.slice_mut(s![0, 2, ..]).fill(0.0);
        assert_eq!(packing.unpack(&packing.pack(padded.view())), expected);
    }

    #[test]
    fn a_sequence_without_tokens_or_longer_than_its_tensor_is_refused() {
        for length in [0, 4] {
            let error = Packing::new(&[2, length], 3).unwrap_err();
            assert_eq!(error, Error::SequenceLength { index: 1, found: length, limit: 3 });
        }
    }
}
