// The map of one of the models with attention, and how many of its letters look at the one that they repeat.

import { h } from '../../kit/dom.js';
import { roomFor } from '../../kit/geometry.js';
import { fixed } from '../../kit/numbers.js';
import { inWords, withNumbers } from '../../kit/shown-number.js';
import { POINTED } from '../../pictures/at-pointer.js';
import { heatmap } from '../../pictures/heatmap.js';
import { gridOf } from '../../trace/grid.js';
import { sizeOf, valueAt } from '../../trace/matrix.js';
import { walk } from '../../trace/selection.js';
import { quoted } from '../../trace/tokens.js';

/** The widest that the map gets, in CSS pixels. */
const WIDEST = 640;

/** @param {import('./panel.js').Shown} shown */
export function looks({ context, own, answers, words, set, word }) {
  const trace = answers[own.map]?.value;
  if (!trace) return h('p', { key: 'map', class: 'absent' }, words.coming);
  const grid = gridOf(trace, 'characters');
  const { rows, columns } = sizeOf(grid.weights);
  const [target = NaN, source = NaN] = own.at === '' ? [] : own.at.split('.').map(Number);
  const cell = grid.target[target] && grid.source[source] ? { target, source } : null;
  const point = (/** @type {import('../../elements/types.js').Cell | null} */ to) => {
    const at = to && to.target !== null && to.source !== null ? `${to.target}.${to.source}` : '';
    if (at !== own.at) set({ at });
  };
  const onDiagonal = diagonal(trace.weights, word.length);
  const diagonalWords = (/** @type {import('../../kit/shown-number.js').Write} */ write) =>
    words.diagonal(write('diagonal', onDiagonal, String(onDiagonal)), word.length);
  return h('figure', { key: 'map' },
    heatmap({
      grid, name: 'repeat', label: `${words.mapLabel(own.map)}. ${inWords(diagonalWords)}`, cell, pinned: false,
      room: roomFor(Math.min(context.width, WIDEST), context.ratio, 1), paint: context.paint, scheme: context.scheme,
      strings: context.strings, onHover: point, onPin: point,
      onKey: (event) => {
        if (event.key === 'Escape') point(null);
        const to = walk(event.key, cell && { row: target, column: source }, { rows, columns });
        if (!to) return;
        event.preventDefault();
        point({ target: to.row, source: to.column });
      },
      onFocus: () => {}, onScroll: () => {},
    }),
    h('figcaption', { class: 'gradient-fades' },
      h('span', null, withNumbers(diagonalWords)), ' ',
      cell && grid.target[target] && grid.source[source] ? h('span', { key: 'looked', class: POINTED, role: 'status' }, withNumbers((write) => words.looked(
        quoted(/** @type {any} */ (grid.target[target])), quoted(/** @type {any} */ (grid.source[source])),
        write('looked', valueAt(grid.weights, target, source), fixed(valueAt(grid.weights, target, source), 3))))) : null));
}

/**
 * How many of the first `length` rows have their largest weight in the column of their own number.
 *
 * @param {import('../../elements/types.js').Tensor} weights [target, source]
 * @param {number} length
 */
export function diagonal(weights, length) {
  const { rows, columns } = sizeOf(weights);
  let count = 0;
  for (let row = 0; row < Math.min(rows, length); row++) {
    let best = 0;
    for (let column = 1; column < columns; column++) {
      if (valueAt(weights, row, column) > valueAt(weights, row, best)) best = column;
    }
    if (best === row) count++;
  }
  return count;
}
