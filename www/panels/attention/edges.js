// Attention as a bipartite graph: the few edges that hold most of what each row looks at.

import { sizeOf, valueAt } from '../../trace/matrix.js';

/** @typedef {import('../../elements/types.js').Tensor} Tensor */
/** @typedef {import('../../elements/types.js').Cell} Cell */
/** @typedef {{ target: number, source: number, weight: number }} Edge */

/** What rounding takes from a row that should have reached its share. */
const ROUNDING = 1e-6;

/**
 * Of every row the smallest set of edges that holds at least a share of its mass, heaviest first.
 *
 * @param {Tensor} weights [target, source], none below 0
 * @param {number} share from 0 to 1
 * @returns {Edge[]}
 */
export function edgesHolding(weights, share) {
  return Array.from({ length: sizeOf(weights).rows }, (_, target) => {
    const row = edgesOf(weights, { target, source: null });
    const wanted = row.reduce((sum, { weight }) => sum + weight, 0) * share - ROUNDING;
    let held = 0;
    return row.filter(({ weight }) => {
      const needed = held < wanted && weight > 0;
      if (needed) held += weight;
      return needed;
    });
  }).flat();
}

/**
 * All edges of a row, of a column, or the one of a cell, heaviest first.
 *
 * @param {Tensor} weights [target, source]
 * @param {Cell} cell
 * @returns {Edge[]} none for what the map does not have
 */
export function edgesOf(weights, { target, source }) {
  const { rows, columns } = sizeOf(weights);
  const places = (/** @type {number | null} */ one, /** @type {number} */ count) =>
    Array.from({ length: count }, (_, index) => index).filter((index) => one === null || index === one);
  return places(target, rows)
    .flatMap((row) => places(source, columns).map((column) =>
      ({ target: row, source: column, weight: valueAt(weights, row, column) })))
    .toSorted((a, b) => b.weight - a.weight);
}

/**
 * Where an arrow key leads among the tokens of both sides: up and down along a side, across to the heaviest partner.
 * From nowhere it leads to the first token that was written.
 *
 * @param {string} key
 * @param {Cell | null} from
 * @param {Tensor} weights
 * @returns {Cell | null} null for another key
 */
export function walkTokens(key, from, weights) {
  if (!['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key)) return null;
  const { rows, columns } = sizeOf(weights);
  const side = from?.target === null && from.source !== null ? 'source' : 'target';
  const at = from?.[side] ?? null;
  if (at === null) return { target: 0, source: null };
  const on = (/** @type {'source' | 'target'} */ where, /** @type {number} */ index) =>
    (where === 'target' ? { target: index, source: null } : { target: null, source: index });
  // Sources stand left of targets.
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    if ((key === 'ArrowLeft') === (side === 'source')) return on(side, at);
    const [partner] = edgesOf(weights, on(side, at));
    return side === 'target' ? on('source', partner?.source ?? 0) : on('target', partner?.target ?? 0);
  }
  const last = (side === 'target' ? rows : columns) - 1;
  const to = key === 'Home' ? 0 : key === 'End' ? last : at + (key === 'ArrowUp' ? -1 : 1);
  return on(side, Math.min(Math.max(to, 0), last));
}
