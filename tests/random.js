// Random choices that are the same in every run.

const LETTERS = [...'abcxyz019 .,!?()[]{}<>"\'`*_~^|\\/&=%+#-:;@$éßœ年月日五，。！（）「」مб😀🏳️\u200e\ufeff\n\t\u0000\u2028'];

/** @param {number} seed */
export function randomness(seed) {
  let state = seed >>> 0;
  // Numbers in [0, 1) by mulberry32.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from 0, less than `limit`. @param {number} limit */
  const below = (limit) => Math.floor(next() * limit);
  return {
    below,
    /** @param {number} probability */
    chance: (probability) => next() < probability,
    /** @template Value @param {readonly Value[]} values @returns {Value} */
    pick: (values) => /** @type {Value} */ (values[below(values.length)]),
    /** Up to thirty letters, signs and what is neither. */
    text: () => Array.from({ length: below(30) }, () => LETTERS[below(LETTERS.length)]).join(''),
  };
}
