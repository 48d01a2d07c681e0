//! Cross-entropy with label smoothing, as `nn.CrossEntropyLoss(ignore_index=PAD, label_smoothing=ε)` has it.

use multiversion::multiversion;
use ndarray::{Array2, ArrayView2};

use crate::batch::Sequences;
use crate::nn::functional::{exp, largest};

/// What a batch's logits are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    /// Cross-entropy in nats, summed over the tokens.
    pub sum: f64,
    /// Number of tokens, padding not counted.
    pub tokens: usize,
    /// ∂mean/∂logits, 0 on padding: [batch·tgt, words].
    pub grad_logits: Array2<f32>,
}

impl Loss {
    /// Nats a token.
    pub fn mean(&self) -> f64 {
        self.sum / self.tokens as f64
    }
}

/// The loss of `logits` [batch·tgt, words] where `targets` [batch, tgt] should come out.
///
/// With smoothing ε the wanted distribution is 1 − ε on the target and ε / words on every word besides
/// (Szegedy et al. 2016, section 7).
///
/// # Panics
/// Where the logits are not one row for each padded target, or a target is not below the number of words.
pub fn cross_entropy(logits: ArrayView2<f32>, targets: &Sequences, label_smoothing: f32) -> Loss {
    cross_entropy_of_part(
        logits.as_standard_layout().into_owned(),
        targets,
        label_smoothing,
        targets.tokens(),
    )
}

/// [`cross_entropy`] of a part of a batch: the gradient is that of the mean over all `tokens` of the batch. It takes
/// the place of the logits, the largest array of a training step.
pub fn cross_entropy_of_part(
    logits: Array2<f32>,
    targets: &Sequences,
    label_smoothing: f32,
    tokens: usize,
) -> Loss {
    let (batch, padded) = targets.ids().dim();
    assert_eq!(logits.nrows(), batch * padded, "one row of logits for each padded target");
    let scale = 1.0 / tokens as f32;
    let mut grad_logits = logits;
    let mut rows = grad_logits.rows_mut().into_iter();
    let mut sum = 0.0;
    for (targets, &length) in targets.ids().rows().into_iter().zip(targets.packing().lengths()) {
        for (step, &target) in targets.iter().enumerate() {
            let Some(row) = rows.next().and_then(|row| row.into_slice()) else {
                unreachable!("rows of a standard layout are slices");
            };
            if step >= length {
                row.fill(0.0);
                continue;
            }
            sum += f64::from(of_row(row, target, label_smoothing, scale));
        }
    }
    let tokens = targets.tokens();
    Loss { sum, tokens, grad_logits }
}

/// The loss of one target. Its logits become their gradient, times `scale`.
#[multiversion(targets("x86_64+avx2"))]
fn of_row(logits: &mut [f32], target: usize, label_smoothing: f32, scale: f32) -> f32 {
    let words = logits.len() as f32;
    let highest = largest(logits);
    let of_target = logits[target];
    let mean = if label_smoothing > 0.0 { ndarray::aview1(logits).sum() / words } else { 0.0 };
    logits.iter_mut().for_each(|value| *value = exp(*value - highest));
    let total = ndarray::aview1(logits).sum();
    let (share, smoothed) = (scale / total, label_smoothing / words * scale);
    logits.iter_mut().for_each(|value| *value = *value * share - smoothed);
    logits[target] -= (1.0 - label_smoothing) * scale;
    highest + total.ln() - (1.0 - label_smoothing) * of_target - label_smoothing * mean
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use ndarray::array;

    fn logits() -> Array2<f32> {
        array![[0.5, -1.0, 2.0, 0.0], [9.0, 9.0, -9.0, 1.0], [1.0, 1.0, 1.0, 1.0], [-3.0, 0.25, 4.0, 0.5]]
    }

    fn targets() -> Sequences {
        Sequences::new(&[vec![2], vec![1, 3]]).unwrap()
    }

    /// `F.cross_entropy(logits, torch.tensor([2, 0, 1, 3]), ignore_index=0, label_smoothing=ε)`
    #[test]
    fn the_mean_is_pytorchs_with_and_without_smoothing() {
        for (smoothing, expected) in [(0.0, 1.760_610_5), (0.1, 1.816_860_4)] {
            let mean = cross_entropy(logits().view(), &targets(), smoothing).mean();
            assert!((mean - expected).abs() < 1e-6, "smoothing {smoothing}: {mean}");
        }
    }

    #[test]
    fn the_gradient_is_what_small_changes_of_the_logits_do_to_the_mean() {
        for smoothing in [0.0, 0.1] {
            let gradient = cross_entropy(logits().view(), &targets(), smoothing).grad_logits;
            for index in ndarray::indices(logits().dim()) {
                let mean_with = |change: f32| {
                    let mut changed = logits();
                    changed[index] += change;
                    cross_entropy(changed.view(), &targets(), smoothing).mean()
                };
                let numeric = (mean_with(0.01) - mean_with(-0.01)) / 0.02;
                let analytic = f64::from(gradient[index]);
                assert!((numeric - analytic).abs() < 2e-5, "{index:?}: {numeric} and {analytic}");
            }
        }
    }

    #[test]
    fn padding_has_no_loss_and_no_gradient() {
        let loss = cross_entropy(logits().view(), &targets(), 0.1);
        assert_eq!(loss.tokens, 3);
        assert!(loss.grad_logits.row(1).iter().all(|&value| value == 0.0));
        let mut changed = logits();
        changed.row_mut(1).fill(-7.0);
        assert_eq!(cross_entropy(changed.view(), &targets(), 0.1), loss);
    }

    #[test]
    fn parts_of_a_batch_add_up_to_the_batch() {
        let whole = cross_entropy(logits().view(), &targets(), 0.1);
        let logits = logits();
        let first = Sequences::padded(&[vec![2]], 2).unwrap();
        let second = Sequences::padded(&[vec![1, 3]], 2).unwrap();
        let first = cross_entropy_of_part(logits.slice(ndarray::s![..2, ..]).to_owned(), &first, 0.1, 3);
        let second = cross_entropy_of_part(logits.slice(ndarray::s![2.., ..]).to_owned(), &second, 0.1, 3);
        assert!((first.sum + second.sum - whole.sum).abs() < 1e-6);
        let joined = ndarray::concatenate![ndarray::Axis(0), first.grad_logits, second.grad_logits];
        assert_eq!(joined, whole.grad_logits);
    }
}
