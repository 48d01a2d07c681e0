// Puts models that were brought beside those that come with the program.

import { headerOf } from './importer.js';
import { readManifest, putManifest } from '../../engine/manifest.js';
import { sha256 } from '../../engine/sha256.js';
import { describeOwn, keyOf, OWN } from '../../tasks/tasks.js';

/** @typedef {import('../types.js').ManifestModel} ManifestModel */
/** @typedef {import('./types.js').OwnModel} OwnModel */

/** Numbers the lists. */
let lists = 0;

/**
 * @param {import('../element.js').SeqScope} scope
 * @param {OwnModel[]} models that are settled
 * @param {string} [text] what they read first
 * @param {import('../../engine/causes.js').LoadError} [failure] stands in the place of them
 */
export async function adopt(scope, models, text, failure) {
  /** @type {ManifestModel[]} */
  const entries = failure ? [failed(failure)] : await Promise.all(models.map(entryOf));
  const counts = new Map();
  for (const entry of entries) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1);
  const told = entries.map((entry, index) =>
    (counts.get(keyOf(entry)) === 1 ? entry : { ...entry, attention: `${entry.attention}~${label(models[index]?.name ?? '', index)}` }));
  const others = await readManifest(scope.getAttribute('models')).catch(() => ({ formatVersion: 2, models: [] }));
  const manifest = { ...others, models: [...others.models.filter(({ task }) => task !== OWN), ...told] };
  const folder = `own://${++lists}/`;
  putManifest(folder, manifest);
  const areCharacters = models.length > 0 && models.every(({ bytes }) => bytes && reads(bytes));
  describeOwn({ source: '', target: '', pieces: !areCharacters, spaced: true });
  scope.adopt(folder, manifest);
  if (text !== undefined) scope.text = text;
}

/**
 * Whether a model reads characters.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
function reads(bytes) {
  const { source } = headerOf(bytes)?.config ?? {};
  return source?.type === 'characters' || /^1 /.test(source?.list ?? '');
}

/**
 * What stands behind the score function in a key. A hyphen would stand for a cell there, and a space between two keys.
 *
 * @param {string} name
 * @param {number} index
 */
function label(name, index) {
  return `${index + 1}·${name}`.replaceAll('-', '‑').replace(/[\s~]+/g, '_').slice(0, 40);
}

/** @param {OwnModel} model @returns {Promise<ManifestModel>} */
async function entryOf({ name, bytes }) {
  if (!bytes) throw new Error(`${name}: not settled`);
  const header = headerOf(bytes);
  if (!header) throw new Error(`${name}: expected the config of a model`);
  const { model, quality, data } = header.config;
  const hash = await sha256(bytes);
  // A blob may lie on the disk, and is read again when a worker has ended.
  const blob = new Blob([bytes]);
  return {
    task: OWN, attention: model.attention, rnn: model.rnn_type, file: hash, bytes: bytes.length,
    files: [{ file: hash, bytes: bytes.length, sha256: hash }], parameters: header.parameters,
    quality: quality ?? {}, ...data && { data },
    content: async () => [await blob.arrayBuffer()],
  };
}

/** @param {import('../../engine/causes.js').LoadError} failure @returns {ManifestModel} */
function failed(failure) {
  const file = failure.failure.subject;
  return {
    task: OWN, attention: 'general', rnn: 'lstm', file, bytes: 0, files: [{ file, bytes: 0, sha256: '' }], parameters: 0, quality: {},
    content: () => Promise.reject(failure),
  };
}
