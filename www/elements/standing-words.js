// What is said of a picture that is not current, and what stands in the place of one that is not there.

import { progressOf } from '../kit/controls.js';
import { h } from '../kit/dom.js';
import { fileSize } from '../kit/numbers.js';

/** @typedef {import('./standing.js').Standing} Standing */
/** @typedef {import('../words/strings.js').Strings} Strings */
/** @typedef {import('../kit/dom.js').Child} Child */

/** As much of a text is repeated. */
const LONGEST = 40;

/** @param {string} text */
function shortened(text) {
  const characters = [...text];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text;
}

/**
 * Whose run a stale picture shows, in words; empty for any other, and for one that will not be stale for long.
 *
 * @param {Standing} standing
 * @param {Strings} strings
 */
export function staleWords(standing, { standing: words }) {
  if (standing.kind !== 'stale') return '';
  if (standing.why === 'derived') return words.derived;
  if (!standing.late) return '';
  const say = { refused: words.notRun, answer: words.late }[standing.why];
  return say(shortened(standing.of));
}

/**
 * A note on a stale picture. It takes no room, so that nothing moves when it comes and goes.
 *
 * @param {string} words
 */
export function noteOf(words) {
  return words === '' ? null : h('p', { key: 'standing', class: 'standing' }, h('span', null, words));
}

/**
 * What stands in the place of a panel.
 *
 * @param {Standing} standing
 * @param {import('./compose.js').State} state
 * @param {import('./types.js').ModelState | undefined} model that it waits for
 * @param {import('./compose.js').Actions} actions
 * @returns {Child[]}
 */
export function placeholder(standing, { strings, onDemand }, model, actions) {
  const { standing: words } = strings;
  if (!model || standing.kind === 'current' || standing.kind === 'stale') return [h('p', null, words.unknown)];
  const name = strings.attentionName(model.attention);
  if (standing.kind === 'failed') {
    // The outputs and the maps have said it aloud.
    return standing.failure
      ? [unloaded(standing.failure, strings, () => actions.open(model.attention), { isSpoken: false })] : [];
  }
  const { why } = standing;
  if (why !== 'model') return [h('p', null, why === 'answer' ? words.answer(name) : words[why])];
  if (model.status === 'waiting' && onDemand) {
    return [h('p', null, words.model(name, strings.waiting)), h('button', {
      key: 'load', type: 'button', class: 'quiet', onclick: () => actions.open(model.attention),
    }, strings.load(fileSize(model.bytes)))];
  }
  return [h('p', null, words.model(name, progressOf(model, strings).words))];
}

/**
 * What could not be loaded, why, and a way to try again.
 *
 * @param {import('./types.js').Failure} failure
 * @param {Strings} strings
 * @param {() => void} onRetry
 * @param {{ isSpoken?: boolean }} [options]
 */
export function unloaded(failure, strings, onRetry, { isSpoken = true } = {}) {
  return h('div', { key: 'unloaded', class: 'unloaded' },
    h('p', { class: 'failure', role: isSpoken ? 'alert' : undefined }, strings.failure(failure),
      failure.kind === 'unlisted' ? null : h('code', null, failure.reason)),
    h('button', { type: 'button', class: 'quiet', onclick: onRetry }, strings.retry));
}
