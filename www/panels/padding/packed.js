// What of a batch is computed at each step: the texts sorted by length, without padding, so that each column is a step
// of the packed data and is as high as the batch is large.

import { h } from '../../kit/dom.js';
import { packedOrder, packedRows } from './packing.js';
import { shownNumber } from '../../kit/shown-number.js';
import { placeAttributes } from './token-cells.js';
import { pieceLabel } from '../../trace/tokens.js';

/** @typedef {import('./packing.js').Place} Place */

/**
 * @param {{
 *   batch: import('./packing.js').PaddedBatch, chosen: number, shown: Place | null, pinned: boolean,
 *   startsWord: string,
 *   words: { caption: string, text: (row: number) => string, sizes: string, sizesShort: string, ended: string },
 * }} props as those of the padded tensor
 */
export function packedSteps({ batch, chosen, shown, pinned, startsWord, words }) {
  const rows = packedRows(batch.packed, batch.lengths.length);
  return h('table', { class: 'batch packed' },
    h('caption', { class: 'visually-hidden' }, words.caption),
    h('tbody', null, packedOrder(batch.packed).map((text) => h('tr', {
      key: text, class: text === chosen ? 'chosen' : '',
    },
      h('th', { scope: 'row', 'aria-label': words.text(text) }, text + 1),
      batch.batchSizes.map((_, step) => {
        const row = rows[text]?.[step];
        if (row === undefined) return h('td', { class: 'ended' }, h('span', { class: 'visually-hidden' }, words.ended));
        const lit = shown?.[0] === text && shown[1] === step;
        const classes = [lit && 'lit', lit && pinned && 'pinned', step === shown?.[1] && 'same-step'];
        return h('td', { class: classes.filter(Boolean).join(' '), ...placeAttributes([text, step]) },
          pieceLabel(batch.sentences[text]?.tokens[step] ?? '', startsWord),
          h('data', { class: 'cell-number', 'data-number': `row.${text}.${step}`, value: String(row + 1) }, row + 1));
      })))),
    h('tfoot', null, h('tr', null,
      h('th', { scope: 'row', 'aria-label': words.sizes, title: words.sizes }, words.sizesShort),
      batch.batchSizes.map((size, step) => h('td', { class: step === shown?.[1] ? 'same-step' : '' },
        shownNumber(`size.${step}`, size, size))))));
}
