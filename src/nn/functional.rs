//! Functions without parameters: exponential, sigmoid, tanh, softmax.

use ndarray::{ArrayViewMut1, ArrayViewMut2};

/// Adding this to a number of magnitude below 2²² rounds it to an integer that stands in the low bits.
const ROUND: f32 = 12_582_912.0;
/// ln 2, cut so that a product with an integer below 2⁸ is exact; the rest is in [`LN_2_LOW`].
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// eˣ to within 2e-7 of its value for x from −87 to 88; 0 below, e⁸⁸ above; NaN stays NaN.
///
/// x is split in n·ln 2 + r with |r| ≤ ln 2 / 2; eʳ is a polynomial (Cephes' `expf`), 2ⁿ is put together from
/// its bits. There is no branch and no table, so that loops over it become SIMD on every target.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let vanishes = x < -87.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_2e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    let power_of_two = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    let value = (p * r * r + r + 1.0) * power_of_two;
    if vanishes { 0.0 } else { value }
}

/// 2ᵗ for t from −126 to 126, to within 2e-7 of its value; NaN stays NaN.
///
/// t is split in an integer n and a rest of at most 1/2, exactly; a polynomial (the one of its degree that errs least, by
/// 1e-7, among those that give 1 for 0) takes the rest. An eˣ from it errs by 7e-8·|x| more, which is what x·log₂e is
/// rounded by: it is for where that does not show, and half of the work of [`exp`].
#[inline(always)]
#[expect(clippy::approx_constant, reason = "a coefficient that is near ln 2 and not ln 2")]
fn exp2(t: f32) -> f32 {
    let shifted = t + ROUND;
    let r = t - (shifted - ROUND);
    let mut p = 1.326_472_7e-3;
    p = p * r + 9.671_513e-3;
    p = p * r + 5.550_733_6e-2;
    p = p * r + 2.402_224_2e-1;
    p = p * r + 6.931_47e-1;
    let power_of_two = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    (p * r + 1.0) * power_of_two
}

/// σ(x) = 1 / (1 + e⁻ˣ), in [0, 1], to within 2e-7.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp2((x * -std::f32::consts::LOG2_E).clamp(-126.0, 126.0)))
}

/// tanh x, in [−1, 1], to within 2e-7.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let t = x.abs() * (-2.0 * std::f32::consts::LOG2_E);
    // Not `max`, which would take the number of a number and NaN.
    let e = exp2(if t < -126.0 { -126.0 } else { t });
    ((1.0 - e) / (1.0 + e)).copysign(x)
}

/// The largest of some numbers; −∞ of none.
///
/// Eight running maxima instead of one: a loop in which each step waits for the one before cannot become SIMD.
#[inline]
pub fn largest(values: &[f32]) -> f32 {
    let mut lanes = [f32::NEG_INFINITY; 8];
    let (chunks, rest) = values.as_chunks::<8>();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane = if value > *lane { value } else { *lane };
        }
    }
    lanes.iter().chain(rest).fold(f32::NEG_INFINITY, |largest, &value| largest.max(value))
}

/// Turns scores into weights that sum to 1: wᵢ = eˢⁱ / Σ eˢʲ.
pub fn softmax_in_place(mut scores: ArrayViewMut1<f32>) {
    let largest = scores.fold(f32::NEG_INFINITY, |largest, &score| largest.max(score));
    scores.mapv_inplace(|score| exp(score - largest));
    let sum = scores.sum();
    scores.mapv_inplace(|weight| weight / sum);
}

/// [`softmax_in_place`] on every row.
pub fn softmax_rows_in_place(mut scores: ArrayViewMut2<f32>) {
    for row in scores.rows_mut() {
        softmax_in_place(row);
    }
}

/// ∂loss/∂scores, in place of ∂loss/∂weights, where `weights` = softmax(scores) row by row.
pub fn softmax_rows_backward_in_place(weights: ndarray::ArrayView2<f32>, mut grad: ArrayViewMut2<f32>) {
    for (weights, mut grad) in weights.rows().into_iter().zip(grad.rows_mut()) {
        let mean = weights.dot(&grad);
        grad.zip_mut_with(&weights, |grad, &weight| *grad = weight * (*grad - mean));
    }
}

/// ln p of logit `index`: lᵢ − ln Σ eˡʲ.
pub fn log_probability(logits: &[f32], index: usize) -> f32 {
    let highest = largest(logits);
    (logits[index] - highest) - log_sum_exp_from(logits, highest)
}

/// ln Σ eˡⁱ⁻ʰ of n logits of which h, `highest`, is the largest: from 0 to ln n, to within 2e-7 + 8e-8·ln n.
///
/// ln p of a logit l is (l − h) − this. h must not be added here: beside a large one the sum would lose its digits.
pub fn log_sum_exp_from(logits: &[f32], highest: f32) -> f32 {
    /// Summed in 32 bits; their sums are summed in 64, because so many numbers would lose a digit.
    const TOGETHER: usize = 256;
    /// Running sums side by side: a loop in which each step waits for the one before cannot become SIMD.
    const LANES: usize = 8;
    let power = |logit: f32| {
        let t = (logit - highest) * std::f32::consts::LOG2_E;
        exp2(if t < -126.0 { -126.0 } else { t })
    };
    let mut total = 0.0_f64;
    for logits in logits.chunks(TOGETHER) {
        let mut sums = [0.0_f32; LANES];
        let (rows, rest) = logits.as_chunks::<LANES>();
        for row in rows {
            let powers: [f32; LANES] = std::array::from_fn(|lane| power(row[lane]));
            sums = std::array::from_fn(|lane| sums[lane] + powers[lane]);
        }
        let of_rest: f32 = rest.iter().map(|&logit| power(logit)).sum();
        total += f64::from(sums.iter().sum::<f32>() + of_rest);
    }
    (total as f32).ln()
}

/// Turns logits into ln p: lᵢ − ln Σ eˡʲ.
pub fn log_softmax_in_place(mut logits: ArrayViewMut1<f32>) {
    let largest = logits.fold(f32::NEG_INFINITY, |largest, &logit| largest.max(logit));
    let sum: f32 = logits.iter().map(|&logit| exp(logit - largest)).sum();
    let log_sum = sum.ln();
    // The largest first: beside a large one the logarithm would lose its digits.
    logits.mapv_inplace(|logit| (logit - largest) - log_sum);
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use ndarray::{Array1, array};

    /// Every float32 bit pattern in steps, both signs, over the range of each function.
    fn sample(limit: f32) -> impl Iterator<Item = f32> {
        let count = 400_000;
        (0..=count).map(move |k| (k as f32 / count as f32 * 2.0 - 1.0) * limit)
    }

    #[test]
    fn exp_is_within_2e_7_of_its_value() {
        for x in sample(87.0) {
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 2e-7, "exp({x}) = {}, exact {exact}", exp(x));
        }
    }

    #[test]
    fn sigmoid_and_tanh_are_within_2e_7_and_inside_their_range() {
        for x in sample(100.0).chain(sample(8.0)).chain(sample(1e-3)) {
            let exact = f64::from(x);
            assert!((f64::from(sigmoid(x)) - 1.0 / (1.0 + (-exact).exp())).abs() < 2e-7, "sigmoid({x})");
            assert!((f64::from(tanh(x)) - exact.tanh()).abs() < 2e-7, "tanh({x})");
            assert!((0.0..=1.0).contains(&sigmoid(x)) && (-1.0..=1.0).contains(&tanh(x)));
        }
    }

    #[test]
    fn ln_p_is_what_64_bits_give_however_large_the_logits_are() {
        for count in [1, 7, 256, 300, 8_000] {
            for (spread, lowest) in
                [(0.0, -4.0), (1e-3, 0.0), (1.0, -4.0), (20.0, 4_096.0), (500.0, -65_536.0)]
            {
                // Evenly over the spread, in an order that mixes them.
                let logit = |k: usize| (k * 7_919 % count) as f32 / count as f32 * spread + lowest;
                let logits: Vec<f32> = (0..count).map(logit).collect();
                let highest = f64::from(largest(&logits));
                let sum: f64 = logits.iter().map(|&logit| (f64::from(logit) - highest).exp()).sum();
                let mut of_all = Array1::from(logits.clone());
                log_softmax_in_place(of_all.view_mut());
                for index in (0..count).step_by(1 + count / 9) {
                    let exact = (f64::from(logits[index]) - highest) - sum.ln();
                    let bound = 2e-7 + 8e-8 * (count as f64).ln() + f64::from(f32::EPSILON) * exact.abs();
                    let error = (f64::from(log_probability(&logits, index)) - exact).abs();
                    assert!(error < bound, "{count} from {lowest} over {spread}: {error}, bound {bound}");
                    // Whose sum is in 32 bits.
                    let error = (f64::from(of_all[index]) - exact).abs();
                    assert!(error < 20.0 * bound, "{count} from {lowest} over {spread}: {error} in place");
                }
            }
        }
    }

    #[test]
    fn not_a_number_is_passed_on() {
        assert!(exp(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan() && tanh(f32::NAN).is_nan());
    }

    #[test]
    fn a_score_of_minus_1e9_gets_the_weight_0() {
        let mut scores = array![1.0, -1e9, 2.0];
        softmax_in_place(scores.view_mut());
        assert_eq!(scores[1], 0.0);
        assert!((scores.sum() - 1.0).abs() < 1e-6);
    }
}
