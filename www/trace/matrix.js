// Row-major tensors with two axes.

/** @typedef {import('../elements/types.js').Tensor} Tensor */

/** @param {Tensor} tensor */
export function sizeOf({ shape: [rows = 0, columns = 0] }) {
  return { rows, columns };
}

/**
 * @param {Tensor} tensor
 * @param {number} row
 * @param {number} column
 * @returns {number} NaN outside of the tensor
 */
export function valueAt(tensor, row, column) {
  return tensor.data[row * sizeOf(tensor).columns + column] ?? NaN;
}

/** @type {WeakMap<Float32Array, Float32Array>} */
const turned = new WeakMap();

/**
 * Rows as columns. The same values give the same array again, so that a plot knows that nothing has changed.
 *
 * @param {Tensor} tensor
 */
export function transposed(tensor) {
  let result = turned.get(tensor.data);
  if (!result) {
    const { rows, columns } = sizeOf(tensor);
    result = Float32Array.from(tensor.data, (_, index) => valueAt(tensor, index % rows, Math.floor(index / rows)));
    turned.set(tensor.data, result);
  }
  return result;
}

/**
 * Whether the model of a run, or of a map, attends: without attention its weights have no columns.
 *
 * @param {{ weights: import('../elements/types.js').Tensor }} run
 */
export function attends({ weights }) {
  return sizeOf(weights).columns > 0;
}
