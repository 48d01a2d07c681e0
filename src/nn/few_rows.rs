//! x·Wᵀ for few rows x, as a decoding step has them.
//!
//! A blocked matrix product copies W into panels first, which pays off when many rows use the copy. With one row the
//! copy is most of the work; here each row of W is read once, where it stands.

use ndarray::{ArrayView2, ArrayViewMut2};

/// The most rows of x that are handled here.
const MOST_ROWS: usize = 4;
/// Rows of W that share what is loaded of x.
const BLOCK: usize = 4;
/// Partial sums of one row: two registers of 128 bits, so that an addition need not wait for the one before.
const LANES: usize = 8;

/// Adds x·Wᵀ to `y` and says so, or does nothing where there are many rows or the layouts are not row-major.
///
/// x [rows, in], `weight` [out, in], y [rows, out].
pub(crate) fn add_few_rows(x: ArrayView2<f32>, weight: ArrayView2<f32>, y: &mut ArrayViewMut2<f32>) -> bool {
    let width = weight.ncols();
    if x.nrows() > MOST_ROWS || width == 0 || x.ncols() != width {
        return false;
    }
    let (Some(weight), Some(x)) = (weight.as_slice(), x.as_slice()) else { return false };
    let outputs = y.ncols();
    let Some(y) = y.as_slice_mut() else { return false };
    for (x, y) in x.chunks_exact(width).zip(y.chunks_exact_mut(outputs)) {
        let blocks = weight.chunks_exact(BLOCK * width);
        let rest = blocks.remainder();
        let (of_blocks, of_rest) = y.split_at_mut(outputs - rest.len() / width);
        for (rows, y) in blocks.zip(of_blocks.as_chunks_mut::<BLOCK>().0) {
            let products = dot_block(x, rows);
            y.iter_mut().zip(products).for_each(|(y, product)| *y += product);
        }
        for (row, y) in rest.chunks_exact(width).zip(of_rest) {
            *y += dot(x, row);
        }
    }
    true
}

/// x · each of four rows that stand one behind the other.
fn dot_block(x: &[f32], rows: &[f32]) -> [f32; BLOCK] {
    let width = x.len();
    let (first, rows) = rows.split_at(width);
    let (second, rows) = rows.split_at(width);
    let (third, fourth) = rows.split_at(width);
    let mut sums = [[0.0_f32; LANES]; BLOCK];
    let (chunks, rest) = x.as_chunks::<LANES>();
    let of_rows = first
        .as_chunks::<LANES>()
        .0
        .iter()
        .zip(second.as_chunks::<LANES>().0)
        .zip(third.as_chunks::<LANES>().0)
        .zip(fourth.as_chunks::<LANES>().0);
    for (x, (((first, second), third), fourth)) in chunks.iter().zip(of_rows) {
        for lane in 0..LANES {
            sums[0][lane] += x[lane] * first[lane];
            sums[1][lane] += x[lane] * second[lane];
            sums[2][lane] += x[lane] * third[lane];
            sums[3][lane] += x[lane] * fourth[lane];
        }
    }
    let done = width - rest.len();
    let tail = |row: &[f32]| rest.iter().zip(&row[done..]).map(|(x, w)| x * w).sum::<f32>();
    [
        total(sums[0]) + tail(first),
        total(sums[1]) + tail(second),
        total(sums[2]) + tail(third),
        total(sums[3]) + tail(fourth),
    ]
}

/// x · row, for two of the same length.
pub(crate) fn dot(x: &[f32], row: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (chunks, rest) = x.as_chunks::<LANES>();
    let (of_row, rest_of_row) = row.as_chunks::<LANES>();
    for (x, row) in chunks.iter().zip(of_row) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * row[lane];
        }
    }
    total(sums) + rest.iter().zip(rest_of_row).map(|(x, w)| x * w).sum::<f32>()
}

fn total(sums: [f32; LANES]) -> f32 {
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use ndarray::Array2;
    use rand::{RngExt, SeedableRng};

    use crate::nn::Rng;

    #[test]
    fn every_shape_gives_what_the_plain_product_gives() {
        let mut rng = Rng::seed_from_u64(1);
        let mut random =
            |shape: (usize, usize)| Array2::from_shape_simple_fn(shape, || rng.random_range(-1.0..1.0));
        for rows in 1..=MOST_ROWS {
            for outputs in [1, 2, 3, 4, 5, 8, 11] {
                for inputs in [1, 7, 8, 9, 16, 31, 64] {
                    let (x, weight, mut y) =
                        (random((rows, inputs)), random((outputs, inputs)), random((rows, outputs)));
                    let expected = &y + &x.dot(&weight.t());
                    assert!(add_few_rows(x.view(), weight.view(), &mut y.view_mut()));
                    let error =
                        (&y - &expected).mapv(f32::abs).fold(0.0_f32, |largest, &error| largest.max(error));
                    assert!(error < 1e-5, "{rows}×{inputs} by {inputs}×{outputs}: {error}");
                }
            }
        }
    }

    #[test]
    fn many_rows_and_other_layouts_are_left_alone() {
        let (many, weight) = (Array2::<f32>::ones((MOST_ROWS + 1, 3)), Array2::<f32>::ones((2, 3)));
        let mut y = Array2::zeros((MOST_ROWS + 1, 2));
        assert!(!add_few_rows(many.view(), weight.view(), &mut y.view_mut()));
        let column_major = Array2::<f32>::ones((3, 2));
        let mut one = Array2::zeros((1, 2));
        let x = Array2::<f32>::ones((1, 3));
        assert!(!add_few_rows(x.view(), column_major.t(), &mut one.view_mut()));
        assert_eq!((y.sum(), one.sum()), (0.0, 0.0));
    }
}
