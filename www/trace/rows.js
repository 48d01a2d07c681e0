// What the rows of a matrix have to do with each other.

import { sizeOf, valueAt } from './matrix.js';
import { derived } from './memo.js';

/**
 * The largest difference between two numbers of the same column.
 *
 * @param {import('../elements/types.js').Tensor} tensor
 * @returns {number} 0 for less than two rows
 */
export function largestDifference(tensor) {
  const { rows, columns } = sizeOf(tensor);
  let largest = 0;
  for (let column = 0; column < columns; column++) {
    const values = Array.from({ length: rows }, (_, row) => valueAt(tensor, row, column));
    largest = Math.max(largest, Math.max(...values) - Math.min(...values));
  }
  return largest;
}

/**
 * Every row divided by its sum, so that rows of sizes can be compared with rows of weights; a row of zeros stays one.
 * The same tensor gives the same result again.
 *
 * @param {import('../elements/types.js').Tensor} tensor of numbers that are not negative
 * @returns {import('../elements/types.js').Tensor}
 */
export function rowShares(tensor) {
  return derived(tensor.data, 'row shares', () => {
    const { rows, columns } = sizeOf(tensor);
    const sums = Array.from({ length: rows }, (_, row) =>
      tensor.data.subarray(row * columns, (row + 1) * columns).reduce((sum, value) => sum + value, 0));
    const data = tensor.data.map((value, index) => value / (sums[Math.floor(index / columns)] || 1));
    return { data, shape: tensor.shape };
  });
}
