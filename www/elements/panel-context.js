// What a panel is shown, and what it keeps for itself.

import { gridOf } from './grid.js';
import { layerOf } from './layers.js';
import { shownCell } from './selection.js';

/** @typedef {import('./panels/types.js').PanelContext} PanelContext */
/** @typedef {import('./panels/types.js').Panel} Panel */
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
  // Until the model of choice has answered, what there is of another one is better than nothing.
  const attention = traces.has(state.attention) ? state.attention : [...traces.keys()][0];
  const trace = traces.get(attention ?? '');
  const grid = state.grids.get(attention ?? '');
  if (!trace || !grid || attention === undefined || width === 0) return null;
  const axis = state.gatesView.component === 'encoder' ? 'source' : 'target';
  const slanted = state.unit !== 'characters';
  const tokens = gridOf(trace, slanted ? 'pieces' : 'characters')[axis];
  const { selection } = state;
  const linked = grid[axis][shownCell(selection)?.[axis] ?? -1];
  return {
    task: state.task, text: state.text, attention, trace,
    info: state.models.find((model) => model.attention === attention)?.info ?? null,
    traces, grids: state.grids, grid, unit: state.unit, gatesView: state.gatesView,
    layer: layerOf(trace, state.gatesView), tokens, axis, slanted, selection,
    step: within(selection.gate?.step ?? linked?.last ?? null, tokens.length),
    manifest, width, ratio: state.ratio, scheme: state.scheme, language: state.language, strings: state.strings,
    analysis,
    paint: state.paint, stops: state.stops, actions,
  };
}

/**
 * @param {number | null} step
 * @param {number} steps
 */
function within(step, steps) {
  return step !== null && step < steps ? step : null;
}

/**
 * What a panel keeps, from what the address says; what cannot be read is at its default.
 *
 * @param {Panel} panel
 * @param {Record<string, string> | undefined} written
 * @returns {Own}
 */
export function ownOf({ defaults }, written = {}) {
  return Object.fromEntries(Object.entries(/** @type {Own} */ (defaults)).map(([name, standard]) => {
    const value = written[name];
    if (value === undefined) return [name, standard];
    if (typeof standard === 'boolean') return [name, value === 'yes'];
    if (typeof standard === 'number') return [name, Number.isFinite(Number(value)) && value !== '' ? Number(value) : standard];
    return [name, value];
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
