// Which gates are held and which units are silenced: the form in which they are chosen.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { fixed } from '../../kit/numbers.js';
import { kindOf } from '../../trace/signals.js';

/** @typedef {import('./interventions.js').Units} Units */

/**
 * @param {{
 *   layers: number, directions: import('../../elements/types.js').Direction[], gates: string[], count: number, units: Units,
 *   gate: string, value: number, selected: number | null, words: import('./words.js').Words,
 *   strings: import('../../words/strings.js').Strings, onUnits: (units: Units) => void, onGate: (gate: string) => void,
 *   onValue: (value: number) => void, onSelected: () => void, onHold: () => void, onSilence: () => void,
 * }} props layers, directions, count of units: what the chosen half of the model has; selected: the pinned unit
 */
export function gateForm(props) {
  const { layers, directions, gates, count, units, gate, value, selected, words, strings, onUnits } = props;
  const { component, layer, direction, unit } = units;
  const lowest = kindOf(gate) === 'signed' ? -1 : 0;
  return h('div', { key: 'gates', class: 'whatif-form' },
    choice('whatif-part', words.part, [['encoder', strings.encoder], ['decoder', strings.decoder]], component,
      (chosen) => onUnits({ component: chosen === 'decoder' ? 'decoder' : 'encoder' })),
    layers > 1
      ? choice('whatif-layer', words.layer,
        [['', words.everyLayer],
          ...Array.from({ length: layers }, (_, index) => pair(index, strings.layerNumber(index + 1)))],
        String(layer ?? ''), (chosen) => onUnits({ ...units, layer: chosen === '' ? undefined : Number(chosen) }))
      : null,
    directions.length > 1
      ? choice('whatif-direction', words.direction,
        [['', words.bothDirections], ...directions.map((each) => pair(each, strings[each]))], direction ?? '',
        (chosen) => onUnits({ ...units, direction: chosen === '' ? undefined : /** @type {any} */ (chosen) }))
      : null,
    choice('whatif-units', words.units, [['', words.everyUnit], ['one', words.oneUnit]],
      unit === undefined ? '' : 'one',
      (chosen) => onUnits({ ...units, unit: chosen === '' ? undefined : selected ?? 0 })),
    unit === undefined ? null : h('label', { key: 'unit', class: 'whatif-number' }, words.unitNumber,
      h('input', {
        type: 'number', min: 0, max: count - 1, step: 1, value: String(unit),
        oninput: (/** @type {Event} */ event) => {
          const typed = /** @type {HTMLInputElement} */ (event.target).valueAsNumber;
          if (Number.isInteger(typed) && typed >= 0 && typed < count) onUnits({ ...units, unit: typed });
        },
      })),
    selected === null ? null : h('button', {
      key: 'selected', type: 'button', class: 'quiet', onclick: props.onSelected,
    }, words.theSelected(selected)),
    h('div', { key: 'actions', class: 'whatif-actions' },
      gates.length > 0
        ? [
          choice('whatif-gate', words.gate, gates.map((each) => pair(each, each)), gate, props.onGate),
          slider({
            label: words.value, name: `${words.value}, ${gate}`, value, lowest, onValue: props.onValue,
          }),
          h('button', { type: 'button', class: 'whatif-do', onclick: props.onHold }, words.hold(gate, short(value))),
        ]
        : null,
      h('button', { key: 'silence', type: 'button', class: 'whatif-do', onclick: props.onSilence }, words.silence)));
}

/**
 * @param {{ label: string, name: string, value: number, lowest: number, onValue: (value: number) => void }} props
 */
function slider({ label, name, value, lowest, onValue }) {
  return h('label', { key: 'value', class: 'whatif-slider' }, label,
    h('input', {
      type: 'range', min: lowest, max: 1, step: 0.05, value: String(value), 'aria-label': name,
      oninput: (/** @type {Event} */ event) => onValue(/** @type {HTMLInputElement} */ (event.target).valueAsNumber),
    }),
    h('output', { class: 'whatif-value' }, short(value)));
}

/** @param {number} value */
function short(value) {
  return fixed(value, Number.isInteger(value) ? 0 : 2);
}

/**
 * @param {string | number} value
 * @param {string} words
 * @returns {[string, string]}
 */
function pair(value, words) {
  return [String(value), words];
}
