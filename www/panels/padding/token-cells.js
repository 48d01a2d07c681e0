// Cells of tables that stand for a token of a text in a batch: which one an event is about, and keeping it in sight.

/** @typedef {import('./packing.js').Place} Place */

/**
 * What a cell says of itself.
 *
 * @param {Place} place
 */
export function placeAttributes([text, token]) {
  return { 'data-text': text, 'data-token': token };
}

/**
 * The token whose cell an event is about, or null.
 *
 * @param {Event} event
 * @returns {Place | null}
 */
export function placeUnder({ target }) {
  const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest('[data-token]'));
  return cell ? [Number(cell.dataset['text']), Number(cell.dataset['token'])] : null;
}

/**
 * Scrolls the cell of a token into sight within its box, without moving the page.
 *
 * @param {HTMLElement} box
 * @param {Place} place
 */
export function revealPlace(box, [text, token]) {
  const cell = box.querySelector(`[data-text="${text}"][data-token="${token}"]`);
  if (!cell) return;
  const [outer, inner] = [box.getBoundingClientRect(), cell.getBoundingClientRect()];
  const margin = inner.width * 2;
  box.scrollLeft += Math.min(0, inner.left - margin - outer.left) + Math.max(0, inner.right + margin - outer.right);
}
