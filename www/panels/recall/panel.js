// How long each cell remembers: a number, a text behind it, and what an RNN, a GRU and an LSTM still know of it at the end.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { fixed } from '../../kit/numbers.js';
import { inWords, withNumbers } from '../../kit/shown-number.js';
import { modelOf } from '../../tasks/tasks.js';
import { curveKey, measuredCurve } from '../shared/curve.js';
import { measuredAt, measuredOf } from '../shared/measured.js';
import { heldPart } from './held-plot.js';
import { known } from './known.js';
import { reach } from './reach.js';
import { askedOf, FIRST_TEXT, FURTHEST, pulled, readFrom } from './texts.js';
import { en, zh } from './words.js';

/** The task of the models, which have no attention. */
const TASK = 'recall';
/** Their cells, and the keys of the models. */
const CELLS = /** @type {const} */ (['rnn', 'gru', 'lstm']);
const KEYS = { rnn: 'none-rnn', gru: 'none-gru', lstm: 'none' };
/** What the three were trained with: their first weights come of it. */
const SEED = 1;
/** The furthest that a number stood in training. */
const TRAINED = 40;

/** @typedef {{ text: string, weights: string, unit: number }} Own text: empty for the first; unit: −1 for the one with most of the number */
/** @typedef {typeof CELLS[number]} Cell */
/**
 * @typedef {{
 *   context: import('../types.js').PanelContext, own: Own, answers: Record<string, import('../../elements/types.js').Answer>,
 *   words: typeof en, set: (changes: Partial<Own>) => void, text: string, asked: ReturnType<typeof askedOf>,
 * }} Shown text: as the models read it
 */

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'recall',
  defaults: { text: '', weights: 'trained', unit: -1 },
  options: { weights: ['trained', 'initial'] },
  styles: [
    new URL('../shared/lines.css', import.meta.url), new URL('../shared/known.css', import.meta.url),
    new URL('./style.css', import.meta.url),
  ],
  questions: (context, own) => {
    const text = textOf(own);
    if (text === '') return {};
    const cells = CELLS.filter((rnn) => modelOf(context.manifest, TASK, KEYS[rnn]));
    return Object.fromEntries(cells.flatMap((rnn) => {
      const model = { task: TASK, attention: 'none', rnn };
      return [
        [rnn, { method: 'run', args: [text, { candidates: 1 }], model }],
        [`${rnn}.trained`, { method: 'gradientNorms', args: [text, 0, 'forward'], model }],
        [`${rnn}.initial`, { method: 'gradientNorms', args: [text, 0, 'forward', undefined, SEED], model }],
      ];
    }));
  },
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    if (context.manifest && !modelOf(context.manifest, TASK, KEYS.lstm)) return [h('p', { class: 'absent' }, words.missing)];
    const text = textOf(own);
    const shown = { context, own, answers, words, set, text, asked: askedOf(text) };
    return [ask(shown), ...parts(shown)];
  },
};

/** @param {Own} own */
function textOf(own) {
  return readFrom(own.text === '' ? FIRST_TEXT : own.text);
}

/** @param {Shown} shown */
function ask({ own, words, set, text, asked }) {
  const typed = own.text === '' ? FIRST_TEXT : own.text;
  const distance = Math.min(asked?.distance ?? 0, FURTHEST);
  return h('div', { key: 'ask', class: 'recall-ask' },
    h('label', { key: 'text' }, words.input, h('input', {
      type: 'text', value: typed, maxlength: 120, autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false',
      'data-field': 'text',
      // An emptied box is told from one that was never written in.
      oninput: (/** @type {Event} */ { target }) => set({ text: /** @type {HTMLInputElement} */ (target).value || ' ' }),
    })),
    h('label', { key: 'distance' }, words.distance(asked?.distance ?? 0), h('input', {
      type: 'range', min: 0, max: FURTHEST, step: 1, value: String(distance), 'data-field': 'distance',
      oninput: (/** @type {Event} */ { target }) =>
        set({ text: pulled(typed, Number(/** @type {HTMLInputElement} */ (target).value)) }),
    })),
    asked || text === '' ? null : h('p', { key: 'number', class: 'absent' }, words.askNumber));
}

/**
 * @param {Shown} shown
 * @returns {import('../../kit/dom.js').Child[]}
 */
function parts(shown) {
  const { own, answers, words, set, text } = shown;
  const failure = Object.values(answers).find((answer) => answer.failure)?.failure;
  if (failure) return [h('p', { key: 'failure', class: 'failure', role: 'alert' }, failure)];
  if (text === '') return [h('p', { key: 'empty', class: 'absent' }, words.askNumber)];
  if (CELLS.some((rnn) => !answers[rnn]?.value)) return [h('p', { key: 'coming', class: 'absent' }, words.coming)];
  return [
    h('h3', { key: 'known-heading', class: 'small-heading' }, words.known),
    known(shown),
    curve(shown),
    h('h3', { key: 'gradients-heading', class: 'small-heading' }, words.gradients),
    h('div', { key: 'tools', class: 'panel-tools' },
      choice('recall-weights', words.weights, Object.entries(words.weightsOf), own.weights, (weights) => set({ weights }))),
    reach(shown),
    h('h3', { key: 'held-heading', class: 'small-heading' }, words.held),
    heldPart(shown),
    h('p', { key: 'note', class: 'panel-note' }, words.note),
  ];
}

/** @param {Shown} shown */
function curve({ context, answers, words, asked }) {
  const series = CELLS.map((rnn) => ({
    name: rnn, words: words.names[rnn], points: measuredOf(context.manifest, TASK, KEYS[rnn], 'exactMatchAt'),
    isRight: asked && answers[rnn]?.value ? answers[rnn].value.output === asked.number : null,
  }));
  const said = (/** @type {import('../../kit/shown-number.js').Write} */ write) => (asked
    ? words.own(asked.distance, series.map(({ name, words: named, points }) => {
      const share = measuredAt(points, asked.distance);
      return words.measured(named, write(`${name}.measured`, share, `${fixed(share * 100, 1)} %`));
    }).join(words === zh ? '，' : ', ')) : '');
  return h('figure', { key: 'curve' },
    h('figcaption', { class: 'panel-note' }, words.curve),
    curveKey(series),
    h('div', { class: 'gradient-scroll', tabindex: 0, role: 'group', 'aria-label': words.curve },
      measuredCurve({
        series, at: asked?.distance ?? null, trained: TRAINED, trainedWords: words.trained, every: 10, width: context.width,
        label: words.curveLabel(inWords(said)), axisWords: words.curveAxis,
      })),
    h('p', { class: 'gradient-fades' }, withNumbers(said)));
}
