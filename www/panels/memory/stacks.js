// Signed parts stacked upon each other: those above zero upwards, those below it downwards, in a given order.

import { valueAt } from '../../trace/matrix.js';

/** @typedef {import('../../elements/types.js').Tensor} Tensor */
/** @typedef {{ high: number, low: number }} Extent */
/** @typedef {{ bases: Tensor, extent: Extent, apart: Extent }} Stacks */

/** @type {WeakMap<Float32Array, Stacks>} */
const kept = new WeakMap();

/**
 * Stacks of every row of `parts`: where each part starts, how far the stacks reach, and how far the single parts do.
 *
 * @param {Tensor} parts [rows, columns]
 * @param {number[]} order of the columns, from zero outwards
 * @returns {Stacks} bases is [rows, columns]
 */
export function stacksOf(parts, order) {
  const known = kept.get(parts.data);
  if (known) return known;
  const bases = { data: new Float32Array(parts.data.length), shape: parts.shape };
  const [extent, apart] = [{ high: 0, low: 0 }, { high: 0, low: 0 }];
  const [rows = 0, columns = 0] = parts.shape;
  for (let row = 0; row < rows; row++) {
    let [up, down] = [0, 0];
    for (const column of order) {
      const part = valueAt(parts, row, column);
      bases.data[row * columns + column] = part > 0 ? up : down;
      if (part > 0) up += part;
      else down += part;
      widen(apart, part);
    }
    widen(extent, up);
    widen(extent, down);
  }
  const stacks = { bases, extent, apart };
  kept.set(parts.data, stacks);
  return stacks;
}

/**
 * @param {Extent} extent
 * @param {number} value
 */
function widen(extent, value) {
  extent.high = Math.max(extent.high, value);
  extent.low = Math.min(extent.low, value);
}

/**
 * The column whose part of a row's stack is at a height.
 *
 * @param {Tensor} parts
 * @param {number[]} order
 * @param {number} row
 * @param {number} height
 * @returns {number | null} null where there is none
 */
export function partAt(parts, order, row, height) {
  let base = 0;
  for (const column of order) {
    const part = valueAt(parts, row, column);
    if (Math.sign(part) !== Math.sign(height)) continue;
    base += part;
    if (Math.abs(height) <= Math.abs(base)) return column;
  }
  return null;
}
