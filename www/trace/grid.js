// An attention map by characters, by the pieces that the model reads and writes, or by words. A word gets what its
// source pieces get together, and gives what its target pieces give on average, so that rows still sum to 1.

import { attends, sizeOf, valueAt } from './matrix.js';

/** @typedef {import('../elements/types.js').Grid} Grid */
/** @typedef {import('../elements/types.js').GridToken} GridToken */
/** @typedef {import('../elements/types.js').GridUnit} GridUnit */
/** @typedef {import('../elements/types.js').Trace} Trace */
/** @typedef {import('../elements/types.js').Token} Token */
/** @typedef {'source' | 'target'} Side */

const UNSPACED_SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
/** Letters, digits and marks of the scripts that are written with spaces between words. */
const SPACED = new RegExp(
  `^(?![${UNSPACED_SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}])[\\p{L}\\p{N}\\p{M}]$`, 'u');
const LETTER = /^\p{L}$/u;
const APOSTROPHE = /^['’]$/;
/** What ends in an apostrophe and is no word by itself. */
const UNELIDED = /aujourd['’]$/i;

/** @type {WeakMap<Trace, Map<GridUnit, Grid>>} */
const grids = new WeakMap();

/**
 * The map of a trace. The same trace and unit give the same grid again.
 *
 * @param {Trace} trace
 * @param {GridUnit} unit
 * @returns {Grid}
 */
export function gridOf(trace, unit) {
  const made = grids.get(trace) ?? new Map();
  grids.set(trace, made);
  let grid = made.get(unit);
  if (!grid) {
    grid = makeGrid(trace, unit);
    made.set(unit, grid);
  }
  return grid;
}

/**
 * @param {Trace} trace
 * @param {GridUnit} unit
 * @returns {Grid}
 */
function makeGrid(trace, unit) {
  if (unit === 'characters') {
    return { unit, source: trace.source.map(character), target: trace.target.map(character), weights: trace.weights };
  }
  const source = piecesOf(trace.source, trace.input);
  const target = piecesOf(trace.target, trace.output);
  if (unit === 'pieces') return { unit, source, target, weights: trace.weights };
  const words = {
    source: wordsOf(source, trace.input, 'source').map(asWord),
    target: wordsOf(target, trace.output, 'target').map(asWord),
  };
  if (!attends(trace)) return { unit, ...words, weights: trace.weights };
  return { unit, ...words, weights: merged(trace.weights, words.target, words.source) };
}

/**
 * @param {Token} token
 * @param {number} index
 * @returns {GridToken}
 */
function character(token, index) {
  return { ...token, first: index, last: index, starts: false };
}

/**
 * Where every token is a word, none needs to say that it starts one.
 *
 * @param {GridToken} token
 * @returns {GridToken}
 */
function asWord(token) {
  return { ...token, starts: false };
}

/**
 * Pieces without the spaces in front of them. A piece that has no place in the text, such as the end token, keeps
 * its own text.
 *
 * @param {Token[]} tokens
 * @param {string} text
 * @returns {GridToken[]}
 */
function piecesOf(tokens, text) {
  let before = 0;
  return tokens.map((token, index) => {
    const covered = text.slice(token.start, token.end);
    const start = token.end - covered.trimStart().length;
    const starts = start > token.start || token.start > before || /^\s/.test(token.text)
      || (index === 0 && SPACED.test(covered.slice(0, 1)));
    before = Math.max(before, token.end);
    const shown = text.slice(start, token.end) || token.text.trimStart() || ' ';
    return { ...token, text: shown, start, first: index, last: index, starts };
  });
}

/**
 * Pieces of the same word as one.
 *
 * @param {GridToken[]} pieces
 * @param {string} text
 * @param {Side} side
 * @returns {GridToken[]}
 */
function wordsOf(pieces, text, side) {
  /** @type {GridToken[]} */
  const words = [];
  for (const piece of pieces) {
    const word = words.at(-1);
    if (!word || !isSameWord(word, piece, text, side)) {
      words.push(piece);
      continue;
    }
    const start = word.start === word.end ? piece.start : word.start;
    words[words.length - 1] = {
      ...word, start, end: piece.end, text: text.slice(start, piece.end), last: piece.last,
      known: word.known && piece.known,
    };
  }
  return words;
}

/**
 * @param {GridToken} word
 * @param {GridToken} piece
 * @param {string} text
 * @param {Side} side
 */
function isSameWord(word, piece, text, side) {
  if (word.end !== piece.start || piece.start === piece.end) return false;
  // A piece that is nothing but a space belongs to the word behind it.
  if (word.start === word.end) return word.text.trim() === '';
  const [last = '', lastButOne = ''] = [...text.slice(word.start, word.end)].reverse();
  const [first = '', second = ''] = text.slice(piece.start);
  if (SPACED.test(last) && SPACED.test(first)) return true;
  if (LETTER.test(last) && APOSTROPHE.test(first) && LETTER.test(second)) return true;
  // Behind an apostrophe English goes on (don’t), while French starts a word (l’ami).
  return APOSTROPHE.test(last) && LETTER.test(lastButOne) && LETTER.test(first)
    && (side === 'source' || UNELIDED.test(text.slice(word.start, word.end)));
}

/**
 * @param {import('../elements/types.js').Tensor} weights [target, source]
 * @param {GridToken[]} targets
 * @param {GridToken[]} sources
 * @returns {import('../elements/types.js').Tensor}
 */
function merged(weights, targets, sources) {
  const { columns } = sizeOf(weights);
  const data = new Float32Array(targets.length * sources.length);
  const wordOf = new Map(sources.flatMap(({ first, last }, word) => range(first, last).map((piece) => [piece, word])));
  targets.forEach(({ first, last }, row) => {
    const share = 1 / (last - first + 1);
    for (const step of range(first, last)) {
      for (let column = 0; column < columns; column++) {
        const at = row * sources.length + (wordOf.get(column) ?? 0);
        data[at] = (data[at] ?? 0) + valueAt(weights, step, column) * share;
      }
    }
  });
  return { data, shape: [targets.length, sources.length] };
}

/**
 * The row or column that a piece is part of; null for one that the grid does not have.
 *
 * @param {GridToken[]} tokens
 * @param {number | null} piece
 */
export function placeOf(tokens, piece) {
  const place = piece === null ? -1 : tokens.findIndex(({ first, last }) => first <= piece && piece <= last);
  return place < 0 ? null : place;
}

/**
 * Where a cell of one map is in another map of the same trace: at the first piece that it stands for.
 *
 * @param {import('../elements/types.js').Cell} cell
 * @param {Grid} before
 * @param {Grid} now
 * @returns {import('../elements/types.js').Cell | null} null for what the first map does not have
 */
export function movedCell(cell, before, now) {
  const target = placeOf(now.target, before.target[cell.target ?? -1]?.first ?? null);
  const source = placeOf(now.source, before.source[cell.source ?? -1]?.first ?? null);
  return target === null && source === null ? null : { target, source };
}

/**
 * @param {import('../elements/types.js').Steps} steps
 * @param {number[]} logProbabilities of every step
 * @returns {number} ln p of all of the steps together
 */
export function logProbabilityOf({ first, last }, logProbabilities) {
  return range(first, last).reduce((sum, step) => sum + (logProbabilities[step] ?? 0), 0);
}

/**
 * @param {number} first
 * @param {number} last
 */
export function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/**
 * The cell of the maps that a raster cell is linked to: its step is part of a column or of a row.
 *
 * @param {Grid} grid
 * @param {import('../elements/types.js').GatesView} view
 * @param {number} step
 * @returns {import('../elements/types.js').Cell}
 */
export function cellOfStep(grid, { component }, step) {
  return component === 'encoder'
    ? { target: null, source: placeOf(grid.source, step) } : { target: placeOf(grid.target, step), source: null };
}
