// How far each token's encoder output has moved from where it is when the text is read by itself: a bar for each token.

import { h } from '../../kit/dom.js';
import { tiny } from '../../kit/tiny.js';
import { placeAttributes } from './token-cells.js';
import { glyphFor } from '../../trace/tokens.js';

const HEIGHT = 72;
const MARGIN = { left: 8, right: 8, top: 18 };
/** Room for a token: a character, or the start of a piece. */
const COLUMN = { characters: [16, 30], pieces: [40, 72] };
/** Width of a letter, in CSS pixels. */
const LETTER = 7.4;

/**
 * @param {{
 *   differences: Float32Array, most: number, tokens: string[], slanted: boolean, width: number, label: string,
 *   shown: number | null, text: number,
 * }} props most: what the highest bar stands for; slanted: whether tokens are pieces; width in CSS pixels; shown: the
 *   token that is pointed at; text: its index in the batch
 */
export function paddingShift({ differences, most, tokens, slanted, width, label, shown, text }) {
  const [narrowest = 0, widest = 0] = slanted ? COLUMN.pieces : COLUMN.characters;
  const room = (width - MARGIN.left - MARGIN.right) / Math.max(tokens.length, 1);
  const column = Math.min(Math.max(room, narrowest), widest);
  const bottom = MARGIN.top + HEIGHT;
  const x = (/** @type {number} */ token) => MARGIN.left + token * column;
  const size = (/** @type {number} */ token) => (most > 0 ? ((differences[token] ?? 0) / most) * HEIGHT : 0);
  const lit = shown !== null && shown < tokens.length ? shown : null;
  return h('svg', {
    class: 'padding-shift', width: MARGIN.left + column * tokens.length + MARGIN.right, height: bottom + 22,
    role: 'img', 'aria-label': label,
  },
  h('line', { class: 'shift-base', x1: MARGIN.left, x2: x(tokens.length), y1: bottom, y2: bottom }),
  tokens.map((token, index) => h('g', {
    key: index, class: index === lit ? 'lit' : '', ...placeAttributes([text, index]),
  },
    h('rect', { class: 'shift-room', x: x(index), y: 0, width: column, height: bottom + 22 }),
    h('rect', {
      class: 'shift-bar', x: x(index) + column * 0.15, width: column * 0.7, y: (bottom - size(index)).toFixed(2),
      height: size(index).toFixed(2),
    }),
    h('text', { x: x(index) + column / 2, y: bottom + 15 }, shortened(token, Math.floor(column / LETTER))))),
  lit === null ? null : h('text', {
    key: 'value', class: 'shift-value', y: Math.max(12, bottom - size(lit) - 5),
    x: x(lit) + column / 2,
    'text-anchor': lit < tokens.length / 4 ? 'start' : lit > tokens.length * 0.75 ? 'end' : 'middle',
  }, tiny(differences[lit] ?? 0)));
}

/**
 * A piece, as far as it fits under its bar.
 *
 * @param {string} token
 * @param {number} letters
 */
function shortened(token, letters) {
  const shown = glyphFor(token) ?? token.trim();
  const most = Math.max(letters, 1);
  return [...shown].length > most ? `${[...shown].slice(0, Math.max(most - 1, 1)).join('')}…` : shown;
}
