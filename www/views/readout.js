// The numbers of the shown cell in one model, and what else it could have written at that step.

import { h } from '../dom.js';
import { fixed, percentage } from '../numbers.js';
import { glyphFor } from '../tokens.js';

/** @typedef {import('../types.js').Trace} Trace */
/** @typedef {import('../types.js').Cell} Cell */

/**
 * @param {{ trace: Trace, cell: Cell | null, strings: import('../strings.js').Strings }} props
 */
export function readout({ trace, cell, strings }) {
  const target = cell?.target === null || cell === null ? undefined : trace.target[cell.target];
  const source = cell?.source === null || cell === null ? undefined : trace.source[cell.source];
  return h('div', { class: 'readout' },
    target || source
      ? h('p', { key: 'pair', class: 'pair' },
        target ? piece(target.text) : null,
        target && source ? ' ← ' : null,
        source ? piece(source.text) : null,
        ...(target && source && cell ? values(trace, /** @type {any} */ (cell), strings) : []))
      : null,
    target && cell?.target !== null && cell
      ? h('ol', { key: 'candidates', class: 'candidates', 'aria-label': strings.candidates },
        trace.candidates[/** @type {number} */ (cell.target)].map((candidate) => h('li', {
          style: { '--p': Math.exp(candidate.logProbability).toFixed(3) },
        },
        piece(candidate.text), h('span', { class: 'candidate-p' }, percentage(candidate.logProbability)))))
      : null);
}

/**
 * @param {Trace} trace
 * @param {{ target: number, source: number }} cell
 * @param {import('../strings.js').Strings} strings
 */
function values(trace, { target, source }, strings) {
  const index = target * trace.weights.shape[1] + source;
  return [
    h('span', { class: 'value' }, `${strings.weight} `, h('b', null, fixed(trace.weights.data[index], 3))),
    h('span', { class: 'value' }, `${strings.score} `, h('b', null, fixed(trace.scores.data[index], 2))),
  ];
}

/** @param {string} text */
function piece(text) {
  return h('bdi', { dir: 'auto', class: 'piece' }, glyphFor(text) ?? text);
}
