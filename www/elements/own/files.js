// What files are: traces, vocabularies, or the files of models.

import { configIn, inspect } from './importer.js';

/** @typedef {import('./types.js').Bytes} Bytes */
/** @typedef {import('./types.js').NamedBytes} NamedBytes */
/** @typedef {import('./types.js').Brought} Brought */

/** So many models stand side by side. */
export const MOST_MODELS = 3;
const VOCABULARY = /\.(json|txt|vocab|tsv|dict|bpe)$/i;
const SOURCE = /(^|[^a-z])(src|source|input|encoder|enc|from)([^a-z]|$)/i;
const TARGET = /(^|[^a-z])(tgt|trg|target|output|decoder|dec|to)([^a-z]|$)/i;
const TRACE = '"seqscope-trace"';

/**
 * @param {Bytes} file
 * @param {string} name what it is called if it does not say
 * @returns {Promise<NamedBytes>}
 */
export async function contentOf(file, name) {
  if (file instanceof Blob) {
    return { name: 'name' in file ? String(file.name) : name, bytes: new Uint8Array(await file.arrayBuffer()) };
  }
  if (file instanceof ArrayBuffer) return { name, bytes: new Uint8Array(file) };
  if (file instanceof Uint8Array) return { name, bytes: file };
  throw new TypeError(`${name}: expected an ArrayBuffer, a Uint8Array or a Blob`);
}

/** Whether a file is what is saved as a trace. @param {File} file */
export async function isTrace(file) {
  return /\.json$/i.test(file.name) && (await file.slice(0, 400).text()).includes(TRACE);
}

/**
 * Adds files to what was brought: each to a model, or as a vocabulary.
 *
 * @param {NamedBytes[]} files
 * @param {Brought} before
 * @returns {Promise<Brought>}
 */
export async function dealOut(files, before) {
  const vocabularies = { ...before.vocabularies };
  const words = files.filter(({ name }) => VOCABULARY.test(name));
  for (const file of words) {
    const side = SOURCE.test(file.name) ? 'source' : TARGET.test(file.name) ? 'target'
      : vocabularies.source ? 'target' : 'source';
    vocabularies[side] = file;
  }
  const others = files.filter((file) => !words.includes(file));
  const groups = others.length > 1 ? await grouped(others) : others.map((file) => [file]);
  const added = groups.map((group) => ({
    name: group.map(({ name }) => name).join(' + '), files: group, inspection: null, bytes: null, error: null,
  }));
  // The last of them stay, and one of the same name takes the place of the other.
  const kept = before.models.filter(({ name }) => !added.some((model) => model.name === name));
  return { models: [...kept, ...added].slice(-MOST_MODELS), vocabularies, settings: before.settings };
}

/**
 * Files that are models by themselves, and together those that are none: an encoder's and a decoder's.
 *
 * @param {NamedBytes[]} files
 * @returns {Promise<NamedBytes[][]>}
 */
async function grouped(files) {
  const alone = [];
  const parts = [];
  for (const file of files) {
    const isWhole = configIn(file.bytes) !== null
      || await inspect([file], { source: null, target: null }, {}).then(() => true, () => false);
    if (isWhole) alone.push([file]);
    else parts.push(file);
  }
  if (parts.length === 0) return alone;
  const together = await inspect(parts, { source: null, target: null }, {}).then(() => true, () => false);
  return [...alone, ...together ? [parts] : parts.map((file) => [file])];
}
