//! `nn.Dropout`: inverted, so that nothing has to be rescaled when the model is used.

use ndarray::Array2;
use rand::RngExt;

use super::Rng;

/// Sets each number to 0 with probability p and divides the others by 1 − p.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dropout {
    /// In [0, 1).
    pub p: f32,
}

/// What each number was multiplied with: 0 or 1/(1 − p). `None` where nothing was dropped.
pub type DropoutMask = Option<Array2<f32>>;

impl Dropout {
    /// Drops in place and returns the mask. Without a generator, that is outside of training, nothing happens.
    pub fn forward(&self, x: &mut Array2<f32>, rng: Option<&mut Rng>) -> DropoutMask {
        let rng = rng.filter(|_| self.p > 0.0)?;
        let kept = 1.0 / (1.0 - self.p);
        let mask =
            Array2::from_shape_simple_fn(x.dim(), || if rng.random::<f32>() < self.p { 0.0 } else { kept });
        *x *= &mask;
        Some(mask)
    }

    /// ∂loss/∂x in place of ∂loss/∂y.
    pub fn backward(mask: &DropoutMask, grad: &mut Array2<f32>) {
        if let Some(mask) = mask {
            *grad *= mask;
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use rand::SeedableRng;

    #[test]
    fn a_share_of_p_is_dropped_and_the_mean_stays() {
        let mut x = Array2::ones((200, 500));
        let mask = Dropout { p: 0.3 }.forward(&mut x, Some(&mut Rng::seed_from_u64(1)));
        let dropped = x.iter().filter(|&&value| value == 0.0).count() as f32 / x.len() as f32;
        assert!((dropped - 0.3).abs() < 0.01, "dropped {dropped}");
        assert!((x.mean().unwrap() - 1.0).abs() < 0.01);
        assert_eq!(mask, Some(x));
    }

    #[test]
    fn outside_of_training_nothing_is_dropped() {
        let mut x = Array2::ones((3, 4));
        assert_eq!(Dropout { p: 0.5 }.forward(&mut x, None), None);
        assert_eq!(x, Array2::<f32>::ones((3, 4)));
    }
}
