//! `nn.Linear`.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, ArrayViewD, ArrayViewMutD, Axis};

use super::layout::{add_to_rows, product};
use super::{Parameters, Rng, join, uniform};

/// y = x·Wᵀ + b.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// [out, in].
    pub weight: Array2<f32>,
    /// `[out]`.
    pub bias: Option<Array1<f32>>,
}

impl Linear {
    /// All 0.
    pub fn zeros(inputs: usize, outputs: usize, bias: bool) -> Self {
        Self { weight: Array2::zeros((outputs, inputs)), bias: bias.then(|| Array1::zeros(outputs)) }
    }

    /// U(−1/√in, 1/√in), as PyTorch starts it.
    pub fn initialise(&mut self, rng: &mut Rng) {
        let bound = 1.0 / (self.weight.ncols() as f32).sqrt();
        self.weight.map_inplace(|value| *value = uniform(bound, rng));
        if let Some(bias) = &mut self.bias {
            bias.map_inplace(|value| *value = uniform(bound, rng));
        }
    }

    /// [rows, in] → [rows, out].
    pub fn forward(&self, x: ArrayView2<f32>) -> Array2<f32> {
        let mut y = product(x, self.weight.t());
        if let Some(bias) = &self.bias {
            add_to_rows(&mut y, bias);
        }
        y
    }

    /// Adds to `grads` what `grad_y` [rows, out] says of the parameters and returns ∂loss/∂x [rows, in].
    pub fn backward(&self, x: ArrayView2<f32>, grad_y: ArrayView2<f32>, grads: &mut Self) -> Array2<f32> {
        general_mat_mul(1.0, &grad_y.t(), &x, 1.0, &mut grads.weight);
        if let Some(bias) = &mut grads.bias {
            *bias += &grad_y.sum_axis(Axis(0));
        }
        product(grad_y, self.weight.view())
    }
}

impl Parameters for Linear {
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        visit(join(prefix, "weight"), self.weight.view().into_dyn());
        if let Some(bias) = &self.bias {
            visit(join(prefix, "bias"), bias.view().into_dyn());
        }
    }

    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        visit(join(prefix, "weight"), self.weight.view_mut().into_dyn());
        if let Some(bias) = &mut self.bias {
            visit(join(prefix, "bias"), bias.view_mut().into_dyn());
        }
    }
}
