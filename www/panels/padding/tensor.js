// A batch as a padded tensor: a row for each text, a column for each token, padding hatched.

import { h } from '../../kit/dom.js';
import { placeAttributes } from './token-cells.js';
import { pieceLabel } from '../../trace/tokens.js';

/** @typedef {import('./packing.js').Place} Place */

/**
 * @param {{
 *   batch: import('./packing.js').PaddedBatch, chosen: number, shown: Place | null, pinned: boolean,
 *   startsWord: string, words: { caption: string, text: (row: number) => string, padding: string },
 * }} props chosen: the text that is looked at; shown: the token that is pointed at; startsWord: what a piece that starts
 *   a word is titled, empty for characters
 */
export function paddedTensor({ batch, chosen, shown, pinned, startsWord, words }) {
  return h('table', { class: 'batch padded' },
    h('caption', { class: 'visually-hidden' }, words.caption),
    h('tbody', null, batch.ids.map((ids, text) => h('tr', { key: text, class: text === chosen ? 'chosen' : '' },
      h('th', { scope: 'row', 'aria-label': words.text(text) }, text + 1),
      ids.map((id, token) => {
        const piece = batch.sentences[text]?.tokens[token];
        const lit = shown?.[0] === text && shown[1] === token;
        const classes = [piece === undefined && 'pad', lit && 'lit', lit && pinned && 'pinned'];
        return h('td', { class: classes.filter(Boolean).join(' '), ...placeAttributes([text, token]) },
          piece === undefined
            ? h('span', { class: 'visually-hidden' }, words.padding)
            : pieceLabel(piece, startsWord),
          h('data', { class: 'cell-number', 'data-number': `id.${text}.${token}`, value: String(id) }, id));
      })))));
}
