// Two outputs side by side: which of their tokens are the same.

import { commonSubsequence } from '../../trace/subsequence.js';

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
  const ends = [after.length, before.length];
  // Of several, the one whose pairs come soonest in the new one: what is the same stays where the reader reads.
  for (const [nextYoung, nextOld] of [...commonSubsequence(after, before), ends]) {
    while (old < nextOld || young < nextYoung) {
      pairs.push({ before: old < nextOld ? old++ : null, after: young < nextYoung ? young++ : null });
    }
    if (nextOld < before.length) pairs.push({ before: old++, after: young++ });
  }
  return pairs;
}
