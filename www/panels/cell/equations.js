// The equations of a cell with the numbers of one unit at one step in them.

import { h } from '../../kit/dom.js';
import { fixed } from '../../kit/numbers.js';
import { numberAttributes } from '../../kit/shown-number.js';
import { kindOf } from '../../trace/signals.js';

/** @typedef {import('../../kit/dom.js').Child} Child */
/** @typedef {import('../../trace/cell-values.js').Split} Split */
/** @typedef {import('../../trace/cell-values.js').CellKind} CellKind */

/** Size of the bars of one gate's terms, in CSS pixels. */
const BARS = { width: 96, row: 11, letter: 14 };

const v = (/** @type {string} */ name) => h('mi', { class: 'vector' }, name);
const o = (/** @type {string} */ sign) => h('mo', null, sign);
const row = (/** @type {Child[]} */ ...parts) => h('mrow', null, ...parts);
const word = (/** @type {string} */ text) => h('mi', { mathvariant: 'normal' }, text);
const now = (/** @type {string} */ name) => h('msub', null, v(name), h('mi', null, 't'));
const before = (/** @type {string} */ name) =>
  h('msub', null, v(name), row(h('mi', null, 't'), o('−'), h('mn', null, '1')));
const number = (/** @type {string} */ name, /** @type {number} */ value) =>
  h('mn', numberAttributes(name, value), fixed(value, 2));
/** Braces keep the sign of a factor at the factor. */
const factor = (/** @type {string} */ name, /** @type {number} */ value) =>
  (fixed(value, 2).startsWith('−') ? row(o('('), number(name, value), o(')')) : number(name, value));
const brackets = (/** @type {Child[]} */ ...parts) => row(o('('), ...parts, o(')'));
const tanhOf = (/** @type {Child} */ part) => row(h('mspace', { width: '0.17em' }), word('tanh'), part);

/**
 * @param {[name: string, value: number]} first
 * @param {[name: string, value: number][]} others
 */
function sum(first, ...others) {
  return row(number(...first), ...others.flatMap((other) => plus(...other)));
}

/**
 * The sign of a term stands in front of it.
 *
 * @param {string} name
 * @param {number} value
 */
function plus(name, value) {
  const text = fixed(value, 2);
  const term = (/** @type {string} */ size) => h('mn', numberAttributes(name, value), size);
  return text.startsWith('−') ? [o('−'), term(text.slice(1))] : [o('+'), term(text)];
}

/**
 * @param {{
 *   kind: CellKind, now: Record<string, number>, before: Record<string, number>,
 *   splits: Record<string, Split> | null, limit: number,
 *   words: { equations: string, parts: Record<'input' | 'state' | 'bias', string> },
 * }} props splits: null as long as they are not known; limit: the size of a term whose bar is longest
 */
export function cellEquations({ kind, now: values, before: earlier, splits, limit, words }) {
  const at = (/** @type {string} */ name) => values[name] ?? NaN;
  const was = (/** @type {string} */ name) => earlier[name] ?? 0;
  const rows = {
    lstm: () => [
      ...['i', 'f', 'g', 'o'].map((name) => gateRow(name, at(name), splits?.[name] ?? null, limit, words.parts)),
      line('c', [now('c'), o('='), now('f'), o('·'), before('c'), o('+'), now('i'), o('·'), now('g')],
        [o('='), number('f', at('f')), o('·'), factor('c.before', was('c')), o('+'), number('i', at('i')), o('·'),
          factor('g', at('g'))],
        [o('='), result('c', at('c'))]),
      line('h', [now('h'), o('='), now('o'), o('·'), tanhOf(brackets(now('c')))],
        [o('='), number('o', at('o')), o('·'), tanhOf(brackets(number('c', at('c'))))],
        [o('='), number('o', at('o')), o('·'), factor('c.tanh', Math.tanh(at('c')))], [o('='), result('h', at('h'))]),
    ],
    gru: () => [
      ...['r', 'z', 'n'].map((name) => gateRow(name, at(name), splits?.[name] ?? null, limit, words.parts)),
      line('h', [now('h'), o('='), now('z'), o('·'), before('h'), o('+'),
        brackets(h('mn', null, '1'), o('−'), now('z')), o('·'), now('n')],
      [o('='), number('z', at('z')), o('·'), factor('h.before', was('h')), o('+'),
        number('z.rest', 1 - at('z')), o('·'), factor('n', at('n'))],
      [o('='), result('h', at('h'))]),
    ],
    rnn: () => [gateRow('h', at('h'), splits?.['h'] ?? null, limit, words.parts)],
  };
  return h('ul', { class: 'equations', 'aria-label': words.equations }, rows[kind]());
}

/**
 * @param {string} name
 * @param {number} value
 */
function result(name, value) {
  return h('mn', { class: 'result', ...numberAttributes(name, value) }, fixed(value, 2));
}

/**
 * One equation: as it is written, and with numbers, which may break between its parts.
 *
 * @param {string} name
 * @param {Child[]} written
 * @param {...Child[]} numbers
 */
function line(name, written, ...numbers) {
  return h('li', { key: name, class: `equation signal-${name}` }, lines(written, numbers));
}

/**
 * @param {Child[]} written
 * @param {Child[][]} numbers
 */
function lines(written, numbers) {
  return h('div', { class: 'equation-lines' },
    h('math', { key: 'written', class: 'written' }, ...written),
    h('div', { key: 'numbers', class: 'with-numbers' }, numbers.map((parts) => h('math', null, ...parts))));
}

/**
 * A gate: σ or tanh of what the input, the state before and the bias gave.
 *
 * @param {string} name
 * @param {number} value
 * @param {Split | null} split
 * @param {number} limit
 * @param {Record<'input' | 'state' | 'bias', string>} parts
 */
function gateRow(name, value, split, limit, parts) {
  const recurrent = name === 'n';
  const squash = word(kindOf(name) === 'gate' ? 'σ' : 'tanh');
  const weight = (/** @type {string} */ from) =>
    h('msub', null, h('mi', { class: 'matrix' }, 'W'), word(`${from}${name}`));
  const bias = (/** @type {string} */ from) => h('msub', null, v('b'), word(`${from}${name}`));
  const written = recurrent
    ? [now(name), o('='), squash, brackets(weight('i'), now('x'), o('+'), bias('i'), o('+'), now('r'), o('·'),
      brackets(weight('h'), before('h'), o('+'), bias('h')))]
    : [now(name), o('='), squash, brackets(weight('i'), now('x'), o('+'), weight('h'), before('h'), o('+'),
      h('msub', null, v('b'), word(name)))];
  if (!split) return line(name, written, [o('='), result(name, value)]);
  const { input, recurrent: state, bias: first, recurrentBias: second, reset } = split;
  const inside = recurrent
    ? row(sum(...termsOf(name, { input, bias: first })), o('+'), number('r', reset), o('·'),
      brackets(sum(...termsOf(name, { state, recurrentBias: second }))))
    : sum(...termsOf(name, { input, state, bias: first + second }));
  const bars = recurrent
    ? [bar('x', input), bar('h', reset * state), bar('b', first + reset * second)]
    : [bar('x', input), bar('h', state), bar('b', first + second)];
  return h('li', { key: name, class: `equation signal-${name}` },
    lines(written, [
      [o('='), squash, brackets(inside)], [o('='), squash, brackets(number(`${name}.sum`, split.sum))],
      [o('='), result(name, value)],
    ]),
    termBars(bars, limit, parts));
}

/**
 * Terms with their names.
 *
 * @param {string} gate
 * @param {Record<string, number>} terms one at least
 */
function termsOf(gate, terms) {
  const named = Object.entries(terms).map(([name, value]) => /** @type {const} */ ([`${gate}.${name}`, value]));
  return /** @type {[[string, number], ...[string, number][]]} */ (/** @type {unknown} */ (named));
}

/**
 * @param {string} letter
 * @param {number} value
 */
function bar(letter, value) {
  return { letter, value };
}

/**
 * What each term gave, left and right of zero. The equation beside it has the same numbers.
 *
 * @param {{ letter: string, value: number }[]} bars
 * @param {number} limit
 * @param {Record<'input' | 'state' | 'bias', string>} parts
 */
function termBars(bars, limit, parts) {
  const middle = (BARS.width + BARS.letter) / 2;
  const half = (BARS.width - BARS.letter) / 2;
  const height = BARS.row * bars.length + 2;
  const titles = /** @type {Record<string, string>} */ ({ x: parts.input, h: parts.state, b: parts.bias });
  return h('svg', { key: 'bars', class: 'term-bars', width: BARS.width, height, 'aria-hidden': 'true' },
    bars.map(({ letter, value }, index) => {
      const length = Math.min(Math.abs(value) / (limit || 1), 1) * half;
      return h('g', { transform: `translate(0 ${index * BARS.row + 1})` },
        h('title', null, titles[letter]),
        h('text', { x: 0, y: 9 }, letter),
        h('rect', {
          class: value < 0 ? 'term negative' : 'term', y: 2, height: BARS.row - 4,
          x: (value < 0 ? middle - length : middle).toFixed(1), width: length.toFixed(1),
        }));
    }),
    h('line', { x1: middle, x2: middle, y1: 0, y2: height }));
}
