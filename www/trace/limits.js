// Where the colour scale of a map ends that has no bound of its own.

/** @type {WeakMap<Float32Array, number>} */
const limits = new WeakMap();

/**
 * The size of the greatest value, rounded up: to tenths, and to whole numbers from 5 on, which is how a legend writes
 * it. Never below 0.1, so that maps in which nothing happens look like it.
 *
 * @param {Float32Array} data what is no number is passed over
 */
export function limitFor(data) {
  let limit = limits.get(data);
  if (limit === undefined) {
    const most = data.reduce((size, value) => (Number.isFinite(value) ? Math.max(size, Math.abs(value)) : size), 0);
    limit = Math.max(most < 5 ? Math.ceil(most * 10 - 1e-4) / 10 : Math.ceil(most - 1e-4), 0.1);
    limits.set(data, limit);
  }
  return limit;
}
