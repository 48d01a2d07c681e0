// The state of the page as a fragment of its address, and back. Only what differs from the default is written.

/** @typedef {import('./types.js').PageState} PageState */

/** @type {PageState} */
export const DEFAULT_STATE = Object.freeze({
  task: null,
  text: null,
  lang: null,
  attention: null,
  withoutTanh: false,
  pieces: false,
  component: 'encoder',
  layer: 0,
  direction: 'forward',
  cell: null,
  unit: null,
  panels: {},
});

/** A field of a panel: the panel's name, a point, and the name of what it keeps. */
const OF_PANEL = /^([a-z]+)\.([a-zA-Z]+)$/;

/**
 * @param {PageState} state
 * @returns {string} a fragment with its #, or nothing for the default state
 */
export function formatState(state) {
  const fields = new URLSearchParams();
  if (state.task !== null) fields.set('task', state.task);
  if (state.text !== null) fields.set('text', state.text);
  if (state.lang !== null) fields.set('lang', state.lang);
  if (state.attention !== null) fields.set('attention', state.attention);
  if (state.withoutTanh) fields.set('tanh', 'without');
  if (state.pieces) fields.set('grid', 'pieces');
  if (state.component !== DEFAULT_STATE.component) fields.set('gates', state.component);
  if (state.layer !== 0) fields.set('layer', String(state.layer + 1));
  if (state.direction !== DEFAULT_STATE.direction) fields.set('direction', state.direction);
  if (state.cell) fields.set('cell', [state.cell.target, state.cell.source].map((index) => index ?? '').join('.'));
  if (state.unit !== null) fields.set('unit', String(state.unit));
  for (const [panel, own] of Object.entries(state.panels)) {
    for (const [name, value] of Object.entries(own)) fields.set(`${panel}.${name}`, value);
  }
  const written = fields.toString();
  return written === '' ? '' : `#${written}`;
}

/**
 * Reads what {@link formatState} wrote; what it cannot read stays at its default. A query works like a fragment,
 * so that `?text=…` can be written by hand; the fragment wins.
 *
 * @param {{ hash: string, search: string }} address
 * @returns {PageState}
 */
export function parseState({ hash, search }) {
  const fields = new URLSearchParams(search);
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ''))) fields.set(name, value);
  const state = { ...DEFAULT_STATE };
  state.task = fields.get('task');
  state.text = fields.get('text');
  state.lang = fields.get('lang');
  state.attention = fields.get('attention');
  state.withoutTanh = fields.get('tanh') === 'without';
  state.pieces = fields.get('grid') === 'pieces';
  if (fields.get('gates') === 'decoder') state.component = 'decoder';
  state.layer = Math.max((index(fields.get('layer')) ?? 1) - 1, 0);
  if (fields.get('direction') === 'backward') state.direction = 'backward';
  const [target, source] = (fields.get('cell') ?? '').split('.').map(index);
  if ((target ?? source ?? null) !== null) state.cell = { target: target ?? null, source: source ?? null };
  state.unit = index(fields.get('unit'));
  state.panels = {};
  for (const [field, value] of fields) {
    const [, panel, name] = OF_PANEL.exec(field) ?? [];
    if (panel && name) state.panels[panel] = { ...state.panels[panel], [name]: value };
  }
  return state;
}

/**
 * @param {string | null} written
 * @returns {number | null}
 */
function index(written) {
  return written !== null && /^\d{1,6}$/.test(written) ? Number(written) : null;
}
