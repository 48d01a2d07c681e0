// Units whose time courses are alike, side by side: average linkage on 1 − r, r the correlation of two units over the
// steps, found by chains of nearest neighbours (Murtagh 1983; Müllner 2011, arXiv:1109.2378), which takes O(n² · steps).
// Wherever two clusters join, both are turned so that the leaves that meet are the most alike of the four pairs that
// could (Gruvaeus and Wainer 1972). The best of all turnings (Bar-Joseph, Gifford and Jaakkola 2001) would take at least
// O(n³), which is too long for every key.

import { sizeOf } from '../../trace/matrix.js';

/** Least sum of squares around its mean for a unit to have a time course at all. */
const STILL = 1e-10;

/**
 * @param {import('../../elements/types.js').Tensor} values [steps, units]
 * @returns {number[]} units, each once; equally near ones by number
 */
export function likenessOrder(values) {
  const { columns: units } = sizeOf(values);
  const distances = distancesOf(values);
  const linked = distances.slice();
  /** @type {number[][]} the leaves of each cluster that is not yet part of another, by its lowest unit */
  const leaves = Array.from({ length: units }, (_, unit) => [unit]);
  joinNearest(linked, units, (kept, gone) => {
    leaves[kept] = joined(leaves[kept] ?? [], leaves[gone] ?? [], distances, units);
    leaves[gone] = [];
  });
  const order = leaves[0] ?? [];
  return (order[0] ?? 0) > (order.at(-1) ?? 0) ? order.reverse() : order;
}

/**
 * 1 − r of every two units, in [0, 2]. What never moves is like what never moves, and like nothing else.
 *
 * @param {import('../../elements/types.js').Tensor} values [steps, units]
 * @returns {Float64Array} [units, units]
 */
function distancesOf(values) {
  const { rows: steps, columns: units } = sizeOf(values);
  const { courses, still } = standardised(values);
  const distances = new Float64Array(units * units);
  for (let a = 0; a < units; a++) {
    for (let b = a + 1; b < units; b++) {
      let r = 0;
      for (let t = 0; t < steps; t++) r += num(courses, a * steps + t) * num(courses, b * steps + t);
      const distance = still[a] && still[b] ? 0 : Math.max(0, 1 - r);
      distances[a * units + b] = distance;
      distances[b * units + a] = distance;
    }
  }
  return distances;
}

/**
 * Time courses with mean 0 and length 1, so that their products are correlations.
 *
 * @param {import('../../elements/types.js').Tensor} values [steps, units]
 * @returns {{ courses: Float64Array, still: boolean[] }} courses: [units, steps]
 */
function standardised(values) {
  const { rows: steps, columns: units } = sizeOf(values);
  const courses = new Float64Array(units * steps);
  const still = Array.from({ length: units }, (_, unit) => {
    let mean = 0;
    for (let t = 0; t < steps; t++) mean += num(values.data, t * units + unit) / steps;
    let squares = 0;
    for (let t = 0; t < steps; t++) squares += (num(values.data, t * units + unit) - mean) ** 2;
    if (squares < STILL) return true;
    const length = Math.sqrt(squares);
    for (let t = 0; t < steps; t++) courses[unit * steps + t] = (num(values.data, t * units + unit) - mean) / length;
    return false;
  });
  return { courses, still };
}

/**
 * Joins, again and again, two clusters that are each other's nearest, until one is left.
 *
 * @param {Float64Array} distances [units, units]; overwritten with those of clusters
 * @param {number} units
 * @param {(kept: number, gone: number) => void} onJoin the cluster goes on under the lower number
 */
function joinNearest(distances, units, onJoin) {
  const sizes = new Float64Array(units).fill(1);
  const open = Array.from({ length: units }, (_, unit) => unit);
  /** @type {number[]} */
  const chain = [];
  while (open.length > 1) {
    if (chain.length === 0) chain.push(num(open, 0));
    for (;;) {
      const tip = num(chain, chain.length - 1);
      const before = chain.at(-2) ?? -1;
      // The one that the chain comes from wins a tie, so that every chain ends.
      let nearest = before;
      let least = before < 0 ? Infinity : num(distances, tip * units + before);
      for (const other of open) {
        const distance = num(distances, tip * units + other);
        if (other !== tip && distance < least) {
          least = distance;
          nearest = other;
        }
      }
      if (nearest === before) break;
      chain.push(nearest);
    }
    const [one = 0, two = 0] = chain.splice(-2);
    const [kept, gone] = one < two ? [one, two] : [two, one];
    open.splice(open.indexOf(gone), 1);
    const [more, fewer] = [num(sizes, kept), num(sizes, gone)];
    for (const other of open) {
      const [a, b] = [num(distances, kept * units + other), num(distances, gone * units + other)];
      // A mean that rounding takes below both would make chains run in circles.
      const distance = Math.max(Math.min(a, b), (more * a + fewer * b) / (more + fewer));
      distances[kept * units + other] = distance;
      distances[other * units + kept] = distance;
    }
    sizes[kept] = more + fewer;
    onJoin(kept, gone);
  }
}

/**
 * One list behind the other, turned so that the two leaves that meet are as alike as can be.
 *
 * @param {number[]} a
 * @param {number[]} b
 * @param {Float64Array} distances [units, units]
 * @param {number} units
 */
function joined(a, b, distances, units) {
  const between = (/** @type {number | undefined} */ left, /** @type {number | undefined} */ right) =>
    num(distances, (left ?? 0) * units + (right ?? 0));
  const meetings = [
    { turnA: false, turnB: false, distance: between(a.at(-1), b[0]) },
    { turnA: false, turnB: true, distance: between(a.at(-1), b.at(-1)) },
    { turnA: true, turnB: false, distance: between(a[0], b[0]) },
    { turnA: true, turnB: true, distance: between(a[0], b.at(-1)) },
  ];
  const { turnA, turnB } = meetings.reduce((best, meeting) => (meeting.distance < best.distance ? meeting : best));
  return [...(turnA ? a.toReversed() : a), ...(turnB ? b.toReversed() : b)];
}

/**
 * @param {ArrayLike<number>} numbers
 * @param {number} index
 */
function num(numbers, index) {
  return /** @type {number} */ (numbers[index]);
}
