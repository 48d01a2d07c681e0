// A beam as columns: a step each, and in it what was weighed there, the most probable first. What was kept stands above
// what was dropped.

/**
 * @typedef {{
 *   parent: number | null, step: number, id: number, text: string, logProbability: number, total: number,
 *   kept: boolean, complete: boolean, weights: ArrayLike<number>,
 * }} BeamNode
 * @typedef {{ nodes: BeamNode[], best: number }} BeamTree
 * @typedef {{ shown: number[], kept: number, hidden: number }} Column shown: indices of nodes, the first of which were
 *   kept; hidden: how many more were dropped
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
 * What a path writes, without the end token.
 *
 * @param {BeamTree} tree
 * @param {number[]} path
 */
export function textOfPath({ nodes }, path) {
  return path.map((index) => (nodes[index]?.complete ? '' : nodes[index]?.text ?? '')).join('').trim();
}

/** @type {WeakMap<BeamTree, Map<string, import('../../elements/types.js').Grid>>} */
const grids = new WeakMap();

/**
 * The attention along a path. The same path gives the same grid again.
 *
 * @param {BeamTree} tree
 * @param {number} node
 * @param {import('../../elements/types.js').GridToken[]} source
 * @param {'characters' | 'pieces'} unit
 * @returns {import('../../elements/types.js').Grid}
 */
export function gridOfPath(tree, node, source, unit) {
  const made = grids.get(tree) ?? new Map();
  grids.set(tree, made);
  const key = `${node} ${unit}`;
  if (!made.has(key)) {
    const nodes = pathTo(tree, node).flatMap((index) => tree.nodes[index] ?? []);
    const target = nodes.map(({ id, text }, index) => {
      const starts = unit === 'pieces' && /^\s\S/.test(text);
      return {
        id, text: starts ? text.trimStart() : text, start: 0, end: 0, known: true, first: index, last: index, starts,
      };
    });
    const data = Float32Array.from(nodes.flatMap(({ weights }) => Array.from(weights)));
    made.set(key, { unit, source, target, weights: { data, shape: [target.length, source.length] } });
  }
  return made.get(key);
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
