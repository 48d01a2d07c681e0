// What moves when a sentence is read in a batch: in words, in numbers, token by token and in its maps.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { percentage } from '../../kit/numbers.js';
import { paddingShare } from './packing.js';
import { taskNamed } from '../../tasks/tasks.js';
import { tiny } from '../../kit/tiny.js';
import { quoted } from '../../trace/tokens.js';
import { paddingShift } from './shift.js';
import { paddingWays } from './ways.js';
import { paddingMaps } from './maps.js';
import { pointing } from './pointing.js';
import { tokenOf } from './token.js';

/** What 32-bit numbers leave of a difference that is none. */
const ROUNDING = 1e-4;
/** A share of the attention that is not to be seen in a map. */
const HARDLY = 0.005;

/**
 * @typedef {Exclude<import('./packing.js').Way, 'alone'>} Way
 * @typedef {typeof import('./words.js').en} Words
 */

/**
 * @param {number} chosen the text that is looked at
 * @param {import('../../elements/types.js').Trace | null} run that of the text by itself
 * @param {import('./pointing.js').Pointed} pointed
 * @param {Words} words
 */
export function moves(chosen, run, pointed, words) {
  const { batch, shown, context, own, set } = pointed;
  const text = batch.sentences[chosen];
  if (!text) return [];
  const ways = /** @type {Way[]} */ (Object.keys(words.moves.ways));
  const way = /** @type {Way} */ (own.way);
  const hasPadding = text.tokens.length < (batch.ids[chosen]?.length ?? 0);
  const sentences = batch.lengths.map((_, index) =>
    /** @type {[string, string]} */ ([String(index), String(index + 1)]));
  return [
    h('h3', null, words.moves.heading),
    h('div', { class: 'panel-tools' },
      choice('padding-sentence', words.moves.sentence, sentences, String(chosen),
        (sentence) => set({ sentence: Number(sentence), target: -1 })),
      choice('padding-way', words.moves.way, Object.entries(words.moves.ways), way, (name) => set({ way: name }))),
    h('p', { key: 'verdict', class: 'padding-verdict', role: 'status' },
      hasPadding ? verdict(text, way, isBidirectional(context), words) : words.moves.noPadding),
    paddingWays({ text, way, lang: taskNamed(context.task).target, words: words.moves }),
    h('ul', { key: 'changes', class: 'padding-changes' },
      ways.map((name) => h('li', { 'data-way': name }, changes(batch, name, words)))),
    shift(chosen, text, way, pointed, words),
    paddingMaps(chosen, way, run, pointed, words),
    h('p', { key: 'note', class: 'panel-note' }, words.moves.forced, ' ',
      isBidirectional(context) ? words.forwardOnly : null),
  ];
}

/**
 * What a way of reading does, in a sentence.
 *
 * @param {import('./packing.js').PaddedText} text
 * @param {Way} way
 * @param {boolean} bidirectional
 * @param {Words} words
 */
function verdict(text, way, bidirectional, { verdict: words }) {
  const { memoryDifference, logProbabilityDifference, weights } = text[way];
  const share = paddingShare(weights, text.tokens.length);
  if (way === 'unpacked' && !bidirectional) return words.unpackedForward;
  if (Math.max(memoryDifference, logProbabilityDifference, share) < ROUNDING) return words.still;
  if (way !== 'unmasked') return words[way];
  return (share < HARDLY ? words.sharp : words.unmasked)(percentage(Math.log(share)));
}

/**
 * Which sentences give another output than by themselves.
 *
 * @param {import('./packing.js').PaddedBatch} batch
 * @param {Way} way
 * @param {Words} words
 */
function changes({ sentences }, way, { moves: words }) {
  return words.changes(words.ways[way], sentences.flatMap((text, index) =>
    (text[way].output === text.alone.output ? [] : [index + 1])));
}

/**
 * How far the memory of each token has moved.
 *
 * @param {number} chosen
 * @param {import('./packing.js').PaddedText} text
 * @param {Way} way
 * @param {import('./pointing.js').Pointed} pointed
 * @param {Words} words
 */
function shift(chosen, text, way, pointed, { moves: words }) {
  const { shown, context } = pointed;
  const { memoryDifference, memoryDifferences } = text[way];
  const most = Math.max(text.batched.memoryDifference, text.unmasked.memoryDifference, text.unpacked.memoryDifference);
  const furthest = text.tokens[memoryDifferences.indexOf(Math.max(...memoryDifferences))] ?? '';
  return h('figure', { key: 'shift', class: 'padding-figure' },
    h('figcaption', null, h('b', null, words.shift), ' ', words.shiftWords(tiny(most))),
    h('div', {
      class: 'batch-scroll', tabindex: 0, role: 'group', 'aria-label': words.shift, ...pointing([chosen], pointed),
    },
    paddingShift({
      differences: memoryDifferences, most, tokens: text.tokens, slanted: context.slanted, width: context.width,
      label: words.shiftLabel(tiny(memoryDifference), quoted(tokenOf(furthest))),
      shown: shown?.[0] === chosen ? shown[1] : null, text: chosen,
    })));
}

/** @param {import('../types.js').PanelContext} context */
function isBidirectional({ trace }) {
  return trace.encoder.some(({ direction }) => direction === 'backward');
}
