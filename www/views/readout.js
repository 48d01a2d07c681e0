// The numbers of the shown cell in one model, and what else it could have written at that step.

import { h } from '../dom.js';
import { valueAt } from '../matrix.js';
import { fixed, percentage } from '../numbers.js';
import { glyphFor } from '../tokens.js';

/**
 * @param {{
 *   trace: import('../types.js').Trace, cell: import('../types.js').Cell | null,
 *   strings: import('../strings.js').Strings,
 * }} props
 */
export function readout({ trace, cell, strings }) {
  const row = cell?.target ?? -1;
  const column = cell?.source ?? -1;
  const target = trace.target[row];
  const source = trace.source[column];
  const candidates = trace.candidates[row];
  return h('div', { class: 'readout' },
    target || source
      ? h('p', { key: 'pair', class: 'pair' },
        target ? piece(target.text) : null,
        target && source ? ' ← ' : null,
        source ? piece(source.text) : null,
        target && source
          ? [
            value(strings.weight, fixed(valueAt(trace.weights, row, column), 3)),
            value(strings.score, fixed(valueAt(trace.scores, row, column), 2)),
          ]
          : null)
      : null,
    candidates
      ? h('ol', { key: 'candidates', class: 'candidates', 'aria-label': strings.candidates },
        candidates.map(({ text, logProbability }) => h('li', {
          style: { '--p': Math.exp(logProbability).toFixed(3) },
        },
        piece(text), h('span', { class: 'candidate-p' }, percentage(logProbability)))))
      : null);
}

/**
 * @param {string} name
 * @param {string} number
 */
function value(name, number) {
  return h('span', { class: 'value' }, `${name} `, h('b', null, number));
}

/** @param {string} text */
function piece(text) {
  return h('bdi', { dir: 'auto', class: 'piece' }, glyphFor(text) ?? text);
}
