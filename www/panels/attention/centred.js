// Scores as a softmax sees them.

import { sizeOf } from '../../trace/matrix.js';

/** @typedef {import('../../elements/types.js').Tensor} Tensor */

/** @type {WeakMap<Float32Array, { values: Tensor, means: number[] }>} */
const made = new WeakMap();

/**
 * Every row minus its mean. A softmax ignores what is added to a whole row, so rows are told apart by what is left
 * alone. The same tensor gives the same result again.
 *
 * @param {Tensor} scores [target, source]
 * @returns {{ values: Tensor, means: number[] }} means: what was taken from each row
 */
export function centred(scores) {
  let result = made.get(scores.data);
  if (!result) {
    const { rows, columns } = sizeOf(scores);
    const means = Array.from({ length: rows }, (_, row) =>
      scores.data.subarray(row * columns, (row + 1) * columns).reduce((sum, value) => sum + value, 0) / columns);
    const data = scores.data.map((value, index) => value - (means[Math.floor(index / columns)] ?? 0));
    result = { values: { data, shape: scores.shape }, means };
    made.set(scores.data, result);
  }
  return result;
}
