// A batch of the reader's sentences: how it is padded and packed, and what moves when either is left out.

import { chosenText, companionsOf, writtenIn } from './batch-texts.js';
import { h } from '../../kit/dom.js';
import { withKeys } from '../../kit/for-keys.js';
import { packedOrder, packedRows } from './packing.js';
import { taskNamed } from '../../tasks/tasks.js';
import { quoted } from '../../trace/tokens.js';
import { packedSteps } from './packed.js';
import { paddedTensor } from './tensor.js';
import { moves } from './moves.js';
import { pointing, shownPlace } from './pointing.js';
import { tokenOf } from './token.js';
import { en, zh } from './words.js';

/**
 * @typedef {import('../types.js').PanelContext} PanelContext
 * @typedef {import('./packing.js').PaddedBatch} PaddedBatch
 *
 * @typedef {{
 *   second: string, third: string, fourth: string, sentence: number, way: string, at: string, target: number,
 *   pinned: boolean,
 * }} Own second, third, fourth: what is written beside the typed text; sentence: which one is looked at, −1 for one that
 *   has padding; at: the token that is pointed at, as `text.token`; target: the row of the maps
 */

const FIELDS = /** @type {const} */ (['second', 'third', 'fourth']);
/** The fewest texts that make a batch. */
const FEWEST = 2;

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'padding',
  defaults: {
    second: '', third: '', fourth: '', sentence: -1, way: 'unpacked', at: '', target: -1, pinned: false,
  },
  options: { way: ['batched', 'unmasked', 'unpacked'] },
  styles: [new URL('./style.css', import.meta.url)],
  questions: (context, own) => {
    const texts = textsOf(context, own);
    if (texts.length < FEWEST) return {};
    const rests = context.unit !== 'characters';
    return {
      batch: { method: 'padding', args: [texts], rests },
      // What each sentence gives by itself, for the tokens that label its map.
      ...Object.fromEntries(texts.slice(1).map((text, index) => [`run${index + 1}`, { method: 'run', args: [text, { candidates: 1 }], rests }])),
    };
  },
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    const texts = textsOf(context, own);
    const failure = answers['batch']?.failure;
    /** @type {PaddedBatch | null} */
    const batch = answers['batch']?.value ?? null;
    const chosen = chosenText(texts, own.sentence, batch);
    const below = () => {
      if (texts.length < FEWEST) return h('p', { key: 'few', class: 'absent' }, words.tooFew);
      if (failure) return h('p', { key: 'failure', class: 'failure', role: 'alert' }, failure);
      if (!batch) return h('p', { key: 'coming', class: 'absent' }, words.coming);
      const run = chosen > 0 ? answers[`run${chosen}`]?.value ?? null : context.trace;
      const pointed = { batch, shown: shownPlace(batch, context, own), context, own, set };
      // A batch of an earlier text can be smaller.
      return h('div', { key: 'pictures' }, pictures(Math.min(chosen, batch.lengths.length - 1), run, pointed, words));
    };
    return [fields(context, own, words, set), below()];
  },
};

/**
 * @param {PanelContext} context
 * @param {Own} own
 */
function textsOf({ task, trace }, own) {
  return [trace.input, ...companionsOf(task, FIELDS.map((name) => own[name])).filter((text) => text !== '')];
}

/**
 * @param {PanelContext} context
 * @param {Own} own
 * @param {typeof en} words
 * @param {(changes: Partial<Own>) => void} set
 */
function fields({ task }, own, words, set) {
  const companions = companionsOf(task, FIELDS.map((name) => own[name]));
  return h('div', { key: 'fields', class: 'padding-fields' },
    h('p', { class: 'padding-words' }, words.typed),
    FIELDS.map((name, index) => h('label', { key: name },
      h('span', null, words.field(index + 2)),
      h('input', {
        type: 'text', value: companions[index] ?? '', lang: taskNamed(task).source || undefined, dir: 'auto',
        autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', 'data-field': name,
        oninput: (/** @type {Event} */ { target }) => set({
          [name]: writtenIn(/** @type {HTMLInputElement} */ (target).value), at: '', pinned: false, target: -1,
        }),
      }))));
}

/**
 * @param {number} chosen the text that is looked at
 * @param {import('../../elements/types.js').Trace | null} run that of the text by itself
 * @param {import('./pointing.js').Pointed} pointed
 * @param {typeof en} words
 */
function pictures(chosen, run, pointed, words) {
  const { batch, shown, context, own } = pointed;
  const [rows, columns] = [batch.lengths.length, batch.ids[0]?.length ?? 0];
  const startsWord = context.slanted ? context.strings.startsWord : '';
  const props = { batch, chosen, shown, pinned: own.pinned, startsWord };
  const box = (
    /** @type {string} */ label, /** @type {number[]} */ order, /** @type {import('../../kit/dom.js').Child} */ table,
  ) => h('div', { class: 'batch-scroll', tabindex: 0, role: 'group', 'aria-label': label, ...pointing(order, pointed) },
    table);
  return [
    h('section', { key: 'tensor', class: 'padding-part', 'data-part': 'tensor' },
      h('h3', null, words.tensor.heading),
      h('p', { class: 'padding-words' }, words.tensor.words(rows, columns, rows * columns - batch.packed.length)),
      box(words.tensor.heading, batch.lengths.map((_, text) => text),
        paddedTensor({ ...props, words: { ...words.tensor, text: words.text } }))),
    h('section', { key: 'packed', class: 'padding-part', 'data-part': 'packed' },
      h('h3', null, words.packed.heading),
      h('p', { class: 'padding-words' }, words.packed.words(batch.packed.length, rows * columns)),
      box(words.packed.heading, packedOrder(batch.packed),
        packedSteps({ ...props, words: { ...words.packed, text: words.text } })),
      h('p', { class: 'padding-readout', role: 'status' }, whereabouts(batch, shown, words))),
    h('section', { key: 'moves', class: 'padding-part', 'data-part': 'moves' }, moves(chosen, run, pointed, words)),
  ];
}

/**
 * Where a token of the tensor is in the packed data, in words.
 *
 * @param {PaddedBatch} batch
 * @param {import('./packing.js').Place | null} shown
 * @param {typeof en} words
 */
function whereabouts(batch, shown, words) {
  if (!shown) return withKeys(words.pointing);
  const [text, token] = shown;
  const row = packedRows(batch.packed, batch.lengths.length)[text]?.[token];
  if (row === undefined) return words.isPadding(text + 1, token + 1);
  return words.isPacked(quoted(tokenOf(batch.sentences[text]?.tokens[token] ?? '')), text + 1, token + 1, row + 1,
    packedOrder(batch.packed).indexOf(text) + 1, batch.batchSizes[token] ?? 0);
}
