// What could have been written at every step: a column of candidates each, every one a button.

import { h } from '../../kit/dom.js';
import { gridOf } from '../../trace/grid.js';
import { percentage } from '../../kit/numbers.js';
import { walkButtons } from './roving.js';
import { shownNumber } from '../../kit/shown-number.js';
import { pieceLabel, plainPiece } from '../../trace/tokens.js';

/** @typedef {import('../../elements/types.js').Candidate} Candidate */

/**
 * The candidates of a step, and what was written there even if it is not among them.
 *
 * @param {import('../../elements/types.js').Trace} trace
 * @param {number} step
 * @param {string} text what was written, with its space in front as candidates have it
 * @returns {Candidate[]}
 */
export function choicesAt({ candidates, target, logProbabilities }, step, text) {
  const best = candidates[step] ?? [];
  const written = target[step];
  if (!written || best.some(({ id }) => id === written.id)) return best;
  return [...best, { id: written.id, text, logProbability: logProbabilities[step] ?? -Infinity }];
}

/**
 * @param {{
 *   trace: import('../../elements/types.js').Trace, forced: number, startsWord: string,
 *   words: import('./words.js').Words, onChoose: (step: number, id: number) => void,
 * }} props forced: how many tokens are given; startsWord: see pieceLabel
 */
export function tokenChoices({ trace, forced, startsWord, words, onChoose }) {
  const steps = gridOf(trace, startsWord === '' ? 'characters' : 'pieces').target.map((token, step) =>
    choicesAt(trace, step, (token.starts ? ' ' : '') + token.text));
  const bounds = { rows: Math.max(...steps.map((choices) => choices.length)), columns: steps.length };
  return h('div', {
    key: 'tokens', class: 'whatif-steps', role: 'group', 'aria-label': words.tokensLabel,
    onkeydown: (/** @type {KeyboardEvent} */ event) => walkButtons(event, bounds),
  },
  steps.map((choices, step) => h('div', {
    class: 'whatif-step', role: 'group', 'aria-label': words.stepLabel(step + 1),
  },
    h('span', { class: 'whatif-step-number', 'aria-hidden': 'true' }, step + 1),
    choices.map(({ id, text, logProbability }, rank) => {
      const taken = id === trace.target[step]?.id;
      const chosen = taken && step < forced && rank > 0;
      const probability = percentage(logProbability);
      return h('button', {
        type: 'button', class: chosen ? 'whatif-candidate chosen' : 'whatif-candidate', 'aria-pressed': String(taken),
        'aria-label': words.candidateLabel(plainPiece(text), step + 1, probability),
        title: chosen ? words.forced : undefined, tabindex: step === 0 && taken ? 0 : -1,
        'data-row': rank, 'data-column': step, style: { '--p': Math.exp(logProbability).toFixed(3) },
        onclick: () => onChoose(step, id),
      },
      pieceLabel(text, startsWord), ' ', h('span', { class: 'candidate-p' },
        shownNumber(`candidate.${step}.${id}`, Math.exp(logProbability), probability)));
    }))));
}
