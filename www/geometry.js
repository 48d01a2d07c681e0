// Sizes and places of cells. Cells are a whole number of device pixels, so that canvases are sharp and labels,
// which are laid out in CSS pixels, sit exactly above them.

/** The longest side of a canvas that every current browser accepts, in device pixels. */
const LONGEST_SIDE = 16_384;

/** Room for the labels left of a plot, in CSS pixels. */
export const GUTTER = 32;
/** Between cards, in CSS pixels. */
export const CARD_GAP = 28;
/** Below this a column's label can no longer be read, and the plot scrolls. */
const NARROWEST_COLUMN = 13;
const WIDEST_COLUMN = 30;

/** @typedef {{ cards: number, field: number, ratio: number }} Room cards a row, and a plot's width in CSS pixels */

/**
 * How cards are laid out in `width` CSS pixels.
 *
 * @param {number} width
 * @param {number} ratio device pixels a CSS pixel
 * @param {number} most the most cards a row
 * @returns {Room}
 */
export function roomFor(width, ratio, most) {
  const cards = Math.min(most, width >= 820 ? 3 : width >= 620 ? 2 : 1);
  return { cards, field: Math.floor((width - CARD_GAP * (cards - 1)) / cards) - GUTTER, ratio };
}

/**
 * Width of one column, in device pixels.
 *
 * @param {Room} room
 * @param {number} columns
 */
export function columnWidth({ field, ratio }, columns) {
  const wanted = Math.min(Math.max(field / columns, NARROWEST_COLUMN), WIDEST_COLUMN);
  return Math.max(1, Math.min(Math.floor(wanted * ratio), Math.floor(LONGEST_SIDE / columns)));
}

/**
 * Height of one row of an attention map, in device pixels.
 *
 * @param {Room} room
 * @param {number} column width of a column in device pixels
 */
export function rowHeight({ ratio }, column) {
  return Math.round(Math.min(Math.max(column / ratio, 19), 24) * ratio);
}

/**
 * Height of one unit of a raster, in device pixels: about 200 CSS pixels for all, and never less than 2 each.
 *
 * @param {Room} room
 * @param {number} units
 */
export function unitHeight({ ratio }, units) {
  return Math.round(Math.min(Math.max(200 / units, 2), 9) * ratio);
}

/**
 * The column and row under a point of a field, or null outside.
 *
 * @param {{ clientX: number, clientY: number }} point
 * @param {{ left: number, top: number, width: number, height: number }} box
 * @param {number} rows
 * @param {number} columns
 */
export function cellUnder({ clientX, clientY }, box, rows, columns) {
  const column = Math.floor(((clientX - box.left) / box.width) * columns);
  const row = Math.floor(((clientY - box.top) / box.height) * rows);
  return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
}
