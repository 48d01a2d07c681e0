// How much dropout has dropped.

import { sizeOf } from '../../trace/matrix.js';

/** @typedef {import('../../elements/types.js').Tensor} Tensor */

/**
 * @param {Tensor} kept 1 for what was kept and 0 for what was dropped: [steps, units]
 * @param {import('../../elements/types.js').Steps | null} [steps] those that are counted, or null for all
 * @returns {{ dropped: number, all: number, share: number }} share in [0, 1]
 */
export function droppedOf(kept, steps = null) {
  const { columns } = sizeOf(kept);
  const counted = steps === null ? kept.data : kept.data.subarray(steps.first * columns, (steps.last + 1) * columns);
  const dropped = counted.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0);
  return { dropped, all: counted.length, share: counted.length > 0 ? dropped / counted.length : 0 };
}
