// The formulas, as MathML. They are the same in every language.

import { h } from '../kit/dom.js';
import { scoreOf } from '../tasks/tasks.js';

/** @typedef {import('../kit/dom.js').Child} Child */

const v = (/** @type {string} */ name) => h('mi', { class: 'vector' }, name);
const m = (/** @type {string} */ name) => h('mi', { class: 'matrix' }, name);
const o = (/** @type {string} */ sign) => h('mo', null, sign);
const row = (/** @type {Child[]} */ ...parts) => h('mrow', null, ...parts);
const sub = (/** @type {Child} */ base, /** @type {Child} */ index) => h('msub', null, base, index);
const word = (/** @type {string} */ text) => h('mi', { mathvariant: 'normal' }, text);

const ws = () => sub(m('W'), word('s'));
const wm = () => sub(m('W'), word('m'));

/** @type {Record<string, () => Child[]>} */
const SCORES = {
  dot: () => [v('s'), o('·'), v('m')],
  general: () => [m('W'), v('s'), o('·'), v('m')],
  concat: () => [v('v'), o('·'), word('tanh'), o('('), ws(), v('s'), o('+'), wm(), v('m'), o(')')],
  concat_without_tanh: () => [v('v'), o('·'), o('('), ws(), v('s'), o('+'), wm(), v('m'), o(')')],
};

/**
 * The score of a state s and a memory vector m.
 *
 * @param {string} key of a model
 */
export function scoreFormula(key) {
  return math(SCORES[scoreOf(key)]?.() ?? []);
}

/** The score of concat without its tanh, taken apart. */
export function withoutTanhFormula() {
  return math([
    v('v'), o('·'), o('('), ws(), v('s'), o('+'), wm(), v('m'), o(')'), o('='),
    v('v'), o('·'), ws(), v('s'), o('+'), v('v'), o('·'), wm(), v('m'),
  ], 'block');
}

/** A vector at a step. */
const at = (/** @type {string} */ name, step = 't') => sub(v(name), h('mi', null, step));

/** One step of an LSTM's memory and state, a line for each. */
export function memoryFormula() {
  const before = (/** @type {string} */ name) => sub(v(name), row(h('mi', null, 't'), o('−'), h('mn', null, '1')));
  return [
    math([at('c'), o('='), at('f'), o('⊙'), before('c'), o('+'), at('i'), o('⊙'), at('g')], 'block'),
    math([at('h'), o('='), at('o'), o('⊙'), word('tanh'), at('c')], 'block'),
  ];
}

/** How a change of an LSTM's memory reaches a later one. */
export function carryFormula() {
  const change = (/** @type {string} */ step) => row(o('∂'), at('c', step));
  return math([
    h('mfrac', null, change('T'), change('t')), o('='),
    h('munder', null, o('∏'), row(h('mi', null, 't'), o('<'), h('mi', null, 'j'), o('≤'), h('mi', null, 'T'))),
    word('diag'), at('f', 'j'), o('+'), o('…'),
  ], 'block');
}

/**
 * @param {Child[]} parts
 * @param {string} [display]
 */
function math(parts, display) {
  return h('math', { display }, ...parts);
}
