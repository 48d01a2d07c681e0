// What the models are about to write, as far as its size goes: so much room is kept, and nothing moves when it comes.

import { columnWidth, GUTTER, gutterFor, headFor, roomFor, rowHeight } from '../kit/geometry.js';
import { taskNamed } from '../tasks/tasks.js';

/** Height of the rasters of the models that come with the program, in CSS pixels. */
const RASTER = { characters: 200, words: 256, pieces: 256 };

/** Signals of an LSTM; heights of a caption, where rasters stand alone in a row and where they do not, of the numbers above
    the rasters, and of the room between two rows of them, in CSS pixels. */
const RASTERS = 6;
const CAPTION = { alone: 42, beside: 50 };
const READOUT = 36;
const BETWEEN = 32;
/** What a map has above and below it. */
const CARD = 120;

/** @typedef {import('./compose.js').State} State */

/** Models with other cells, by task, that come with the program. @type {Record<string, string[]>} */
const CELLS = { dates: ['general-gru', 'general-rnn'] };
/** About as many characters name the data and its licence. */
const PROVENANCE = 'generated from 1950-01-01 to 2049-12-31 in 83 spellings · licence: MIT OR Apache-2.0 · 74,432 parameters, 84 kB';

/** Models with other cells that the manifest will have. @param {string} task */
export function expectedCells(task) {
  return Object.hasOwn(CELLS, task) ? CELLS[task] ?? [] : [];
}

/** What will be said of the data, as long as it will be. @param {import('../words/strings.js').Strings} strings */
export function expectedProvenance(strings) {
  return strings.data + PROVENANCE;
}

/**
 * A text as long as the outputs will be.
 *
 * @param {Pick<State, 'task' | 'text'>} state
 */
export function expectedOutput({ task, text }) {
  if (!taskNamed(task).pieces) return '0000-00-00';
  // Of a text in Chinese each character is about as wide as two letters.
  return taskNamed(task).spaced ? text : text.slice(0, text.length / 2);
}

/**
 * @param {Pick<State, 'task' | 'text' | 'unit'>} state
 * @returns {{ source: string[], target: string[], slanted: boolean }} labels of columns and rows
 */
function expectedLabels({ task, text, unit }) {
  const end = '⏎';
  if (unit === 'characters') return { source: [...text], target: [...expectedOutput({ task, text }), end], slanted: false };
  const words = text.match(/[\p{L}\p{N}'’-]+|[^\s\p{L}\p{N}]/gu) ?? [];
  return { source: [...words, end], target: [...words, end], slanted: true };
}

/**
 * Height of an attention map, in CSS pixels.
 *
 * @param {Pick<State, 'task' | 'text' | 'unit'>} state
 * @param {import('../kit/geometry.js').Room} room
 */
export function expectedMap(state, room) {
  const { source, target, slanted } = expectedLabels(state);
  const { head, overhang } = headFor(source, slanted);
  const gutter = slanted ? gutterFor(room, target) : GUTTER;
  const column = columnWidth({ ...room, field: room.field + GUTTER - gutter - overhang }, source.length, slanted);
  return Math.ceil(head + (target.length * rowHeight(room, column)) / room.ratio);
}

/**
 * Height of the rasters of an LSTM with their captions, in CSS pixels.
 *
 * @param {Pick<State, 'task' | 'text' | 'unit' | 'width' | 'ratio'>} state
 */
export function expectedRasters(state) {
  const { source, slanted } = expectedLabels(state);
  const { cards } = roomFor(state.width, state.ratio, 3);
  const rows = Math.ceil(RASTERS / cards);
  const raster = CAPTION[cards === 1 ? 'alone' : 'beside'] + headFor(source, slanted).head + RASTER[state.unit];
  return READOUT + rows * raster + (rows - 1) * BETWEEN;
}

/**
 * Height of the element before its style is there, in CSS pixels.
 *
 * @param {State} state
 */
export function expectedHeight(state) {
  const { models, parts } = state;
  const room = roomFor(state.width, state.ratio, models.length === 4 ? 2 : Math.min(3, models.length));
  const rows = Math.ceil(models.length / room.cards);
  const head = parts.size === 1 ? 27 : 125;
  const heights = /** @type {Record<string, number>} */ ({
    input: 245, outputs: models.length * (room.cards === 3 ? 48 : 94) + 50,
    maps: head + rows * (expectedMap(state, room) + CARD), gates: head + expectedRasters(state),
  });
  return Object.entries(heights).reduce((sum, [part, height]) => sum + (parts.has(part) ? height : 0), 0);
}
