// Two attention maps of the same text, one minus the other. Models may write different outputs: rows are compared
// where both wrote the same.

import { range } from '../../trace/grid.js';
import { sizeOf, valueAt } from '../../trace/matrix.js';
import { commonSubsequence } from '../../trace/subsequence.js';

/** @typedef {import('../../elements/types.js').Trace} Trace */
/** @typedef {import('../../elements/types.js').Grid} Grid */
/** @typedef {import('../../elements/types.js').GridToken} GridToken */
/** @typedef {{ trace: Trace, grid: Grid }} Map */

/**
 * @typedef {{
 *   values: import('../../elements/types.js').Tensor, partners: (number | null)[], moved: (number | null)[],
 *   without: { first: number[], second: number[] },
 * }} Difference values: [target of the first, source], no number in rows without a partner; partners: the row of the
 *   second for each of the first; moved: half the sum of what each row's weights differ by, which is the share of its
 *   mass that lies elsewhere; without: rows that have no partner
 */

/** @type {WeakMap<Grid, WeakMap<Grid, Difference | null>>} */
const made = new WeakMap();

/**
 * The first map minus the second. The same maps give the same difference again.
 *
 * @param {Map} first
 * @param {Map} second
 * @returns {Difference | null} null where they have not read the same tokens
 */
export function differenceOf(first, second) {
  const others = made.get(first.grid) ?? new WeakMap();
  made.set(first.grid, others);
  if (!others.has(second.grid)) others.set(second.grid, subtract(first, second));
  return others.get(second.grid) ?? null;
}

/**
 * @param {Map} first
 * @param {Map} second
 * @returns {Difference | null}
 */
function subtract(first, second) {
  if (first.trace.input !== second.trace.input || readIn(first) !== readIn(second)) return null;
  const pairs = commonSubsequence(writtenIn(first), writtenIn(second));
  const partnerOf = new Map(pairs);
  const rowsOfSecond = new Set(partnerOf.values());
  const { rows, columns } = sizeOf(first.grid.weights);
  const partners = range(0, rows - 1).map((row) => partnerOf.get(row) ?? null);
  const data = new Float32Array(rows * columns).fill(NaN);
  const moved = partners.map((partner, row) => {
    if (partner === null) return null;
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      const by = valueAt(first.grid.weights, row, column) - valueAt(second.grid.weights, partner, column);
      data[row * columns + column] = by;
      sum += Math.abs(by);
    }
    return sum / 2;
  });
  return {
    values: { data, shape: [rows, columns] }, partners, moved,
    without: {
      first: partners.flatMap((partner, row) => (partner === null ? [row] : [])),
      second: second.grid.target.flatMap((_, row) => (rowsOfSecond.has(row) ? [] : [row])),
    },
  };
}

/**
 * What the columns of a map stand for, in one string.
 *
 * @param {Map} map
 */
function readIn({ grid }) {
  return grid.source.map(({ text, first, last }) => `${first} ${last} ${text}`).join('\n');
}

/**
 * What each row of a map wrote, so that equal ones compare equal: the ids of its tokens, and their text, as models of
 * one's own may number the same text differently.
 *
 * @param {Map} map
 */
function writtenIn({ trace, grid }) {
  return grid.target.map(({ first, last, text }) =>
    `${range(first, last).map((step) => trace.target[step]?.id).join(' ')} ${text}`);
}
