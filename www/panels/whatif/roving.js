// Arrow keys among buttons that stand in rows and columns: one stop for Tab, and the arrows within.

import { walk } from '../../trace/selection.js';

/**
 * Moves the focus from the button that has it to the one that the key leads to. Buttons tell their places by `data-row`
 * and `data-column`.
 *
 * @param {KeyboardEvent} event at an element around the buttons
 * @param {{ rows: number, columns: number }} bounds
 */
export function walkButtons(event, bounds) {
  const from = /** @type {HTMLElement} */ (event.target).dataset;
  if (from.row === undefined || from.column === undefined) return;
  const to = walk(event.key, { row: Number(from.row), column: Number(from.column) }, bounds);
  if (!to) return;
  event.preventDefault();
  const around = /** @type {HTMLElement} */ (event.currentTarget);
  const next = around.querySelector(`[data-row="${to.row}"][data-column="${to.column}"]`);
  /** @type {HTMLElement | null} */ (next)?.focus();
}
