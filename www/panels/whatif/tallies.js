// How often each output came.

/** @typedef {{ output: string, count: number, logProbability: number }} Tally logProbability: the mean of its runs */

/**
 * @param {{ output: string, logProbability: number }[]} runs
 * @returns {Tally[]} the most frequent first; of equally frequent ones that which came first
 */
export function tally(runs) {
  /** @type {Map<string, { count: number, sum: number }>} */
  const found = new Map();
  for (const { output, logProbability } of runs) {
    const { count, sum } = found.get(output) ?? { count: 0, sum: 0 };
    found.set(output, { count: count + 1, sum: sum + logProbability });
  }
  return [...found].map(([output, { count, sum }]) => ({ output, count, logProbability: sum / count }))
    .toSorted((a, b) => b.count - a.count);
}
