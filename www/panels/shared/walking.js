// What keys do in a panel's picture, and how it is told aloud.

import { h } from '../../kit/dom.js';
import { shownCell } from '../../trace/selection.js';

/** @typedef {import('../../elements/types.js').Cell} Cell */

/**
 * Where a panel tells what its keys reach. It is described empty, always by this very description, so that redrawing
 * leaves alone what {@link press} wrote: a description in words would be told by every panel of the page whenever any
 * of them is pointed at.
 */
export const TOLD = h('p', { key: 'told', class: 'visually-hidden told', role: 'status' });

/**
 * Does what a key asks of the selected cell: Enter and the space bar pin it, others move it, the pin if there is one.
 * Escape is the page's.
 *
 * @param {KeyboardEvent} event
 * @param {(key: string, from: Cell | null) => Cell | null} towards where a key leads, or null for another key
 * @param {Pick<import('../types.js').PanelContext, 'selection' | 'actions'>} context
 * @param {(cell: Cell) => string} told
 */
export function press(event, towards, { selection, actions }, told) {
  const cell = shownCell(selection);
  if ((event.key === 'Enter' || event.key === ' ') && cell) {
    event.preventDefault();
    actions.pinCell(cell);
    return;
  }
  const to = towards(event.key, cell);
  if (!to) return;
  event.preventDefault();
  const isThere = cell !== null && cell.target === to.target && cell.source === to.source;
  if (!isThere && selection.pinned) actions.pinCell(to);
  else actions.hoverCell(to);
  const plot = /** @type {HTMLElement} */ (event.currentTarget);
  const place = plot.closest('.panel')?.querySelector('.told');
  if (place) place.textContent = told(to);
  // Behind the frame in which the page draws what is selected now.
  requestAnimationFrame(() => {
    plot.querySelector('.cursor, .line-token.lit')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}
