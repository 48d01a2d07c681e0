// One vector against attention: a word that an LSTM is to write again.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { fixed } from '../../kit/numbers.js';
import { inWords, shownNumber, withNumbers } from '../../kit/shown-number.js';
import { CONCAT, DOT, GENERAL, modelOf, NONE } from '../../tasks/tasks.js';
import { curveKey, measuredCurve } from '../shared/curve.js';
import { measuredAt, measuredOf } from '../shared/measured.js';
import { looks } from './looks.js';
import { en, zh } from './words.js';
import { FIRST_WORD, FURTHEST, inPlace, LONGEST, stretched, wordFrom } from './words-read.js';

/** The task of the models. */
const TASK = 'repeat';
const LOOKING = [DOT, GENERAL, CONCAT];
/** Their attentions: without one first. */
const ATTENTIONS = /** @type {const} */ ([NONE, DOT, GENERAL, CONCAT]);
/** The longest word of the training. */
const TRAINED = 25;

/** @typedef {{ word: string, map: string, at: string }} Own word: empty for the first; map: whose attention is shown; at: row and column */
/**
 * @typedef {{
 *   context: import('../types.js').PanelContext, own: Own, answers: Record<string, import('../../elements/types.js').Answer>,
 *   words: typeof en, set: (changes: Partial<Own>) => void, word: string,
 * }} Shown word: as the models read it
 */

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'repeat',
  defaults: { word: '', map: GENERAL, at: '' },
  options: { map: LOOKING },
  styles: [
    new URL('../../styles/maps.css', import.meta.url), new URL('../shared/lines.css', import.meta.url),
    new URL('../shared/known.css', import.meta.url),
  ],
  questions: (context, own) => {
    const word = wordOf(own);
    if (word === '') return {};
    const there = ATTENTIONS.filter((attention) => modelOf(context.manifest, TASK, attention));
    return Object.fromEntries(there.map((attention) => [attention, {
      method: 'run', args: [word, { candidates: 1 }], model: { task: TASK, attention, rnn: 'lstm' },
    }]));
  },
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    if (context.manifest && !modelOf(context.manifest, TASK, NONE)) return [h('p', { class: 'absent' }, words.missing)];
    const shown = { context, own, answers, words, set, word: wordOf(own) };
    return [ask(shown), ...parts(shown)];
  },
};

/** @param {Own} own */
function wordOf(own) {
  return wordFrom(own.word === '' ? FIRST_WORD : own.word);
}

/** @param {Shown} shown */
function ask({ own, words, set, word }) {
  const typed = own.word === '' ? FIRST_WORD : own.word;
  const written = (/** @type {Event} */ { target }) => /** @type {HTMLInputElement} */ (target).value;
  return h('div', { key: 'ask', class: 'recall-ask' },
    h('label', { key: 'word' }, words.input, h('input', {
      type: 'text', value: typed, maxlength: LONGEST, autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false',
      'data-field': 'word',
      // An emptied box is told from one that was never written in.
      oninput: (/** @type {Event} */ event) => set({ word: written(event) || ' ', at: '' }),
    })),
    h('label', { key: 'length' }, words.length(word.length), h('input', {
      type: 'range', min: 1, max: FURTHEST, step: 1, value: String(Math.min(word.length, FURTHEST)), 'data-field': 'length',
      oninput: (/** @type {Event} */ event) => set({ word: stretched(typed, Number(written(event))), at: '' }),
    })));
}

/**
 * @param {Shown} shown
 * @returns {import('../../kit/dom.js').Child[]}
 */
function parts(shown) {
  const { own, answers, words, set, word } = shown;
  const failure = Object.values(answers).find((answer) => answer.failure)?.failure;
  if (failure) return [h('p', { key: 'failure', class: 'failure', role: 'alert' }, failure)];
  if (word === '') return [h('p', { key: 'empty', class: 'absent' }, words.empty)];
  if (ATTENTIONS.some((attention) => !answers[attention]?.value)) return [h('p', { key: 'coming', class: 'absent' }, words.coming)];
  return [
    h('h3', { key: 'written-heading', class: 'small-heading' }, words.written),
    letters(shown),
    curve(shown),
    h('h3', { key: 'map-heading', class: 'small-heading' }, words.map),
    h('div', { key: 'tools', class: 'panel-tools' },
      choice('repeat-map', words.attention, LOOKING.map((name) => [name, name]), own.map, (map) => set({ map, at: '' }))),
    looks(shown),
    h('p', { key: 'note', class: 'panel-note' }, words.note),
  ];
}

/** @param {Shown} shown */
function letters({ answers, words, word }) {
  return h('div', { key: 'letters', class: 'known-scroll', tabindex: 0, role: 'group', 'aria-label': words.written },
    h('table', { class: 'known' },
      h('thead', null, h('tr', null, h('th', { scope: 'row' }, words.word),
        [...word].map((letter) => h('td', { class: 'letter' }, letter)), h('th', { scope: 'col' }, words.right))),
      h('tbody', null, ATTENTIONS.map((attention) => {
        const output = answers[attention]?.value?.output ?? '';
        const places = inPlace(output, word);
        const share = places.filter(Boolean).length / places.length;
        return h('tr', { key: attention, 'data-attention': attention },
          h('th', { scope: 'row' }, words.names[attention]),
          places.map((isRight, place) => h('td', { class: `letter ${isRight ? 'right' : 'wrong'}` }, output[place] ?? '')),
          h('td', null, shownNumber(`${attention}.right`, share, `${fixed(share * 100, 0)} %`)));
      }))));
}

/** @param {Shown} shown */
function curve({ context, answers, words, word }) {
  const series = ATTENTIONS.map((attention) => ({
    name: attention, words: words.names[attention], points: measuredOf(context.manifest, TASK, attention, 'charactersAt'),
    isRight: answers[attention]?.value ? answers[attention].value.output === word : null,
  }));
  const said = (/** @type {import('../../kit/shown-number.js').Write} */ write) => words.own(word.length,
    series.map(({ name, words: named, points }) => {
      const share = measuredAt(points, word.length);
      return words.measured(named, write(`${name}.measured`, share, `${fixed(share * 100, 1)} %`));
    }).join(words === zh ? '，' : ', '));
  return h('figure', { key: 'curve' },
    h('figcaption', { class: 'panel-note' }, words.curve),
    curveKey(series),
    h('div', { class: 'gradient-scroll', tabindex: 0, role: 'group', 'aria-label': words.curve },
      measuredCurve({
        series, at: word.length, trained: TRAINED, trainedWords: words.trained, every: 5, width: context.width,
        label: words.curveLabel(inWords(said)), axisWords: words.curveAxis,
      })),
    h('p', { class: 'gradient-fades' }, withNumbers(said)));
}
