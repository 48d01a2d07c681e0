// Which of a trace's layers is shown.

/**
 * The layer that the gates are shown of; the nearest that the model has.
 *
 * @param {import('./types.js').Trace} trace
 * @param {import('./types.js').GatesView} view
 * @returns {import('./types.js').Layer}
 */
export function layerOf(trace, { component, layer, direction }) {
  const layers = trace[component];
  const deepest = Math.max(...layers.map((candidate) => candidate.layer));
  const same = layers.filter((candidate) => candidate.layer === Math.min(layer, deepest));
  const found = same.find((candidate) => candidate.direction === direction) ?? same[0];
  return /** @type {import('./types.js').Layer} */ (found);
}
