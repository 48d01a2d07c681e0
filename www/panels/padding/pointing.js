// Which token of the batch is pointed at, and how pointer and keyboard move that.

import { placeOf } from '../../trace/grid.js';
import { shownCell, walk } from '../../trace/selection.js';
import { placeUnder, revealPlace } from './token-cells.js';

/**
 * @typedef {import('../types.js').PanelContext} PanelContext
 * @typedef {import('./packing.js').PaddedBatch} PaddedBatch
 * @typedef {import('./packing.js').Place} Place
 * @typedef {import('./panel.js').Own} Own
 * @typedef {{
 *   batch: PaddedBatch, shown: Place | null, context: PanelContext, own: Own, set: (changes: Partial<Own>) => void,
 * }} Pointed what is shown, and the token that is pointed at in it
 */

/**
 * The token that is pointed at here, or in what the reader typed anywhere else on the page.
 *
 * @param {PaddedBatch} batch
 * @param {PanelContext} context
 * @param {Own} own
 * @returns {Place | null}
 */
export function shownPlace({ ids, lengths }, { grid, selection }, own) {
  const [text = NaN, token = NaN] = own.at === '' ? [] : own.at.split('.').map(Number);
  if (ids[text]?.[token] !== undefined) return [text, token];
  const linked = grid.source[shownCell(selection)?.source ?? -1];
  return linked && linked.first < (lengths[0] ?? 0) ? [0, linked.first] : null;
}

/**
 * Points at a token, or at none.
 *
 * @param {Place | null} place
 * @param {Pointed} pointed
 * @param {number} [target] the row of the maps that is shown with it
 */
export function showPlace(place, { batch, context: { grid, actions }, own, set }, target = -1) {
  const at = place?.join('.') ?? '';
  if (at === own.at && target === own.target) return;
  // What the reader typed is lit on the whole page.
  const typed = place?.[0] === 0 && place[1] < (batch.lengths[0] ?? 0) ? placeOf(grid.source, place[1]) : null;
  actions.hoverCell(typed === null ? null : { target: null, source: typed });
  set({ at, target });
}

/**
 * What a box of tokens listens to.
 *
 * @param {number[]} order of the texts in it, from the top
 * @param {Pointed} pointed
 */
export function pointing(order, pointed) {
  const { batch, shown, own, set } = pointed;
  return {
    onpointermove: (/** @type {Event} */ event) => {
      if (!own.pinned) showPlace(placeUnder(event), pointed);
    },
    onpointerleave: () => {
      if (!own.pinned) showPlace(null, pointed);
    },
    onclick: (/** @type {Event} */ event) => {
      const at = placeUnder(event)?.join('.');
      if (at !== undefined) set({ at, target: -1, pinned: !own.pinned || own.at !== at });
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') set({ at: '', target: -1, pinned: false });
      if ((event.key === 'Enter' || event.key === ' ') && shown) {
        event.preventDefault();
        set({ at: shown.join('.'), pinned: !own.pinned });
      }
      const row = order.indexOf(shown?.[0] ?? -1);
      const from = shown && row >= 0 ? { row, column: shown[1] } : null;
      const to = walk(event.key, from, { rows: order.length, columns: batch.ids[0]?.length ?? 0 });
      if (!to) return;
      event.preventDefault();
      /** @type {Place} */
      const place = [order[to.row] ?? 0, to.column];
      showPlace(place, pointed);
      const box = /** @type {HTMLElement} */ (event.currentTarget);
      requestAnimationFrame(() => revealPlace(box, place));
    },
  };
}
