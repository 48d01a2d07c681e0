// Where the tokens of a padded batch stand in the packed data.

import { sizeOf } from '../../trace/matrix.js';

/**
 * @typedef {import('../../elements/types.js').Tensor} Tensor
 * @typedef {[text: number, token: number]} Place
 * @typedef {{
 *   output: string, weights: Tensor, logProbability: number, logProbabilityDifference: number,
 *   memoryDifference: number, memoryDifferences: Float32Array,
 * }} Reading weights: [target, longest]; differences from the text by itself
 * @typedef {'alone' | 'batched' | 'unpacked' | 'unmasked'} Way
 * @typedef {{ tokens: string[] } & Record<Way, Reading>} PaddedText
 * @typedef {{
 *   ids: number[][], lengths: number[], batchSizes: number[], packed: Place[], sentences: PaddedText[],
 * }} PaddedBatch what the engine answers
 */

/**
 * The row of the packed data that each token has, by text and token.
 *
 * @param {Place[]} packed text and token of each row
 * @param {number} texts
 * @returns {number[][]}
 */
export function packedRows(packed, texts) {
  const rows = Array.from({ length: texts }, () => /** @type {number[]} */ ([]));
  packed.forEach(([text, token], row) => {
    const tokens = rows[text];
    if (tokens) tokens[token] = row;
  });
  return rows;
}

/**
 * The texts in the order in which each step has them: all of them have a first token.
 *
 * @param {Place[]} packed
 */
export function packedOrder(packed) {
  return packed.filter(([, token]) => token === 0).map(([text]) => text);
}

/**
 * How much of the attention falls on padding: the mean over the rows, in [0, 1].
 *
 * @param {Tensor} weights [target, longest]
 * @param {number} length tokens of the text
 */
export function paddingShare(weights, length) {
  const { rows, columns } = sizeOf(weights);
  const onPadding = weights.data.reduce((sum, weight, index) => (index % columns >= length ? sum + weight : sum), 0);
  return rows > 0 ? onPadding / rows : 0;
}
