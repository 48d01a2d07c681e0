// The page in one file: what a file of it looks like in the document, and how models get into it. Knows nothing of a document
// that is shown: cargo xtask dist writes the same. train/src/page.rs does too.

import { toLetters } from '../kit/seven-bits.js';

/** Compresses bytes as RFC 1951 says. @typedef {(bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>} Deflate */

/** The place in the document that files of models come before. */
const PROGRAM = '<script type="text/plain" data-file="seqscope.js"';
const LINK = '<meta name="seqscope-link" content="">';
const SCOPE = '<seq-scope></seq-scope>';

/**
 * @param {string} name
 * @param {string | Uint8Array<ArrayBuffer>} content
 * @param {Deflate} deflate
 */
export async function heldFile(name, content, deflate) {
  const packed = await deflate(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return `<script type="text/plain" data-file="${name}" data-bytes="${packed.length}">${toLetters(packed)}</script>\n`;
}

/**
 * A page with models in it.
 *
 * @param {string} page one without
 * @param {{
 *   manifest: object, models: { file: string, bytes: Uint8Array<ArrayBuffer> }[], attentions: string[], link: string,
 * }} held manifest: that lists the models; attentions: what is shown; link: what it begins with, as a fragment
 * @param {Deflate} deflate
 */
export async function withModels(page, { manifest, models, attentions, link }, deflate) {
  const files = [heldFile('models/manifest.json', JSON.stringify(manifest), deflate),
    ...models.map(({ file, bytes }) => heldFile(`models/${file}`, bytes, deflate))];
  let text = replacedOnce(page, PROGRAM, `${(await Promise.all(files)).join('')}${PROGRAM}`);
  text = replacedOnce(text, LINK, LINK.replace('""', () => `"${link.replaceAll('&', '&amp;')}"`));
  return replacedOnce(text, SCOPE, `<seq-scope attention="${attentions.join(' ')}" parts="input outputs maps gates"></seq-scope>`);
}

/**
 * @param {string} text
 * @param {string} before
 * @param {string} after
 */
function replacedOnce(text, before, after) {
  if (text.split(before).length !== 2) throw new Error(`the page in one file: expected ${before} once`);
  return text.replace(before, () => after);
}
