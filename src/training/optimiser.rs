//! Adam (Kingma and Ba 2015) and gradient clipping, as `torch.optim.Adam` and
//! `torch.nn.utils.clip_grad_norm_` have them.

use multiversion::multiversion;
use ndarray::ArrayViewD;
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
        self.step_scaled(module, gradients, learning_rate, 1.0, 1);
    }

    /// Moves `module` against `gradients` times `scale`, the parameters shared out among `threads`.
    pub(super) fn step_scaled(
        &mut self,
        module: &mut M,
        gradients: &M,
        learning_rate: f64,
        scale: f32,
        threads: usize,
    ) {
        self.steps += 1;
        let AdamOptions { beta1, beta2, epsilon } = self.options;
        let correction = |beta: f64| 1.0 - beta.powf(self.steps as f64);
        let update = Update {
            scale,
            step_size: (learning_rate / correction(beta1)) as f32,
            root_scale: (1.0 / correction(beta2).sqrt()) as f32,
            new_in_first: (1.0 - beta1) as f32,
            kept_of_second: beta2 as f32,
            new_in_second: (1.0 - beta2) as f32,
            epsilon: epsilon as f32,
        };
        let moments = self.first_moment.parameters_mut().into_iter().zip(self.second_moment.parameters_mut());
        let values = module.parameters_mut().into_iter().zip(gradients.parameters()).zip(moments);
        let work = values.map(|(((_, values), (_, gradient)), ((_, first), (_, second)))| {
            (values.len(), (values, gradient, first, second))
        });
        in_shares(work.collect(), threads, |(values, gradient, first, second)| {
            let numbers = (values.into_slice(), gradient.to_slice(), first.into_slice(), second.into_slice());
            let (Some(values), Some(gradient), Some(first), Some(second)) = numbers else {
                unreachable!("parameters are row-major")
            };
            update.apply(values, gradient, first, second);
        });
    }
}

/// What a step of Adam does to every number.
struct Update {
    scale: f32,
    step_size: f32,
    root_scale: f32,
    new_in_first: f32,
    kept_of_second: f32,
    new_in_second: f32,
    epsilon: f32,
}

impl Update {
    fn apply(&self, values: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32]) {
        apply(self, values, gradient, first, second);
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn apply(update: &Update, values: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32]) {
    let &Update { scale, step_size, root_scale, new_in_first, kept_of_second, new_in_second, epsilon } =
        update;
    for (((value, gradient), first), second) in values.iter_mut().zip(gradient).zip(first).zip(second) {
        let gradient = gradient * scale;
        *first += (gradient - *first) * new_in_first;
        *second = *second * kept_of_second + gradient * gradient * new_in_second;
        *value -= step_size * *first / (second.sqrt() * root_scale + epsilon);
    }
}

/// Runs `on_item` on every item, on several threads where there are to be several: the largest item first, each to
/// the thread that has the least so far. Items are independent of each other, so threads change no bit.
fn in_shares<T: Send>(items: Vec<(usize, T)>, threads: usize, on_item: impl Fn(T) + Sync) {
    if threads <= 1 {
        items.into_iter().for_each(|(_, item)| on_item(item));
        return;
    }
    let mut items = items;
    items.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    let mut shares: Vec<(usize, Vec<T>)> = (0..threads).map(|_| (0, Vec::new())).collect();
    for (size, item) in items {
        if let Some((load, share)) = shares.iter_mut().min_by_key(|(load, _)| *load) {
            *load += size;
            share.push(item);
        }
    }
    std::thread::scope(|scope| {
        let on_item = &on_item;
        let own = shares.pop();
        for (_, share) in shares {
            scope.spawn(move || share.into_iter().for_each(on_item));
        }
        own.into_iter().flat_map(|(_, share)| share).for_each(on_item);
    });
}

/// Adds `others` to `gradients`, always in their order, so that the same run gives the same bits. Returns the norm of
/// the sum.
pub(super) fn sum_gradients<M: Parameters + Sync>(gradients: &mut M, others: &[M]) -> f32 {
    let mut squares = vec![0.0; gradients.parameters().len()];
    let mut of_others: Vec<_> = others.iter().map(|other| other.parameters().into_iter()).collect();
    let sums = gradients.parameters_mut().into_iter().zip(&mut squares);
    let work = sums.map(|((_, sum), squares)| {
        let parts: Vec<_> = of_others.iter_mut().filter_map(|other| other.next()).collect();
        (sum.len(), (sum, parts, squares))
    });
    let work = work.collect();
    in_shares(work, 1 + others.len(), |(mut sum, parts, squares)| {
        for (_, part) in &parts {
            sum += part;
        }
        *squares = sum_of_squares(&sum.view());
    });
    squares.iter().sum::<f64>().sqrt() as f32
}

/// What scales gradients of norm `norm` down to `largest`, as PyTorch has it; 1 for smaller ones.
pub(super) fn clip_scale(norm: f32, largest: f32) -> f32 {
    // 1e-6 as in PyTorch.
    (largest / (norm + 1e-6)).min(1.0)
}

/// Scales all gradients so that their norm, taken over every parameter together, is at most `largest`. Returns
/// the norm before that.
pub fn clip_gradient_norm<M: Parameters>(gradients: &mut M, largest: f32) -> f32 {
    let norm = gradient_norm(gradients);
    let scale = clip_scale(norm, largest);
    if scale < 1.0 {
        gradients.visit_mut("", &mut |_, mut values| values *= scale);
    }
    norm
}

/// The Euclidean norm over every parameter together.
pub fn gradient_norm<M: Parameters>(gradients: &M) -> f32 {
    let mut squares = 0.0;
    gradients.visit("", &mut |_, values| squares += sum_of_squares(&values));
    squares.sqrt() as f32
}

fn sum_of_squares(values: &ArrayViewD<f32>) -> f64 {
    let sum = match values.as_slice() {
        // A dot product runs in SIMD lanes; adding one number after the other would not.
        Some(values) => ndarray::aview1(values).dot(&ndarray::aview1(values)),
        None => values.iter().map(|value| value * value).sum(),
    };
    f64::from(sum)
}
