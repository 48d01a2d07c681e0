// Small recurrent layers that really run, with their terms, and a module that unrolls their memories.

import { matrix } from './traces.js';

/** @typedef {import('../../www/elements/types.js').Layer} Layer */
/** @typedef {import('../../www/trace/cell-values.js').Terms} Terms */

export const sigmoid = (/** @type {number} */ value) => 1 / (1 + Math.exp(-value));
const GATES = { lstm: ['i', 'f', 'g', 'o'], gru: ['r', 'z', 'n'], rnn: ['h'] };
const SIGNALS = { lstm: ['i', 'f', 'g', 'o', 'c', 'h'], gru: ['r', 'z', 'n', 'h'], rnn: ['h'] };

/**
 * Runs a layer on inputs of one number, with weights that are different for every gate and unit.
 *
 * @param {'lstm' | 'gru' | 'rnn'} kind
 * @param {Layer['direction']} direction
 * @param {number} steps
 * @param {number} [units]
 * @returns {{ layer: Layer, terms: Terms }}
 */
export function layerOfKind(kind, direction, steps, units = 3) {
  const gates = GATES[kind];
  const columns = gates.length * units;
  const x = Array.from({ length: steps }, (_, t) => Math.sin(2 * t + 1));
  const weight = (/** @type {number} */ column, /** @type {number} */ from) => Math.cos(3 * column + 5 * from) * 1.5;
  const bias = Float32Array.from({ length: columns }, (_, column) => Math.sin(column) / 2);
  const recurrentBias = Float32Array.from({ length: columns }, (_, column) => Math.cos(column) / 4);
  const input = matrix(steps, columns, (t, column) => weight(column, 99) * (x[t] ?? 0));
  const recurrent = matrix(steps, columns, () => 0);
  const signals = SIGNALS[kind].map((name) => ({ name, values: matrix(steps, units, () => 0) }));
  /** @type {(t: number, unit: number, values: Record<string, number>) => void} */
  const write = (t, unit, values) => {
    for (const signal of signals) signal.values.data[t * units + unit] = values[signal.name] ?? NaN;
  };
  let [h, c] = [Array(units).fill(0), Array(units).fill(0)];
  const order = Array.from({ length: steps }, (_, index) => (direction === 'backward' ? steps - 1 - index : index));
  for (const t of order) {
    const states = h;
    const memories = c;
    [h, c] = [[...h], [...c]];
    for (let unit = 0; unit < units; unit++) {
      const [fromInput, fromState] = [input, recurrent].map((tensor, which) => gates.map((_, block) => {
        const column = block * units + unit;
        if (which === 1) {
          tensor.data[t * columns + column] = states.reduce((sum, state, from) =>
            sum + weight(column, from) * state, 0);
        }
        return (tensor.data[t * columns + column] ?? NaN)
          + ((which === 0 ? bias : recurrentBias)[column] ?? NaN);
      }));
      const [a = [], b = []] = [fromInput, fromState];
      const sum = (/** @type {number} */ block) => (a[block] ?? NaN) + (b[block] ?? NaN);
      if (kind === 'lstm') {
        const [i, f, g, o] = [sigmoid(sum(0)), sigmoid(sum(1)), Math.tanh(sum(2)), sigmoid(sum(3))];
        c[unit] = f * memories[unit] + i * g;
        h[unit] = o * Math.tanh(c[unit]);
        write(t, unit, { i, f, g, o, c: c[unit], h: h[unit] });
      } else if (kind === 'gru') {
        const [r, z] = [sigmoid(sum(0)), sigmoid(sum(1))];
        const n = Math.tanh((a[2] ?? NaN) + r * (b[2] ?? NaN));
        h[unit] = (1 - z) * n + z * states[unit];
        write(t, unit, { r, z, n, h: h[unit] });
      } else {
        h[unit] = Math.tanh(sum(0));
        write(t, unit, { h: h[unit] });
      }
    }
  }
  return { layer: { layer: 0, direction, signals }, terms: { gates, input, recurrent, bias, recurrentBias } };
}

/**
 * A module that unrolls memories as the formula says: Π over j after k of what is kept, times what k wrote.
 *
 * @param {() => void} [onCall]
 * @returns {any}
 */
export function unroller(onCall = () => {}) {
  const parts = (/** @type {Float32Array} */ keep, /** @type {(index: number) => number} */ written,
    /** @type {number} */ units, /** @type {number} */ last, /** @type {string} */ direction) => {
    onCall();
    const back = direction === 'backward';
    return matrix(keep.length / units, units, (k, unit) => {
      if (back ? k < last : k > last) return 0;
      let product = written(k * units + unit);
      for (let j = last; j !== k; j += back ? 1 : -1) product *= keep[j * units + unit] ?? NaN;
      return product;
    });
  };
  return {
    lstmMemoryParts: (/** @type {Float32Array} */ i, /** @type {Float32Array} */ f, /** @type {Float32Array} */ g,
      /** @type {number} */ units, /** @type {number} */ last, /** @type {string} */ direction) =>
      parts(f, (at) => (i[at] ?? NaN) * (g[at] ?? NaN), units, last, direction),
    gruMemoryParts: (/** @type {Float32Array} */ z, /** @type {Float32Array} */ n, /** @type {number} */ units,
      /** @type {number} */ last, /** @type {string} */ direction) =>
      parts(z, (at) => (1 - (z[at] ?? NaN)) * (n[at] ?? NaN), units, last, direction),
  };
}
