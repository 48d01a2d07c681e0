// What each model wrote, and how sure it was.

import { h } from '../dom.js';
import { scoreFormula } from '../formulas.js';
import { fixed, kilobytes, logarithm, related } from '../numbers.js';

/** @typedef {import('../types.js').ModelState} ModelState */
/** @typedef {import('../strings.js').Strings} Strings */

/**
 * @param {{
 *   models: ModelState[], stale: (model: ModelState) => boolean, strings: Strings,
 *   onRetry: (attention: string) => void,
 * }} props
 */
export function outputs({ models, stale, strings, onRetry }) {
  return h('ul', { class: 'outputs', 'aria-label': strings.outputs },
    models.map((model) => h('li', {
      key: model.attention, class: stale(model) ? 'output stale' : 'output', 'data-attention': model.attention,
    },
    h('span', { class: 'output-name' },
      h('span', { class: 'name' }, strings.attentionName(model.attention)),
      h('span', { class: 'formula' }, scoreFormula(model.attention))),
    ...result(model, strings, onRetry))));
}

/**
 * @param {ModelState} model
 * @param {Strings} strings
 * @param {(attention: string) => void} onRetry
 */
function result(model, strings, onRetry) {
  if (model.status === 'failed') {
    return [h('span', { key: 'failed', class: 'output-status failed' }, strings.notAvailable, ' ',
      h('button', { type: 'button', class: 'quiet', onclick: () => onRetry(model.attention) }, strings.retry))];
  }
  if (!model.trace) {
    const total = Math.max(model.bytes, model.received);
    const words = model.status === 'loading'
      ? model.received < total ? strings.loading(kilobytes(model.received), kilobytes(total)) : strings.starting
      : model.status === 'waiting' ? strings.waiting : '';
    return [h('span', { key: 'status', class: 'output-status' },
      model.status === 'ready' ? null
        : h('progress', { max: Math.max(total, 1), value: model.received, 'aria-label': words }),
      words)];
  }
  const { trace } = model;
  const { encode, decode } = trace.timings;
  return [
    h('output', { key: 'text', class: 'output-text' },
      // The end token has no text; its probability is part of the output's.
      trace.target.map((token, step) => (token.end > token.start
        ? h('span', { class: 'written', style: { '--p': Math.exp(trace.logProbabilities[step] ?? 0).toFixed(3) } },
          trace.output.slice(token.start, token.end))
        : null)),
      trace.complete ? null : h('span', { class: 'cut', title: strings.cutOff }, '…')),
    h('span', { key: 'p', class: 'output-p', title: strings.probability },
      h('i', null, 'p'), ' ', related(trace.logProbability)),
    h('span', { key: 'logp', class: 'output-log', title: strings.probability },
      `${strings.logProbability} = ${logarithm(trace.logProbability)}`),
    h('span', { key: 'time', class: 'output-time', title: strings.timing(fixed(encode, 2), fixed(decode, 2)) },
      `${fixed(encode + decode, 1)} ${strings.milliseconds}`),
  ];
}
