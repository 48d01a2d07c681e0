// What a panel is shown, and what it keeps for itself.

import { modelShown } from './standing.js';
import { gridOf } from '../trace/grid.js';
import { layerOf } from '../trace/layers.js';
import { sizeOf } from '../trace/matrix.js';
import { boundsOf, shownCell, within } from '../trace/selection.js';

/** @typedef {import('../panels/types.js').PanelContext} PanelContext */
/** @typedef {import('../panels/types.js').Panel} Panel */
/** @typedef {Record<string, string | number | boolean>} Own */

/**
 * @param {import('./compose.js').State} state
 * @param {import('./compose.js').Actions} actions
 * @param {{
 *   manifest: import('./types.js').Manifest | null, analysis: import('./types.js').Analysis | null, width: number,
 * }} around width: the panel's own, in CSS pixels
 * @returns {PanelContext | null} null as long as there is nothing to show
 */
export function contextOf(state, actions, { manifest, analysis, width }) {
  const traces = new Map(state.models.flatMap(({ attention, trace }) => (trace ? [[attention, trace]] : [])));
  const { attention, trace = null, info = null } = modelShown(state) ?? {};
  const grid = state.grids.get(attention ?? '');
  if (!trace || !grid || attention === undefined || width === 0) return null;
  const axis = state.gatesView.component === 'encoder' ? 'source' : 'target';
  const slanted = state.unit !== 'characters';
  const tokens = gridOf(trace, slanted ? 'pieces' : 'characters')[axis];
  const layer = layerOf(trace, state.gatesView);
  // What is selected may be of another task, or of a model with more units.
  const signal = layer.signals[0];
  const { rows: steps, columns: units } = signal ? sizeOf(signal.values) : { rows: 0, columns: 0 };
  const selection = within(state.selection, boundsOf([...state.grids.values()]), { units, steps });
  const linked = grid[axis][shownCell(selection)?.[axis] ?? -1];
  return {
    task: state.task, text: state.text, attention, trace,
    info,
    traces, grids: state.grids, grid, unit: state.unit, gatesView: state.gatesView,
    layer, tokens, axis, slanted, selection,
    step: stepWithin(selection.gate?.step ?? linked?.last ?? null, tokens.length),
    manifest, width, ratio: state.ratio, scheme: state.scheme, language: state.language, strings: state.strings,
    analysis,
    paint: state.paint, stops: state.stops, actions,
  };
}

/**
 * @param {number | null} step
 * @param {number} steps
 */
function stepWithin(step, steps) {
  return step !== null && step < steps ? step : null;
}

/**
 * What a panel keeps, from what the address says; what cannot be read is at its default.
 *
 * @param {Panel} panel
 * @param {Record<string, string> | undefined} written
 * @returns {Own}
 */
export function ownOf({ defaults, options = {}, fractions = [] }, written = {}) {
  return Object.fromEntries(Object.entries(/** @type {Own} */ (defaults)).map(([name, standard]) => {
    const value = Object.hasOwn(written, name) ? written[name] : undefined;
    if (value === undefined) return [name, standard];
    if (typeof standard === 'boolean') return [name, value === 'yes'];
    if (typeof standard === 'number') {
      const number = value === '' ? NaN : Number(value);
      const fits = fractions.includes(name) ? Number.isFinite(number) : Number.isSafeInteger(number);
      // No address tells -0 from 0.
      return [name, fits ? number + 0 : standard];
    }
    return [name, options[name] && !options[name].includes(value) ? standard : value];
  }));
}

/**
 * The same for the address: only what differs from its default.
 *
 * @param {Panel} panel
 * @param {Own} own
 * @returns {Record<string, string>}
 */
export function writtenOf({ defaults }, own) {
  const changed = Object.entries(own).filter(([name, value]) => value !== defaults[name]);
  const write = (/** @type {string | number | boolean} */ value) =>
    (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value));
  return Object.fromEntries(changed.map(([name, value]) => [name, write(value)]));
}
