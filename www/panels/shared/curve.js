// Shares by distance or length: a line for each model, and the reader's own text as a point on each.

import { h } from '../../kit/dom.js';
import { measuredAt } from './measured.js';

const MARGIN = { left: 44, right: 14, top: 12, bottom: 40 };
const HEIGHT = 170;
const WIDEST = 640;
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/**
 * @param {{
 *   series: { name: string, words: string, points: import('./measured.js').Point[], isRight: boolean | null }[],
 *   at: number | null, trained: number, trainedWords: string, every: number, width: number, label: string, axisWords: string,
 * }} props isRight: whether the model wrote the reader's text, null where it has not answered; at: where the reader's text
 *   stands; trained: what lies beyond was never trained on; every: between marks of the axis; width in CSS pixels
 */
export function measuredCurve({ series, at, trained, trainedWords, every, width, label, axisWords }) {
  const furthest = Math.max(...series.flatMap(({ points }) => points.map(({ x }) => x)), 1);
  const inner = Math.min(width, WIDEST) - MARGIN.left - MARGIN.right;
  const x = (/** @type {number} */ place) => MARGIN.left + (Math.min(place, furthest) / furthest) * inner;
  const y = (/** @type {number} */ share) => MARGIN.top + (1 - share) * HEIGHT;
  const bottom = MARGIN.top + HEIGHT;
  const marks = Array.from({ length: Math.floor(furthest / every) + 1 }, (_, index) => index * every);
  return h('svg', {
    class: 'measured-curve', width: MARGIN.left + inner + MARGIN.right, height: bottom + MARGIN.bottom, role: 'img',
    'aria-label': label,
  },
  h('rect', { key: 'untrained', class: 'untrained', x: x(trained), y: MARGIN.top, width: x(furthest) - x(trained), height: HEIGHT }),
  h('text', { key: 'untrained-words', class: 'untrained-words', x: x(furthest) - 4, y: MARGIN.top + HEIGHT / 2 }, trainedWords),
  h('g', { key: 'grid', class: 'gradient-grid' }, SHARES.map((share) => [
    h('line', { x1: MARGIN.left, x2: MARGIN.left + inner, y1: y(share), y2: y(share) }),
    h('text', { x: MARGIN.left - 6, y: y(share) + 4 }, `${share * 100} %`),
  ])),
  h('g', { key: 'marks', class: 'curve-marks' }, marks.map((mark) =>
    h('text', { x: x(mark), y: bottom + 16 }, String(mark)))),
  at === null ? null : h('line', { key: 'at', class: 'curve-at', x1: x(at), x2: x(at), y1: MARGIN.top, y2: bottom }),
  series.map(({ name, points }) => h('path', {
    key: name, class: `gradient-line of-${name}`,
    d: points.map((point, index) => `${index ? 'L' : 'M'}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join(''),
  })),
  at === null ? null : series.map(({ name, points, isRight }) => {
    if (isRight === null || points.length === 0) return null;
    // Filled where the model wrote what it should have.
    return h('circle', {
      key: `own-${name}`, class: `curve-own of-${name} ${isRight ? 'right' : 'wrong'}`, cx: x(at),
      cy: y(measuredAt(points, at)), r: 5,
    });
  }),
  h('text', { key: 'axis', class: 'gradient-axis', x: MARGIN.left + inner / 2, y: bottom + 34 }, axisWords));
}

/**
 * Which line is whose.
 *
 * @param {{ name: string, words: string }[]} series
 */
export function curveKey(series) {
  return h('ul', { class: 'gradient-key' }, series.map(({ name, words }) => h('li', { key: name, class: `of-${name}` },
    h('svg', { width: 26, height: 10, 'aria-hidden': 'true' },
      h('path', { class: `gradient-line of-${name}`, d: 'M1 5L25 5' })), words)));
}
