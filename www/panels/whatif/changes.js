// What is changed, in words, and the buttons that take it back.

import { h } from '../../kit/dom.js';
import { padded } from './interventions.js';
import { fixed, percentage } from '../../kit/numbers.js';
import { kindOf } from '../../trace/signals.js';
import { quoted } from '../../trace/tokens.js';

/** @typedef {import('./interventions.js').Change} Change */
/** @typedef {import('./words.js').Words} Words */

/** Tokens of an edited row that are named; the others have less. */
const MOST_NAMED = 3;

/**
 * @param {Change} change
 * @param {{
 *   prefix: { text: string | null, count: number }, source: import('../../elements/types.js').Token[], words: Words,
 * }} around prefix: what is given of the output, as far as it is known
 */
export function changeWords(change, { prefix, source, words }) {
  if (change.kind === 'prefix') {
    return prefix.text === null ? words.startsWithTokens(prefix.count) : words.startsWith(`“${prefix.text}”`);
  }
  if (change.kind === 'silenced') return words.isSilent(words.where(change.of));
  if (change.kind === 'holds') {
    const { gate, value } = change.of;
    return words.isHeld(gate, fixed(value, Number.isInteger(value) ? 0 : 2), words.where(change.of));
  }
  const step = change.of.step === null ? null : change.of.step + 1;
  const weights = padded(change.of.weights, source.length);
  if (!weights) return words.otherTokens(step, change.of.weights.length);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const named = source.flatMap((token, index) => {
    const share = (weights[index] ?? 0) / sum;
    return share > 0 ? [{ token, share }] : [];
  }).toSorted((a, b) => b.share - a.share);
  return words.looksAt(step, [
    ...named.slice(0, MOST_NAMED).map(({ token, share }) => `${quoted(token)} ${percentage(Math.log(share))}`),
    ...(named.length > MOST_NAMED ? ['…'] : []),
  ]);
}

/**
 * @param {{
 *   changes: Change[], aside: Change[], describe: (change: Change) => string, words: Words,
 *   onTakeBack: (change: Change) => void, onTakeAllBack: () => void,
 *   onValue: (hold: import('./interventions.js').Hold, value: number) => void,
 * }} props aside: those that do not fit and are not made
 */
export function changesList({ changes, aside, describe, words, onTakeBack, onTakeAllBack, onValue }) {
  const line = (/** @type {Change} */ change) => {
    const text = describe(change);
    return h('li', { class: 'whatif-change' },
      h('span', null, text),
      change.kind === 'holds' && !aside.includes(change)
        ? h('input', {
          type: 'range', min: kindOf(change.of.gate) === 'signed' ? -1 : 0, max: 1, step: 0.05,
          value: String(change.of.value), 'aria-label': words.valueOf(text),
          oninput: (/** @type {Event} */ event) =>
            onValue(change.of, /** @type {HTMLInputElement} */ (event.target).valueAsNumber),
        })
        : null,
      h('button', {
        type: 'button', class: 'quiet', 'aria-label': words.takeBackThis(text),
        onclick: (/** @type {Event} */ event) => {
          keepFocus(event);
          onTakeBack(change);
        },
      }, words.takeBack));
  };
  const all = changes.length + aside.length;
  return h('section', { key: 'changes', class: 'whatif-changes', tabindex: -1, 'aria-label': words.changes },
    h('div', { class: 'card-head' },
      h('span', { class: 'name' }, words.changes),
      all > 0 ? h('button', {
        type: 'button', class: 'quiet',
        onclick: (/** @type {Event} */ event) => {
          keepFocus(event);
          onTakeAllBack();
        },
      }, words.takeAllBack) : null),
    changes.length > 0 ? h('ul', { key: 'list' }, changes.map(line)) : null,
    all === 0 ? h('p', { key: 'none', class: 'panel-note' }, words.nothingChanged) : null,
    aside.length > 0
      ? h('div', { key: 'aside', class: 'whatif-aside', role: 'status' },
        h('p', { class: 'panel-note' }, words.aside), h('ul', null, aside.map(line)))
      : null);
}

/**
 * The button is about to go away; the focus stays near.
 *
 * @param {Event} event
 */
function keepFocus({ currentTarget }) {
  /** @type {HTMLElement | null} */ (/** @type {Element} */ (currentTarget).closest('.whatif-changes'))?.focus();
}
