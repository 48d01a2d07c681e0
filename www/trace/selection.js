// What is hovered and what is pinned, and how pointer and keyboard change it. Plain data in, plain data out.

/** @typedef {import('../elements/types.js').Selection} Selection */
/** @typedef {import('../elements/types.js').Cell} Cell */
/** @typedef {import('../elements/types.js').GateCell} GateCell */
/** @typedef {{ rows: number, columns: number }} Bounds */

/** @type {Selection} */
export const NOTHING = Object.freeze({ hover: null, pinned: null, gate: null, unit: null });

/**
 * The cell that the page speaks of: the pinned one holds against the pointer.
 *
 * @param {Selection} selection
 * @returns {Cell | null}
 */
export function shownCell({ pinned, hover }) {
  return pinned ?? hover;
}

/**
 * @param {Selection} selection
 * @param {Cell | null} cell
 * @returns {Selection}
 */
export function hoverCell(selection, cell) {
  return sameCell(selection.hover, cell) ? selection : { ...selection, hover: cell };
}

/**
 * Pins a cell; pinning the pinned one lets it go.
 *
 * @param {Selection} selection
 * @param {Cell} cell
 * @returns {Selection}
 */
export function pinCell(selection, cell) {
  return { ...selection, hover: cell, pinned: sameCell(selection.pinned, cell) ? null : cell };
}

/**
 * @param {Selection} selection
 * @param {GateCell | null} gate
 * @returns {Selection}
 */
export function hoverGate(selection, gate) {
  if (selection.gate?.unit === gate?.unit && selection.gate?.step === gate?.step) return selection;
  return { ...selection, gate };
}

/**
 * Opens the lines of a unit; opening the open one closes it.
 *
 * @param {Selection} selection
 * @param {number} unit
 * @returns {Selection}
 */
export function pinUnit(selection, unit) {
  return { ...selection, unit: selection.unit === unit ? null : unit };
}

/**
 * Lets go of everything.
 *
 * @returns {Selection}
 */
export function release() {
  return NOTHING;
}

/**
 * Where an arrow key leads in a grid, or null for another key. From nowhere it leads to the first cell; Home and
 * End lead to the ends of the row.
 *
 * @param {string} key
 * @param {{ row: number, column: number } | null} from
 * @param {Bounds} bounds
 * @returns {{ row: number, column: number } | null}
 */
export function walk(key, from, { rows, columns }) {
  const moves = /** @type {Record<string, [number, number]>} */ ({
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -columns], End: [0, columns],
  });
  const move = moves[key];
  if (!move || rows === 0 || columns === 0) return null;
  if (!from) return { row: 0, column: 0 };
  return { row: clamp(from.row + move[0], rows), column: clamp(from.column + move[1], columns) };
}

/**
 * Moves the cell that is shown: the pin if there is one, else the cursor.
 *
 * @param {Selection} selection
 * @param {Cell} cell
 * @returns {Selection}
 */
export function moveTo(selection, cell) {
  return { ...selection, hover: cell, pinned: selection.pinned ? cell : null };
}

/**
 * What all maps together have room for: a row or a column may be there in some of them only.
 *
 * @param {import('../elements/types.js').Grid[]} grids
 * @returns {Bounds}
 */
export function boundsOf(grids) {
  return {
    rows: Math.max(0, ...grids.map((grid) => grid.target.length)),
    columns: Math.max(0, ...grids.map((grid) => grid.source.length)),
  };
}

/**
 * Drops what a new trace no longer has.
 *
 * @param {Selection} selection
 * @param {Bounds} bounds of the attention maps
 * @param {{ units: number, steps: number }} gates bounds of the rasters
 * @returns {Selection}
 */
export function within(selection, { rows, columns }, { units, steps }) {
  const fits = (/** @type {Cell | null} */ cell) => cell !== null
    && isOf(cell.target ?? 0, rows) && isOf(cell.source ?? 0, columns);
  const { hover, pinned, gate, unit } = selection;
  return {
    hover: fits(hover) ? hover : null,
    pinned: fits(pinned) ? pinned : null,
    gate: gate && isOf(gate.unit, units) && isOf(gate.step, steps) ? gate : null,
    unit: unit !== null && isOf(unit, units) ? unit : null,
  };
}

/**
 * Whether there is such a place among `count`.
 *
 * @param {number} index
 * @param {number} count
 */
function isOf(index, count) {
  return Number.isInteger(index) && index >= 0 && index < count;
}

/**
 * @param {Cell | null} a
 * @param {Cell | null} b
 */
function sameCell(a, b) {
  return a === b || (a !== null && b !== null && a.target === b.target && a.source === b.source);
}

/**
 * @param {number} value
 * @param {number} count
 */
function clamp(value, count) {
  return Math.min(Math.max(value, 0), count - 1);
}
