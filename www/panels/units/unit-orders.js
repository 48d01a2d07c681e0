// In which order the units of a layer stand, and by what number.

import { brushed } from './brush.js';
import { likenessOrder } from './likeness.js';
import { sizeOf, valueAt } from '../../trace/matrix.js';
import { derived } from '../../trace/memo.js';

/** @typedef {import('../../elements/types.js').Signal} Signal */
/** @typedef {import('../../elements/types.js').Steps} Steps */
/** @typedef {import('../../elements/types.js').Direction} Direction */
/** @typedef {'index' | 'alike' | 'range' | 'step' | 'brush'} OrderName */

/**
 * @typedef {{ order: number[], measures: number[] | null }} Ranking order: units from first to last; measures: what
 *   they are ordered by, by unit
 */

/** What is carried from step to step, and starts at 0. */
const CARRIED = new Set(['c', 'h']);

/**
 * The units by number, alike ones together, or by how much they vary, answer to a token or are on for a stretch. The
 * same run gives the same lists again.
 *
 * @param {OrderName} name
 * @param {Signal} signal
 * @param {{ direction: Direction, token: Steps, stretch: Steps | null }} selected token: the steps that it takes;
 *   without a stretch, what goes by it goes by how much the units vary
 * @returns {Ranking}
 */
export function rankingOf(name, signal, { direction, token, stretch }) {
  const { data } = signal.values;
  const units = sizeOf(signal.values).columns;
  if (name === 'brush' && stretch) {
    return derived(data, `order brush ${stretch.first} ${stretch.last}`, () => {
      const { scores } = brushed(signal, stretch);
      return { order: greatestFirst(scores), measures: scores };
    });
  }
  if (name === 'step') {
    return derived(data, `order step ${signal.name} ${direction} ${token.first} ${token.last}`, () => {
      const measures = responsesOf(signal, token, direction);
      return { order: greatestFirst(measures.map(Math.abs)), measures };
    });
  }
  if (name === 'index' || name === 'alike') {
    return derived(data, `order ${name}`, () => ({
      order: name === 'index' ? Array.from({ length: units }, (_, unit) => unit) : likenessOrder(signal.values),
      measures: null,
    }));
  }
  return derived(data, 'order range', () => {
    const measures = rangesOf(signal.values);
    return { order: greatestFirst(measures), measures };
  });
}

/**
 * The greatest value of each unit minus its least.
 *
 * @param {import('../../elements/types.js').Tensor} values [steps, units]
 */
export function rangesOf(values) {
  const { rows: steps, columns: units } = sizeOf(values);
  return Array.from({ length: units }, (_, unit) => {
    let [least, greatest] = [Infinity, -Infinity];
    for (let step = 0; step < steps; step++) {
      const value = valueAt(values, step, unit);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    return steps === 0 ? 0 : greatest - least;
  });
}

/**
 * What a token does to each unit. A state is carried on, so that it is what the token has changed: the value behind it
 * minus the value before it, in the direction of reading, which is 0 at the start. A gate or a candidate is made anew
 * at every step: its value minus its mean over all steps.
 *
 * @param {Signal} signal
 * @param {Steps} token
 * @param {Direction} direction
 * @returns {number[]} by unit
 */
export function responsesOf({ name, values }, { first, last }, direction) {
  const { rows: steps, columns: units } = sizeOf(values);
  const [before, behind] = direction === 'backward' ? [last + 1, first] : [first - 1, last];
  return Array.from({ length: units }, (_, unit) => {
    const value = valueAt(values, behind, unit);
    if (CARRIED.has(name)) return value - (before < 0 || before >= steps ? 0 : valueAt(values, before, unit));
    let mean = 0;
    for (let step = 0; step < steps; step++) mean += valueAt(values, step, unit) / steps;
    return value - mean;
  });
}

/**
 * @param {number[]} measures
 * @returns {number[]} units from the greatest measure to the least; equal ones by number
 */
export function greatestFirst(measures) {
  return measures.map((_, unit) => unit).sort((a, b) => (measures[b] ?? 0) - (measures[a] ?? 0) || a - b);
}

/**
 * Rows of units in an order. The same values and order give the same array again.
 *
 * @param {import('../../elements/types.js').Tensor} values [steps, units]
 * @param {Ranking} ranking
 * @returns {Float32Array} [units, steps]
 */
export function arranged(values, { order }) {
  const { rows: steps } = sizeOf(values);
  /** @type {WeakMap<Float32Array, Float32Array>} */
  const made = derived(order, 'arranged', () => new WeakMap());
  let rows = made.get(values.data);
  if (!rows) {
    rows = Float32Array.from({ length: order.length * steps }, (_, index) =>
      valueAt(values, index % steps, order[Math.floor(index / steps)] ?? NaN));
    made.set(values.data, rows);
  }
  return rows;
}
