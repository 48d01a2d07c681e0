// Concat with and without its tanh, side by side: how much two rows of a map differ.

import { h } from '../dom.js';
import { scoreFormula } from '../formulas.js';
import { roomFor } from '../geometry.js';
import { gridOf } from '../grid.js';
import { fixed } from '../numbers.js';
import { largestDifference } from '../measures/rows.js';
import { shownCell } from '../selection.js';
import { shownNumber } from '../shown-number.js';
import { modelOf } from '../tasks.js';
import { heatmap } from '../views/heatmap.js';
import { en, zh } from './words/tanh.js';

const WITH = 'concat';
const WITHOUT = 'concat_without_tanh';

/** @type {import('./types.js').Panel<{}>} */
export const panel = {
  name: 'tanh',
  defaults: {},
  styles: ['../maps'],
  questions: ({ manifest, task, traces, trace }) => {
    if (!modelOf(manifest, task, WITHOUT)) return {};
    const asked = [WITH, WITHOUT].filter((attention) => !traces.has(attention));
    return Object.fromEntries(asked.map((attention) => [attention, {
      method: 'run', args: [trace.input, { candidates: 1 }], model: { task, attention, rnn: 'lstm' },
    }]));
  },
  view: (context, _own, answers) => {
    const words = context.language === 'zh' ? zh : en;
    if (!modelOf(context.manifest, context.task, WITHOUT)) return [h('p', { class: 'absent' }, words.missing)];
    const room = roomFor(context.width, context.ratio, 2);
    return [
      h('div', { class: 'cards', style: { '--cards': room.cards } }, [WITH, WITHOUT].map((attention) => {
        const trace = context.traces.get(attention) ?? answers[attention]?.value;
        const failure = answers[attention]?.failure;
        return h('figure', { key: attention, class: 'card map' },
          h('figcaption', { class: 'card-head' },
            h('span', { class: 'name' }, context.strings.attentionName(attention)),
            h('span', { class: 'formula' }, scoreFormula(attention))),
          trace
            ? mapOf(trace, attention, room, context, words)
            : h('p', { class: failure ? 'failure' : 'absent', role: failure ? 'alert' : undefined },
              failure ?? words.coming));
      })),
      h('p', { class: 'panel-note' }, words.note),
    ];
  },
};

/**
 * @param {import('../types.js').Trace} trace
 * @param {string} attention
 * @param {import('../geometry.js').Room} room
 * @param {import('./types.js').PanelContext} context
 * @param {typeof en} words
 */
function mapOf(trace, attention, room, context, words) {
  const { actions, selection, strings } = context;
  const difference = largestDifference(trace.weights);
  return [
    heatmap({
      grid: gridOf(trace, context.unit), name: `tanh-${attention}`,
      label: strings.mapLabel(strings.attentionName(attention)), cell: shownCell(selection),
      pinned: selection.pinned !== null, room, paint: context.paint, scheme: context.scheme, strings,
      onHover: actions.hoverCell, onPin: actions.pinCell, onKey: (event) => actions.walkMap(event, WITH),
      onFocus: actions.focusMap, onScroll: () => {},
    }),
    h('p', { class: 'tanh-difference' }, words.difference, ' ',
      h('b', null, shownNumber(attention, difference, fixed(difference, 6)))),
  ];
}
