// The cell of a GRU with the numbers of one unit at one step: h runs along the top, the gates stand below.

import { body, flow, gate, GATE, head, NODE, node, number, port, reading, wire } from '../../pictures/cell-drawing.js';
import { h } from '../../kit/dom.js';

/** @typedef {import('../../trace/cell-values.js').Split} Split */
/** @typedef {import('../../pictures/cell-drawing.js').Point} Point */

const HEIGHT = 356;
const Y = { h: 46, written: 118, gates: 196, state: 262, x: 294, token: 330 };
/** Columns narrower than this have no room for the numbers of what flows into the gates. */
const ROOMY = 84;

/**
 * @param {{
 *   now: Record<string, number>, before: Record<string, number>, splits: Record<string, Split> | null,
 *   limits: { term: number }, token: string, width: number, label: string,
 * }} props splits: null as long as they are not known; limits: sizes that are drawn widest; width in CSS pixels
 */
export function gruCell({ now, before, splits, limits, token, width, label }) {
  const at = (/** @type {string} */ name) => now[name] ?? NaN;
  const edge = width < 480 ? 42 : 60;
  const column = (width - 2 * edge) / 4.1;
  const x = { z: edge + column * 0.75, r: edge + column * 1.75, reset: edge + column * 2.5, n: edge + column * 3.3 };
  const hidden = before['h'] ?? 0;
  const [kept, share] = [at('z') * hidden, 1 - at('z')];
  const written = share * at('n');
  const top = Y.gates - GATE / 2;
  const bottom = Y.gates + GATE / 2;
  const box = Math.min(column - 6, 62);
  const numbers = column >= ROOMY;
  const down = edge + 8;
  const middle = x.r + 9;
  const n = splits?.['n'] ?? null;
  const recalled = n ? n.reset * (n.recurrent + n.recurrentBias) : null;
  return h('svg', {
    class: 'cell', width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': label,
  },
  body(edge - 8, 14, width - edge + 8, Y.x + 14),
  // What every gate reads: all units of the state before, and the whole input.
  wire([[down, Y.h], [down, Y.state], [x.reset, Y.state]]),
  wire([[middle, Y.token - 18], [middle, Y.x]]),
  wire([[x.z + 9, Y.x], [x.n, Y.x]]),
  /** @type {const} */ (['z', 'r']).flatMap((name) => {
    const split = splits?.[name];
    return [
      feed(`${name}.state`, [[x[name] - 9, Y.state], [x[name] - 9, bottom]], split?.recurrent, limits.term,
        numbers ? 'end' : null),
      feed(`${name}.input`, [[x[name] + 9, Y.x], [x[name] + 9, bottom]], split?.input, limits.term,
        numbers ? 'start' : null),
    ].flat();
  }),
  feed('n.recalled', [[x.reset, Y.state], [x.reset, Y.gates + NODE]], n ? n.recurrent + n.recurrentBias : undefined,
    limits.term, numbers ? 'start' : null),
  feed('n.input', [[x.n, Y.x], [x.n, bottom]], n?.input, limits.term, numbers ? 'start' : null),
  flow([[x.r + box / 2, Y.gates], [x.reset - NODE, Y.gates]], at('r'), 1),
  recalled === null ? wire([[x.reset + NODE, Y.gates], [x.n - box / 2, Y.gates]])
    : flow([[x.reset + NODE, Y.gates], [x.n - box / 2, Y.gates]], recalled, limits.term),
  // h: what is kept, what is added.
  flow([[0, Y.h], [x.z - NODE, Y.h]], hidden, 1),
  flow([[x.z + NODE, Y.h], [x.n - NODE, Y.h]], kept, 1),
  flow([[x.n + NODE, Y.h], [width - 8, Y.h]], at('h'), 1),
  head([width, Y.h], at('h')),
  flow([[x.z, top], [x.z, Y.h + NODE]], at('z'), 1),
  flow([[x.z, Y.written], [x.r - NODE, Y.written]], at('z'), 1),
  flow([[x.r + NODE, Y.written], [x.n - NODE, Y.written]], share, 1),
  flow([[x.n, top], [x.n, Y.written + NODE]], at('n'), 1),
  flow([[x.n, Y.written - NODE], [x.n, Y.h + NODE]], written, 1),
  node([x.z, Y.h], '×'), node([x.n, Y.h], '+'), node([x.r, Y.written], '1−'), node([x.n, Y.written], '×'),
  node([x.reset, Y.gates], '×'),
  /** @type {const} */ (['z', 'r', 'n']).map((name) => gate({
    at: [x[name], Y.gates], width: box, name, value: at(name), sign: name === 'n' ? 'tanh' : 'σ',
  })),
  number([(x.z + x.n) / 2, Y.h - 10], 'h.kept', kept, 'middle'),
  number([(x.r + x.n) / 2, Y.written - 10], 'z.rest', share, 'middle'),
  number([x.n + 9, (Y.h + Y.written) / 2 + 4], 'h.written', written, 'start'),
  port([2, Y.h], 'h', 't−1', hidden, 'start'), port([width - 2, Y.h], 'h', 't', at('h'), 'end'),
  reading([middle, Y.token + 8], token));
}

/**
 * @param {string} name
 * @param {[Point, Point]} points
 * @param {number | undefined} value
 * @param {number} limit
 * @param {'start' | 'end' | null} side of the line where its number stands; null for none
 */
function feed(name, points, value, limit, side) {
  if (value === undefined) return [wire(points)];
  const [[x]] = points;
  const y = Y.gates + GATE / 2 + 24;
  return [
    flow(points, value, limit),
    side === null ? null : number([side === 'start' ? x + 7 : x - 7, y], name, value, side),
  ];
}
