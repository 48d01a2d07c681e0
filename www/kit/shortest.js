// Numbers of a model, which are of 32 bits, as text.

/**
 * The number with the fewest digits that is the same float32. A number of JavaScript has 64 bits: written as it is, 0.1
 * would be 0.10000000149011612.
 *
 * @param {number} value a float32
 */
export function shortest(value) {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
