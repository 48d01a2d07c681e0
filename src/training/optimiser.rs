//! Adam (Kingma and Ba 2015) and gradient clipping, as `torch.optim.Adam` and
//! `torch.nn.utils.clip_grad_norm_` have them.

use serde::{Deserialize, Serialize};

use crate::nn::Parameters;

/// The constants of [`Adam`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AdamOptions {
    /// β₁: how much of the gradient's running mean is kept.
    pub beta1: f64,
    /// β₂: how much of the squared gradient's running mean is kept.
    pub beta2: f64,
    /// ε: added to the root, so that a gradient of 0 divides nothing by 0.
    pub epsilon: f64,
}

impl Default for AdamOptions {
    /// PyTorch's defaults.
    fn default() -> Self {
        Self { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
    }
}

/// The optimiser's memory of a module's gradients.
#[derive(Debug, Clone, PartialEq)]
pub struct Adam<M> {
    /// Its constants.
    pub options: AdamOptions,
    /// Running mean of the gradient, m.
    pub first_moment: M,
    /// Running mean of the squared gradient, v.
    pub second_moment: M,
    /// Steps taken.
    pub steps: u64,
}

impl<M: Parameters + Clone> Adam<M> {
    /// An optimiser that has seen nothing yet.
    pub fn new(module: &M, options: AdamOptions) -> Self {
        let zeros = module.zeros_like();
        Self { options, first_moment: zeros.clone(), second_moment: zeros, steps: 0 }
    }

    /// Moves `module` against `gradients`.
    pub fn step(&mut self, module: &mut M, gradients: &M, learning_rate: f64) {
        self.steps += 1;
        let AdamOptions { beta1, beta2, epsilon } = self.options;
        let correction = |beta: f64| 1.0 - beta.powf(self.steps as f64);
        let step_size = (learning_rate / correction(beta1)) as f32;
        let root_scale = (1.0 / correction(beta2).sqrt()) as f32;
        let (new_in_first, kept_of_second, new_in_second) =
            ((1.0 - beta1) as f32, beta2 as f32, (1.0 - beta2) as f32);
        let epsilon = epsilon as f32;
        let moments = self.first_moment.parameters_mut().into_iter().zip(self.second_moment.parameters_mut());
        let values = module.parameters_mut().into_iter().zip(gradients.parameters());
        for (((_, mut values), (_, gradient)), ((_, first), (_, second))) in values.zip(moments) {
            ndarray::Zip::from(&mut values).and(gradient).and(first).and(second).for_each(
                |value, &gradient, first, second| {
                    *first += (gradient - *first) * new_in_first;
                    *second = *second * kept_of_second + gradient * gradient * new_in_second;
                    *value -= step_size * *first / (second.sqrt() * root_scale + epsilon);
                },
            );
        }
    }
}

/// Scales all gradients so that their norm, taken over every parameter together, is at most `largest`. Returns
/// the norm before that.
pub fn clip_gradient_norm<M: Parameters>(gradients: &mut M, largest: f32) -> f32 {
    let norm = gradient_norm(gradients);
    // 1e-6 as in PyTorch.
    let scale = largest / (norm + 1e-6);
    if scale < 1.0 {
        gradients.visit_mut("", &mut |_, mut values| values *= scale);
    }
    norm
}

/// The Euclidean norm over every parameter together.
pub fn gradient_norm<M: Parameters>(gradients: &M) -> f32 {
    let mut squares = 0.0;
    gradients.visit("", &mut |_, values| {
        let of_parameter = match values.as_slice() {
            // A dot product runs in SIMD lanes; adding one number after the other would not.
            Some(values) => ndarray::aview1(values).dot(&ndarray::aview1(values)),
            None => values.iter().map(|value| value * value).sum(),
        };
        squares += f64::from(of_parameter);
    });
    squares.sqrt() as f32
}
