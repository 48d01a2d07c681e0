// A card with a map of pairs, linked to the page's selection: what the panels about attention have in common.

import { h } from '../../kit/dom.js';
import { gridOf, movedCell, range } from '../../trace/grid.js';
import { sizeOf } from '../../trace/matrix.js';
import { shownCell, walk } from '../../trace/selection.js';
import { heatmap } from '../../pictures/heatmap.js';
import { legend } from '../../pictures/legend.js';
import { press } from './walking.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */
/** @typedef {import('../../elements/types.js').Cell} Cell */
/** @typedef {import('../../elements/types.js').Grid} Grid */
/** @typedef {import('../../elements/types.js').Steps} Steps */
/** @typedef {import('../../kit/dom.js').Child} Child */
/** @typedef {import('../../kit/dom.js').Children} Children */

/**
 * The map by what the model itself reads and writes, for numbers that words do not have.
 *
 * @param {PanelContext} context
 */
export function piecesOf({ trace, unit }) {
  return gridOf(trace, unit === 'characters' ? 'characters' : 'pieces');
}

/**
 * What is selected, in pieces: a word stands for all of its own.
 *
 * @param {PanelContext} context
 * @returns {{ rows: Steps | null, columns: Steps | null }}
 */
export function selectedPieces({ grid, selection }) {
  const cell = shownCell(selection);
  return { rows: grid.target[cell?.target ?? -1] ?? null, columns: grid.source[cell?.source ?? -1] ?? null };
}

/**
 * The pairs of pieces that are selected, at most `most` of them; none if only a row or a column is.
 *
 * @param {PanelContext} context
 * @param {number} most
 */
export function selectedPairs(context, most) {
  const { rows, columns } = selectedPieces(context);
  if (!rows || !columns) return [];
  return range(rows.first, rows.last).flatMap((target) =>
    range(columns.first, columns.last).map((source) => ({ target, source }))).slice(0, most);
}

/**
 * @param {PanelContext} context
 * @param {{
 *   name: string, title: Children, label: string, role: string, room: import('../../kit/geometry.js').Room, grid: Grid,
 *   values?: import('../../elements/types.js').Tensor, scale?: import('../../elements/types.js').Scale, limit?: number, stale?: boolean,
 *   beside?: { width: number, head: Children, rows: Child[] }, told: (cell: Cell) => string, below?: Child[],
 * }} map grid: either the page's own of its model, or the one by pieces of the model that is shown; told: what a
 *   screen reader hears of a cell of the page's grid
 */
export function pairMap(context, map) {
  const { selection, actions, strings } = context;
  const { grid, scale = 'attention', limit = 1 } = map;
  const isOther = grid.unit !== context.grid.unit;
  const linked = (/** @type {Cell | null} */ cell) => (isOther && cell ? movedCell(cell, grid, context.grid) : cell);
  const { rows, columns } = sizeOf(isOther ? context.grid.weights : grid.weights);
  return h('figure', { key: map.name, class: map.stale ? 'card map stale' : 'card map' },
    h('figcaption', { class: 'card-head' }, h('span', { class: 'name' }, map.title),
      legend({ stops: context.stops(scale), scale, limit, beyond: false, strings })),
    heatmap({
      grid, name: map.name, label: map.label, cell: shownCell(selection), pinned: selection.pinned !== null,
      room: map.room, paint: context.paint, scheme: context.scheme, strings: { ...strings, mapRole: map.role },
      values: map.values, scale, limit, beside: map.beside, linked: isOther ? selectedPieces(context) : undefined,
      onHover: (cell) => actions.hoverCell(linked(cell)),
      onPin: (cell) => {
        const to = linked(cell);
        if (to) actions.pinCell(to);
      },
      onKey: (event) => press(event, (key, from) => {
        const to = walk(key, from && { row: from.target ?? 0, column: from.source ?? 0 }, { rows, columns });
        return to && { target: to.row, source: to.column };
      }, context, map.told),
      onFocus: actions.focusMap, onScroll: () => {},
    }),
    map.below);
}
