// How widely each row looks, and each kind of score on average.

import { h } from '../../kit/dom.js';
import { entropies, mean, perplexity } from './entropy-numbers.js';
import { roomFor } from '../../kit/geometry.js';
import { sizeOf } from '../../trace/matrix.js';
import { fixed } from '../../kit/numbers.js';
import { shownCell } from '../../trace/selection.js';
import { shownNumber, withNumbers } from '../../kit/shown-number.js';
import { quoted } from '../../trace/tokens.js';
import { numberTable } from '../../pictures/number-table.js';
import { rowBars } from '../../pictures/row-bars.js';
import { pairMap } from '../shared/pair-map.js';

/** Of the numbers beside the rows, and of the table beside the map, in CSS pixels. */
const BESIDE = 112;
const TABLE = 400;
/** A table does not fit beside the map of a narrower panel. */
const SIDE_BY_SIDE = 860;

/**
 * @param {import('../types.js').PanelContext} context
 * @param {import('./panel.js').Own} _
 * @param {typeof import('./words.js').en} said
 */
export function entropyMode(context, _, said) {
  const { grid, grids, attention, strings, width } = context;
  const bits = entropies(grid.weights);
  const { columns } = sizeOf(grid.weights);
  const most = Math.log2(columns);
  const row = shownCell(context.selection)?.target;
  const name = strings.attentionName(attention);
  const numbers = bits.map((value, index) => [
    shownNumber(`bits.${index}`, value, fixed(value, 2)),
    shownNumber(`places.${index}`, perplexity(value), fixed(perplexity(value), 1)),
  ]);
  const room = roomFor(width >= SIDE_BY_SIDE ? width - TABLE - 28 : width, context.ratio, 1);
  return [
    h('p', { class: 'panel-note' }, said.entropyWords),
    h('div', { class: 'map-and-table' },
      pairMap(context, {
        name: 'entropy', title: name, label: said.entropyLabel(name), role: said.mapRole, room, grid,
        beside: {
          width: BESIDE, head: said.entropyHead.map((head) => h('span', null, head)),
          rows: rowBars({
            rows: bits.map((value, index) => ({
              share: most > 0 ? value / most : 0, words: numbers[index] ?? [], lit: index === row,
            })),
          }),
        },
        told: ({ target }) => {
          const token = grid.target[target ?? -1];
          const value = bits[target ?? -1] ?? NaN;
          return token ? said.entropyTold(quoted(token), fixed(value, 2), fixed(perplexity(value), 1)) : '';
        },
      }),
      h('div', { class: 'beside-map' },
        numberTable({
          caption: said.entropyTable, head: said.entropyColumns,
          rows: [...grids].map(([each, { weights }]) => {
            const values = entropies(weights);
            const average = mean(values);
            return {
              key: each, name: strings.attentionName(each), lit: each === attention,
              cells: [
                shownNumber(`${each}.mean`, average, fixed(average, 2)),
                shownNumber(`${each}.places`, perplexity(average), fixed(perplexity(average), 1)),
                shownNumber(`${each}.sharpest`, Math.min(...values), fixed(Math.min(...values), 2)),
                shownNumber(`${each}.widest`, Math.max(...values), fixed(Math.max(...values), 2)),
              ],
            };
          }),
        }),
        h('p', { class: 'panel-note' }, withNumbers((write) =>
          said.entropyMost(columns, write('most', most, fixed(most, 2))))))),
    numberTable({
      hidden: true, caption: said.entropyRows, head: said.entropyRowColumns,
      rows: grid.target.map((token, index) => ({
        key: String(index), name: quoted(token), cells: numbers[index] ?? [],
      })),
    }),
  ];
}
