// How far gradients reach back in an RNN, a GRU and an LSTM that read the same text.

import { choice } from '../controls.js';
import { h } from '../dom.js';
import { decadesOf } from '../measures/log-scale.js';
import { fixed } from '../numbers.js';
import { inWords, shownNumber, withNumbers } from '../shown-number.js';
import { quoted } from '../tokens.js';
import { gradientLines } from '../views/gradient-lines.js';
import { en, zh } from './words/gradients.js';

/** Three models that differ in the cell alone. */
const CELLS = /** @type {const} */ (['rnn', 'gru', 'lstm']);
const TASK = 'dates';
const ATTENTION = 'general';
/** Decades of the axis. */
const MOST_DECADES = 12;

/** @typedef {{ measure: string, scale: string, last: number }} Own last: −1 for the last token */

/** @type {import('./types.js').Panel<Own>} */
export const panel = {
  name: 'gradients',
  defaults: { measure: 'carried', scale: 'relative', last: -1 },
  styles: ['gradients'],
  questions: (context, own) => Object.fromEntries(CELLS.map((rnn) => [rnn, {
    method: 'gradientNorms', args: [context.trace.input, 0, 'forward', lastOf(context, own)],
    model: { task: TASK, attention: ATTENTION, rnn },
  }])),
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    const failure = CELLS.map((rnn) => answers[rnn]?.failure).find((found) => found);
    const found = CELLS.flatMap((rnn) => (answers[rnn]?.value ? [{ rnn, ...answers[rnn].value }] : []));
    return [
      h('div', { class: 'panel-tools' },
        choice('measure', words.measure, Object.entries(words.measures), own.measure, (measure) => set({ measure })),
        choice('scale', words.scale, Object.entries(words.scales), own.scale, (scale) => set({ scale }))),
      failure
        ? h('p', { class: 'failure', role: 'alert' }, failure)
        : found.length === CELLS.length
          ? h('div', { key: 'picture' }, picture(found, context, own, words, set))
          : h('p', { key: 'coming', class: 'absent' }, words.coming),
      h('p', { class: 'panel-note' }, words.note, ' ', context.task === TASK ? '' : words.ofDates),
    ];
  },
};

/**
 * The characters that the models of the dates read: all that is typed.
 *
 * @param {import('./types.js').PanelContext} context
 */
function charactersOf({ trace }) {
  return [...trace.input];
}

/**
 * @param {import('./types.js').PanelContext} context
 * @param {Own} own
 */
function lastOf(context, own) {
  const end = charactersOf(context).length - 1;
  const pointed = context.task === TASK && context.axis === 'source' ? context.selection.gate?.step ?? null : null;
  const wanted = pointed ?? (own.last >= 0 ? own.last : end);
  return Math.min(wanted, end);
}

/**
 * @param {({ rnn: 'rnn' | 'gru' | 'lstm' } & Norms)[]} found
 * @param {import('./types.js').PanelContext} context
 * @param {Own} own
 * @param {typeof en} words
 * @param {(changes: Partial<Own>) => void} set
 *
 * @typedef {{ input: ArrayLike<number>, hidden: ArrayLike<number>, cell: ArrayLike<number> | null, carry: ArrayLike<number> | null }} Norms
 */
function picture(found, context, own, words, set) {
  const tokens = charactersOf(context);
  const last = lastOf(context, own);
  const lstm = found.find(({ rnn }) => rnn === 'lstm');
  const all = own.measure === 'carried'
    ? [
      ...found.flatMap(({ rnn, hidden }) => (rnn === 'lstm' ? [] : [{ name: rnn, words: words.carried[rnn], values: hidden }])),
      { name: 'lstm', words: words.carried.lstm, values: lstm?.cell },
      { name: 'carry', words: words.carry, values: lstm?.carry },
    ]
    : found.map(({ rnn, input }) => ({ name: rnn, words: words.models[rnn], values: input }));
  const lines = all.flatMap(({ name, words: named, values }) => {
    if (!values) return [];
    const unit = own.scale === 'relative' ? values[last] || 1 : 1;
    return [{ name, words: named, values: Array.from(values, (value) => value / unit) }];
  });
  const axis = decadesOf(lines.flatMap(({ values }) => values.slice(0, last + 1)), MOST_DECADES);
  const shown = context.task === TASK ? context.step : null;
  return [
    h('ul', { class: 'gradient-key' }, lines.map(({ name, words: named }) => h('li', { class: `of-${name}` },
      h('svg', { width: 26, height: 10, 'aria-hidden': 'true' },
        h('path', { class: `gradient-line of-${name}`, d: 'M1 5L25 5' })), named))),
    h('div', {
      class: 'gradient-scroll', tabindex: 0, role: 'slider', 'aria-label': words.start, 'aria-valuemin': 1,
      'aria-valuemax': tokens.length, 'aria-valuenow': last + 1,
      'aria-valuetext': `${tokenSpoken(tokens[last] ?? '')} ${inWords((write) => fades(lines, last, words, write))}`,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const end = tokens.length - 1;
        const to = /** @type {Record<string, number>} */ ({
          ArrowLeft: last - 1, ArrowDown: last - 1, ArrowRight: last + 1, ArrowUp: last + 1, Home: 0, End: end,
          Escape: end,
        })[event.key];
        if (to === undefined) return;
        event.preventDefault();
        // What is pointed at would come first.
        context.actions.hoverGate(null);
        set({ last: to >= end ? -1 : Math.max(to, 0) });
      },
    },
      gradientLines({
        lines, tokens, last, axis, width: context.width, axisWords: words.axis, shown,
        label: `${words.label(tokens[last] ?? '')}. ${inWords((write) => fades(lines, last, words, write))}`,
        onStep: (step) => (context.task === TASK
          ? context.actions.hoverGate(step === null ? null : { unit: context.selection.unit ?? 0, step })
          : set({ last: step ?? -1 })),
        onPin: (step) => set({ last: step === own.last ? -1 : step }),
      })),
    h('p', { class: 'gradient-text' }, tinted(lines.find(({ name }) => name === 'lstm')?.values ?? [], tokens, last)),
    h('p', { class: 'gradient-fades' }, last > 0 ? withNumbers((write) => fades(lines, last, words, write)) : words.fadeNone),
    table(lines, tokens, last, words),
  ];
}

/**
 * The text with each character as dark as the gradient that reaches it.
 *
 * @param {number[]} values
 * @param {string[]} tokens
 * @param {number} last
 */
function tinted(values, tokens, last) {
  const most = Math.max(...values.slice(0, last + 1), 0) || 1;
  return tokens.map((token, t) => h('span', {
    class: t === last ? 'tinted lit' : 'tinted',
    style: { '--share': t <= last ? Math.sqrt((values[t] ?? 0) / most).toFixed(3) : 0 },
  }, token));
}

/**
 * What is left of each gradient at the first token.
 *
 * @param {import('../views/gradient-lines.js').Line[]} lines
 * @param {number} last
 * @param {typeof en} words
 * @param {import('../shown-number.js').Write} write
 */
function fades(lines, last, words, write) {
  return lines.map(({ name, words: named, values }) => {
    const left = (values[0] ?? 0) / (values[last] || 1);
    return words.fade(named, write(`${name}.left`, left, share(left)), last);
  }).join(' ');
}

/** @param {string} token */
function tokenSpoken(token) {
  return quoted({ id: 0, text: token, start: 0, end: 0, known: true });
}

/** @param {number} value */
function share(value) {
  return value >= 0.001 ? `${fixed(value * 100, 1)} %` : value.toExponential(1).replace('-', '−');
}

/**
 * @param {import('../views/gradient-lines.js').Line[]} lines
 * @param {string[]} tokens
 * @param {number} last
 * @param {typeof en} words
 */
function table(lines, tokens, last, words) {
  // A table is as wide as its columns, however narrow it is told to be; a box is not.
  return h('div', { class: 'visually-hidden' }, h('table', null,
    h('caption', null, words.table),
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, words.columns.token),
      lines.map(({ words: named }) => h('th', { scope: 'col' }, named)))),
    h('tbody', null, tokens.slice(0, last + 1).map((token, t) => h('tr', null, h('th', { scope: 'row' },
      tokenSpoken(token)),
    lines.map(({ name, values }) =>
      h('td', null, shownNumber(`${name}.${t}`, values[t] ?? 0, (values[t] ?? 0).toExponential(2)))))))));
}
