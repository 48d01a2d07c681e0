// Two outputs side by side: which of their tokens are the same.

/** @typedef {{ before: number | null, after: number | null }} Pair indices; null where nothing stands opposite */

/**
 * Pairs the tokens of a longest common subsequence. Of what lies between, old and new tokens stand opposite each other
 * as long as there are both.
 *
 * @param {readonly unknown[]} before
 * @param {readonly unknown[]} after
 * @returns {Pair[]} every index of both, in order
 */
export function aligned(before, after) {
  /** @type {Pair[]} */
  const pairs = [];
  let [old, young] = [0, 0];
  /** @type {[number, number]} */
  const ends = [before.length, after.length];
  for (const [nextOld, nextYoung] of [...common(before, after), ends]) {
    while (old < nextOld || young < nextYoung) {
      pairs.push({ before: old < nextOld ? old++ : null, after: young < nextYoung ? young++ : null });
    }
    if (nextOld < before.length) pairs.push({ before: old++, after: young++ });
  }
  return pairs;
}

/**
 * Indices of a longest common subsequence.
 *
 * @param {readonly unknown[]} before
 * @param {readonly unknown[]} after
 * @returns {[number, number][]}
 */
function common(before, after) {
  // lengths[i][j]: of the longest common subsequence of what follows from i and from j on.
  const lengths = Array.from({ length: before.length + 1 }, () => new Array(after.length + 1).fill(0));
  const at = (/** @type {number} */ i, /** @type {number} */ j) => /** @type {number} */ (lengths[i]?.[j] ?? 0);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = /** @type {number[]} */ (lengths[i]);
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  /** @type {[number, number][]} */
  const found = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) found.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return found;
}
