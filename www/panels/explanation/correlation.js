// How alike two maps rank and weigh the same places: the one door to the engine's correlation.

/** @typedef {{ kendall: number | null, pearson: number | null }} Pair */
/** @typedef {{ means: Pair, rows: Pair[], counted: { kendall: number, pearson: number } }} Correlation */

/** @type {WeakMap<Float32Array, WeakMap<Float32Array, Correlation>>} */
const made = new WeakMap();

/**
 * Kendall's τ-b and Pearson's r of every row of two maps, and the means of those rows that have one: a row whose
 * values are all the same in one of the maps has none. The same maps give the same result again.
 *
 * @param {Pick<import('../../elements/types.js').Analysis, 'rankCorrelation'> | null} analysis
 * @param {import('../../elements/types.js').Tensor} a
 * @param {import('../../elements/types.js').Tensor} b
 * @returns {Correlation | null} null where the maps differ in shape or the module that tells is not there yet
 */
export function correlationOf(analysis, a, b) {
  const [rows = 0, columns = 0] = a.shape;
  if (!analysis || a.data.length !== b.data.length || columns !== b.shape[1]) return null;
  const others = made.get(a.data) ?? new WeakMap();
  made.set(a.data, others);
  let result = others.get(b.data);
  if (!result) {
    result = summed(analysis.rankCorrelation(a.data, b.data, rows, columns).perRow);
    others.set(b.data, result);
  }
  return result;
}

/**
 * @param {Pair[]} rows
 * @returns {Correlation}
 */
function summed(rows) {
  const known = (/** @type {keyof Pair} */ name) =>
    rows.flatMap((row) => (typeof row[name] === 'number' && Number.isFinite(row[name]) ? [row[name]] : []));
  const mean = (/** @type {number[]} */ values) =>
    (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);
  const [kendall, pearson] = [known('kendall'), known('pearson')];
  return {
    means: { kendall: mean(kendall), pearson: mean(pearson) }, rows,
    counted: { kendall: kendall.length, pearson: pearson.length },
  };
}
