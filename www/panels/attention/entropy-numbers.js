// How widely rows of attention spread: their entropy in bits, and what it amounts to in tokens.

import { sizeOf, valueAt } from '../../trace/matrix.js';

/**
 * Shannon's entropy H = −Σ a log₂ a of every row. A row that looks at one place has 0 bits, one that looks at n places
 * alike has log₂ n.
 *
 * @param {import('../../elements/types.js').Tensor} weights [target, source]; rows sum to 1
 * @returns {number[]} bits, one a row
 */
export function entropies(weights) {
  const { rows, columns } = sizeOf(weights);
  return Array.from({ length: rows }, (_, row) => {
    let bits = 0;
    for (let column = 0; column < columns; column++) {
      const weight = valueAt(weights, row, column);
      if (weight > 0) bits -= weight * Math.log2(weight);
    }
    // The weight of a sure row may exceed 1 by a rounding, and nothing is surer than 0 bits.
    return Math.max(bits, 0);
  });
}

/**
 * How many places, all looked at alike, would have this entropy: 2^H, the perplexity.
 *
 * @param {number} bits
 */
export function perplexity(bits) {
  return 2 ** bits;
}

/**
 * @param {number[]} values
 * @returns {number} NaN of none
 */
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
