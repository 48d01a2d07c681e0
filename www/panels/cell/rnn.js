// The cell of an RNN with the numbers of one unit at one step: one tanh.

import { body, flow, gate, GATE, head, number, port, reading, wire } from '../../pictures/cell-drawing.js';
import { h } from '../../kit/dom.js';

/** @typedef {import('../../trace/cell-values.js').Split} Split */

const HEIGHT = 226;
const Y = { h: 96, token: 200 };

/**
 * @param {{
 *   now: Record<string, number>, before: Record<string, number>, splits: Record<string, Split> | null,
 *   limits: { term: number }, token: string, width: number, label: string,
 * }} props splits: null as long as they are not known; limits: sizes that are drawn widest; width in CSS pixels
 */
export function rnnCell({ now, before, splits, limits, token, width, label }) {
  const state = now['h'] ?? NaN;
  const edge = width < 480 ? 42 : 60;
  const middle = width / 2;
  const box = 62;
  const split = splits?.['h'] ?? null;
  /** @type {[import('../../pictures/cell-drawing.js').Point, import('../../pictures/cell-drawing.js').Point]} */
  const fromState = [[edge, Y.h], [middle - box / 2, Y.h]];
  /** @type {[import('../../pictures/cell-drawing.js').Point, import('../../pictures/cell-drawing.js').Point]} */
  const fromInput = [[middle, Y.token - 18], [middle, Y.h + GATE / 2]];
  return h('svg', {
    class: 'cell', width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': label,
  },
  body(edge - 8, 30, width - edge + 8, 162),
  // The whole state before comes in; what it gives to this unit goes on.
  wire([[0, Y.h], [edge, Y.h]]),
  split ? flow(fromState, split.recurrent, limits.term) : wire(fromState),
  split ? flow(fromInput, split.input, limits.term) : wire(fromInput),
  flow([[middle + box / 2, Y.h], [width - 8, Y.h]], state, 1),
  head([width, Y.h], state),
  gate({ at: [middle, Y.h], width: box, name: 'h', value: state, sign: 'tanh' }),
  split ? number([(edge + middle - box / 2) / 2, Y.h - 10], 'h.state', split.recurrent, 'middle') : null,
  split ? number([middle + 9, Y.h + GATE / 2 + 24], 'h.input', split.input, 'start') : null,
  port([2, Y.h], 'h', 't−1', before['h'] ?? 0, 'start'), port([width - 2, Y.h], 'h', 't', state, 'end'),
  reading([middle, Y.token + 8], token));
}
