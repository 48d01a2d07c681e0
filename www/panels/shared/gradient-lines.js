// How far gradients reach back: a line for each model over the tokens, on a logarithmic axis.

import { h } from '../../kit/dom.js';
import { placeOn } from './log-scale.js';
import { glyphFor } from '../../trace/tokens.js';

/** @typedef {{ name: string, words: string, values: number[] }} Line values: one a token, NaN where there is none */

const MARGIN = { left: 48, right: 12, top: 10, bottom: 40 };
const HEIGHT = 240;
/** Marks of the axis. */
const MOST_MARKS = 7;

/**
 * @param {{
 *   lines: Line[], tokens: string[], last: number, axis: { low: number, high: number }, width: number, label: string,
 *   axisWords: string, shown: number | null, onStep: (step: number | null) => void, onPin: (step: number) => void,
 * }} props last: the token that the gradients start from; axis: exponents of its ends; width in CSS pixels; shown: the
 *   token that is pointed at
 */
export function gradientLines({ lines, tokens, last, axis, width, label, axisWords, shown, onStep, onPin }) {
  const inner = Math.max(width - MARGIN.left - MARGIN.right, tokens.length * 6);
  const x = (/** @type {number} */ t) => MARGIN.left + ((t + 0.5) / tokens.length) * inner;
  const y = (/** @type {number} */ value) => MARGIN.top + (1 - placeOn(value, axis)) * HEIGHT;
  const every = Math.ceil((axis.high - axis.low) / MOST_MARKS);
  const marks = Array.from({ length: axis.high - axis.low + 1 }, (_, index) => axis.high - index)
    .filter((_, index) => index % every === 0);
  const stepUnder = (/** @type {MouseEvent} */ event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const t = Math.floor(((event.clientX - box.left - MARGIN.left) / inner) * tokens.length);
    return t >= 0 && t < tokens.length ? t : null;
  };
  const everyToken = Math.ceil((tokens.length * 11) / inner);
  const bottom = MARGIN.top + HEIGHT;
  return h('svg', {
    class: 'gradient-lines', width: MARGIN.left + inner + MARGIN.right, height: bottom + MARGIN.bottom, role: 'img',
    'aria-label': label,
    onpointermove: (/** @type {PointerEvent} */ event) => onStep(stepUnder(event)),
    onpointerleave: () => onStep(null),
    onclick: (/** @type {MouseEvent} */ event) => {
      const step = stepUnder(event);
      if (step !== null) onPin(step);
    },
  },
  h('g', { key: 'grid', class: 'gradient-grid' }, marks.map((exponent) => [
    h('line', { x1: MARGIN.left, x2: MARGIN.left + inner, y1: y(10 ** exponent), y2: y(10 ** exponent) }),
    h('text', { x: MARGIN.left - 8, y: y(10 ** exponent) + 4 },
      exponent === 0 ? '1' : ['10', h('tspan', { dy: -5, 'font-size': '0.7em' }, String(exponent).replace('-', '−'))]),
  ])),
  h('rect', {
    key: 'last', class: 'gradient-last', x: x(last) - inner / tokens.length / 2, y: MARGIN.top,
    width: inner / tokens.length, height: HEIGHT,
  }),
  lines.map(({ name, values }) => h('path', {
    key: name, class: `gradient-line of-${name}`,
    d: pathOf(values.map((value, t) => (t <= last && Number.isFinite(value) ? [x(t), y(value)] : null))),
  })),
  h('g', { key: 'tokens', class: 'gradient-tokens' }, tokens.map((token, t) => (t % everyToken === 0 || t === shown
    ? h('text', { x: x(t), y: bottom + 16, class: t === shown || t === last ? 'lit' : '' }, glyphFor(token) ?? token)
    : null))),
  h('text', { key: 'axis', class: 'gradient-axis', x: MARGIN.left + inner / 2, y: bottom + 34 }, axisWords));
}

/**
 * Lines between neighbours that both have a place.
 *
 * @param {([number, number] | null)[]} points
 */
function pathOf(points) {
  let path = '';
  points.forEach((point, index) => {
    if (!point) return;
    const move = index === 0 || !points[index - 1];
    path += `${move ? 'M' : 'L'}${point.map((part) => part.toFixed(1)).join(' ')}`;
  });
  return path;
}
