// Where a memory comes from: after every token T the parts that earlier tokens wrote, stacked; below, on the same
// scale and over the same tokens, the parts of one T side by side.

import { h } from '../../kit/dom.js';
import { headFor, labelLength } from '../../kit/geometry.js';
import { valueAt } from '../../trace/matrix.js';
import { fixed } from '../../kit/numbers.js';
import { tellAtPointer } from '../../pictures/at-pointer.js';
import { reveal } from '../../kit/reveal.js';
import { numberAttributes } from '../../kit/shown-number.js';
import { partAt, stacksOf } from './stacks.js';
import { glyphFor, shownText } from '../../trace/tokens.js';

/** @typedef {import('../../elements/types.js').GridToken} GridToken */
/** @typedef {import('../../elements/types.js').Tensor} Tensor */
/** @typedef {import('../../kit/dom.js').Child} Child */

const MARGIN = { left: 46, right: 14, top: 14, bottom: 16 };
/** Height of the stacks from the lowest to the highest, in CSS pixels. */
const STACKS = 190;
/** Columns narrower than this have no room for a number. */
const NUMBERED = 34;
/** The narrowest column, for characters and for pieces. */
const NARROWEST = { upright: 13, slanted: 20 };

/**
 * @param {{
 *   tokens: GridToken[], slanted: boolean, backward: boolean, parts: Tensor, totals: number[], last: number,
 *   held: boolean, marked: number | null, letter: string, width: number, label: string, spoken: string,
 *   words: { partsAxis: (token: string) => string },
 *   onHover: (at: { last: number | null, token: number } | null) => void, onChoose: (last: number) => void,
 *   onRelease: () => void,
 * }} props parts: [T, k]; totals: what the memory holds after each T; last: the T whose parts are shown apart; held:
 *   whether it was chosen; marked: a token k whose writing stands out; width in CSS pixels
 */
export function memoryStack(props) {
  const { tokens, slanted, parts, totals, last, marked, letter, width } = props;
  const steps = tokens.length;
  const narrowest = slanted ? NARROWEST.slanted : NARROWEST.upright;
  const column = Math.max((width - MARGIN.left - MARGIN.right) / steps, narrowest);
  const order = Array.from({ length: steps }, (_, index) => (props.backward ? steps - 1 - index : index));
  const { bases, extent, apart } = stacksOf(parts, order);
  const scale = STACKS / (extent.high - extent.low || 1);
  const zero = MARGIN.top + extent.high * scale;
  const bottom = zero - extent.low * scale;
  const names = slanted ? Math.max(...tokens.map((token) => labelLength(shownText(token)))) * Math.SQRT1_2 + 18 : 26;
  const partsZero = bottom + names + 26 + apart.high * scale;
  const height = Math.ceil(partsZero - apart.low * scale + MARGIN.bottom);
  const x = (/** @type {number} */ step) => MARGIN.left + step * column;
  const gap = column > 8 ? 1 : 0;
  const full = Math.ceil(MARGIN.left + steps * column + MARGIN.right + (slanted ? 4 : 0));
  const at = (/** @type {PointerEvent | MouseEvent} */ event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const step = Math.floor((event.clientX - box.left - MARGIN.left) / column);
    if (step < 0 || step >= steps) return null;
    const y = event.clientY - box.top;
    if (y > bottom + names / 2) return { last: null, token: step };
    return { last: step, token: partAt(parts, order, step, (zero - y) / scale) ?? step };
  };
  return h('div', {
    class: 'memory-scroll', role: 'slider', tabindex: 0, 'aria-label': props.label, 'aria-valuemin': 1,
    'aria-valuemax': steps, 'aria-valuenow': last + 1, 'aria-valuetext': props.spoken,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const to = /** @type {Record<string, number>} */ ({
        ArrowLeft: last - 1, ArrowDown: last - 1, ArrowRight: last + 1, ArrowUp: last + 1, Home: 0, End: steps - 1,
      })[event.key];
      if (to === undefined && event.key !== 'Escape') return;
      event.preventDefault();
      if (to === undefined) props.onRelease();
      else props.onChoose(Math.min(Math.max(to, 0), steps - 1));
    },
    // What follows the pointer is under it already.
    after: [(/** @type {HTMLElement} */ plot) => requestAnimationFrame(() =>
      reveal(plot, x(last) - MARGIN.left, x(last) + 2 * column)), props.held && last, column, parts],
  },
  h('svg', {
    class: 'memory-stack', width: full, height, 'aria-hidden': 'true',
    onpointermove: (/** @type {PointerEvent} */ event) => {
      props.onHover(at(event));
      tellAtPointer(event);
    },
    onpointerleave: () => props.onHover(null),
    onclick: (/** @type {MouseEvent} */ event) => {
      const found = at(event);
      if (!found) return;
      const chosen = found.last ?? found.token;
      if (props.held && chosen === last) props.onRelease();
      else props.onChoose(chosen);
    },
  },
  h('rect', {
    key: 'chosen', class: props.held ? 'chosen held' : 'chosen', x: x(last).toFixed(1), y: 2, width: column.toFixed(1),
    height: bottom - 2,
  }),
  axis(zero, scale, extent, full, 'stacks', letter),
  h('g', { key: 'bands', class: marked === null ? 'bands' : 'bands dim' },
    bandsOf(parts, bases, order, { x, column, gap, zero, scale })),
  marked === null ? null : h('path', {
    key: 'marked', class: 'band-marked', d: bandPath(parts, bases, order, marked, { x, column, gap, zero, scale }),
  }),
  h('path', {
    key: 'totals', class: 'totals',
    d: totals.map((total, step) =>
      `M${x(step).toFixed(1)} ${(zero - total * scale).toFixed(1)}h${column.toFixed(1)}`).join(''),
  }),
  h('g', { key: 'names', class: slanted ? 'names slanted' : 'names' }, tokens.map((token, step) => {
    const lit = [step === last && 'of-chosen', step === marked && 'lit'].filter(Boolean).join(' ');
    const [left, top] = [x(step) + column / 2, bottom + (slanted ? 14 : 18)];
    const place = slanted
      ? { class: lit, transform: `translate(${(left + 4).toFixed(1)} ${top}) rotate(-45)` }
      : { class: lit, x: left.toFixed(1), y: top };
    return h('text', place, glyphFor(token.text) ?? token.text);
  })),
  axis(partsZero, scale, apart, full, 'parts', ''),
  h('text', { key: 'parts-axis', class: 'axis-words', x: MARGIN.left, y: partsZero - apart.high * scale - 10 },
    props.words.partsAxis(tokens[last] ? shownText(/** @type {GridToken} */ (tokens[last])) : '')),
  h('g', { key: 'part-bars', class: 'parts' },
    partBars(parts, last, order, marked, { x, column, gap, zero: partsZero, scale }))));
}

/** @typedef {{ x: (step: number) => number, column: number, gap: number, zero: number, scale: number }} Frame */

/** @type {WeakMap<Float32Array, { width: number, bands: Child[] }>} */
const drawn = new WeakMap();

/**
 * One path for each token, the same description for the same parts: a pointer over them draws nothing anew.
 *
 * @param {Tensor} parts
 * @param {Tensor} bases
 * @param {number[]} order
 * @param {Frame} frame
 */
function bandsOf(parts, bases, order, frame) {
  const made = drawn.get(parts.data);
  if (made && made.width === frame.column) return made.bands;
  const bands = order.map((token, rank) => h('path', {
    class: 'written-band', style: { '--age': age(rank, order.length) }, d: bandPath(parts, bases, order, token, frame),
  }));
  drawn.set(parts.data, { width: frame.column, bands });
  return bands;
}

/**
 * @param {number} rank
 * @param {number} count
 */
function age(rank, count) {
  return `${Math.round((rank / Math.max(count - 1, 1)) * 100)}%`;
}

/**
 * What one token wrote, at its place in the stack of every T.
 *
 * @param {Tensor} parts
 * @param {Tensor} bases
 * @param {number[]} order
 * @param {number} token
 * @param {Frame} frame
 */
function bandPath(parts, bases, order, token, { x, column, gap, zero, scale }) {
  return order.map((last) => {
    const part = valueAt(parts, last, token);
    const length = Math.abs(part) * scale;
    // What would be thinner than a hair is left out.
    if (length < 0.05) return '';
    const base = valueAt(bases, last, token);
    const top = part > 0 ? zero - (base + part) * scale : zero - base * scale;
    return `M${(x(last) + gap / 2).toFixed(1)} ${top.toFixed(1)}h${(column - gap).toFixed(1)}v${length.toFixed(1)}`
      + `h${(gap - column).toFixed(1)}z`;
  }).join('');
}

/**
 * @param {number} zero
 * @param {number} scale
 * @param {{ high: number, low: number }} extent
 * @param {number} width
 * @param {string} key
 * @param {string} letter
 */
function axis(zero, scale, { high, low }, width, key, letter) {
  const step = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50].find((size) => size * scale >= 30) ?? 100;
  const ticks = [];
  for (let tick = Math.ceil(low / step); tick <= Math.floor(high / step); tick++) ticks.push(tick * step);
  const digits = Number.isInteger(step) ? 0 : step === 0.5 || step === 0.1 ? 1 : 2;
  return h('g', { key, class: 'memory-axis' },
    ticks.map((tick) => {
      const y = (zero - tick * scale).toFixed(1);
      return [
        h('line', { x1: MARGIN.left, x2: width - MARGIN.right, y1: y, y2: y, class: tick === 0 ? 'zero' : '' }),
        h('text', { x: MARGIN.left - 8, y: Number(y) + 4 }, fixed(tick, tick === 0 ? 0 : digits)),
      ];
    }),
    letter ? h('text', { class: 'axis-letter', x: 8, y: 18 }, letter) : null);
}

/**
 * The parts of one T, each over its token.
 *
 * @param {Tensor} parts
 * @param {number} last
 * @param {number[]} order
 * @param {number | null} marked
 * @param {Frame} frame
 */
function partBars(parts, last, order, marked, { x, column, gap, zero, scale }) {
  const largest = order.toSorted((a, b) => Math.abs(valueAt(parts, last, b)) - Math.abs(valueAt(parts, last, a)))[0];
  return order.map((token, rank) => {
    const part = valueAt(parts, last, token);
    const length = Math.abs(part) * scale;
    const numbered = column >= NUMBERED ? fixed(part, 2) !== '0.00' : token === (marked ?? largest);
    const above = part >= 0;
    return [
      h('rect', {
        key: `bar-${token}`, class: token === marked ? 'part lit' : 'part', style: { '--age': age(rank, order.length) },
        x: (x(token) + gap / 2).toFixed(1), width: (column - gap).toFixed(1),
        y: (above ? zero - length : zero).toFixed(1), height: length.toFixed(1),
      }),
      numbered ? h('text', {
        key: `number-${token}`, class: 'part-number', x: (x(token) + column / 2).toFixed(1),
        y: (above ? zero - length - 4 : zero + length + 13).toFixed(1), ...numberAttributes(`part.${token}`, part),
      }, fixed(part, 2)) : null,
    ];
  });
}
