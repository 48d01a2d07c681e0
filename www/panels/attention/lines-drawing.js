// Attention as lines: what was read on the left, what was written on the right, and an edge between the two as wide as
// its weight.

import { h } from '../../kit/dom.js';
import { labelLength } from '../../kit/geometry.js';
import { glyphFor, shownText } from '../../trace/tokens.js';
import { tellAtPointer } from '../../pictures/at-pointer.js';

/** @typedef {import('../../elements/types.js').Cell} Cell */
/** @typedef {import('../../elements/types.js').GridToken} GridToken */
/** @typedef {import('./edges.js').Edge} Edge */
/** @typedef {'source' | 'target'} Side */

/** Height of a token, of the heading, room around labels, and the longest label, in CSS pixels. */
const ROW = 22;
const HEAD = 26;
const PAD = 10;
const LONGEST_LABEL = 104;
/** What the sign in front of a word is longer than a letter. */
const STARTS = 7;
/** Between the two sides. */
const NARROWEST = 96;
const WIDEST = 300;
/** Width of an edge of weight 1; what weighs less than a twentieth of it is a hairline. */
const THICKEST = 11;
const HAIRLINE = 0.6;

/**
 * @param {{
 *   source: GridToken[], target: GridToken[], edges: Edge[], cell: Cell | null, pinned: boolean, width: number,
 *   label: string, heads: { source: string, target: string }, notKnown: string,
 *   onHover: (cell: Cell | null) => void, onPin: (cell: Cell) => void,
 * }} props cell: whose edges are lit; width in CSS pixels; notKnown: what a token is titled that the vocabulary lacks
 */
export function attentionLines({ source, target, edges, cell, pinned, width, label, heads, notKnown, onHover, onPin }) {
  const lengthOf = (/** @type {GridToken} */ token) => labelLength(textOf(token)) + (token.starts ? STARTS : 0);
  const gutter = (/** @type {GridToken[]} */ tokens, /** @type {string} */ head) =>
    Math.ceil(Math.max(labelLength(head), ...tokens.map(lengthOf))) + PAD;
  const sides = { source: gutter(source, heads.source), target: gutter(target, heads.target) };
  const between = Math.round(Math.min(Math.max(width - sides.source - sides.target, NARROWEST), WIDEST));
  const [left, right] = [sides.source, sides.source + between];
  const inner = Math.max(source.length, target.length) * ROW;
  const y = (/** @type {number} */ index, /** @type {GridToken[]} */ tokens) =>
    HEAD + ((index + 0.5) / tokens.length) * inner;
  const under = (/** @type {MouseEvent} */ event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    /** @type {Side} */
    const side = event.clientX - box.left < left + between / 2 ? 'source' : 'target';
    const tokens = side === 'source' ? source : target;
    const index = Math.floor(((event.clientY - box.top - HEAD) / inner) * tokens.length);
    if (index < 0 || index >= tokens.length) return null;
    return side === 'source' ? { target: null, source: index } : { target: index, source: null };
  };
  const isLit = (/** @type {Edge} */ edge) => cell !== null && (cell.target === null || cell.target === edge.target)
    && (cell.source === null || cell.source === edge.source);
  const isNear = (/** @type {Edge} */ edge) =>
    cell === null || cell.target === edge.target || cell.source === edge.source;
  const curve = (/** @type {Edge} */ edge) => {
    const [from, to] = [y(edge.source, source), y(edge.target, target)];
    const middle = left + between / 2;
    const [start, end] = [from.toFixed(1), to.toFixed(1)];
    return h('path', {
      key: `${edge.target} ${edge.source}`,
      class: isLit(edge) ? 'edge lit' : isNear(edge) ? 'edge' : 'edge dim',
      d: `M${left} ${start}C${middle} ${start} ${middle} ${end} ${right} ${end}`,
      'stroke-width': Math.max(edge.weight * THICKEST, HAIRLINE).toFixed(2),
    });
  };
  const labels = (/** @type {Side} */ side, /** @type {GridToken[]} */ tokens) => {
    const x = side === 'source' ? left - PAD : right + PAD;
    return h('g', { key: side, class: `line-side ${side}` },
      h('text', { class: 'line-head', x, y: 14 }, heads[side]),
      tokens.map((token, index) => {
        const lit = cell?.[side] === index;
        return h('text', {
          class: ['line-token', lit && 'lit', lit && pinned && 'pinned', !token.known && 'unknown'].filter(Boolean)
            .join(' '),
          x, y: Number((y(index, tokens) + 4.5).toFixed(1)),
        }, token.known ? null : h('title', null, notKnown), textOf(token));
      }));
  };
  return h('svg', {
    class: 'attention-lines', width: right + sides.target, height: HEAD + inner + 4, role: 'img', 'aria-label': label,
    onpointermove: (/** @type {PointerEvent} */ event) => {
      onHover(under(event));
      tellAtPointer(event);
    },
    onpointerleave: () => onHover(null),
    onclick: (/** @type {MouseEvent} */ event) => {
      const found = under(event);
      if (found) onPin(found);
    },
  },
  // What is lit lies above the rest.
  h('g', { key: 'edges', class: 'edges' },
    edges.filter((edge) => !isLit(edge)).map(curve), edges.filter(isLit).map(curve)),
  labels('source', source), labels('target', target));
}

/**
 * What is drawn of a token: all of it, or as much as there is room for.
 *
 * @param {GridToken} token
 */
function textOf(token) {
  const text = glyphFor(token.text) ?? shownText(token);
  if (labelLength(text) <= LONGEST_LABEL) return text;
  const characters = [...text];
  while (labelLength(characters.join('')) > LONGEST_LABEL) characters.pop();
  return `${characters.join('')}…`;
}
