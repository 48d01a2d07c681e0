// Saves what is shown as a page of one file, with the models in it.

import { fetchFile } from '../engine/fetching.js';
import { fetchModel } from '../engine/model-files.js';
import { isOneFile } from './address.js';
import { withModels } from './one-file.js';

/** @typedef {import('../elements/types.js').ManifestModel} ManifestModel */

/** The page without models, as a bundle has it; a page that is one file is its own. @type {URL | null} */
const TEMPLATE = null;

/** Parts of the document that are drawn into. */
const DRAWN = ['#header', '#lead', '#article', '#footer', '#embed', '#newer'];

/** Whether this page can be saved: where it is developed there is no bundle of it. */
export const canSave = () => TEMPLATE !== null || isOneFile();

/**
 * @param {{ manifest: import('../elements/types.js').Manifest, entries: ManifestModel[], attentions: string[], link: string, name: string }} figure
 *   entries: the models; attentions: those that are shown; link: to what is shown; name: of the file
 */
export async function savePage({ manifest, entries, attentions, link, name }) {
  const page = TEMPLATE === null ? ownTemplate() : new TextDecoder().decode((await fetchFile(TEMPLATE, { subject: 'template' })).bytes);
  /** Each once, though several models may have it. @type {Map<string, Uint8Array<ArrayBuffer>>} */
  const files = new Map();
  await Promise.all(entries.map(async (entry) => {
    const parts = await fetchModel(entry, () => {});
    for (const [index, { file }] of entry.files.entries()) files.set(file, new Uint8Array(/** @type {ArrayBuffer} */ (parts[index])));
  }));
  const models = [...files].map(([file, bytes]) => ({ file, bytes }));
  const held = { manifest: { ...manifest, formatVersion: 2, models: entries }, models, attentions, link };
  download(new Blob([await withModels(page, held, deflate)], { type: 'text/html' }), name);
}

/** This document as it was before anything was drawn, and without its models. */
function ownTemplate() {
  const root = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  root.lang = 'en';
  for (const drawn of root.querySelectorAll(DRAWN.join(','))) {
    drawn.replaceChildren();
    drawn.removeAttribute('open');
  }
  for (const model of root.querySelectorAll('script[data-file^="models/"]')) model.remove();
  root.querySelector('meta[name=seqscope-link]')?.setAttribute('content', '');
  root.querySelector('seq-scope')?.replaceWith(document.createElement('seq-scope'));
  return `<!doctype html>\n${root.outerHTML}\n`;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function deflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // A browser that asks where to put it reads it later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
