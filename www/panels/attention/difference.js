// The map of one model minus that of another.

import { choice } from '../../kit/controls.js';
import { differenceOf } from './difference-numbers.js';
import { h } from '../../kit/dom.js';
import { mean } from './entropy-numbers.js';
import { roomFor } from '../../kit/geometry.js';
import { limitFor } from '../../trace/limits.js';
import { valueAt } from '../../trace/matrix.js';
import { fixed } from '../../kit/numbers.js';
import { shownCell } from '../../trace/selection.js';
import { inWords, shownNumber, withNumbers } from '../../kit/shown-number.js';
import { quoted } from '../../trace/tokens.js';
import { POINTED } from '../../pictures/at-pointer.js';
import { rowBars } from '../../pictures/row-bars.js';
import { pairMap } from '../shared/pair-map.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */
/** @typedef {import('./panel.js').Own} Own */
/** @typedef {typeof import('./words.js').en} Said */

/** Of the numbers beside the rows, and of the words beside the map, in CSS pixels. */
const BESIDE = 88;
const NOTES = 400;
/** Words do not fit beside the map of a narrower panel. */
const SIDE_BY_SIDE = 860;

/**
 * @param {PanelContext} context
 * @param {Own} own
 * @param {Said} said
 * @param {(changes: Partial<Own>) => void} set
 */
export function differenceMode(context, own, said, set) {
  const { strings } = context;
  const names = [...context.traces.keys()].filter((name) => context.grids.has(name));
  const first = names.includes(own.first) ? own.first : names.find((name) => name !== own.second) ?? own.first;
  const second = names.includes(own.second) && own.second !== first
    ? own.second : names.find((name) => name !== first) ?? own.second;
  const options = names.map((name) => /** @type {[string, string]} */ ([name, strings.attentionName(name)]));
  return [
    h('div', { class: 'panel-tools' },
      // Who takes the other's model gives it its own.
      choice('attention-first', said.first, options, first, (chosen) =>
        set({ first: chosen, second: chosen === second ? first : second })),
      choice('attention-second', said.second, options, second, (chosen) =>
        set({ second: chosen, first: chosen === first ? second : first }))),
    ...comparison(context, first, second, said),
  ];
}

/**
 * @param {PanelContext} context
 * @param {string} first
 * @param {string} second
 * @param {Said} said
 */
function comparison(context, first, second, said) {
  const { strings, traces, grids } = context;
  const [minuend, subtrahend] = [first, second].map((name) => {
    const [trace, grid] = [traces.get(name), grids.get(name)];
    return trace && grid ? { trace, grid } : null;
  });
  if (!minuend || !subtrahend || minuend.trace.input !== subtrahend.trace.input) {
    return [h('p', { class: 'panel-note' }, said.twoNeeded)];
  }
  const difference = differenceOf(minuend, subtrahend);
  if (!difference) return [h('p', { class: 'panel-note' }, said.otherTokens)];
  const { values, moved, partners, without } = difference;
  const { grid } = minuend;
  const [from, minus] = [strings.attentionName(first), strings.attentionName(second)];
  const cell = shownCell(context.selection);
  const listed = (/** @type {number[]} */ rows, /** @type {import('../../elements/types.js').GridToken[]} */ tokens) =>
    rows.flatMap((index) => (tokens[index] ? [quoted(tokens[index])] : [])).join(' ');
  const share = (/** @type {number} */ part) => `${fixed(part * 100, 0)} %`;
  const compared = moved.filter((part) => part !== null);
  const lineOf = (
    /** @type {import('../../elements/types.js').Cell | null} */ cell,
    /** @type {import('../../kit/shown-number.js').Write} */ write,
  ) => {
    const number = (/** @type {string} */ name, /** @type {number} */ value) => write(name, value, fixed(value, 3));
    const [target, source] = [cell?.target ?? -1, cell?.source ?? -1];
    const [written, read] = [grid.target[target], grid.source[source]];
    if (!written || !read) return '';
    const partner = partners[target] ?? null;
    return said.pairTold(quoted(written), quoted(read), partner === null ? said.noPartner : said.differenceTold(
      `${from} ${number('first', valueAt(grid.weights, target, source))}`,
      `${minus} ${number('second', valueAt(subtrahend.grid.weights, partner, source))}`,
      number('difference', valueAt(values, target, source))));
  };
  const pointed = inWords((write) => lineOf(cell, write)) !== '';
  const room = roomFor(context.width >= SIDE_BY_SIDE ? context.width - NOTES - 28 : context.width, context.ratio, 1);
  return [
    h('p', { class: 'panel-note' }, said.differenceWords(from, minus)),
    h('div', { class: 'map-and-table' }, pairMap(context, {
      name: 'difference', title: said.differenceTitle(from, minus), label: said.differenceLabel(from, minus),
      role: said.mapRole, room, grid, values, scale: 'signed',
      limit: limitFor(values.data),
      beside: {
        width: BESIDE, head: h('span', null, said.movedHead),
        rows: rowBars({
          rows: moved.map((part, index) => ({
            share: part ?? 0, lit: index === cell?.target,
            words: [part === null ? said.noPartner : shownNumber(`moved.${index}`, part, share(part))],
          })),
        }),
      },
      told: (cell) => inWords((write) => lineOf(cell, write)),
    }),
    h('div', { class: 'beside-map' },
      h('p', { class: pointed ? `attention-pairs ${POINTED}` : 'attention-pairs' }, !pointed ? said.differenceHint
        : withNumbers((write) => lineOf(cell, write))),
      h('p', { class: 'panel-note' },
        compared.length === 0 ? null
          : [withNumbers((write) => said.movedMean(write('moved', mean(compared), share(mean(compared))))), ' '],
        without.first.length + without.second.length === 0 ? said.sameOutput : `${said.outputsDiffer} `,
        without.first.length === 0 ? null
          : `${said.withoutPartner(from, minus, listed(without.first, grid.target))} `,
        without.second.length === 0 ? null
          : said.withoutPartner(minus, from, listed(without.second, subtrahend.grid.target))))),
  ];
}
