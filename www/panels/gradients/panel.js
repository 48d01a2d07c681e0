// How far gradients reach back in an RNN, a GRU and an LSTM that read the same text.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { reveal } from '../../kit/reveal.js';
import { withKeys } from '../../kit/for-keys.js';
import { decadesOf } from '../shared/log-scale.js';
import { fixed } from '../../kit/numbers.js';
import { inWords, shownNumber, withNumbers } from '../../kit/shown-number.js';
import { quoted } from '../../trace/tokens.js';
import { gradientLines } from '../shared/gradient-lines.js';
import { GENERAL, NONE } from '../../tasks/tasks.js';
import { en, zh } from './words.js';

/** Three models that differ in the cell alone. */
const CELLS = /** @type {const} */ (['rnn', 'gru', 'lstm']);
const DATES = 'dates';
/** Whose models: those that have nothing but their last state, or those that may look back. */
const MODELS = /** @type {const} */ ({
  recall: { task: 'recall', attention: NONE },
  dates: { task: DATES, attention: GENERAL },
});
/** What stands in front of a text that does not begin with a number: it is what these models were trained to keep. */
const NUMBER = '6180';
/** What the models of recall were trained with: their first weights come of it. */
const SEED = 1;
/** Decades of the axis. */
const MOST_DECADES = 12;

/** @typedef {{ models: keyof typeof MODELS, measure: string, scale: string, weights: string, last: number }} Own last: −1 for the last token */

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'gradients',
  defaults: { models: 'recall', measure: 'carried', scale: 'relative', weights: 'trained', last: -1 },
  options: {
    models: ['recall', 'dates'], measure: ['carried', 'input'], scale: ['relative', 'absolute'], weights: ['trained', 'initial'],
  },
  styles: [new URL('../shared/lines.css', import.meta.url), new URL('./style.css', import.meta.url)],
  questions: (context, own) => Object.fromEntries(CELLS.map((rnn) => [rnn, {
    method: 'gradientNorms',
    args: [readOf(context, own), 0, 'forward', lastOf(context, own), ...own.weights === 'initial' ? [SEED] : []],
    model: { ...MODELS[own.models], rnn },
  }])),
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    const failure = CELLS.map((rnn) => answers[rnn]?.failure).find((found) => found);
    const found = CELLS.flatMap((rnn) => (answers[rnn]?.value ? [{ rnn, ...answers[rnn].value }] : []));
    return [
      h('div', { class: 'panel-tools' },
        choice('measure', words.measure, Object.entries(words.measures), own.measure, (measure) => set({ measure })),
        choice('models', words.compared, Object.entries(words.comparedModels), own.models,
          (models) => set({ models: /** @type {Own['models']} */ (models), last: -1 })),
        choice('weights', words.weights, Object.entries(words.weightsOf), own.weights, (weights) => set({ weights })),
        choice('scale', words.scale, Object.entries(words.scales), own.scale, (scale) => set({ scale }))),
      failure
        ? h('p', { class: 'failure', role: 'alert' }, failure)
        : found.length === CELLS.length
          ? h('div', { key: 'picture' }, picture(found, context, own, words, set))
          : h('p', { key: 'coming', class: 'absent' }, words.coming),
      h('p', { class: 'panel-note' }, withKeys(words.note), ' ', words.about[own.models]),
    ];
  },
};

/**
 * What the models read: the typed text, for those of recall in small letters behind a number.
 *
 * @param {import('../types.js').PanelContext} context
 * @param {Own} own
 */
function readOf({ task, trace }, { models }) {
  if (models === 'dates' || task === models) return trace.input;
  const text = trace.input.replace(/[\p{Cf}\p{M}]/gu, '').trim().replace(/\s+/gu, ' ').toLowerCase();
  return /^\d{4}(?!\d)/.test(text) ? text : `${NUMBER} ${text}`;
}

/**
 * The characters that the models read, whatever the text was typed for.
 *
 * @param {import('../types.js').PanelContext} context
 * @param {Own} own
 */
function charactersOf(context, own) {
  if (context.task === own.models) return context.trace.source.map(({ text }) => text);
  return [...readOf(context, own).replace(/[\p{Cf}\p{M}]/gu, '').trim().replace(/\s+/gu, ' ')];
}

/**
 * @param {import('../types.js').PanelContext} context
 * @param {Own} own
 */
function lastOf(context, own) {
  const end = charactersOf(context, own).length - 1;
  const pointed = context.task === own.models && context.axis === 'source' ? context.selection.gate?.step ?? null : null;
  const wanted = pointed ?? (own.last >= 0 ? own.last : end);
  return Math.min(wanted, end);
}

/**
 * @param {({ rnn: 'rnn' | 'gru' | 'lstm' } & Norms)[]} found
 * @param {import('../types.js').PanelContext} context
 * @param {Own} own
 * @param {typeof en} words
 * @param {(changes: Partial<Own>) => void} set
 *
 * @typedef {{ input: ArrayLike<number>, hidden: ArrayLike<number>, cell: ArrayLike<number> | null, carry: ArrayLike<number> | null }} Norms
 */
function picture(found, context, own, words, set) {
  const tokens = charactersOf(context, own);
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
  const shown = context.task === own.models ? context.step : null;
  return [
    h('ul', { class: 'gradient-key' }, lines.map(({ name, words: named }) => h('li', { class: `of-${name}` },
      h('svg', { width: 26, height: 10, 'aria-hidden': 'true' },
        h('path', { class: `gradient-line of-${name}`, d: 'M1 5L25 5' })), named))),
    h('div', {
      class: 'gradient-scroll', tabindex: 0, role: 'slider', 'aria-label': words.start, 'aria-valuemin': 1,
      'aria-valuemax': tokens.length, 'aria-valuenow': last + 1,
      'aria-valuetext': `${tokenSpoken(tokens[last] ?? '')} ${inWords((write) => fades(lines, last, own.scale, words, write))}`,
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
      // Where the gradients start is what is looked at first, and of a long text it lies far to the right.
      after: [(/** @type {HTMLElement} */ box) => requestAnimationFrame(() => {
        const start = (last + 1) / tokens.length * box.scrollWidth;
        reveal(box, start - box.clientWidth / 4, start);
      }), last, tokens.length, context.width],
    },
      gradientLines({
        lines, tokens, last, axis, width: context.width, axisWords: words.axis, shown,
        label: `${words.label(tokens[last] ?? '')}. ${inWords((write) => fades(lines, last, own.scale, words, write))}`,
        onStep: (step) => (context.task === own.models
          ? context.actions.hoverGate(step === null ? null : { unit: context.selection.unit ?? 0, step })
          : set({ last: step ?? -1 })),
        onPin: (step) => set({ last: step === own.last ? -1 : step }),
      })),
    h('p', { class: 'gradient-text' }, tinted(lines.find(({ name }) => name === 'lstm')?.values ?? [], tokens, last)),
    h('p', { class: 'gradient-fades' }, last > 0 ? withNumbers((write) => fades(lines, last, own.scale, words, write)) : words.fadeNone),
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
 * What is left of each gradient at the first token, or what reaches it and where it starts.
 *
 * @param {import('../shared/gradient-lines.js').Line[]} lines
 * @param {number} last
 * @param {string} scale
 * @param {typeof en} words
 * @param {import('../../kit/shown-number.js').Write} write
 */
function fades(lines, last, scale, words, write) {
  return lines.map(({ name, words: named, values }) => {
    const norm = (/** @type {number} */ t) => write(`${name}.${t}`, values[t] ?? 0, (values[t] ?? 0).toExponential(2).replace('-', '−'));
    if (scale === 'absolute') return words.reaches(named, norm(0), norm(last));
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
 * @param {import('../shared/gradient-lines.js').Line[]} lines
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
