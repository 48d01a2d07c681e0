// The attention of a sentence by itself and in the batch.

import { h } from '../../kit/dom.js';
import { columnWidth, roomFor } from '../../kit/geometry.js';
import { gridOf } from '../../trace/grid.js';
import { sizeOf, valueAt } from '../../trace/matrix.js';
import { fixed } from '../../kit/numbers.js';
import { walk } from '../../trace/selection.js';
import { shownNumber } from '../../kit/shown-number.js';
import { quoted } from '../../trace/tokens.js';
import { POINTED } from '../../pictures/at-pointer.js';
import { heatmap } from '../../pictures/heatmap.js';
import { showPlace } from './pointing.js';
import { tokenOf } from './token.js';

/**
 * @typedef {import('../../elements/types.js').Cell} Cell
 * @typedef {import('../../elements/types.js').Token} Token
 * @typedef {import('./packing.js').Way} Way
 * @typedef {import('./pointing.js').Pointed} Pointed
 */

/** Id of padding. */
const PAD = 0;

/**
 * @param {number} chosen the text that is looked at
 * @param {Exclude<Way, 'alone'>} way
 * @param {import('../../elements/types.js').Trace | null} run that of the text by itself, which knows the names of its tokens
 * @param {Pointed} pointed
 * @param {typeof import('./words.js').en} words
 */
export function paddingMaps(chosen, way, run, pointed, words) {
  const { batch, context, own } = pointed;
  const text = batch.sentences[chosen];
  if (!text) return null;
  const [rows = 0, columns = 0] = text.alone.weights.shape;
  const { source, target } = labelsOf(text, rows, run, context.slanted, words);
  while (source.length < columns) source.push({ ...tokenOf(context.slanted ? words.pad : '∅'), id: PAD });
  const beside = roomFor(context.width, context.ratio, 2);
  const fits = columnWidth(beside, columns, context.slanted) * columns <= beside.field * context.ratio;
  const room = fits ? beside : roomFor(context.width, context.ratio, 1);
  const cell = cellOf(chosen, rows, pointed);
  const map = (/** @type {Way} */ which, /** @type {string} */ name) => h('figure', {
    key: which === 'alone' ? 'alone' : 'batch', class: 'card map', 'data-reading': which,
  },
  h('figcaption', { class: 'card-head' }, h('span', { class: 'name' }, name)),
  heatmap({
    grid: { unit: context.slanted ? 'pieces' : 'characters', source, target, weights: text[which].weights },
    name: which, label: words.moves.map(name), cell, pinned: own.pinned, room, paint: context.paint,
    scheme: context.scheme, strings: context.strings, ...handlers(chosen, cell, { rows, columns }, pointed),
  }),
  h('p', { class: `padding-readout ${POINTED}` }, weightAt(which, text[which].weights, cell, source, target)));
  return h('div', { key: 'maps', class: 'cards', style: { '--cards': room.cards } },
    map('alone', words.moves.mapAlone), map(way, words.moves.mapIn(words.moves.ways[way])));
}

/**
 * The cell of the maps that is pointed at.
 *
 * @param {number} chosen
 * @param {number} rows
 * @param {Pointed} pointed
 * @returns {Cell | null}
 */
function cellOf(chosen, rows, { shown, own }) {
  const source = shown?.[0] === chosen ? shown[1] : null;
  const target = own.target >= 0 ? Math.min(own.target, rows - 1) : null;
  return source === null && target === null ? null : { target, source };
}

/**
 * How pointer and keyboard move that cell.
 *
 * @param {number} chosen
 * @param {Cell | null} cell
 * @param {import('../../trace/selection.js').Bounds} bounds
 * @param {Pointed} pointed
 */
function handlers(chosen, cell, bounds, pointed) {
  const { own, set } = pointed;
  const show = (/** @type {Cell | null} */ to) =>
    showPlace(typeof to?.source === 'number' ? [chosen, to.source] : null, pointed, to?.target ?? -1);
  return {
    onHover: (/** @type {Cell | null} */ to) => {
      if (!own.pinned) show(to);
    },
    onPin: (/** @type {Cell} */ to) => {
      const at = to.source === null ? '' : `${chosen}.${to.source}`;
      const target = to.target ?? -1;
      set({ at, target, pinned: !own.pinned || own.at !== at || own.target !== target });
    },
    onKey: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') set({ at: '', target: -1, pinned: false });
      if ((event.key === 'Enter' || event.key === ' ') && cell) {
        event.preventDefault();
        set({ pinned: !own.pinned });
      }
      const to = walk(event.key, cell && { row: cell.target ?? 0, column: cell.source ?? 0 }, bounds);
      if (!to) return;
      event.preventDefault();
      show({ target: to.row, source: to.column });
    },
    onFocus: () => {},
    onScroll: (/** @type {Event} */ { currentTarget }) => {
      const { scrollLeft } = /** @type {HTMLElement} */ (currentTarget);
      const cards = /** @type {HTMLElement} */ (currentTarget).closest('.cards');
      for (const plot of cards?.querySelectorAll('.plot') ?? []) plot.scrollLeft = scrollLeft;
    },
  };
}

/**
 * The weight at a cell, with its tokens.
 *
 * @param {string} which
 * @param {import('../../elements/types.js').Tensor} weights
 * @param {Cell | null} cell
 * @param {Token[]} source
 * @param {Token[]} target
 */
function weightAt(which, weights, cell, source, target) {
  const [written, read] = [target[cell?.target ?? -1], source[cell?.source ?? -1]];
  if (!written || !read) return '';
  if (sizeOf(weights).columns === 0) return null;
  const weight = valueAt(weights, cell?.target ?? 0, cell?.source ?? 0);
  return [`${quoted(written)} ← ${quoted(read)} `, shownNumber(`${which}.weight`, weight, fixed(weight, 3))];
}

/**
 * The tokens that label a map of a text. Its own run knows them; as long as that is not there, or has found another
 * output than the search here, rows have numbers.
 *
 * @param {import('./packing.js').PaddedText} text
 * @param {number} rows
 * @param {import('../../elements/types.js').Trace | null} run
 * @param {boolean} slanted
 * @param {typeof import('./words.js').en} words
 */
function labelsOf(text, rows, run, slanted, words) {
  if (run?.output === text.alone.output && run.target.length === rows && run.source.length === text.tokens.length) {
    const { source, target } = gridOf(run, slanted ? 'pieces' : 'characters');
    return { source: [...source], target };
  }
  return {
    source: text.tokens.map(tokenOf),
    target: Array.from({ length: rows }, (_, index) => tokenOf(words.step(index + 1))),
  };
}
