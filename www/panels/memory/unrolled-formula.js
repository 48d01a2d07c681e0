// A memory as the sum of what every token wrote into it, as MathML. It is the same in every language.

import { h } from '../../kit/dom.js';

const v = (/** @type {string} */ name) => h('mi', { class: 'vector' }, name);
const o = (/** @type {string} */ sign) => h('mo', null, sign);
const at = (/** @type {string} */ name, /** @type {string} */ index) => h('msub', null, v(name), h('mi', null, index));
const row = (/** @type {import('../../kit/dom.js').Child[]} */ ...parts) => h('mrow', null, ...parts);

/**
 * @param {'lstm' | 'gru'} kind
 * @param {import('../../elements/types.js').Layer['direction']} direction backward: what is read before T stands behind it
 */
export function unrolledFormula(kind, direction) {
  const [k, j, T] = ['k', 'j', 'T'].map((name) => h('mi', null, name));
  const [earlier, between] = direction === 'backward'
    ? [row(k, o('≥'), T), row(T, o('≤'), j, o('<'), k)] : [row(k, o('≤'), T), row(k, o('<'), j, o('≤'), T)];
  const [carried, keep] = kind === 'lstm' ? ['c', 'f'] : ['h', 'z'];
  const written = kind === 'lstm' ? [at('i', 'k'), at('g', 'k')]
    : [o('('), h('mn', null, '1'), o('−'), at('z', 'k'), o(')'), at('n', 'k')];
  return h('math', { class: 'unrolled', displaystyle: 'true' },
    at(carried, 'T'), o('='),
    h('munder', null, o('∑'), earlier),
    o('('),
    h('munder', null, o('∏'), between),
    at(keep, 'j'), o(')'), ...written);
}
