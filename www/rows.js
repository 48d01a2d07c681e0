// What the rows of a matrix have to do with each other.

import { sizeOf, valueAt } from './matrix.js';

/**
 * The largest difference between two numbers of the same column.
 *
 * @param {import('./types.js').Tensor} tensor
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
