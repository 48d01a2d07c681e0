// A row of attention that a reader moves about: weights of at least 0 that sum to 1.

/**
 * Gives one token its weight; the others share the rest in the proportions that they had. Where they had nothing, they
 * share it evenly.
 *
 * @param {number[]} weights
 * @param {number} index
 * @param {number} weight from 0 to 1; the only token keeps 1
 */
export function reweighted(weights, index, weight) {
  if (weights.length < 2) return weights.map(() => 1);
  const others = weights.reduce((sum, each, at) => (at === index ? sum : sum + each), 0);
  return weights.map((each, at) => {
    if (at === index) return weight;
    return (1 - weight) * (others > 0 ? each / others : 1 / (weights.length - 1));
  });
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
