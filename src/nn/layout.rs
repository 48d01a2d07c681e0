//! Arrays in row-major order: the layout that every loop over rows, and every reshaping, relies on.
//!
//! ndarray chooses the layout of some results by that of their inputs; these functions do not.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Array3, ArrayView2, ArrayView3, ArrayViewMut2, CowArray, Ix2, s};

use super::few_rows::add_few_rows;

/// a·b. `dot` returns a column-major array where both of its inputs are column-major, as a transposed weight is.
pub(crate) fn product(a: ArrayView2<f32>, b: ArrayView2<f32>) -> Array2<f32> {
    let mut product = Array2::zeros((a.nrows(), b.ncols()));
    if !add_few_rows(a, b.t(), &mut product.view_mut()) {
        general_mat_mul(1.0, &a, &b, 0.0, &mut product);
    }
    product
}

/// y += x·Wᵀ, with `weight` [out, in].
pub(crate) fn add_product(x: ArrayView2<f32>, weight: ArrayView2<f32>, y: &mut ArrayViewMut2<f32>) {
    if !add_few_rows(x, weight, y) {
        general_mat_mul(1.0, &x, &weight.t(), 1.0, y);
    }
}

/// [left ; right]: the columns of both. `concatenate` along columns returns a column-major array.
pub(crate) fn beside(left: ArrayView2<f32>, right: ArrayView2<f32>) -> Array2<f32> {
    let mut joined = Array2::zeros((left.nrows(), left.ncols() + right.ncols()));
    joined.slice_mut(s![.., ..left.ncols()]).assign(&left);
    joined.slice_mut(s![.., left.ncols()..]).assign(&right);
    joined
}

/// The given rows, in that order.
///
/// # Panics
/// Where an index is not below the number of rows.
pub(crate) fn select_rows(array: &Array2<f32>, indices: &[usize]) -> Array2<f32> {
    let mut selected = Array2::zeros((indices.len(), array.ncols()));
    for (mut row, &index) in selected.rows_mut().into_iter().zip(indices) {
        row.assign(&array.row(index));
    }
    selected
}

/// [batch, steps, features] → [batch·steps, features], without a copy where there need not be one.
pub(crate) fn flatten<'a>(array: &'a ArrayView3<f32>) -> CowArray<'a, f32, Ix2> {
    let (batch, steps, features) = array.dim();
    let rows = array.to_shape((batch * steps, features));
    rows.unwrap_or_else(|_| unreachable!("the shapes have the same number of elements"))
}

/// [batch·steps, features] → [batch, steps, features].
pub(crate) fn unflatten(rows: Array2<f32>, steps: usize) -> Array3<f32> {
    let (count, features) = rows.dim();
    let array = rows.into_shape_with_order((count / steps, steps, features));
    array.unwrap_or_else(|_| unreachable!("rows of a model are row-major"))
}

/// Adds `row` to every row. `+=` with a broadcast row walks down the columns.
pub(crate) fn add_to_rows(array: &mut Array2<f32>, row: &Array1<f32>) {
    for mut of_array in array.rows_mut() {
        of_array += row;
    }
}

/// The numbers row by row.
pub(crate) fn flat(array: &Array2<f32>) -> &[f32] {
    array.as_slice().unwrap_or_else(|| unreachable!("arrays of a run are row-major"))
}

/// The numbers row by row, to be changed.
pub(crate) fn flat_mut(array: &mut Array2<f32>) -> &mut [f32] {
    array.as_slice_mut().unwrap_or_else(|| unreachable!("arrays of a run are row-major"))
}
