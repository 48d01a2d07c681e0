// A link to what the page shows: its state as a fragment of the address, and back. Only what differs from the default is
// written, and behind it the version of the form, whose digit no chat takes for a mark of its own sentence.

/** @typedef {import('../elements/types.js').PageState} PageState */

/** Of what is written. The first form, of links without a version, had no field `utf8`. */
const VERSION = '2';

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

/** The second text, which stands beside the first, has a name that can be written by hand. */
const SECOND = 'compare.text';

/** A field of a panel: the panel's name, a point, and the name of what it keeps. */
const OF_PANEL = /^([a-z]+)\.([a-zA-Z]+)$/;

/**
 * The fields of a link, by names that hold whatever the form of the link is.
 *
 * @param {PageState} state
 */
export function fieldsOf(state) {
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
    for (const [name, value] of Object.entries(own)) {
      const field = `${panel}.${name}`;
      fields.append(field === SECOND ? 'compare' : field, value);
    }
  }
  return fields;
}

/**
 * @param {PageState} state
 * @returns {string} a fragment with its #, or nothing for the default state
 */
export function formatState(state) {
  const fields = [...fieldsOf(state)];
  if (fields.length === 0) return '';
  return `#${[...fields.map(written), `v=${VERSION}`].join('&')}`;
}

/**
 * A field as it stands in a link. Letters that take nine characters each, as Chinese ones do, are written as bytes where that is
 * shorter.
 *
 * @param {[string, string]} field
 */
function written([name, value]) {
  // What chats take for marks of emphasis is written as a number too.
  const plain = new URLSearchParams([[name, value]]).toString().replaceAll('*', '%2A');
  if (name !== 'text') return plain;
  const bytes = `utf8=${asLetters(new TextEncoder().encode(value))}`;
  return bytes.length < plain.length ? bytes : plain;
}

/**
 * Bytes in base 64 with letters that need no escape in an address (RFC 4648, section 5).
 *
 * @param {Uint8Array} bytes
 */
function asLetters(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @param {string} letters
 * @returns {string | null} null where they are no text in base 64
 */
function fromLetters(letters) {
  try {
    const binary = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
    // A link that was cut may end within a letter.
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)));
  } catch {
    return null;
  }
}

/**
 * The fields of what stands behind a # or a ?, in whatever form it has reached the page.
 *
 * @param {string} part of an address
 */
function fieldsIn(part) {
  let text = part.replace(/^[#?]/, '');
  // A forum may have escaped the whole link once more.
  if (!text.includes('=') && /%3d/i.test(text)) text = new URLSearchParams(`x=${text}`).get('x') ?? '';
  const fields = new URLSearchParams(text.replaceAll('&amp;', '&'));
  const letters = fields.get('utf8');
  const bytes = letters === null ? null : fromLetters(letters);
  if (bytes !== null && !fields.has('text')) fields.set('text', bytes);
  fields.delete('utf8');
  return fields;
}

/**
 * Reads what {@link formatState} wrote, now or in an earlier version; what it cannot read stays at its default. A query works
 * like a fragment, so that `?text=…` can be written by hand; the fragment wins.
 *
 * @param {{ hash: string, search: string }} address
 * @returns {PageState}
 */
export function parseState({ hash, search }) {
  // A map, as setting fields one by one looks through all of them each time.
  return stateOf(new URLSearchParams([...new Map([...fieldsIn(search), ...fieldsIn(hash)])]));
}

/**
 * @param {URLSearchParams} fields
 * @returns {PageState}
 */
export function stateOf(fields) {
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
  /** @type {Map<string, Map<string, string>>} */
  const panels = new Map();
  for (const [field, value] of fields) {
    const [, panel, name] = OF_PANEL.exec(field === 'compare' ? SECOND : field) ?? [];
    if (panel && name) panels.set(panel, (panels.get(panel) ?? new Map()).set(name, value));
  }
  state.panels = Object.fromEntries([...panels].map(([panel, own]) => [panel, Object.fromEntries(own)]));
  return state;
}

/**
 * @param {string | null} written
 * @returns {number | null}
 */
function index(written) {
  return written !== null && /^\d{1,6}$/.test(written) ? Number(written) : null;
}
