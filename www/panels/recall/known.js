// What each of the three wrote, digit by digit.

import { h } from '../../kit/dom.js';
import { fixed } from '../../kit/numbers.js';
import { shownNumber } from '../../kit/shown-number.js';

/** @param {import('./panel.js').Shown} shown */
export function known({ answers, words, asked }) {
  const { columns } = words;
  return h('div', { key: 'known', class: 'known-scroll', tabindex: 0, role: 'group', 'aria-label': words.known }, h('table', { class: 'known' },
    h('thead', null, h('tr', null,
      h('th', { scope: 'col' }, columns.model), h('th', { scope: 'col', colspan: 4 }, columns.wrote),
      asked ? h('th', { scope: 'col' }, columns.right) : null, h('th', { scope: 'col' }, columns.sure))),
    h('tbody', null, /** @type {const} */ (['rnn', 'gru', 'lstm']).map((rnn) => {
      const { output, logProbability } = answers[rnn]?.value ?? { output: '', logProbability: NaN };
      const digits = rightOf(output, asked?.number ?? '');
      const right = digits.filter(Boolean).length;
      const sure = Math.exp(logProbability);
      return h('tr', { key: rnn, 'data-cell': rnn },
        h('th', { scope: 'row' }, words.names[rnn]),
        Array.from({ length: 4 }, (_, place) => h('td', {
          class: `letter ${asked ? (digits[place] ? 'right' : 'wrong') : ''}`,
        }, output[place] ?? '')),
        asked ? h('td', null, rightWords(words.right, `${rnn}.right`, right)) : null,
        h('td', null, shownNumber(`${rnn}.sure`, sure, `${fixed(sure * 100, 1)} %`)));
    }))));
}

/**
 * Which characters stand in their place.
 *
 * @param {string} output
 * @param {string} wanted
 */
export function rightOf(output, wanted) {
  return [...wanted].map((character, place) => output[place] === character);
}

/**
 * @param {(digits: string) => string} say
 * @param {string} name
 * @param {number} right
 */
function rightWords(say, name, right) {
  return shownNumber(name, right, say(String(right)));
}
