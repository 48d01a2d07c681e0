// What two sequences have in common, in order.

/**
 * A longest common subsequence. Of several, the one whose pairs come soonest in `a`.
 *
 * @template T
 * @param {readonly T[]} a
 * @param {readonly T[]} b
 * @returns {[number, number][]} places in `a` and in `b`, rising in both
 */
export function commonSubsequence(a, b) {
  const width = b.length + 1;
  // longest[i, j]: of a from i on and b from j on.
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (/** @type {number} */ i, /** @type {number} */ j) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  /** @type {[number, number][]} */
  const pairs = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i, j + 1) >= at(i + 1, j)) j++;
    else i++;
  }
  return pairs;
}
