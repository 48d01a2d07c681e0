//! The building blocks, one file per PyTorch concept, each with its forward and its backward pass.
//!
//! A gradient has the type of what it is the gradient of: `backward` adds into a second `Linear` whose
//! `weight` holds ∂loss/∂weight, and so on up to the whole model.

pub mod attention;
pub mod direction;
pub mod dropout;
pub mod embedding;
pub(crate) mod few_rows;
pub mod functional;
pub mod gru;
pub(crate) mod layout;
pub mod linear;
pub mod lstm;
pub mod packed;
pub mod recurrent;
pub mod rnn;
pub(crate) mod through_time;

pub use attention::{Attention, AttentionType};
pub use dropout::Dropout;
pub use embedding::Embedding;
pub use linear::Linear;
pub use packed::Packing;
pub use recurrent::{Recurrent, RnnType};

use ndarray::{ArrayViewD, ArrayViewMutD};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// The generator behind every random number: small, seedable, the same bits on every platform.
pub type Rng = ChaCha8Rng;

/// A module with named tensors. The names are those of PyTorch's `state_dict`.
pub trait Parameters {
    /// Calls `visit` with the name of every parameter, `prefix` before it, and its values, in a fixed order.
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>));

    /// The same with values that can be changed; same names, same order.
    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>));

    /// Every parameter with its name.
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, f32>)> {
        let mut parameters = Vec::new();
        self.visit("", &mut |name, values| parameters.push((name, values)));
        parameters
    }

    /// Every parameter with its name, to be changed.
    fn parameters_mut(&mut self) -> Vec<(String, ArrayViewMutD<'_, f32>)> {
        let mut parameters = Vec::new();
        self.visit_mut("", &mut |name, values| parameters.push((name, values)));
        parameters
    }

    /// Number of trained numbers.
    fn parameter_count(&self) -> usize {
        self.parameters().iter().map(|(_, values)| values.len()).sum()
    }

    /// The same module with every parameter 0: where gradients are added up.
    fn zeros_like(&self) -> Self
    where
        Self: Clone,
    {
        let mut zeros = self.clone();
        zeros.fill(0.0);
        zeros
    }

    /// Sets every parameter to `value`.
    fn fill(&mut self, value: f32) {
        self.visit_mut("", &mut |_, mut values| values.fill(value));
    }
}

/// `prefix.name`, or `name` where there is no prefix.
fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") }
}

/// A number drawn from U(−bound, bound).
fn uniform(bound: f32, rng: &mut Rng) -> f32 {
    rng.random_range(-bound..=bound)
}
