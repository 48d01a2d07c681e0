// Reads an address as the page does, and holds what comes of it to what is promised of it.
import assert from 'node:assert/strict';
import { ownOf, writtenOf } from '../../../www/elements/panel-context.js';
import { Chosen } from '../../../www/elements/chosen.js';
import { PANELS } from '../../../www/panels/index.js';
import { formatChanges, parseChanges } from '../../../www/panels/whatif/interventions.js';
import { DEFAULT_STATE, formatState, parseState } from '../../../www/site/link.js';
import { defaultTask } from '../../../www/tasks/tasks.js';
import { shippedManifest } from '../../manifest.js';

/** @typedef {import('../../../www/elements/types.js').PageState} PageState */

const manifest = shippedManifest();
const panels = await Promise.all(Object.values(PANELS).map(async (load) => (await load()).panel));
const NAMES = Object.keys(DEFAULT_STATE).join();

/**
 * @param {import('./broken-addresses.js').Parts} address
 * @returns {PageState}
 */
export function readAddress(address) {
  const state = parseState(address);
  check(state);
  // What was made of it can be sent on.
  const link = formatState(state);
  same(parseState({ hash: link, search: '' }), state);
  return state;
}

/**
 * Hands a state on to the element and to the panels. What these tell of it is written over the address.
 *
 * @param {PageState} state
 */
export function takeState(state) {
  const told = linkOf(state);
  check({ ...state, ...told });
  same(linkOf({ ...state, ...told }), told);
  for (const panel of panels) {
    if (!Object.hasOwn(state.panels, panel.name)) continue;
    const own = ownOf(panel, state.panels[panel.name]);
    same(ownOf(panel, writtenOf(panel, own)), own);
    for (const [name, standard] of Object.entries(panel.defaults)) {
      const value = own[name];
      if (typeof value !== typeof standard || (typeof value === 'number' && !Number.isFinite(value))) assert.fail(`${panel.name}.${name}: ${value}`);
    }
    if (panel.name === 'whatif') {
      const changes = formatChanges(parseChanges(/** @type {any} */ (own)));
      same(formatChanges(parseChanges(changes)), changes);
    }
  }
}

/**
 * Plain data, whose names stand in the same order. Much faster than a comparison that says what differs.
 *
 * @param {unknown} actual
 * @param {unknown} expected
 */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) assert.deepEqual(actual, expected, 'in another order');
}

/** @param {PageState} state */
function check(state) {
  assert.ok(Object.keys(state).join() === NAMES && Object.getPrototypeOf(state.panels) === Object.prototype);
  const { task, text, lang, attention, withoutTanh, pieces, component, direction, layer, unit, cell } = state;
  assert.ok([task, text, lang, attention].every((value) => value === null || typeof value === 'string'));
  assert.ok([withoutTanh, pieces].every((value) => typeof value === 'boolean'));
  assert.ok(['encoder', 'decoder'].includes(component) && ['forward', 'backward'].includes(direction));
  assert.ok([layer, unit, cell?.target, cell?.source].every((value) => value === null || value === undefined || isIndex(value)));
  assert.ok(cell === null || cell.target !== null || cell.source !== null);
  for (const [panel, own] of Object.entries(state.panels)) {
    assert.ok(/^[a-z]+$/.test(panel) && Object.entries(own).every(([name, value]) => /^[a-zA-Z]+$/.test(name) && typeof value === 'string'));
  }
}

/** @param {number} value */
function isIndex(value) {
  return Number.isInteger(value) && value >= 0 && value < 1e6;
}

/** What the element's own address is, once it has taken a state as its property `state` does. @param {PageState} state */
function linkOf({ task, text, pieces, attention, withoutTanh, component, layer, direction }) {
  const chosen = new Chosen();
  chosen.manifest = manifest;
  chosen.chooseTask(task);
  chosen.typed = text;
  Object.assign(chosen, { pieces });
  chosen.chooseAttention(attention ?? chosen.first);
  chosen.withoutTanh = withoutTanh || chosen.attention === 'concat_without_tanh';
  chosen.gatesView = { component, layer, direction };
  chosen.settleTask(defaultTask(manifest));
  assert.ok(chosen.wanted().length > 0 || chosen.task === 'own');
  assert.equal(typeof chosen.text, 'string');
  return chosen.link;
}
