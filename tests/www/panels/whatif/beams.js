// A small beam of width 2 over two source tokens, with numbers that are easy to follow.

/** @typedef {import('../../../../www/panels/whatif/beam-tree.js').BeamTree} BeamTree */

/**
 * a and b are kept, then b d overtakes a c, and b d ends.
 *
 * @returns {BeamTree}
 */
export function smallTree() {
  /** @type {BeamTree['nodes']} */
  const nodes = [];
  const add = (
    /** @type {number | null} */ parent, /** @type {string} */ text, /** @type {number} */ logProbability,
    /** @type {boolean} */ kept,
  ) => {
    const above = parent === null ? null : nodes[parent];
    const step = above ? above.step + 1 : 0;
    nodes.push({
      parent, step, id: text === '</s>' ? 3 : 10 + nodes.length, text, logProbability, kept,
      total: (above?.total ?? 0) + logProbability, complete: text === '</s>',
      weights: step % 2 ? [0.25, 0.75] : [1, 0],
    });
  };
  add(null, 'a', -0.5, true);
  add(null, 'b', -1, true);
  add(0, 'c', -1.5, true);
  add(0, 'e', -2, false);
  add(1, 'd', -0.25, true);
  add(1, 'f', -3, false);
  add(4, '</s>', -0.125, true);
  add(4, 'g', -2.5, false);
  add(2, 'h', -0.5, true);
  add(2, 'i', -4, false);
  return { nodes, best: 6 };
}
