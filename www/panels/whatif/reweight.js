// A row of attention that a reader moves about: weights of at least 0 that sum to 1.

/**
 * Gives one token its weight; the others share the rest in the proportions that they had. Where they had nothing, they
 * have the proportions of the model's own row, or share it evenly.
 *
 * @param {number[]} weights
 * @param {number} index
 * @param {number} weight from 0 to 1; the only token keeps 1
 * @param {number[] | null} [own] the model's row
 */
export function reweighted(weights, index, weight, own = null) {
  if (weights.length < 2) return weights.map(() => 1);
  const ofOthers = (/** @type {number[]} */ row) => row.map((each, at) => (at === index ? 0 : each));
  const sumOf = (/** @type {number[]} */ row) => row.reduce((sum, each) => sum + each, 0);
  const shares = [weights, own ?? [], evenly(weights.length)].map(ofOthers).find((row) => sumOf(row) > 0) ?? [];
  const all = sumOf(shares);
  return shares.map((share, at) => (at === index ? weight : (1 - weight) * (share / all)));
}

/**
 * All weight on one token.
 *
 * @param {number} length
 * @param {number} index
 */
export function onlyAt(length, index) {
  return Array.from({ length }, (_, at) => (at === index ? 1 : 0));
}

/** @param {number} length */
export function evenly(length) {
  return Array.from({ length }, () => 1 / length);
}
