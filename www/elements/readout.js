// The numbers of the shown cell in one model, and what else it could have written there.

import { h } from '../kit/dom.js';
import { POINTED, TOUCHED } from '../pictures/at-pointer.js';
import { range } from '../trace/grid.js';
import { attends, valueAt } from '../trace/matrix.js';
import { fixed, percentage } from '../kit/numbers.js';
import { shownNumber } from '../kit/shown-number.js';
import { pieceLabel } from '../trace/tokens.js';

/** @typedef {import('./types.js').Candidate} Candidate */
/** @typedef {import('../words/strings.js').Strings} Strings */

/**
 * @param {{
 *   trace: import('./types.js').Trace, grid: import('./types.js').Grid, cell: import('./types.js').Cell | null,
 *   strings: Strings,
 * }} props
 */
export function readout({ trace, grid, cell, strings }) {
  const row = cell?.target ?? -1;
  const column = cell?.source ?? -1;
  const target = grid.target[row];
  const source = grid.source[column];
  const startsWord = grid.unit === 'characters' ? '' : strings.startsWord;
  const steps = target ? range(target.first, target.last) : [];
  return h('div', { class: grid.unit === 'characters' ? 'readout' : 'readout of-words' },
    target || source
      ? h('p', { key: 'pair', class: `pair ${POINTED}` },
        target ? pieceLabel(target.text, '') : null,
        target && source ? ' ← ' : null,
        source ? pieceLabel(source.text, '') : null,
        target && source && attends(grid)
          ? [
            value(strings.weight, 'weight', valueAt(grid.weights, row, column), 3),
            // Scores of several pieces have no sum that would say anything.
            target.first === target.last && source.first === source.last
              ? value(strings.score, 'score', valueAt(trace.scores, target.first, source.first), 2) : null,
          ]
          : null)
      : null,
    steps.map((step) => candidatesAt(step, trace, steps.length > 1, startsWord, strings)));
}

/**
 * @param {number} step
 * @param {import('./types.js').Trace} trace
 * @param {boolean} several whether the word has other steps too
 * @param {string} startsWord
 * @param {Strings} strings
 */
function candidatesAt(step, { candidates, target }, several, startsWord, strings) {
  const written = target[step];
  const best = candidates[step];
  if (!written || !best) return null;
  return h('ol', {
    key: `candidates-${step}`, class: `candidates ${TOUCHED}`,
    'aria-label': several ? strings.candidatesOf(written.text.trim()) : strings.candidates,
  },
  best.map(({ id, text, logProbability }) => h('li', {
    class: id === written.id ? 'taken' : '', style: { '--p': Math.exp(logProbability).toFixed(3) },
  },
  pieceLabel(text, startsWord), ' ', h('span', { class: 'candidate-p' },
    shownNumber(`candidate.${step}.${id}`, Math.exp(logProbability), percentage(logProbability))))));
}

/**
 * @param {string} words
 * @param {string} name
 * @param {number} number
 * @param {number} digits
 */
function value(words, name, number, digits) {
  return h('span', { class: 'value' }, `${words} `, h('b', null, shownNumber(name, number, fixed(number, digits))));
}
