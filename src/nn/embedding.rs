//! `nn.Embedding` with a padding index.

use ndarray::{Array2, ArrayView2, ArrayViewD, ArrayViewMutD};
use rand_distr::{Distribution, StandardNormal};

use super::layout::select_rows;
use super::{Parameters, Rng, join};
use crate::tokens::PAD;

/// A row of numbers for each token. The row of [`PAD`] is never trained.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedding {
    /// [words, d_model].
    pub weight: Array2<f32>,
}

impl Embedding {
    /// All 0.
    pub fn zeros(words: usize, d_model: usize) -> Self {
        Self { weight: Array2::zeros((words, d_model)) }
    }

    /// N(0, 1) with a zero row for the padding, as PyTorch starts it.
    pub fn initialise(&mut self, rng: &mut Rng) {
        self.weight.map_inplace(|value| *value = StandardNormal.sample(rng));
        self.weight.row_mut(PAD).fill(0.0);
    }

    /// Multiplies every number: a generator that shares this weight wants rows of length 1 to begin with, not √d_model.
    pub fn scale(&mut self, factor: f32) {
        self.weight *= factor;
    }

    /// The rows of `ids`: [ids, d_model].
    ///
    /// # Panics
    /// Where an id is not below the number of words.
    pub fn forward(&self, ids: &[usize]) -> Array2<f32> {
        select_rows(&self.weight, ids)
    }

    /// Adds to `grads` the rows of `grad_y` [ids, d_model], each at its id; the padding's row stays.
    pub fn backward(&self, ids: &[usize], grad_y: ArrayView2<f32>, grads: &mut Self) {
        for (&id, grad) in ids.iter().zip(grad_y.rows()) {
            if id != PAD {
                let mut row = grads.weight.row_mut(id);
                row += &grad;
            }
        }
    }
}

impl Parameters for Embedding {
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        visit(join(prefix, "weight"), self.weight.view().into_dyn());
    }

    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        visit(join(prefix, "weight"), self.weight.view_mut().into_dyn());
    }
}
