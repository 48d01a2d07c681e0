// What a memory is made of: the module unrolls it, here it is asked for what is shown, once for each trace.

import { carriedOf, cellKindOf, isReadBy, lastStep, signalOf, stepsOf, unitsOf } from '../../trace/cell-values.js';
import { sizeOf } from '../../trace/matrix.js';

/** @typedef {import('../../elements/types.js').Layer} Layer */
/** @typedef {import('../../elements/types.js').Tensor} Tensor */

/**
 * What unrolls: the parts [steps, units] of what the memory holds after token `last`, from gates [steps, units]. Their
 * sum over steps is the memory; tokens that have not been read by then have 0.
 *
 * @typedef {Pick<import('../../elements/types.js').Analysis, 'lstmMemoryParts' | 'gruMemoryParts'>} Unroller
 */

/**
 * Whether a layer's memory can be unrolled: an RNN has none that is added to, and the module may not be there yet.
 *
 * @param {Unroller | null} unroller
 * @param {Layer} layer
 * @returns {'yes' | 'not additive' | 'missing'}
 */
export function canUnroll(unroller, layer) {
  if (cellKindOf(layer) === 'rnn') return 'not additive';
  return unroller ? 'yes' : 'missing';
}

/**
 * Which token wrote how much of what some units hold after token `last`.
 *
 * @param {Unroller} unroller
 * @param {Layer} layer
 * @param {number} last
 * @param {number} [unit] that unit alone; all of them without it
 * @returns {Float32Array} [steps, units]
 */
export function memoryParts(unroller, layer, last, unit) {
  const gate = (/** @type {string} */ name) =>
    (unit === undefined ? signalOf(layer, name).data : columnOf(signalOf(layer, name), unit));
  const units = unit === undefined ? unitsOf(layer) : 1;
  const parts = cellKindOf(layer) === 'lstm'
    ? unroller.lstmMemoryParts(gate('i'), gate('f'), gate('g'), units, last, layer.direction)
    : unroller.gruMemoryParts(gate('z'), gate('n'), units, last, layer.direction);
  return parts.data;
}

/** By what a layer carries. @type {WeakMap<Float32Array, Map<number | 'layer', Tensor>>} */
const kept = new WeakMap();

/**
 * What one unit holds after every token T, by the token k that wrote it.
 *
 * @param {Unroller} unroller
 * @param {Layer} layer
 * @param {number} unit
 * @returns {Tensor} [T, k]; the sum of row T is what the unit holds after T
 */
export function unitHistory(unroller, layer, unit) {
  return keptAs(layer, unit, () => {
    const steps = stepsOf(layer);
    const data = new Float32Array(steps * steps);
    for (let last = 0; last < steps; last++) data.set(memoryParts(unroller, layer, last, unit), last * steps);
    return { data, shape: [steps, steps] };
  });
}

/** A band that is a smaller share of its column is hardly seen. */
const SEEN = 0.04;

/**
 * The T after which most tokens can be seen in what a unit holds; of several the one that was read last.
 *
 * @param {Tensor} parts [T, k]
 * @param {Layer} layer
 */
export function mostBands(parts, layer) {
  const { rows, columns } = sizeOf(parts);
  const order = Array.from({ length: rows }, (_, step) => (layer.direction === 'backward' ? step : rows - 1 - step));
  let [best, most] = [lastStep(layer), 0];
  for (const step of order) {
    const sizes = Array.from(parts.data.subarray(step * columns, (step + 1) * columns), Math.abs);
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    const bands = sizes.filter((size) => size > SEEN * whole).length;
    if (bands > most) [best, most] = [step, bands];
  }
  return best;
}

/**
 * Whose writing all units of a layer hold after every token T: sizes of the parts, summed over units, as shares.
 *
 * @param {Unroller} unroller
 * @param {Layer} layer
 * @returns {Tensor} [T, k]; every row sums to 1, and what has not been read by then is no number
 */
export function layerHistory(unroller, layer) {
  return keptAs(layer, 'layer', () => {
    const [steps, units] = [stepsOf(layer), unitsOf(layer)];
    const data = new Float32Array(steps * steps);
    for (let last = 0; last < steps; last++) {
      const parts = memoryParts(unroller, layer, last);
      const sizes = Array.from({ length: steps }, (_, k) =>
        parts.subarray(k * units, (k + 1) * units).reduce((sum, part) => sum + Math.abs(part), 0));
      const whole = sizes.reduce((sum, size) => sum + size, 0);
      data.set(sizes.map((size, k) => (isReadBy(layer, k, last) ? size / (whole || 1) : NaN)), last * steps);
    }
    return { data, shape: [steps, steps] };
  });
}

/**
 * @param {Layer} layer
 * @param {number | 'layer'} key
 * @param {() => Tensor} make
 */
function keptAs(layer, key, make) {
  const { data } = signalOf(layer, carriedOf(layer));
  const known = kept.get(data) ?? new Map();
  kept.set(data, known);
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}

/**
 * @param {Tensor} values
 * @param {number} column
 */
function columnOf(values, column) {
  const { rows, columns } = sizeOf(values);
  return Float32Array.from({ length: rows }, (_, row) => values.data[row * columns + column] ?? NaN);
}
