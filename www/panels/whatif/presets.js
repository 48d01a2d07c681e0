// Changes that many readers will want to try, each with one click. Which there are depends on the cell of the model.

import { attends } from '../../trace/matrix.js';
import { gatesOf, sameUnits, withHold, withRow, withSilence } from './interventions.js';

/** @typedef {import('./interventions.js').Changes} Changes */
/** @typedef {'forgetNothing' | 'writeNothing' | 'forgetEverything' | 'keepState' | 'replaceState'
 *   | 'withoutBackward' | 'onlyFirst'} PresetName */
/** @typedef {{ name: PresetName, changes: Changes }} Preset */

/**
 * @param {import('../../elements/types.js').Trace} trace
 * @returns {Preset[]}
 */
export function presetsOf(trace) {
  const { encoder, decoder } = trace;
  const gates = encoder[0] ? gatesOf(encoder[0]) : [];
  const held = (/** @type {PresetName} */ name, /** @type {string} */ gate, /** @type {number} */ value) => ({
    name, changes: changed({ holds: [{ component: 'encoder', gate, value }, { component: 'decoder', gate, value }] }),
  });
  /** @type {Preset[]} */
  const presets = [];
  if (gates.includes('f') && decoder.length > 0) {
    presets.push(held('forgetNothing', 'f', 1), held('writeNothing', 'i', 0), held('forgetEverything', 'f', 0));
  }
  if (gates.includes('z')) presets.push(held('keepState', 'z', 1), held('replaceState', 'z', 0));
  if (encoder.some(({ direction }) => direction === 'backward')) {
    presets.push({
      name: 'withoutBackward', changes: changed({ silenced: [{ component: 'encoder', direction: 'backward' }] }),
    });
  }
  if (attends(trace)) presets.push({ name: 'onlyFirst', changes: changed({ rows: [{ step: null, weights: [1] }] }) });
  return presets;
}

/**
 * @param {Partial<Changes>} changes
 * @returns {Changes}
 */
function changed(changes) {
  return { prefix: [], holds: [], silenced: [], rows: [], ...changes };
}

/**
 * Whether all that a preset changes is changed.
 *
 * @param {Preset} preset
 * @param {Changes} changes
 */
export function isOn({ changes: { holds, silenced, rows } }, changes) {
  return holds.every((hold) => changes.holds.some((each) => sameHold(each, hold)))
    && silenced.every((units) => changes.silenced.some((each) => sameUnits(each, units)))
    && rows.every((row) => changes.rows.some((each) => sameRow(each, row)));
}

/**
 * Makes the changes of a preset, or takes them back if they are all there.
 *
 * @param {Preset} preset
 * @param {Changes} changes
 * @returns {Changes}
 */
export function toggled(preset, changes) {
  const { holds, silenced, rows } = preset.changes;
  if (isOn(preset, changes)) {
    return {
      ...changes,
      holds: changes.holds.filter((each) => !holds.some((hold) => sameHold(each, hold))),
      silenced: changes.silenced.filter((each) => !silenced.some((units) => sameUnits(each, units))),
      rows: changes.rows.filter((each) => !rows.some((row) => sameRow(each, row))),
    };
  }
  return rows.reduce(withRow, silenced.reduce(withSilence, holds.reduce(withHold, changes)));
}

/**
 * @param {import('./interventions.js').Hold} a
 * @param {import('./interventions.js').Hold} b
 */
function sameHold(a, b) {
  return sameUnits(a, b) && a.gate === b.gate && a.value === b.value;
}

/**
 * @param {import('./interventions.js').EditedRow} a
 * @param {import('./interventions.js').EditedRow} b
 */
function sameRow(a, b) {
  return a.step === b.step && a.weights.length === b.weights.length
    && a.weights.every((weight, index) => weight === b.weights[index]);
}
