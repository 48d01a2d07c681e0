// What moves when a text is read in a batch, in three ways, beside the text by itself.

import { h } from '../../kit/dom.js';
import { logarithm, percentage } from '../../kit/numbers.js';
import { paddingShare } from './packing.js';
import { shownNumber } from '../../kit/shown-number.js';
import { tiny } from '../../kit/tiny.js';

/** @typedef {Exclude<import('./packing.js').Way, 'alone'>} Way */

/**
 * @param {{
 *   text: import('./packing.js').PaddedText, way: Way, lang: string,
 *   words: {
 *     caption: string, alone: string, ways: Record<Way, string>, memory: string, logProbability: string, total: string,
 *     share: string, output: string, same: string, changed: string,
 *   },
 * }} props way: the chosen one; lang: of the outputs
 */
export function paddingWays({ text, way: chosen, lang, words }) {
  const { alone, tokens } = text;
  const ways = /** @type {Way[]} */ (Object.keys(words.ways));
  const columns = ways.map((way) => ({ way, reading: text[way] }));
  const row = (
    /** @type {string} */ name, /** @type {string} */ label, /** @type {import('../../kit/dom.js').Child} */ first,
    /** @type {(reading: import('./packing.js').Reading, name: string) => import('../../kit/dom.js').Children} */ cell,
  ) => h('tr', { key: name, 'data-measure': name },
    h('th', { scope: 'row' }, label), h('td', null, first),
    columns.map(({ way, reading }) =>
      h('td', { class: way === chosen ? 'chosen' : '', 'data-way': way }, cell(reading, `${way}.${name}`))));
  const output = (/** @type {string} */ shown) => h('bdi', { lang: lang || undefined, class: 'output-text' }, shown);
  return h('table', { class: 'ways' },
    h('caption', { class: 'visually-hidden' }, words.caption),
    h('thead', null, h('tr', null, h('td', null), h('th', { scope: 'col' }, words.alone),
      columns.map(({ way }) => h('th', { scope: 'col', class: way === chosen ? 'chosen' : '' }, words.ways[way])))),
    h('tbody', null,
      row('memory', words.memory, '', ({ memoryDifference }, name) =>
        shownNumber(name, memoryDifference, tiny(memoryDifference))),
      row('log-probability', words.logProbability, '', ({ logProbabilityDifference }, name) =>
        shownNumber(name, logProbabilityDifference, tiny(logProbabilityDifference))),
      row('padding', words.share, '', ({ weights }, name) => {
        const share = paddingShare(weights, tokens.length);
        return shownNumber(name, share, share === 0 ? '0' : percentage(Math.log(share)));
      }),
      row('total', words.total, shownNumber('alone.total', alone.logProbability, logarithm(alone.logProbability)),
        ({ logProbability }, name) => shownNumber(name, logProbability, logarithm(logProbability))),
      row('output', words.output, output(alone.output), (reading) => (reading.output === alone.output
        ? h('span', { class: 'same' }, words.same)
        : [h('span', { class: 'moved' }, words.changed), ' ', output(reading.output)]))));
}
