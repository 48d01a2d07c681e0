// Where the decoder looks at one step, to be moved about: a bar with a handle for each source token.

import { h } from '../../kit/dom.js';
import { fixed } from '../../kit/numbers.js';
import { shownNumber } from '../../kit/shown-number.js';
import { pieceLabel, quoted, shownText } from '../../trace/tokens.js';
import { labelLength } from '../../kit/geometry.js';

/**
 * @param {{
 *   tokens: import('../../elements/types.js').GridToken[], weights: number[], own: number[] | null, startsWord: string,
 *   words: import('./words.js').Words, label: string, onWeight: (token: number, weight: number) => void,
 *   onOnly: (token: number) => void,
 * }} props weights: those that are shown; own: those of the model as it is, where it has such a step
 */
export function weightRow({ tokens, weights, own, startsWord, words, label, onWeight, onOnly }) {
  const size = Math.max(30, ...tokens.map((token) => labelLength(shownText(token)) + 8));
  return h('div', {
    key: 'row', class: 'whatif-row', role: 'group', 'aria-label': label, style: { '--size': `${size}px` },
  },
  tokens.map((token, index) => {
      const weight = weights[index] ?? 0;
      const percent = Math.round(weight * 100);
      return h('div', { class: 'whatif-weight' },
        h('span', { class: 'whatif-percent', 'aria-hidden': 'true' },
          shownNumber(`weight.${index}`, weight, fixed(weight, 2))),
        h('div', { class: 'whatif-bar', style: { '--w': weight.toFixed(4), '--own': (own?.[index] ?? 0).toFixed(4) } },
          own ? h('div', { class: 'whatif-own' }) : null,
          h('input', {
            type: 'range', min: 0, max: 100, step: 1, value: String(percent), 'aria-orientation': 'vertical',
            'aria-label': words.weightOf(quoted(token)), 'aria-valuetext': fixed(weight, 2),
            oninput: (/** @type {Event} */ event) =>
              onWeight(index, Number(/** @type {HTMLInputElement} */ (event.target).value) / 100),
          })),
        h('button', {
          type: 'button', class: 'whatif-only', title: words.allOn(quoted(token)),
          'aria-label': words.allOn(quoted(token)), onclick: () => onOnly(index),
        }, pieceLabel((token.starts ? ' ' : '') + token.text, startsWord)));
    }));
}
