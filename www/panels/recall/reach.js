// How far back the gradient of each cell reaches, with trained weights and with those that training began with.

import { h } from '../../kit/dom.js';
import { inWords } from '../../kit/shown-number.js';
import { gradientLines } from '../shared/gradient-lines.js';
import { curveKey } from '../shared/curve.js';
import { decadesOf } from '../shared/log-scale.js';
import { shareShown } from './shares.js';
import { DIGITS } from './texts.js';

/** Decades of the axis. */
const MOST_DECADES = 12;
const CELLS = /** @type {const} */ (['rnn', 'gru', 'lstm']);
const WEIGHTS = /** @type {const} */ (['initial', 'trained', 'least']);

/**
 * What a cell carries, token by token, as shares of the last.
 *
 * @param {{ hidden: ArrayLike<number>, cell: ArrayLike<number> | null } | null | undefined} norms
 */
export function carriedShares(norms) {
  const values = Array.from(norms?.cell ?? norms?.hidden ?? []);
  const last = values.at(-1) || 1;
  return values.map((value) => value / last);
}

/** @param {import('./panel.js').Shown} shown */
export function reach({ context, own, answers, words, asked }) {
  const of = (/** @type {string} */ rnn, /** @type {string} */ weights) => carriedShares(answers[`${rnn}.${weights}`]?.value);
  const lines = CELLS.map((rnn) => ({ name: rnn, words: words.carried[rnn], values: of(rnn, own.weights) }));
  const tokens = (answers['lstm']?.value?.source ?? []).map((/** @type {{ text: string }} */ { text }) => text);
  if (lines.some(({ values }) => values.length === 0)) return h('p', { key: 'reach', class: 'absent' }, words.coming);
  const last = tokens.length - 1;
  const at = Math.min(DIGITS - 1, last);
  const rows = CELLS.map((rnn) => ({
    rnn, shares: WEIGHTS.map((weights) => ({
      weights, share: weights === 'least' ? Math.min(...of(rnn, 'trained').slice(at)) : of(rnn, weights)[at] ?? NaN,
    })),
  }));
  return h('div', { key: 'reach' },
    h('p', { class: 'panel-note' }, words.gradientsWords),
    curveKey(lines),
    h('div', { class: 'gradient-scroll', tabindex: 0, role: 'group', 'aria-label': words.gradients },
      gradientLines({
        lines, tokens, last, axis: decadesOf(lines.flatMap(({ values }) => values), MOST_DECADES), width: context.width,
        axisWords: words.axis, shown: asked ? at : null, label: words.gradientsLabel(inWords(() => '')), onStep: () => {}, onPin: () => {},
      })),
    h('div', { class: 'known-scroll', tabindex: 0, role: 'group', 'aria-label': words.reaching }, h('table', { class: 'known reaching' },
      h('caption', { class: 'panel-note' }, words.reaching),
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, words.columns.model),
        WEIGHTS.map((weights) => h('th', { scope: 'col' }, words.reached[weights])))),
      h('tbody', null, rows.map(({ rnn, shares }) => h('tr', { key: rnn },
        h('th', { scope: 'row' }, words.carried[rnn]),
        shares.map(({ weights, share }) => h('td', { key: weights }, shareShown(`${rnn}.${weights}`, share)))))))));
}
