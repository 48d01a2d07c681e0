// Style sheets of shadow roots. They are constructed, which a strict content security policy allows where it allows no
// style in a page, and there is one of each for all roots of a document.

/**
 * Where a sheet lies, or in a bundle, which holds all sheets, its text.
 *
 * @typedef {URL | string} Style
 */

/**
 * A sheet, a promise where it is waited for, and whether it has still to be asked for.
 *
 * @typedef {{ sheet: CSSStyleSheet, loaded: Promise<void> | null, isMissing: boolean }} Made
 */

/** A sheet is asked for again after so many milliseconds each. */
const PAUSES = [500, 2500];
/** Where that is in vain it is tried anew so much later, for as long as it takes. */
const LATER = 10_000;
/** A request for one has an end, in milliseconds. */
const LONGEST = 30_000;
/** Nobody waits longer for style, in milliseconds: it comes when it comes. */
const PATIENCE = 3000;

/**
 * Sheets belong to the document that they were made in.
 *
 * @type {WeakMap<Document, Map<string, Made>>}
 */
const made = new WeakMap();

/**
 * Gives a shadow root these sheets, of which later ones override earlier ones.
 *
 * @param {ShadowRoot} root
 * @param {Style[]} styles
 * @returns {Promise<unknown> | null} settles when all have arrived, those too that cannot be fetched: unstyled is better
 *   than nothing. Null where nothing has to arrive.
 */
export function adoptStyles(root, styles) {
  const sheets = styles.map((style) => sheetOf(root.ownerDocument, style));
  root.adoptedStyleSheets = sheets.map(({ sheet }) => sheet);
  const awaited = sheets.flatMap(({ loaded }) => loaded ?? []);
  return awaited.length > 0 ? Promise.all(awaited) : null;
}

/**
 * @param {Document} document
 * @param {Style} style
 */
function sheetOf(document, style) {
  let sheets = made.get(document);
  if (!sheets) made.set(document, sheets = new Map());
  const key = String(style);
  let entry = sheets.get(key);
  if (!entry) {
    const view = /** @type {Window & typeof globalThis} */ (document.defaultView ?? window);
    sheets.set(key, entry = { sheet: new view.CSSStyleSheet(), loaded: null, isMissing: style instanceof URL });
    if (typeof style === 'string') entry.sheet.replaceSync(style);
  }
  // One that could not be fetched is also tried again by the next root that asks for it, for all that have it.
  if (entry.isMissing && style instanceof URL) fetchInto(entry, style);
  return entry;
}

/**
 * @param {Made} entry
 * @param {URL} address
 */
function fetchInto(entry, address) {
  entry.isMissing = false;
  const fetched = fetchText(address).then((text) => entry.sheet.replaceSync(text), () => {
    entry.isMissing = true;
    setTimeout(() => entry.isMissing && fetchInto(entry, address), LATER);
  });
  entry.loaded = Promise.race([fetched, pause(PATIENCE)]).then(() => {
    entry.loaded = null;
  });
}

/** @param {URL} address */
async function fetchText(address) {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(address, { signal: AbortSignal.timeout(LONGEST) });
      const text = await response.text();
      if (response.ok) return text;
      throw new Error(`${address}: HTTP ${response.status}`);
    } catch (error) {
      const before = PAUSES[attempt];
      if (before === undefined) throw error;
      await pause(before);
    }
  }
}

/** @param {number} milliseconds @returns {Promise<void>} */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
