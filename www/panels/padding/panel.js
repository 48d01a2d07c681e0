// A batch of the reader's sentences: how it is padded and packed, and what moves when either is left out.

import { chosenText, companionsOf, writtenIn } from './parts/batch-texts.js';
import { h } from '../dom.js';
import { packedOrder, packedRows } from '../measures/packing.js';
import { taskNamed } from '../tasks.js';
import { quoted } from '../tokens.js';
import { packedSteps } from '../views/padding-packed.js';
import { paddedTensor } from '../views/padding-tensor.js';
import { moves } from './padding/moves.js';
import { pointing, shownPlace } from './padding/pointing.js';
import { tokenOf } from './padding/token.js';
import { en, zh } from './words/padding.js';

/**
 * @typedef {import('./types.js').PanelContext} PanelContext
 * @typedef {import('../measures/packing.js').PaddedBatch} PaddedBatch
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

/** @type {import('./types.js').Panel<Own>} */
export const panel = {
  name: 'padding',
  defaults: {
    second: '', third: '', fourth: '', sentence: -1, way: 'unpacked', at: '', target: -1, pinned: false,
  },
  styles: ['padding'],
  questions: (context, own) => {
    const texts = textsOf(context, own);
    if (texts.length < FEWEST) return {};
    const chosen = chosenText(texts, own.sentence);
    return {
      batch: { method: 'padding', args: [texts], rests: context.unit !== 'characters' },
      // What the sentence gives by itself, for the tokens that label its map.
      ...(chosen > 0 ? { run: { method: 'run', args: [texts[chosen], { candidates: 1 }] } } : {}),
    };
  },
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    const texts = textsOf(context, own);
    const chosen = chosenText(texts, own.sentence);
    const failure = answers['batch']?.failure;
    /** @type {PaddedBatch | null} */
    const batch = answers['batch']?.value ?? null;
    const below = () => {
      if (texts.length < FEWEST) return h('p', { key: 'few', class: 'absent' }, words.tooFew);
      if (failure) return h('p', { key: 'failure', class: 'failure', role: 'alert' }, failure);
      if (!batch) return h('p', { key: 'coming', class: 'absent' }, words.coming);
      const run = chosen > 0 ? answers['run']?.value ?? null : context.trace;
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
 * @param {import('../types.js').Trace | null} run that of the text by itself
 * @param {import('./padding/pointing.js').Pointed} pointed
 * @param {typeof en} words
 */
function pictures(chosen, run, pointed, words) {
  const { batch, shown, context, own } = pointed;
  const [rows, columns] = [batch.lengths.length, batch.ids[0]?.length ?? 0];
  const startsWord = context.slanted ? context.strings.startsWord : '';
  const props = { batch, chosen, shown, pinned: own.pinned, startsWord };
  const box = (
    /** @type {string} */ label, /** @type {number[]} */ order, /** @type {import('../dom.js').Child} */ table,
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
 * @param {import('../measures/packing.js').Place | null} shown
 * @param {typeof en} words
 */
function whereabouts(batch, shown, words) {
  if (!shown) return words.pointing;
  const [text, token] = shown;
  const row = packedRows(batch.packed, batch.lengths.length)[text]?.[token];
  if (row === undefined) return words.isPadding(text + 1, token);
  return words.isPacked(quoted(tokenOf(batch.sentences[text]?.tokens[token] ?? '')), text + 1, token, row,
    packedOrder(batch.packed).indexOf(text) + 1, batch.batchSizes[token] ?? 0);
}
