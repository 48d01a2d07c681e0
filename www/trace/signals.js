// The gates and states that a trace can have, by the letters of PyTorch's equations.

/** @typedef {'gate' | 'signed'} Kind */

const GATES = new Set(['i', 'f', 'o', 'r', 'z']);

/**
 * Gates lie in [0, 1]; candidates and states have a sign.
 *
 * @param {string} name
 * @returns {Kind}
 */
export function kindOf(name) {
  return GATES.has(name) ? 'gate' : 'signed';
}
