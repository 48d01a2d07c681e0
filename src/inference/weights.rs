//! Where the weights of an engine come from: a model in 32 bits, or a file, of which no number is widened on the way.

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayView2, ArrayViewD, Ix2};

use super::matrix::{Matrix, Numbers};
use crate::checkpoint::StoredTensor;
use crate::nn::Parameters;
use crate::seq2seq::Seq2Seq;

/// The parameters of a model, by their names. All of a model's are there.
pub(super) trait Weights {
    /// A matrix, laid out.
    fn matrix(&self, name: &str) -> Matrix;

    /// A matrix with rows and columns changed, laid out in 32 bits: a file's 8 bits are those of its rows.
    fn transposed(&self, name: &str) -> Matrix;

    /// All numbers of a tensor.
    fn vector(&self, name: &str) -> Vec<f32>;
}

/// A model of which all matrices are laid out in the same numbers.
pub(super) struct OfModel<'a> {
    tensors: BTreeMap<String, ArrayViewD<'a, f32>>,
    numbers: Numbers,
}

impl<'a> OfModel<'a> {
    pub fn new(model: &'a Seq2Seq, numbers: Numbers) -> Self {
        Self { tensors: model.parameters().into_iter().collect(), numbers }
    }

    fn of_matrix(&self, name: &str) -> ArrayView2<'_, f32> {
        let matrix =
            self.tensors.get(name).and_then(|tensor| tensor.view().into_dimensionality::<Ix2>().ok());
        matrix.unwrap_or_else(|| unreachable!("a model has the matrix {name}"))
    }
}

impl Weights for OfModel<'_> {
    fn matrix(&self, name: &str) -> Matrix {
        Matrix::new(self.of_matrix(name), self.numbers)
    }

    fn transposed(&self, name: &str) -> Matrix {
        Matrix::new(self.of_matrix(name).reversed_axes(), Numbers::F32)
    }

    fn vector(&self, name: &str) -> Vec<f32> {
        let tensor = self.tensors.get(name).unwrap_or_else(|| unreachable!("a model has {name}"));
        tensor.iter().copied().collect()
    }
}

/// The tensors of a file. Each matrix is laid out in the bytes that the file has, or in 32 bits.
pub(super) struct OfFile<'a, 'b>(pub &'b [StoredTensor<'a>]);

impl<'a> OfFile<'a, '_> {
    fn tensor(&self, name: &str) -> &StoredTensor<'a> {
        let tensor = self.0.iter().find(|tensor| tensor.name() == name);
        tensor.unwrap_or_else(|| unreachable!("a file that was read has {name}"))
    }
}

impl Weights for OfFile<'_, '_> {
    fn matrix(&self, name: &str) -> Matrix {
        let tensor = self.tensor(name);
        let (outputs, inputs) = (tensor.rows(), tensor.width());
        if tensor.has_bytes() {
            Matrix::of_bytes(outputs, inputs, |row, values| {
                tensor.copy_row_of_bytes(row, values).unwrap_or_default()
            })
        } else {
            Matrix::of_floats(outputs, inputs, |row, values| tensor.copy_row(row, values))
        }
    }

    fn transposed(&self, name: &str) -> Matrix {
        let tensor = self.tensor(name);
        let mut values = Array2::zeros((tensor.rows(), tensor.width()));
        for (row, mut values) in values.rows_mut().into_iter().enumerate() {
            tensor.copy_row(row, values.as_slice_mut().unwrap_or_default());
        }
        Matrix::new(values.t(), Numbers::F32)
    }

    fn vector(&self, name: &str) -> Vec<f32> {
        let tensor = self.tensor(name);
        let mut values = vec![0.0; tensor.rows() * tensor.width()];
        values
            .chunks_exact_mut(tensor.width())
            .enumerate()
            .for_each(|(row, values)| tensor.copy_row(row, values));
        values
    }
}
