// How often gates are closed or open for good, after Karpathy, Johnson and Li 2015 (arXiv:1506.02078, figure 2): a gate
// below 0.1 is left-saturated, one above 0.9 right-saturated.

import { sizeOf, valueAt } from '../../trace/matrix.js';
import { derived } from '../../trace/memo.js';

export const LEFT = 0.1;
const RIGHT = 0.9;
/** A unit is nearly always saturated from this share of its steps on. */
const NEARLY_ALWAYS = 0.9;

/**
 * Units whose shares are the same.
 *
 * @typedef {{ left: number, right: number, units: number[] }} Place
 *
 * @typedef {{
 *   left: number[], right: number[], leftOfAll: number, rightOfAll: number, closedUnits: number, openUnits: number,
 *   places: Place[],
 * }} Saturation left, right: share of the steps, by unit; …OfAll: share of all units and steps; …Units: how many
 *   are left- or right-saturated in at least nine of ten steps; places: from closed to open, units by number
 */

/**
 * @param {import('../../elements/types.js').Signal} gate values in [0, 1]
 * @returns {Saturation}
 */
export function saturationOf({ values }) {
  return derived(values.data, 'saturation', () => {
    const { rows: steps, columns: units } = sizeOf(values);
    const share = (/** @type {(value: number) => boolean} */ isSaturated) =>
      Array.from({ length: units }, (_, unit) => {
        let count = 0;
        for (let step = 0; step < steps; step++) count += isSaturated(valueAt(values, step, unit)) ? 1 : 0;
        return count / steps;
      });
    const left = share((value) => value < LEFT);
    const right = share((value) => value > RIGHT);
    return {
      left, right, leftOfAll: mean(left), rightOfAll: mean(right), closedUnits: often(left), openUnits: often(right),
      places: placesOf(left, right),
    };
  });
}

/**
 * @param {number[]} left
 * @param {number[]} right
 * @returns {Place[]}
 */
function placesOf(left, right) {
  /** @type {Map<string, Place>} */
  const places = new Map();
  left.forEach((share, unit) => {
    const other = right[unit] ?? 0;
    const place = places.get(`${share} ${other}`) ?? { left: share, right: other, units: [] };
    place.units.push(unit);
    places.set(`${share} ${other}`, place);
  });
  return [...places.values()].sort((a, b) => a.right - b.right || b.left - a.left);
}

/** @param {number[]} shares */
function mean(shares) {
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(shares.length, 1);
}

/** @param {number[]} shares */
function often(shares) {
  return shares.filter((share) => share >= NEARLY_ALWAYS).length;
}
