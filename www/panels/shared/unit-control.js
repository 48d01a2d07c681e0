// Which unit of a layer is shown, as a number that arrow keys change, and a button that lets go of it.

import { tellingUnit, unitsOf } from '../../trace/cell-values.js';
import { h } from '../../kit/dom.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */

/**
 * The unit that a panel of one unit shows: the pinned one, else the one under the pointer, else the one whose memory
 * moves most.
 *
 * @param {PanelContext} context
 * @returns {{ unit: number, why: 'pinned' | 'pointed' | 'telling' }}
 */
export function shownUnit({ layer, selection }) {
  const units = unitsOf(layer);
  const telling = tellingUnit(layer);
  if (selection.unit !== null && selection.unit < units) return { unit: selection.unit, why: 'pinned' };
  const pointed = selection.gate?.unit ?? telling;
  if (pointed === telling || pointed >= units) return { unit: telling, why: 'telling' };
  return { unit: pointed, why: 'pointed' };
}

/**
 * @param {PanelContext} context
 * @param {{ unit: string, unitOf: (units: number) => string, why: Record<string, string>, letGo: string }} words
 */
export function unitControl(context, words) {
  const { layer, selection, actions } = context;
  const { unit, why } = shownUnit(context);
  const units = unitsOf(layer);
  const choose = (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    const number = Number(value);
    if (value === '' || !Number.isInteger(number) || number < 0 || number >= units) return;
    if (number !== selection.unit) actions.pinUnit(number);
  };
  return h('div', { key: 'unit', class: 'unit-control' },
    h('label', null, h('span', null, words.unit),
      h('input', {
        type: 'number', min: 0, max: units - 1, step: 1, inputmode: 'numeric', value: String(unit), oninput: choose,
      })),
    h('span', { class: 'unit-why' }, words.unitOf(units), ' · ', words.why[why]),
    why === 'pinned'
      ? h('button', {
        key: 'let-go', type: 'button', class: 'quiet', onclick: () => actions.pinUnit(unit),
      }, words.letGo)
      : null);
}
