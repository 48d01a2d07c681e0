// Two matrices of the same size, and what differs between them.

/** @typedef {import('../../elements/types.js').Tensor} Tensor */

/**
 * @param {Tensor} first
 * @param {Tensor} second
 */
export function sameShape(first, second) {
  return first.shape.length === second.shape.length && first.shape.every((length, axis) => length === second.shape[axis]);
}

/** By the second, then by the first: pictures are painted again where an array is another one. @type {WeakMap<Float32Array, WeakMap<Float32Array, Tensor>>} */
const kept = new WeakMap();

/**
 * `second` − `first`.
 *
 * @param {Tensor} first
 * @param {Tensor} second of the same shape
 * @returns {Tensor}
 */
export function differenceOf(first, second) {
  const ofSecond = kept.get(second.data) ?? new WeakMap();
  kept.set(second.data, ofSecond);
  const made = ofSecond.get(first.data)
    ?? { data: second.data.map((value, index) => value - (first.data[index] ?? 0)), shape: second.shape };
  ofSecond.set(first.data, made);
  return made;
}

/** @param {Tensor} values */
export function largestSize({ data }) {
  return data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** @param {Tensor} values */
export function meanSize({ data }) {
  return data.length === 0 ? 0 : data.reduce((sum, value) => sum + Math.abs(value), 0) / data.length;
}
