//! How far two ways to weigh the source agree, row by row: Kendall's τ-b, by which Jain and Wallace 2019 compare
//! attention with gradients and occlusion, and Pearson's r.

use ndarray::ArrayView2;

use crate::error::Error;

/// Both measures, each from −1 to 1. `None` where it is not defined: for fewer than two numbers, where all numbers of
/// one side are equal, or where one is not finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// τ-b: of the order alone.
    pub kendall: Option<f64>,
    /// r: of the numbers.
    pub pearson: Option<f64>,
}

/// [`Correlation`] of each row and the mean over the rows where it is defined.
#[derive(Debug, Clone, PartialEq)]
pub struct RowCorrelations {
    /// Row by row.
    pub rows: Vec<Correlation>,
    /// `None` where no row has one.
    pub mean: Correlation,
}

/// Compares the rows of `a` with those of `b`, both [rows, columns].
///
/// # Errors
/// [`Error::Request`] where the shapes differ.
pub fn row_correlations(a: ArrayView2<f32>, b: ArrayView2<f32>) -> Result<RowCorrelations, Error> {
    if a.dim() != b.dim() {
        let (expected, found) = (format!("{:?}, that of the first", a.shape()), format!("{:?}", b.shape()));
        return Err(Error::Request { what: "shape of the second".to_string(), expected, found });
    }
    let pairs = a.rows().into_iter().zip(b.rows());
    let rows: Vec<Correlation> = pairs.map(|(a, b)| correlation(&a.to_vec(), &b.to_vec())).collect();
    let kendall = mean(rows.iter().filter_map(|row| row.kendall));
    let pearson = mean(rows.iter().filter_map(|row| row.pearson));
    Ok(RowCorrelations { rows, mean: Correlation { kendall, pearson } })
}

/// Both measures for the numbers that `a` and `b` give to the same things.
///
/// # Panics
/// Where the lengths differ.
pub fn correlation(a: &[f32], b: &[f32]) -> Correlation {
    assert_eq!(a.len(), b.len(), "one number of each for every column");
    let is_constant = |values: &[f32]| values.iter().all(|value| *value == values[0]);
    let is_finite = a.iter().chain(b).all(|value| value.is_finite());
    // Neither is defined then. A sum of squares around a rounded mean would not see that all numbers are equal.
    if !is_finite || is_constant(a) || is_constant(b) {
        return Correlation { kendall: None, pearson: None };
    }
    Correlation { kendall: Some(kendall(a, b)), pearson: pearson(a, b) }
}

/// τ-b = (concordant − discordant) / √(pairs not tied in a · pairs not tied in b) (Kendall 1945), over all pairs.
fn kendall(a: &[f32], b: &[f32]) -> f64 {
    let (mut balance, mut untied_a, mut untied_b) = (0_i64, 0_i64, 0_i64);
    for (index, (first_a, first_b)) in a.iter().zip(b).enumerate() {
        for (a, b) in a[..index].iter().zip(&b[..index]) {
            let (order_a, order_b) = (sign(first_a - a), sign(first_b - b));
            balance += order_a * order_b;
            untied_a += order_a.abs();
            untied_b += order_b.abs();
        }
    }
    balance as f64 / ((untied_a as f64) * (untied_b as f64)).sqrt()
}

/// −1, 0 or 1.
fn sign(value: f32) -> i64 {
    i64::from(value > 0.0) - i64::from(value < 0.0)
}

fn pearson(a: &[f32], b: &[f32]) -> Option<f64> {
    let count = a.len() as f64;
    let mean = |values: &[f32]| values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (&a, &b) in a.iter().zip(b) {
        let (a, b) = (f64::from(a) - mean_a, f64::from(b) - mean_b);
        both += a * b;
        of_a += a * a;
        of_b += b * b;
    }
    // No product of squares of float32 leaves the range of float64.
    let r = both / (of_a * of_b).sqrt();
    r.is_finite().then(|| r.clamp(-1.0, 1.0))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use ndarray::array;

    #[track_caller]
    fn assert_near(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() < 1e-7), "{found:?}, expected {expected}");
    }

    /// The second pair is the example in the documentation of `scipy.stats.kendalltau`; the rest is counted by hand.
    #[test]
    fn both_have_their_known_values_with_ties_on_either_side_and_on_both() {
        let cases: [(&[f32], &[f32], f64, f64); 4] = [
            (&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0], 0.666_666_667, 0.8),
            (&[12.0, 2.0, 1.0, 12.0, 2.0], &[1.0, 4.0, 7.0, 1.0, 0.0], -0.471_404_521, -0.556_639_999),
            (&[0.0, 0.0, 0.5, 0.25], &[3.0, 1.0, 2.0, 2.0], 0.0, 0.0),
            (&[1.0, 1.0, 2.0], &[5.0, 5.0, -7.0], -1.0, -1.0),
        ];
        for (a, b, kendall, pearson) in cases {
            let found = correlation(a, b);
            assert_near(found.kendall, kendall);
            assert_near(found.pearson, pearson);
        }
    }

    #[test]
    fn both_are_1_for_the_same_numbers_and_only_the_order_counts_for_kendall() {
        let a = [0.125, 0.5, 0.25, 0.0];
        let found = correlation(&a, &a.map(|value: f32| (9.0 * value).exp()));
        assert_near(found.kendall, 1.0);
        assert!(found.pearson.is_some_and(|r| r < 0.95));
        assert_near(correlation(&a, &a).pearson, 1.0);
    }

    #[test]
    fn neither_is_defined_for_equal_numbers_for_less_than_two_and_for_what_is_none() {
        let undefined = Correlation { kendall: None, pearson: None };
        assert_eq!(correlation(&[0.1; 3], &[1.0, 2.0, 3.0]), undefined);
        assert_eq!(correlation(&[1.0, 2.0, 3.0], &[0.1; 3]), undefined);
        assert_eq!(correlation(&[1.0], &[2.0]), undefined);
        assert_eq!(correlation(&[], &[]), undefined);
        assert_eq!(correlation(&[1.0, f32::NAN], &[1.0, 2.0]), undefined);
    }

    #[test]
    fn the_mean_leaves_out_rows_where_nothing_is_defined() {
        let a = array![[1.0, 2.0, 3.0], [0.5, 0.5, 0.5], [1.0, 2.0, 3.0]];
        let b = array![[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, 3.0, 2.0]];
        let found = row_correlations(a.view(), b.view()).unwrap();
        assert_eq!(found.rows[1], Correlation { kendall: None, pearson: None });
        assert_near(found.mean.kendall, (1.0 + 1.0 / 3.0) / 2.0);
        assert_near(found.mean.pearson, 0.75);
        let narrow = row_correlations(a.slice(ndarray::s![.., ..1]), b.slice(ndarray::s![.., ..1])).unwrap();
        assert_eq!(narrow.mean, Correlation { kendall: None, pearson: None });
    }

    #[test]
    fn different_shapes_are_refused() {
        let error = row_correlations(array![[1.0, 2.0]].view(), array![[1.0], [2.0]].view()).unwrap_err();
        let expected = "shape of the second: expected [1, 2], that of the first, found [2, 1]";
        assert_eq!(error.to_string(), expected);
    }
}
