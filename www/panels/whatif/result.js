// What the model wrote as it is, and what it wrote with the changes: both outputs, how probable each was, and where
// they differ.

import { aligned } from './alignment.js';
import { h } from '../../kit/dom.js';
import { gridOf } from '../../trace/grid.js';
import { fixed, logarithm, related } from '../../kit/numbers.js';
import { shownNumber } from '../../kit/shown-number.js';
import { pieceLabel, plainPiece } from '../../trace/tokens.js';

/** @typedef {import('../../elements/types.js').Trace} Trace */
/** @typedef {import('./words.js').Words} Words */

/** A step whose log p moves by less has not changed as far as a reader cares. */
const LEAST_MOVE = 0.005;

/**
 * A difference with its sign.
 *
 * @param {number} value
 */
export function signed(value) {
  const text = logarithm(value);
  return value > 0 && text !== '0' ? `+${text}` : text;
}

/**
 * @param {{
 *   before: Trace, after: Trace, slanted: boolean, lang: string, words: Words,
 *   strings: import('../../words/strings.js').Strings,
 * }} props slanted: whether tokens are pieces of words
 */
export function comparison({ before, after, slanted, lang, words, strings }) {
  const delta = after.logProbability - before.logProbability;
  const same = before.target.length === after.target.length
    && before.target.every(({ id }, index) => id === after.target[index]?.id);
  return h('div', { key: 'comparison', class: slanted ? 'whatif-comparison of-words' : 'whatif-comparison' },
    h('dl', { class: 'whatif-outputs' },
      outputLine(words.before, before, 'before', lang, strings),
      outputLine(words.after, after, 'after', lang, strings)),
    h('p', { class: 'whatif-delta' },
      h('span', { class: 'value' }, `${words.delta} = `, h('b', null, shownNumber('delta', delta, signed(delta)))), ' ',
      h('span', { class: 'whatif-delta-words' },
        !same ? words.otherOutput : Math.abs(delta) < 1e-6 ? words.sameRun : words.sameOutput(times(delta)))),
    tokenPairs({ before, after, slanted, words, strings }));
}

/**
 * @param {string} name
 * @param {Trace} trace
 * @param {string} which
 * @param {string} lang
 * @param {import('../../words/strings.js').Strings} strings
 */
function outputLine(name, trace, which, lang, strings) {
  return h('div', { class: `whatif-output ${which}` },
    h('dt', null, name),
    h('dd', { class: 'output-text', lang: lang || undefined, dir: 'auto' }, trace.output || '∅',
      trace.complete ? null : h('span', { class: 'cut', title: strings.cutOff }, '…')),
    h('dd', { class: 'output-p' }, h('i', null, 'p'), ' ',
      shownNumber(`${which}.p`, Math.exp(trace.logProbability), related(trace.logProbability))),
    h('dd', { class: 'output-log' }, 'log p = ',
      shownNumber(`${which}.log`, trace.logProbability, logarithm(trace.logProbability))));
}

/**
 * How many times as probable, with two digits that say something.
 *
 * @param {number} delta
 */
function times(delta) {
  const ratio = Math.exp(delta);
  if (ratio >= 10 || ratio === 0) return fixed(ratio, 0);
  return fixed(ratio, Math.min(8, Math.max(2, 1 - Math.floor(Math.log10(ratio)))));
}

/**
 * Both outputs, old above new, what is the same in the same column.
 *
 * @param {Omit<Parameters<typeof comparison>[0], 'lang'>} props
 */
function tokenPairs({ before, after, slanted, words, strings }) {
  const unit = slanted ? 'pieces' : 'characters';
  const [old, young] = [gridOf(before, unit).target, gridOf(after, unit).target];
  const startsWord = slanted ? strings.startsWord : '';
  const text = (/** @type {import('../../elements/types.js').GridToken | undefined} */ token) => token
    && (token.starts ? ' ' : '') + token.text;
  return h('ol', { class: 'whatif-pairs', 'aria-label': words.tokenChanges },
    aligned(old.map(({ id }) => id), young.map(({ id }) => id)).map((pair) => {
      const [was, is] = [text(old[pair.before ?? -1]), text(young[pair.after ?? -1])];
      const kept = pair.before !== null && pair.after !== null
        && old[pair.before]?.id === young[pair.after]?.id;
      const moved = (after.logProbabilities[pair.after ?? -1] ?? NaN)
        - (before.logProbabilities[pair.before ?? -1] ?? NaN);
      return h('li', { class: kept ? 'whatif-pair' : 'whatif-pair changed' },
        kept ? null : h('span', { class: 'visually-hidden' },
          words.wasToken(was === undefined ? words.missing : plainPiece(was)), ': '),
        kept ? h('span', { class: 'was', 'aria-hidden': 'true' }, pieceLabel(was ?? '', startsWord))
          : h('del', { class: 'was', 'aria-hidden': 'true' }, was === undefined ? '' : pieceLabel(was, startsWord)),
        kept ? h('span', { class: 'is' }, pieceLabel(is ?? '', startsWord))
          : h('ins', { class: 'is' }, is === undefined ? '' : pieceLabel(is, startsWord)),
        h('small', { class: 'moved' }, kept && Math.abs(moved) >= LEAST_MOVE
          ? shownNumber(`moved.${pair.before}.${pair.after}`, moved, signed(moved)) : ''));
    }));
}
