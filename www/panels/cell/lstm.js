// The cell of an LSTM with the numbers of one unit at one step: c runs along the top, the gates stand below.

import { body, flow, gate, GATE, head, NODE, node, number, pointwise, port, reading, wire } from '../../pictures/cell-drawing.js';
import { h } from '../../kit/dom.js';

/** @typedef {import('../../trace/cell-values.js').Split} Split */
/** @typedef {import('../../pictures/cell-drawing.js').Point} Point */

const HEIGHT = 388;
/** Where the lines run: the memory, the gates, the state, the input. */
const Y = { c: 46, written: 110, tanh: 102, shown: 160, gates: 222, h: 292, x: 326, token: 362 };
/** Columns narrower than this have no room for the numbers of what flows into the gates. */
const ROOMY = 90;

/**
 * @param {{
 *   now: Record<string, number>, before: Record<string, number>, splits: Record<string, Split> | null,
 *   limits: { memory: number, term: number }, token: string, width: number, label: string,
 * }} props splits: null as long as they are not known; limits: sizes that are drawn widest; width in CSS pixels
 */
export function lstmCell({ now, before, splits, limits, token, width, label }) {
  const at = (/** @type {string} */ name) => now[name] ?? NaN;
  const edge = width < 480 ? 42 : 60;
  const column = (width - 2 * edge) / 4.6;
  const x = {
    f: edge + column * 0.45, i: edge + column * 1.45, g: edge + column * 2.45, o: edge + column * 3.45,
    h: edge + column * 4.3,
  };
  const [c, hidden] = [before['c'] ?? 0, before['h'] ?? 0];
  const [kept, written, shown] = [at('f') * c, at('i') * at('g'), Math.tanh(at('c'))];
  const top = Y.gates - GATE / 2;
  const box = Math.min(column - 6, 62);
  const gates = /** @type {const} */ (['f', 'i', 'g', 'o']);
  return h('svg', {
    class: 'cell', width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': label,
  },
  body(edge - 8, 14, width - edge + 8, Y.x + 14),
  // What every gate reads: all units of the state before, and the whole input.
  wire([[edge - 38, Y.h], [x.o - 9, Y.h]]),
  wire([[(x.i + x.g) / 2, Y.token - 18], [(x.i + x.g) / 2, Y.x]]),
  wire([[x.f + 9, Y.x], [x.o + 9, Y.x]]),
  gates.flatMap((name) => feeds(name, x[name], splits?.[name] ?? null, limits.term, column >= ROOMY)),
  // c: what is kept, what is added.
  flow([[0, Y.c], [x.f - NODE, Y.c]], c, limits.memory),
  flow([[x.f + NODE, Y.c], [x.g - NODE, Y.c]], kept, limits.memory),
  flow([[x.g + NODE, Y.c], [width - 8, Y.c]], at('c'), limits.memory),
  head([width, Y.c], at('c')),
  flow([[x.f, top], [x.f, Y.c + NODE]], at('f'), 1),
  flow([[x.i, top], [x.i, Y.written], [x.g - NODE, Y.written]], at('i'), 1),
  flow([[x.g, top], [x.g, Y.written + NODE]], at('g'), 1),
  flow([[x.g, Y.written - NODE], [x.g, Y.c + NODE]], written, limits.memory),
  // h: what is shown of c.
  flow([[x.h, Y.c], [x.h, Y.tanh - NODE]], at('c'), limits.memory),
  flow([[x.h, Y.tanh + NODE], [x.h, Y.shown - NODE]], shown, 1),
  flow([[x.o, top], [x.o, Y.shown], [x.h - NODE, Y.shown]], at('o'), 1),
  flow([[x.h, Y.shown + NODE], [x.h, Y.h], [width - 8, Y.h]], at('h'), 1),
  head([width, Y.h], at('h')),
  node([x.f, Y.c], '×'), node([x.g, Y.c], '+'), node([x.g, Y.written], '×'), node([x.h, Y.shown], '×'),
  pointwise([x.h, Y.tanh], 'tanh'),
  gates.map((name) => gate({
    at: [x[name], Y.gates], width: box, name, value: at(name), sign: name === 'g' ? 'tanh' : 'σ',
  })),
  number([(x.f + x.g) / 2, Y.c - 10], 'c.kept', kept, 'middle'),
  number([x.g + 9, (Y.c + Y.written) / 2 + 4], 'c.written', written, 'start'),
  number([x.h + 8, (Y.tanh + Y.shown) / 2 + 4], 'c.tanh', shown, 'start'),
  port([2, Y.c], 'c', 't−1', c, 'start'), port([width - 2, Y.c], 'c', 't', at('c'), 'end'),
  port([2, Y.h], 'h', 't−1', hidden, 'start'), port([width - 2, Y.h], 'h', 't', at('h'), 'end'),
  reading([(x.i + x.g) / 2, Y.token + 8], token));
}

/**
 * What a gate gets from the state before, on the left, and from the input, on the right.
 *
 * @param {string} name
 * @param {number} x
 * @param {Split | null} split
 * @param {number} limit
 * @param {boolean} withNumbers
 */
function feeds(name, x, split, limit, withNumbers) {
  const bottom = Y.gates + GATE / 2;
  /** @type {[Point, Point]} */
  const fromState = [[x - 9, Y.h], [x - 9, bottom]];
  /** @type {[Point, Point]} */
  const fromInput = [[x + 9, Y.x], [x + 9, bottom]];
  if (!split) return [wire(fromState), wire(fromInput)];
  return [
    flow(fromState, split.recurrent, limit), flow(fromInput, split.input, limit),
    withNumbers ? number([x - 16, bottom + 26], `${name}.state`, split.recurrent, 'end') : null,
    withNumbers ? number([x + 16, bottom + 26], `${name}.input`, split.input, 'start') : null,
  ];
}
