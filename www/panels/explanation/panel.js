// Attention beside what it is not: what leaving a token out costs, and what the gradient says, on the same grid.

import { choice } from '../../kit/controls.js';
import { correlationOf } from './correlation.js';
import { h } from '../../kit/dom.js';
import { roomFor } from '../../kit/geometry.js';
import { limitFor } from '../../trace/limits.js';
import { rowShares } from '../../trace/rows.js';
import { attends, valueAt } from '../../trace/matrix.js';
import { fixed } from '../../kit/numbers.js';
import { inWords, shownNumber, withNumbers } from '../../kit/shown-number.js';
import { quoted } from '../../trace/tokens.js';
import { POINTED } from '../../pictures/at-pointer.js';
import { numberTable } from '../../pictures/number-table.js';
import { rowBars } from '../../pictures/row-bars.js';
import { TOLD } from '../shared/walking.js';
import { pairMap, piecesOf, selectedPairs, selectedPieces } from '../shared/pair-map.js';
import * as words from './words.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */
/** @typedef {import('../../elements/types.js').Tensor} Tensor */
/** @typedef {import('../../elements/types.js').Answer} Answer */
/** @typedef {import('./correlation.js').Correlation} Correlation */
/** @typedef {'norms' | 'products'} Gradient */
/** @typedef {'kendall' | 'pearson'} Measure */
/** @typedef {typeof words.en} Said */

/** Of the number beside a row, in CSS pixels. */
const BESIDE = 52;
/** The most pairs of pieces whose numbers are written out. */
const MOST_PAIRS = 4;
/** Sources of the caveat, in the order in which it names them. */
const PAPERS = ['https://arxiv.org/abs/1902.10186', 'https://arxiv.org/abs/1908.04626'];

/** @type {import('../types.js').Panel<{ gradient: string, measure: string }>} */
export const panel = {
  name: 'explanation',
  defaults: { gradient: 'norms', measure: 'pearson' },
  options: { gradient: ['norms', 'products'], measure: ['pearson', 'kendall'] },
  styles: [new URL('../shared/attention.css', import.meta.url)],
  questions: ({ trace, unit }) => {
    if (!attends(trace)) return /** @type {Record<string, import('../../elements/types.js').Question>} */ ({});
    const args = [trace.input, trace.target.map(({ id }) => id)];
    // A pass for every token: the models of characters are small.
    const rests = unit !== 'characters';
    return { occlusion: { method: 'occlusion', args, rests }, gradients: { method: 'inputGradients', args, rests } };
  },
  view: (context, own, answers, set) => {
    const { strings, actions } = context;
    if (!attends(context.trace)) return [h('p', { class: 'absent' }, strings.withoutAttention)];
    const { [context.language]: said } = words;
    const gradient = /** @type {'norms' | 'products'} */ (own.gradient);
    const measure = /** @type {'kendall' | 'pearson'} */ (own.measure);
    const others = othersOf(context, gradient, answers, said);
    const pairs = selectedPairs(context, MOST_PAIRS);
    return [h('section', { 'aria-label': said.title },
      TOLD,
      h('p', { key: 'caveat', class: 'panel-note' }, withLinks(said.caveat)),
      h('div', { key: 'tools', class: 'panel-tools' },
        choice('explanation-model', strings.ofModel,
          [...context.traces.keys()].map((name) => [name, strings.attentionName(name)]), context.attention,
          actions.chooseAttention),
        choice('explanation-gradient', said.gradient, Object.entries(said.gradients), gradient,
          (chosen) => set({ gradient: chosen })),
        choice('explanation-measure', said.measure, Object.entries(said.measures), measure,
          (chosen) => set({ measure: chosen }))),
      h('div', { key: 'maps', class: 'attention-mode' },
        context.unit === 'words' ? h('p', { class: 'panel-note' }, said.ofPieces) : null,
        maps(context, others, measure, said, [
          h('ul', { class: pairs.length === 0 ? 'attention-pairs' : `attention-pairs ${POINTED}` }, pairs.length === 0
            ? h('li', { class: 'hint' }, said.hint)
            : pairs.map(({ target, source }) => h('li', null,
              withNumbers((write) => lineOf(context, target, source, others, said, write))))),
          correlations(context, others, said),
        ])))];
  },
};

/**
 * @typedef {{
 *   name: string, title: string, below: string, label: string, scale: 'attention' | 'signed', values: Tensor | null,
 *   stale: boolean, failure: string | null, correlation: Correlation | null, says: (value: string) => string,
 * }} Other one of the maps that attention is compared with; values: null until there, or if there are none
 */

/**
 * @param {PanelContext} context
 * @param {Gradient} gradient
 * @param {Record<string, Answer>} answers
 * @param {Said} said
 * @returns {Other[]}
 */
function othersOf({ trace, analysis }, gradient, answers, said) {
  const [rows, columns] = [trace.target.length, trace.source.length];
  const other = (/** @type {Answer | undefined} */ answer, /** @type {string} */ field) => {
    /** @type {Tensor | undefined} */
    const values = answer?.value?.[field];
    // What answers an earlier text may have as many rows and columns as it had.
    const fits = values?.shape[0] === rows && values.shape[1] === columns;
    return {
      values: values && fits ? values : null, stale: answer?.stale ?? true, failure: answer?.failure ?? null,
      correlation: values && fits ? correlationOf(analysis, trace.weights, values) : null,
    };
  };
  return [
    {
      ...other(answers['occlusion'], 'differences'), name: 'occlusion', title: said.occlusionTitle,
      below: said.occlusionBelow, label: said.occlusionLabel, scale: 'signed', says: said.lost,
    },
    gradient === 'norms'
      ? {
        ...other(answers['gradients'], 'norms'), name: 'norms', title: said.normsTitle, below: said.normsBelow,
        label: said.normsLabel, scale: 'attention', says: said.norm,
      }
      : {
        ...other(answers['gradients'], 'products'), name: 'products', title: said.productsTitle,
        below: said.productsBelow, label: said.productsLabel, scale: 'signed', says: said.product,
      },
  ];
}

/**
 * @param {PanelContext} context
 * @param {Other[]} others
 * @param {Measure} measure
 * @param {Said} said
 * @param {import('../../kit/dom.js').Children} read what is read off the maps: beside the third where they stand in twos
 */
function maps(context, others, measure, said, read) {
  const grid = piecesOf(context);
  const room = roomFor(context.width, context.ratio, 3);
  const { rows } = selectedPieces(context);
  const told = (/** @type {import('../../elements/types.js').Cell} */ cell) => {
    const [written, read] = [context.grid.target[cell.target ?? -1], context.grid.source[cell.source ?? -1]];
    return written && read
      ? inWords((write) => lineOf(context, written.first, read.first, others, said, write)) : '';
  };
  const below = (/** @type {string} */ text) => [h('p', { class: 'card-words' }, text)];
  const common = { room, grid, role: said.mapRole, told };
  return h('div', { class: 'cards', style: { '--cards': room.cards } },
    pairMap(context, {
      // As wide as those that have numbers beside them.
      ...common, room: { ...room, field: room.field - BESIDE }, name: 'weights', title: said.attentionTitle,
      below: below(said.attentionBelow),
      label: context.strings.mapLabel(context.strings.attentionName(context.attention)),
    }),
    others.map(({ name, title, label, scale, values, stale, failure, correlation, ...other }) => {
      if (!values) {
        return h('figure', { key: name, class: 'card' },
          h('figcaption', { class: 'card-head' }, h('span', { class: 'name' }, title)),
          h('div', { class: 'absent' },
            failure === null ? h('p', null, said.waiting) : h('p', { class: 'failure' }, failure)));
      }
      return pairMap(context, {
        ...common, name, title, label, scale, stale, below: below(other.below),
        // Sizes are compared with weights, whose rows sum to 1; of a model that is sure, all gradients are tiny.
        ...(name === 'norms' ? { values: rowShares(values), limit: 1 } : { values, limit: limitFor(values.data) }),
        beside: correlation ? {
          width: BESIDE, head: h('span', null, said.signs[measure]),
          rows: rowBars({
            rows: correlation.rows.map(({ [measure]: value }, row) => ({
              share: value ?? 0, words: [numberOf(`${name}.${measure}.${row}`, value, said)],
              lit: rows !== null && rows.first <= row && row <= rows.last,
            })),
          }),
        } : undefined,
      });
    }),
    h('div', { key: 'read', class: room.cards === 2 ? 'attention-mode card' : 'attention-mode across' }, read));
}

/**
 * A pair in all three maps.
 *
 * @param {PanelContext} context
 * @param {number} target
 * @param {number} source
 * @param {Other[]} others
 * @param {Said} said
 * @param {import('../../kit/shown-number.js').Write} write
 */
function lineOf(context, target, source, others, said, write) {
  const grid = piecesOf(context);
  const [written, read] = [grid.target[target], grid.source[source]];
  if (!written || !read) return '';
  const number = (
    /** @type {string} */ name, /** @type {Tensor} */ values, /** @type {(value: number) => string} */ round,
  ) => {
    const value = valueAt(values, target, source);
    return write(`${name}.${target}.${source}`, value, round(value));
  };
  return said.pairTold(quoted(written), quoted(read), [
    said.weight(number('weight', grid.weights, (value) => fixed(value, 3))),
    ...others.flatMap(({ name, values, says }) => (values ? [says(number(name, values, small))] : [])),
  ]);
}

/**
 * A number with three digits behind the point, or by its power of ten where those would be zeros.
 *
 * @param {number} value
 */
function small(value) {
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1).replaceAll('-', '−') : fixed(value, 3);
}

/**
 * @param {PanelContext} context
 * @param {Other[]} others
 * @param {Said} said
 */
function correlations(context, others, said) {
  const there = others.filter(({ values }) => values !== null);
  const compared = there.flatMap((other) => (other.correlation ? [{ ...other, correlation: other.correlation }] : []));
  if (there.length === 0) return null;
  if (compared.length === 0) return h('p', { class: 'panel-note' }, said.noCorrelation);
  const tokens = piecesOf(context).target;
  return [
    numberTable({
      caption: said.table, head: said.columns,
      rows: compared.map(({ name, title, correlation: { means, counted, rows } }) => ({
        key: name, name: title,
        cells: [
          numberOf(`${name}.kendall`, means.kendall, said), numberOf(`${name}.pearson`, means.pearson, said),
          `${counted.kendall} / ${rows.length}`,
        ],
      })),
    }),
    h('p', { class: 'panel-note' }, said.correlationWords),
    numberTable({
      hidden: true, caption: said.rowsTable,
      head: [said.columns[0], ...compared.flatMap(({ title }) =>
        [`${title}, ${said.columns[1]}`, `${title}, ${said.columns[2]}`])],
      rows: tokens.map((token, row) => ({
        key: String(row), name: quoted(token),
        cells: compared.flatMap(({ name, correlation: { rows } }) => [
          numberOf(`${name}.kendall.${row}`, rows[row]?.kendall, said),
          numberOf(`${name}.pearson.${row}`, rows[row]?.pearson, said),
        ]),
      })),
    }),
  ];
}

/**
 * @param {string} name
 * @param {number | null | undefined} value
 * @param {Said} said
 */
function numberOf(name, value, said) {
  return typeof value === 'number' && Number.isFinite(value) ? shownNumber(name, value, fixed(value, 2)) : said.none;
}

/**
 * What stands between braces as links to the papers.
 *
 * @param {string} text
 */
function withLinks(text) {
  return text.split(/[{}]/).map((part, index) => (index % 2 === 0 ? part
    : h('a', { href: PAPERS[(index - 1) / 2], rel: 'noopener' }, part)));
}
