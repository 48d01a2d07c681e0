// A beam as columns: a step each, and in it what was weighed there, the most probable first. What was kept stands above
// what was dropped.

/**
 * @typedef {{
 *   parent: number | null, step: number, id: number, text: string, logProbability: number, total: number,
 *   kept: boolean, complete: boolean, weights: ArrayLike<number>,
 * }} BeamNode
 * @typedef {{ nodes: BeamNode[], best: number }} BeamTree
 * @typedef {{ shown: number[], kept: number, hidden: number }} Column indices of nodes; hidden: how many more were dropped
 */

/** Dropped continuations that are shown of a step: the others were less probable still. */
const DROPPED_SHOWN = 3;

/**
 * @param {BeamTree} tree
 * @returns {Column[]}
 */
export function columnsOf({ nodes }) {
  /** @type {number[][]} */
  const steps = [];
  nodes.forEach(({ step }, index) => (steps[step] ??= []).push(index));
  const total = (/** @type {number} */ index) => nodes[index]?.total ?? -Infinity;
  return steps.map((indices) => {
    const sorted = indices.toSorted((a, b) => total(b) - total(a));
    const kept = sorted.filter((index) => nodes[index]?.kept);
    const dropped = sorted.filter((index) => !nodes[index]?.kept);
    return {
      shown: [...kept, ...dropped.slice(0, DROPPED_SHOWN)], kept: kept.length,
      hidden: Math.max(dropped.length - DROPPED_SHOWN, 0),
    };
  });
}

/**
 * The nodes from the first token to `node`.
 *
 * @param {BeamTree} tree
 * @param {number} node
 */
export function pathTo({ nodes }, node) {
  const path = [];
  for (let at = /** @type {number | null} */ (node); at !== null; at = nodes[at]?.parent ?? null) path.unshift(at);
  return path;
}

/**
 * Where an arrow key leads: up and down among what was weighed at the same step, left to what a token continues, right
 * to its most probable continuation; Home to the first token of the path, End to where the best output ends.
 *
 * @param {string} key
 * @param {BeamTree} tree
 * @param {Column[]} columns
 * @param {number} node
 * @returns {number | null} null for another key
 */
export function walkTree(key, tree, columns, node) {
  const { step, parent } = tree.nodes[node] ?? { step: 0, parent: null };
  const column = columns[step]?.shown ?? [];
  const place = column.indexOf(node);
  switch (key) {
    case 'ArrowUp': return column[Math.max(place - 1, 0)] ?? node;
    case 'ArrowDown': return column[Math.min(place + 1, column.length - 1)] ?? node;
    case 'ArrowLeft': return parent ?? node;
    case 'ArrowRight': return columns[step + 1]?.shown.find((index) => tree.nodes[index]?.parent === node) ?? node;
    case 'Home': return pathTo(tree, node)[0] ?? node;
    case 'End': return tree.best;
    default: return null;
  }
}
