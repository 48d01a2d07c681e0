// Outputs that are drawn, not searched: how often each comes, with a temperature and of which tokens.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { fixed, logarithm } from '../../kit/numbers.js';
import { shownNumber } from '../../kit/shown-number.js';
import { taskNamed } from '../../tasks/tasks.js';
import { isUnchanged } from './interventions.js';
import { waiting } from './parts.js';

/** @typedef {import('./parts.js').Around} Around */
/** @typedef {import('./parts.js').Answer} Answer */
/** @typedef {{ output: string, ids: number[], logProbability: number, times: number }} Sample */

/** Outputs that are drawn. */
const DRAWS = 20;
const HOTTEST = 2;
/** 0 is all of them. */
const TOP_K = [0, 2, 5, 20];
const LEAST_P = 0.05;
const MOST_SEED = 2 ** 32 - 1;

/**
 * What is asked, within what a model can be asked; the address may say anything.
 *
 * @param {string} text
 * @param {{ temperature: number, topk: number, topp: number, seed: number }} own
 */
export function samplingArguments(text, { temperature, topk, topp, seed }) {
  const within = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) =>
    Math.min(Math.max(value, least), most);
  return [text, DRAWS, within(temperature, 0, HOTTEST), within(topk, 0, 1e6), within(topp, LEAST_P, 1), within(seed, 0, MOST_SEED)];
}

/**
 * @param {Around} around
 * @param {Record<string, Answer>} answers
 */
export function samplingTool({ context, own, words, set, fitting }, { samples: answer }) {
  const [, , temperature, topk, topp, seed] = /** @type {number[]} */ (samplingArguments('', own));
  /** @type {Sample[] | null} */
  const samples = answer?.value ?? null;
  const sized = (/** @type {Event} */ { target }) => Number(/** @type {HTMLInputElement} */ (target).value);
  const slider = (/** @type {string} */ name, /** @type {string} */ label, /** @type {number} */ value, /** @type {number} */ least,
    /** @type {number} */ most, /** @type {(value: number) => void} */ onSlide) => h('label', { key: name, class: 'sampling-slider' },
    h('span', null, label), h('input', {
      type: 'range', min: least, max: most, step: 0.05, value: String(value), 'data-field': name,
      oninput: (/** @type {Event} */ event) => onSlide(Math.round(sized(event) * 100) / 100),
    }));
  return [
    h('p', { class: 'panel-note' }, words.samplingLead, isUnchanged(fitting) ? '' : words.samplingUntouched),
    h('div', { key: 'sampling', class: 'sampling-controls' },
      slider('temperature', words.temperature(fixed(temperature ?? 1, 2)), temperature ?? 1, 0, HOTTEST, (value) => set({ temperature: value })),
      slider('topp', words.topP(fixed(topp ?? 1, 2)), topp ?? 1, LEAST_P, 1, (value) => set({ topp: value })),
      choice('whatif-topk', words.topK, TOP_K.map((count) => [String(count), count === 0 ? words.allTokens : String(count)]),
        String(topk), (count) => set({ topk: Number(count) })),
      h('label', { key: 'seed', class: 'sampling-seed' }, h('span', null, words.seed), h('input', {
        type: 'number', min: 0, max: MOST_SEED, step: 1, inputmode: 'numeric', value: String(seed), 'data-field': 'seed',
        oninput: (/** @type {Event} */ event) => Number.isInteger(sized(event)) && set({ seed: sized(event) }),
      })),
      h('button', { key: 'again', type: 'button', class: 'whatif-do', onclick: () => set({ seed: (seed ?? 0) + 1 }) }, words.drawAgain)),
    samples ? drawn(samples, answer?.stale ?? false, context, words) : waiting(answer, words.samplesFailed, words),
  ];
}

/**
 * @param {Sample[]} samples
 * @param {boolean} stale
 * @param {import('./parts.js').PanelContext} context
 * @param {import('./words.js').Words} words
 */
function drawn(samples, stale, { trace, task }, words) {
  const { target } = taskNamed(task);
  const greedy = trace.target.map(({ id }) => id).join();
  return h('div', { key: 'samples', class: stale ? 'whatif-runs stale' : 'whatif-runs' },
    h('p', { class: 'panel-note', role: 'status' }, words.samplesFound(samples.length, DRAWS)),
    h('ol', { class: 'whatif-tallies', 'aria-label': words.samplesLabel }, samples.map(({ output, ids, logProbability, times }, index) =>
      h('li', { key: ids.join(), class: 'whatif-tally' },
        h('span', { class: 'whatif-tally-output', lang: target || undefined, dir: 'auto' }, output || '∅',
          ids.join() === greedy ? h('small', null, ` ${words.asGreedy}`) : null),
        h('span', { class: 'whatif-tally-bar', 'aria-hidden': 'true' },
          h('span', { style: { '--share': (times / DRAWS).toFixed(4) } })),
        h('span', { class: 'whatif-tally-count' }, shownNumber(`times.${index + 1}`, times, words.runsOf(times, DRAWS))),
        h('span', { class: 'whatif-tally-log' }, 'log p ', shownNumber(`sample.${index + 1}`, logProbability, logarithm(logProbability)))))));
}
