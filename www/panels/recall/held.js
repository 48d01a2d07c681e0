// How much of each unit of a memory the number wrote, and how much all that was read since.

/**
 * @typedef {{ unit: number, number: number, rest: number, ofNumber: number, ofRest: number }} Held number, rest: signed sums, which
 *   come to c together; ofNumber, ofRest: sums of sizes
 */

/**
 * @param {ArrayLike<number>} parts [steps, units] of what the memory holds after the last step
 * @param {number} units
 * @param {number} digits the first so many steps are the number's
 * @returns {Held[]} a unit each, those with the largest share of the number first
 */
export function heldOf(parts, units, digits) {
  const held = Array.from({ length: units }, (_, unit) => ({ unit, number: 0, rest: 0, ofNumber: 0, ofRest: 0 }));
  for (let index = 0; index < parts.length; index++) {
    const of = held[index % units];
    const part = parts[index] ?? 0;
    if (!of) continue;
    if (index < digits * units) {
      of.number += part;
      of.ofNumber += Math.abs(part);
    } else {
      of.rest += part;
      of.ofRest += Math.abs(part);
    }
  }
  return held.sort((a, b) => shareOf(b) - shareOf(a));
}

/**
 * Of all that a unit holds, by sizes, what the number wrote.
 *
 * @param {Held} held
 */
export function shareOf({ ofNumber, ofRest }) {
  return ofNumber / (ofNumber + ofRest || 1);
}

/**
 * How many units hold more of the number than of the rest, and its share of all that is held.
 *
 * @param {Held[]} held
 */
export function heldSum(held) {
  const sum = (/** @type {(of: Held) => number} */ size) => held.reduce((all, of) => all + size(of), 0);
  return {
    units: held.filter(({ ofNumber, ofRest }) => ofNumber > ofRest).length,
    share: sum(({ ofNumber }) => ofNumber) / (sum(({ ofNumber, ofRest }) => ofNumber + ofRest) || 1),
  };
}
