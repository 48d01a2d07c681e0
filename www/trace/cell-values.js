// The numbers of one unit of a recurrent layer at one step, as a trace and the terms of its gates hold them.

import { sizeOf, valueAt } from './matrix.js';

/** @typedef {import('../elements/types.js').Layer} Layer */
/** @typedef {import('../elements/types.js').Tensor} Tensor */
/** @typedef {'lstm' | 'gru' | 'rnn'} CellKind */

/**
 * What the gates of a layer are made of, before σ or tanh. Columns are blocks of units in the order of `gates`, rows
 * are steps.
 *
 * @typedef {{
 *   gates: string[], input: Tensor, recurrent: Tensor, bias: Float32Array, recurrentBias: Float32Array,
 * }} Terms
 *
 * What one gate of one unit is made of at one step: `sum` is what σ or tanh is applied to. `reset` is r of a GRU, where
 * it multiplies `recurrent + recurrentBias`; 1 elsewhere.
 *
 * @typedef {{
 *   input: number, recurrent: number, bias: number, recurrentBias: number, reset: number, sum: number,
 * }} Split
 */

/**
 * Which cell a layer is made of, by what it records.
 *
 * @param {Layer} layer
 * @returns {CellKind}
 */
export function cellKindOf({ signals }) {
  const names = signals.map(({ name }) => name);
  return names.includes('f') ? 'lstm' : names.includes('z') ? 'gru' : 'rnn';
}

/** The signal that a cell carries from step to step. @param {Layer} layer */
export function carriedOf(layer) {
  return cellKindOf(layer) === 'lstm' ? 'c' : 'h';
}

/**
 * @param {Layer} layer
 * @param {string} name
 * @returns {Tensor} [steps, units]
 */
export function signalOf({ signals }, name) {
  const found = signals.find((signal) => signal.name === name);
  if (!found) throw new Error(`${name}: expected one of ${signals.map((signal) => signal.name).join(', ')}`);
  return found.values;
}

/** @param {Layer} layer */
export function stepsOf(layer) {
  return sizeOf(signalOf(layer, 'h')).rows;
}

/** @param {Layer} layer */
export function unitsOf(layer) {
  return sizeOf(signalOf(layer, 'h')).columns;
}

/**
 * The step that a layer makes `by` steps after another one, which is to the left of it in a layer that reads backward.
 *
 * @param {Layer} layer
 * @param {number} step
 * @param {number} by
 * @returns {number | null} null before the first and after the last
 */
export function stepAfter(layer, step, by) {
  const found = layer.direction === 'backward' ? step - by : step + by;
  return found >= 0 && found < stepsOf(layer) ? found : null;
}

/**
 * Whether a layer has made `step` when it has made `last`.
 *
 * @param {Layer} layer
 * @param {number} step
 * @param {number} last
 */
export function isReadBy({ direction }, step, last) {
  return direction === 'backward' ? step >= last : step <= last;
}

/** The step that a layer makes first. @param {Layer} layer */
export function firstStep(layer) {
  return layer.direction === 'backward' ? stepsOf(layer) - 1 : 0;
}

/** The step that a layer makes last. @param {Layer} layer */
export function lastStep(layer) {
  return layer.direction === 'backward' ? 0 : stepsOf(layer) - 1;
}

/**
 * Every signal of a unit at a step; `before` has what it carried into the step, which is 0 at the first.
 *
 * @param {Layer} layer
 * @param {number} unit
 * @param {number} step
 * @returns {{ now: Record<string, number>, before: Record<string, number> }}
 */
export function cellAt(layer, unit, step) {
  const earlier = stepAfter(layer, step, -1);
  const read = (/** @type {number | null} */ at) => Object.fromEntries(layer.signals.map(({ name, values }) =>
    [name, at === null ? 0 : valueAt(values, at, unit)]));
  return { now: read(step), before: read(earlier) };
}

/**
 * One signal of a unit at every step.
 *
 * @param {Layer} layer
 * @param {string} name
 * @param {number} unit
 */
export function lineOf(layer, name, unit) {
  const values = signalOf(layer, name);
  return Array.from({ length: sizeOf(values).rows }, (_, step) => valueAt(values, step, unit));
}

/** @type {WeakMap<Float32Array, number>} */
const telling = new WeakMap();

/**
 * The unit whose memory (LSTM) or state moves most over the text: the one with the largest range.
 *
 * @param {Layer} layer
 */
export function tellingUnit(layer) {
  const values = signalOf(layer, carriedOf(layer));
  let best = telling.get(values.data);
  if (best === undefined) {
    const { rows, columns } = sizeOf(values);
    let widest = -1;
    best = 0;
    for (let unit = 0; unit < columns; unit++) {
      // The state before the first step is 0.
      let [low, high] = [0, 0];
      for (let step = 0; step < rows; step++) {
        const value = valueAt(values, step, unit);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      if (high - low > widest) [widest, best] = [high - low, unit];
    }
    telling.set(values.data, best);
  }
  return best;
}

/**
 * The terms of each gate of a unit at a step.
 *
 * @param {Terms} terms
 * @param {Layer} layer whose gates they are
 * @param {number} unit
 * @param {number} step
 * @returns {Record<string, Split>}
 */
export function splitsAt(terms, layer, unit, step) {
  const units = terms.bias.length / terms.gates.length;
  return Object.fromEntries(terms.gates.map((name, block) => {
    const column = block * units + unit;
    const [input, recurrent] = [valueAt(terms.input, step, column), valueAt(terms.recurrent, step, column)];
    const [bias, recurrentBias] = [terms.bias[column] ?? NaN, terms.recurrentBias[column] ?? NaN];
    const reset = name === 'n' ? valueAt(signalOf(layer, 'r'), step, unit) : 1;
    return [name, {
      input, recurrent, bias, recurrentBias, reset, sum: input + bias + reset * (recurrent + recurrentBias),
    }];
  }));
}

/**
 * Whether terms are those of a layer: an answer can be late.
 *
 * @param {Terms | null} terms
 * @param {Layer} layer
 * @returns {terms is Terms}
 */
export function areTermsOf(terms, layer) {
  return terms !== null && sizeOf(terms.input).rows === stepsOf(layer)
    && terms.bias.length === terms.gates.length * unitsOf(layer)
    && terms.gates.every((name) => layer.signals.some((signal) => signal.name === name));
}

/** @type {WeakMap<Terms, Map<number, number>>} */
const largest = new WeakMap();

/**
 * The largest size of any term of a unit at any step: what is drawn of them can be compared from step to step.
 *
 * @param {Terms} terms
 * @param {Layer} layer
 * @param {number} unit
 */
export function largestTerm(terms, layer, unit) {
  const known = largest.get(terms) ?? new Map();
  largest.set(terms, known);
  let found = known.get(unit);
  if (found === undefined) {
    found = Math.max(...Array.from({ length: stepsOf(layer) }, (_, step) =>
      Object.values(splitsAt(terms, layer, unit, step)).flatMap(({ input, recurrent, bias, recurrentBias }) =>
        [input, recurrent, bias + recurrentBias].map(Math.abs))).flat());
    known.set(unit, found);
  }
  return found;
}
