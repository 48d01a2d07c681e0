// Which of a trace's layers is shown, and what its units have.

import { fixed } from '../kit/numbers.js';
import { valueAt } from './matrix.js';

/**
 * The layer that the gates are shown of; the nearest that the model has.
 *
 * @param {import('../elements/types.js').Trace} trace
 * @param {import('../elements/types.js').GatesView} view
 * @returns {import('../elements/types.js').Layer}
 */
export function layerOf(trace, { component, layer, direction }) {
  const layers = trace[component];
  const deepest = Math.max(...layers.map((candidate) => candidate.layer));
  const same = layers.filter((candidate) => candidate.layer === Math.min(layer, deepest));
  const found = same.find((candidate) => candidate.direction === direction) ?? same[0];
  return /** @type {import('../elements/types.js').Layer} */ (found);
}

/**
 * The values of every signal at one unit and step.
 *
 * @param {import('../elements/types.js').Layer} layer
 * @param {import('../elements/types.js').GateCell} gate
 */
export function gateValues(layer, { unit, step }) {
  return layer.signals.map(({ name, values }) => {
    const number = valueAt(values, step, unit);
    return { name, number, value: fixed(number, 2) };
  });
}
