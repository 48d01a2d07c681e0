// What was measured of the models of a small task, by how far back what they write lies; the manifest has it.

import { modelOf } from '../../tasks/tasks.js';

/** @typedef {{ x: number, y: number }} Point */

/**
 * @param {import('../../elements/types.js').Manifest | null} manifest
 * @param {string} task
 * @param {string} key of the model
 * @param {string} measure the name of the numbers without what they are measured at
 * @returns {Point[]} by x
 */
export function measuredOf(manifest, task, key, measure) {
  return Object.entries(modelOf(manifest, task, key)?.quality ?? {})
    .filter(([name]) => name.startsWith(measure) && /^\d+$/.test(name.slice(measure.length)))
    .map(([name, y]) => ({ x: Number(name.slice(measure.length)), y })).sort((a, b) => a.x - b.x);
}

/**
 * What was measured at `x`, on a straight line between neighbours; beyond an end what was measured there.
 *
 * @param {Point[]} points by x
 * @param {number} x
 */
export function measuredAt(points, x) {
  const after = points.findIndex((point) => point.x >= x);
  if (after === -1) return points.at(-1)?.y ?? NaN;
  const [before, next] = [points[after - 1] ?? points[after], points[after]];
  if (!before || !next) return NaN;
  if (before === next || next.x === before.x) return next.y;
  return before.y + ((x - before.x) / (next.x - before.x)) * (next.y - before.y);
}
