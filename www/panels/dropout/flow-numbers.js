// The parts of an encoder and a decoder in the order in which data flows through them, with the places where dropout
// stands and those where it does not.

/**
 * @typedef {{
 *   component: 'encoder' | 'decoder', place: 'embedding' | 'between' | 'output', above?: number,
 *   kept: import('../../elements/types.js').Tensor,
 * }} Site
 * @typedef {{ kind: 'block', name: 'embedding' | 'memory' | 'attention' | 'context' | 'generator' }
 *   | { kind: 'layer', layer: number, directions: import('../../elements/types.js').Direction[] }
 *   | { kind: 'mask', site: Site }
 *   | { kind: 'none', layers: number }} Part none: behind the last layer of a stack, where there is no mask
 */

/**
 * @param {import('../../elements/types.js').Component} component
 * @param {import('../../elements/types.js').Layer[]} layers of its stack, as a trace has them
 * @param {Site[]} sites of the whole model
 * @returns {Part[]}
 */
export function flowOf(component, layers, sites) {
  const own = sites.filter((site) => site.component === component);
  const mask = (/** @type {Site['place']} */ place, /** @type {number} */ above = 0) => own
    .filter((site) => site.place === place && (site.above ?? 0) === above)
    .map((site) => /** @type {const} */ ({ kind: 'mask', site }));
  const depth = Math.max(...layers.map(({ layer }) => layer)) + 1;
  const stack = Array.from({ length: depth }, (_, layer) => [
    ...mask('between', layer),
    /** @type {const} */ ({
      kind: 'layer', layer,
      directions: layers.filter((candidate) => candidate.layer === layer).map(({ direction }) => direction),
    }),
  ]).flat();
  const block = (/** @type {any} */ name) => /** @type {const} */ ({ kind: 'block', name });
  return [
    block('embedding'), ...mask('embedding'), ...stack, { kind: 'none', layers: depth },
    ...(component === 'encoder'
      ? [block('memory')]
      : [block('attention'), block('context'), ...mask('output'), block('generator')]),
  ];
}
