// What each model wrote, and how sure it was of each word.

import { progressOf } from '../kit/controls.js';
import { h } from '../kit/dom.js';
import { classOf } from './standing.js';
import { staleWords } from './standing-words.js';
import { scoreFormula } from '../pictures/formulas.js';
import { gridOf, logProbabilityOf } from '../trace/grid.js';
import { fixed, logarithm, percentage, related } from '../kit/numbers.js';
import { shownNumber } from '../kit/shown-number.js';
import { quoted } from '../trace/tokens.js';

/** @typedef {import('./types.js').ModelState} ModelState */
/** @typedef {import('../words/strings.js').Strings} Strings */

/** Below this probability a word is one that the model was not sure of. */
const SURE = Math.log(0.5);
/** A screen reader is told of so many of them. */
const MOST_TOLD = 5;

/**
 * @param {{
 *   models: ModelState[], unit: import('./types.js').GridUnit, lang: string, cell: import('./types.js').Cell | null,
 *   expected?: string, standing: (model: ModelState) => import('./standing.js').Standing, strings: Strings, onRetry: (attention: string) => void,
 *   onHover: (cell: import('./types.js').Cell | null) => void,
 * }} props expected: about as long as what will be written; lang: of what is written; cell: what is shown in the maps
 */
export function outputs(props) {
  const { models, standing, strings } = props;
  return h('ul', {
    key: 'outputs', class: props.unit === 'characters' ? 'outputs' : 'outputs of-words', part: 'outputs',
    'aria-label': strings.outputs,
  },
    models.map((model) => h('li', {
      key: model.attention, class: classOf('output', standing(model)), 'data-attention': model.attention,
    },
    h('span', { class: 'output-name' },
      h('span', { class: 'name' }, strings.attentionName(model.attention)),
      h('span', { class: 'formula' }, scoreFormula(model.attention))),
    ...result(model, props),
    staleWords(standing(model), strings)
      ? h('span', { key: 'standing', class: 'visually-hidden' }, staleWords(standing(model), strings)) : null)));
}

/**
 * @param {ModelState} model
 * @param {Parameters<typeof outputs>[0]} props
 */
function result(model, props) {
  const { strings, expected = '', onRetry } = props;
  if (model.status === 'failed') {
    return [h('span', { key: 'failed', class: 'output-status failed' }, strings.notAvailable, ' ',
      h('button', { type: 'button', class: 'quiet', onclick: () => onRetry(model.attention) }, strings.retry))];
  }
  // What will be written has its room, which stays until something else is typed.
  const room = expected === '' ? null : h('span', { key: 'room', class: 'output-part to-come', 'aria-hidden': 'true' },
    h('span', { class: 'output-words' }, expected));
  if (!model.trace) {
    // The bar stands where the map will be.
    return [
      h('span', { key: 'status', class: 'output-status' }, model.status === 'ready' ? null : progressOf(model, strings).words),
      room,
      h('span', { key: 'room-p', class: 'output-p to-come', 'aria-hidden': 'true' }, 'p 0.000'),
    ];
  }
  const { trace } = model;
  const { encode, decode } = trace.timings;
  return [
    written(trace, props),
    room,
    h('span', { key: 'p', class: 'output-p', title: strings.probability },
      h('i', null, 'p'), ' ', shownNumber('p', Math.exp(trace.logProbability), related(trace.logProbability))),
    h('span', { key: 'logp', class: 'output-log', title: strings.probability },
      `${strings.logProbability} = `, shownNumber('log', trace.logProbability, logarithm(trace.logProbability))),
    h('span', { key: 'time', class: 'output-time', title: strings.timing(fixed(encode, 2), fixed(decode, 2)) },
      `${fixed(encode + decode, 1)} ${strings.milliseconds}`),
  ];
}

/**
 * @param {import('./types.js').Trace} trace
 * @param {Parameters<typeof outputs>[0]} props
 */
function written(trace, { unit, lang, cell, strings, onHover }) {
  // The end token has no text; its probability is part of the output's.
  const words = gridOf(trace, unit).target
    .map((token, row) => ({ token, row, logProbability: logProbabilityOf(token, trace.logProbabilities) }))
    .filter(({ token }) => token.end > token.start);
  const unsure = words.filter(({ logProbability }) => logProbability < SURE)
    .sort((a, b) => a.logProbability - b.logProbability).slice(0, MOST_TOLD)
    .map(({ token, logProbability }) => `${quoted(token)} ${percentage(logProbability)}`);
  let end = 0;
  const parts = words.flatMap(({ token, row, logProbability }) => {
    const between = trace.output.slice(end, token.start);
    end = token.end;
    const classes = ['written', logProbability < SURE && 'unsure', row === cell?.target && 'lit'];
    return [between, h('span', {
      class: classes.filter(Boolean).join(' '), style: { '--p': Math.exp(logProbability).toFixed(3) },
      title: percentage(logProbability), onpointerenter: () => onHover({ target: row, source: null }),
    }, token.text)];
  });
  return h('span', { key: 'text', class: 'output-part' },
    h('output', { class: 'output-text output-words', 'aria-live': 'off', lang: lang || undefined, dir: 'auto', onpointerleave: () => onHover(null) },
      parts.filter((part) => part !== ''), trace.output.slice(end),
      trace.complete ? null : h('span', { class: 'cut', title: strings.cutOff }, '…')),
    unsure.length > 0 ? h('span', { class: 'visually-hidden' }, ` ${strings.unsureWords(unsure)}`) : null);
}

/**
 * Whether a model was not sure of most words of what it wrote.
 *
 * @param {import('./types.js').Trace} trace
 * @param {import('./types.js').GridUnit} unit
 */
export function isGuessed(trace, unit) {
  const words = gridOf(trace, unit).target.filter(({ start, end }) => end > start);
  return words.filter((token) => logProbabilityOf(token, trace.logProbabilities) < SURE).length * 2 > words.length;
}

/**
 * What the underlines mean.
 *
 * @param {Strings} strings
 */
export function sureness(strings) {
  return h('p', { key: 'sureness', class: 'sureness', role: 'img', 'aria-label': strings.sureness },
    strings.underline, h('span', { class: 'written', style: { '--p': '1' } }, strings.sure),
    h('span', { class: 'written', style: { '--p': '0.6' } }, ' … '),
    h('span', { class: 'written unsure', style: { '--p': '0.2' } }, strings.unsure));
}
