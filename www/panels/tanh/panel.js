// Concat with and without its tanh, side by side: how much two rows of a map differ. Where the task has no model without
// it, these are the two of the dates.

import { h } from '../../kit/dom.js';
import { scoreFormula } from '../../pictures/formulas.js';
import { roomFor } from '../../kit/geometry.js';
import { gridOf } from '../../trace/grid.js';
import { fixed } from '../../kit/numbers.js';
import { largestDifference } from '../../trace/rows.js';
import { shownCell } from '../../trace/selection.js';
import { shownNumber } from '../../kit/shown-number.js';
import { CONCAT as WITH, modelOf, WITHOUT_TANH as WITHOUT } from '../../tasks/tasks.js';
import { heatmap } from '../../pictures/heatmap.js';
import { en, zh } from './words.js';

/** A task that has both, and what its models read where the reader's text is for another one. */
const DATES = 'dates';
const DATE = 'Monday, 5 April 2021';

/** @typedef {{ row: number }} Own row: the one that a paragraph points at, −1 for none */

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'tanh',
  defaults: { row: -1 },
  styles: [new URL('../../styles/maps.css', import.meta.url)],
  questions: (context) => {
    const { task, text } = readBy(context);
    if (!modelOf(context.manifest, task, WITHOUT)) return {};
    const asked = [WITH, WITHOUT].filter((attention) => task !== context.task || !context.traces.has(attention));
    return Object.fromEntries(asked.map((attention) => [attention, {
      method: 'run', args: [text, { candidates: 1 }], model: { task, attention, rnn: 'lstm' },
    }]));
  },
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    const { task, text } = readBy(context);
    if (!modelOf(context.manifest, task, WITHOUT)) return [h('p', { class: 'absent' }, words.missing)];
    const isOwn = task === context.task;
    const room = roomFor(context.width, context.ratio, 2);
    return [
      isOwn ? null : h('p', { key: 'dates', class: 'panel-note' }, words.ofDates(text)),
      h('div', { class: 'cards', style: { '--cards': room.cards } }, [WITH, WITHOUT].map((attention) => {
        const trace = (isOwn && context.traces.get(attention)) || answers[attention]?.value;
        const failure = answers[attention]?.failure;
        return h('figure', { key: attention, class: 'card map' },
          h('figcaption', { class: 'card-head' },
            h('span', { class: 'name' }, context.strings.attentionName(attention)),
            h('span', { class: 'formula' }, scoreFormula(attention))),
          trace
            ? mapOf(trace, attention, room, context, own, isOwn, set, words)
            : h('p', { class: failure ? 'failure' : 'absent', role: failure ? 'alert' : undefined },
              failure ?? words.coming));
      })),
      h('p', { class: 'panel-note' }, words.note),
    ];
  },
};

/** @param {import('../types.js').PanelContext} context */
function readBy({ manifest, task, trace }) {
  return modelOf(manifest, task, WITHOUT) ? { task, text: trace.input } : { task: DATES, text: DATE };
}

/**
 * @param {import('../../elements/types.js').Trace} trace
 * @param {string} attention
 * @param {import('../../kit/geometry.js').Room} room
 * @param {import('../types.js').PanelContext} context
 * @param {Own} own
 * @param {boolean} isOwn whether the maps are of the text that the page shows
 * @param {(changes: Partial<Own>) => void} set
 * @param {typeof en} words
 */
function mapOf(trace, attention, room, context, own, isOwn, set, words) {
  const { actions, selection, strings } = context;
  const difference = largestDifference(trace.weights);
  const row = own.row >= 0 && own.row < trace.target.length ? own.row : null;
  const linked = isOwn ? shownCell(selection) : null;
  const point = (/** @type {import('../../elements/types.js').Cell | null} */ cell) => {
    if (isOwn) actions.hoverCell(cell);
    else if ((cell?.target ?? -1) !== own.row) set({ row: cell?.target ?? -1 });
  };
  return [
    heatmap({
      grid: gridOf(trace, isOwn ? context.unit : 'characters'), name: `tanh-${attention}`,
      label: strings.mapLabel(strings.attentionName(attention)), cell: linked ?? (row === null ? null : { target: row, source: null }),
      pinned: isOwn && selection.pinned !== null, room, paint: context.paint, scheme: context.scheme, strings,
      onHover: point, onPin: isOwn ? actions.pinCell : point,
      onKey: (event) => {
        if (isOwn) actions.walkMap(event, WITH);
        else walkRows(event, own.row, trace.target.length, set);
      },
      onFocus: isOwn ? actions.focusMap : () => {}, onScroll: () => {},
    }),
    h('p', { class: 'tanh-difference' }, words.difference, ' ',
      h('b', null, shownNumber(attention, difference, fixed(difference, 6)))),
  ];
}

/**
 * @param {KeyboardEvent} event
 * @param {number} row
 * @param {number} rows
 * @param {(changes: Partial<Own>) => void} set
 */
function walkRows(event, row, rows, set) {
  const to = /** @type {Record<string, number>} */ ({
    ArrowUp: Math.max(row - 1, 0), ArrowDown: Math.min(row + 1, rows - 1), Home: 0, End: rows - 1, Escape: -1,
  })[event.key];
  if (to === undefined) return;
  event.preventDefault();
  set({ row: to });
}
