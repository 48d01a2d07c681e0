// Sizes and places of cells. Cells are a whole number of device pixels, so that canvases are sharp and labels,
// which are laid out in CSS pixels, sit exactly above them.

/** The longest side of a canvas that every current browser accepts, in device pixels. */
const LONGEST_SIDE = 16_384;
/** The most pixels of a canvas that every current browser accepts; phones have the least. */
const MOST_PIXELS = 16_777_216;

/** Sides of canvases are multiples of it, in device pixels. */
export const CANVAS_ROOM = 320;

/** Room for the labels left of a plot, in CSS pixels. */
export const GUTTER = 32;
/** Between cards, in CSS pixels. */
export const CARD_GAP = 28;
/** Below the first a column's label can no longer be read, and the plot scrolls. */
const CHARACTER_COLUMN = [13, 30];
/** Columns under slanted labels. */
const SLANTED_COLUMN = [20, 44];
/** The longest label that is shown in full, and the most of a card that the labels of rows may take. */
const LONGEST_LABEL = 116;
const LABEL_SHARE = 0.34;
/** How long a character of a label is: most letters, capitals, and what is as wide as it is high. */
const NARROW = 7.2;
const CAPITAL = 9.4;
const WIDE = 13.5;
const IS_WIDE = new RegExp('[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}'
  + '\\u3000-\\u303f\\uff00-\\uff60]|\\p{Emoji_Presentation}', 'u');
/** A label of length 1 that slants by 45° is so high and so wide. */
const SLANT = Math.SQRT1_2;
/** Head of a plot whose labels stand upright, and what slanted ones need besides their length. */
const UPRIGHT_HEAD = 24;
const SLANTED_ROOM = 18;

/** @typedef {{ cards: number, field: number, ratio: number }} Room cards a row, and a plot's width in CSS pixels */

/**
 * The side of a canvas for a picture, in device pixels.
 *
 * @param {number} side of the picture
 */
export function roomy(side) {
  return Math.min(Math.ceil(side / CANVAS_ROOM) * CANVAS_ROOM, LONGEST_SIDE);
}

/**
 * The height of a row, so that all of them are on a canvas that every browser accepts.
 *
 * @param {number} height wanted, in device pixels
 * @param {number} rows
 * @param {number} width of the picture, in device pixels
 */
export function fittingHeight(height, rows, width) {
  const tallest = Math.min(LONGEST_SIDE, Math.floor(MOST_PIXELS / roomy(width) / CANVAS_ROOM) * CANVAS_ROOM);
  return Math.max(1, Math.min(height, Math.floor(tallest / rows)));
}

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
 * How long a label is, in CSS pixels, without asking the browser.
 *
 * @param {string} text
 */
export function labelLength(text) {
  let length = 0;
  for (const character of text) {
    length += IS_WIDE.test(character) ? WIDE : /\p{Lu}|[MWmw…—]/u.test(character) ? CAPITAL : NARROW;
    if (length > LONGEST_LABEL) return LONGEST_LABEL;
  }
  return length;
}

/**
 * Room for the labels of rows, in CSS pixels.
 *
 * @param {Room} room
 * @param {string[]} labels
 */
export function gutterFor({ field }, labels) {
  const longest = Math.max(...labels.map(labelLength), 0) + 10;
  return Math.round(Math.min(Math.max(longest, GUTTER), (field + GUTTER) * LABEL_SHARE));
}

/**
 * Room above the columns for their labels, and right of them for what slants over the last ones, in CSS pixels.
 *
 * @param {string[]} labels
 * @param {boolean} slanted
 */
export function headFor(labels, slanted) {
  if (!slanted) return { head: UPRIGHT_HEAD, overhang: 0 };
  const lengths = labels.map((label) => labelLength(label) * SLANT);
  const [narrowest = 0] = SLANTED_COLUMN;
  return {
    head: Math.ceil(Math.max(...lengths, 0)) + SLANTED_ROOM,
    overhang: Math.ceil(Math.max(0, ...lengths.map((length, index) =>
      length + SLANTED_ROOM / 2 - (labels.length - index - 0.5) * narrowest))),
  };
}

/**
 * Width of one column, in device pixels.
 *
 * @param {Room} room
 * @param {number} columns
 * @param {boolean} [slanted] whether labels slant over the columns
 */
export function columnWidth({ field, ratio }, columns, slanted = false) {
  const [narrowest = 0, widest = 0] = slanted ? SLANTED_COLUMN : CHARACTER_COLUMN;
  const wanted = Math.min(Math.max(field / columns, narrowest), widest);
  return Math.max(1, Math.min(Math.floor(wanted * ratio), Math.floor(LONGEST_SIDE / columns)));
}

/**
 * Whether so many columns have room without scrolling.
 *
 * @param {Room} room
 * @param {number} columns
 * @param {boolean} slanted
 */
export function hasRoom({ field }, columns, slanted) {
  return columns * ((slanted ? SLANTED_COLUMN : CHARACTER_COLUMN)[0] ?? 0) <= field;
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
 * The column whose slanted label is under a point: labels lean to the right by as much as they rise.
 *
 * @param {{ clientX: number, clientY: number }} point
 * @param {{ left: number, top: number, width: number, height: number }} box of all labels
 * @param {number} columns
 */
export function columnUnder({ clientX, clientY }, box, columns) {
  const risen = box.top + box.height - clientY;
  return cellUnder({ clientX: clientX - risen, clientY: box.top }, box, 1, columns);
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
