// A logarithmic axis.

/**
 * The powers of ten that an axis needs for `values`: from the one below the least to the one above the greatest, at
 * most `decades` of them, counted from the top. What is 0 has no place on it.
 *
 * @param {number[]} values
 * @param {number} decades
 * @returns {{ low: number, high: number }} exponents
 */
export function decadesOf(values, decades) {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return { low: -1, high: 0 };
  // What is a power of ten but for rounding stays where it is; `+ 0` makes a zero of a negative one.
  const high = Math.ceil(Math.log10(Math.max(...positive)) - 1e-9) + 0;
  const low = Math.min(Math.floor(Math.log10(Math.min(...positive)) + 1e-9), high - 1);
  return { low: Math.max(low, high - decades), high };
}

/**
 * Where a value stands on an axis: 0 at its low end, 1 at its high end; what is beyond an end stands at it.
 *
 * @param {number} value
 * @param {{ low: number, high: number }} axis
 */
export function placeOn(value, { low, high }) {
  if (!(value > 0)) return 0;
  return Math.min(Math.max((Math.log10(value) - low) / (high - low), 0), 1);
}
