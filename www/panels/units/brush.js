// A stretch of steps, and the units that are on for it and off elsewhere, as in LSTMVis (Strobelt, Gehrmann, Pfister
// and Rush 2018, arXiv:1606.07461). A signed value counts by its size: turn the sign of a unit in all weights that lead
// to it and from it, and the model is the same.

import { sizeOf, valueAt } from '../../trace/matrix.js';
import { derived } from '../../trace/memo.js';
import { kindOf } from '../../trace/signals.js';

/** @typedef {import('../../elements/types.js').Steps} Steps */
/** @typedef {import('../../elements/types.js').Signal} Signal */

/** From which size on a unit is on, if nobody says otherwise. */
const LEVELS = { gate: 0.5, signed: 0.3 };

/**
 * What two ends in any order select; null for none, and for all steps, which leaves no elsewhere.
 *
 * @param {number} from
 * @param {number} to
 * @param {number} steps how many there are
 * @returns {Steps | null}
 */
export function stretchOf(from, to, steps) {
  if (!isStep(from, steps) || !isStep(to, steps)) return null;
  const stretch = { first: Math.min(from, to), last: Math.max(from, to) };
  return stretch.first === 0 && stretch.last === steps - 1 ? null : stretch;
}

/**
 * From which size on a unit is on, if nobody says otherwise: a gate when it is more open than closed.
 *
 * @param {string} name of a signal
 */
export function levelOf(name) {
  return LEVELS[kindOf(name)];
}

/**
 * How much each unit is on for a stretch, and off elsewhere.
 *
 * @param {Signal} signal
 * @param {Steps} stretch not all of the steps
 * @param {number} [level] from which size on a unit is on
 * @returns {{ inside: number[], elsewhere: number[], scores: number[], fits: boolean[] }} by unit: mean size in the
 *   stretch and elsewhere; the first minus the second; whether it is on at every step of the stretch and off at the
 *   steps next to it
 */
export function brushed({ name, values }, { first, last }, level = levelOf(name)) {
  return derived(values.data, `brush ${first} ${last} ${level}`, () => {
    const { rows: steps, columns: units } = sizeOf(values);
    const size = (/** @type {number} */ step, /** @type {number} */ unit) => Math.abs(valueAt(values, step, unit));
    /** @type {{ inside: number[], elsewhere: number[], scores: number[], fits: boolean[] }} */
    const result = { inside: [], elsewhere: [], scores: [], fits: [] };
    const within = last - first + 1;
    for (let unit = 0; unit < units; unit++) {
      let [inside, elsewhere] = [0, 0];
      let fits = true;
      for (let step = 0; step < steps; step++) {
        const isInside = first <= step && step <= last;
        if (isInside) inside += size(step, unit) / within;
        else elsewhere += size(step, unit) / (steps - within);
        if (first - 1 <= step && step <= last + 1) fits &&= size(step, unit) >= level === isInside;
      }
      result.inside.push(inside);
      result.elsewhere.push(elsewhere);
      result.scores.push(inside - elsewhere);
      result.fits.push(fits);
    }
    return result;
  });
}

/**
 * Where a key takes one end of a stretch; neither end passes the other.
 *
 * @param {string} key
 * @param {'first' | 'last'} end
 * @param {Steps} stretch
 * @param {number} steps how many there are
 * @returns {Steps | null} null for a key that moves nothing
 */
export function movedEnd(key, end, stretch, steps) {
  const [lowest, highest] = end === 'first' ? [0, stretch.last] : [stretch.first, steps - 1];
  const wanted = /** @type {Record<string, number>} */ ({
    ArrowLeft: stretch[end] - 1, ArrowDown: stretch[end] - 1, ArrowRight: stretch[end] + 1, ArrowUp: stretch[end] + 1,
    Home: lowest, End: highest,
  })[key];
  return wanted === undefined ? null : { ...stretch, [end]: Math.min(Math.max(wanted, lowest), highest) };
}

/**
 * @param {number} step
 * @param {number} steps
 */
function isStep(step, steps) {
  return Number.isInteger(step) && step >= 0 && step < steps;
}
