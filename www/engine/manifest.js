// Which models are there, in each folder of models that the page names.

import { MANIFEST, MODEL_FILES } from './addresses.js';
import { LoadError } from './causes.js';
import { fetchFile } from './fetching.js';

/** @typedef {import('../elements/types.js').Manifest} Manifest */
/** @typedef {import('../elements/types.js').ManifestModel} ManifestModel */

/** The forms of the list that are read; train/src/commands/publish.rs says what they are. */
const FORMAT_VERSIONS = [1, 2];

/** What is known of the manifest of a folder, and who waits for it. */
class Shelf {
  /** @type {Promise<Manifest> | undefined} */
  reading;
  /** @type {Manifest | undefined} */
  manifest;
  /** @type {Set<(manifest: Manifest) => void>} */
  listeners = new Set();
}

/** By the address of their manifest. @type {Map<string, Shelf>} */
const shelves = new Map();

/** The manifest that names each model. @type {WeakMap<ManifestModel, string>} */
const origins = new WeakMap();

/**
 * The list of the models in a folder, fetched once; a failure is not kept.
 *
 * @param {string | null} [folder] as an address, absolute or from the page; without one it is beside this package
 * @returns {Promise<Manifest>}
 */
export function readManifest(folder) {
  const address = manifestAddress(folder);
  const shelf = shelfAt(address);
  shelf.reading ??= fetchManifest(address).then((manifest) => learn(shelf, manifest, address), (error) => {
    shelf.reading = undefined;
    throw error;
  });
  return shelf.reading;
}

/**
 * @param {Shelf} shelf
 * @param {Manifest} manifest
 * @param {string} address
 */
function learn(shelf, manifest, address) {
  shelf.manifest = manifest;
  for (const entry of manifest.models) if (!origins.has(entry)) origins.set(entry, address);
  for (const listener of shelf.listeners) listener(manifest);
  return manifest;
}

/**
 * Puts a list in the place of a folder that is nowhere but in this page, or of one that has been read.
 *
 * @param {string | null} folder as an address, which may be of a scheme of its own
 * @param {Manifest} manifest
 */
export function putManifest(folder, manifest) {
  const address = manifestAddress(folder);
  const shelf = shelfAt(address);
  shelf.reading = Promise.resolve(learn(shelf, manifest, address));
}

/**
 * Tells of the manifest of a folder whenever it has been read, whoever asked for it: what failed first may come later.
 *
 * @param {string | null | undefined} folder
 * @param {(manifest: Manifest) => void} listener
 * @returns {() => void} ends it
 */
export function watchManifest(folder, listener) {
  const { listeners, manifest } = shelfAt(manifestAddress(folder));
  listeners.add(listener);
  if (manifest) queueMicrotask(() => listeners.has(listener) && listener(manifest));
  return () => listeners.delete(listener);
}

/**
 * Where a file of a model is.
 *
 * @param {ManifestModel} entry of a manifest that has been read
 * @param {string} [file] one of its files; its own if none is named
 */
export function addressOf(entry, file = entry.file) {
  const manifest = origins.get(entry) ?? MANIFEST;
  return new URL((manifest === MANIFEST && MODEL_FILES[file]) || file, manifest);
}

/** @param {string | null} [folder] */
function manifestAddress(folder) {
  if (!folder) return MANIFEST;
  return new URL('manifest.json', new URL(folder.endsWith('/') ? folder : `${folder}/`, document.baseURI)).href;
}

/** @param {string} address */
function shelfAt(address) {
  const shelf = shelves.get(address) ?? new Shelf();
  shelves.set(address, shelf);
  return shelf;
}

/** @param {string} address */
async function fetchManifest(address) {
  const { bytes } = await fetchFile(new URL(address), { subject: 'manifest.json' });
  try {
    return checkManifest(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new LoadError('manifest', 'manifest.json', error);
  }
}

/**
 * @param {any} value
 * @returns {Manifest}
 */
export function checkManifest(value) {
  if (!FORMAT_VERSIONS.includes(value?.formatVersion)) {
    throw new Error(`formatVersion: expected ${FORMAT_VERSIONS.join(' or ')}, found ${value?.formatVersion}`);
  }
  if (!Array.isArray(value.models)) throw new Error('models: expected a list');
  return { ...value, models: value.models.map(value.formatVersion === 1 ? ofOneFile : ofFiles) };
}

/**
 * An entry of the first form.
 *
 * @param {any} entry
 * @returns {ManifestModel}
 */
function ofOneFile({ sha256, ...entry }) {
  return { ...entry, files: [{ file: entry.file, bytes: entry.bytes, sha256 }] };
}

/**
 * An entry of the second form.
 *
 * @param {any} entry
 * @returns {ManifestModel}
 */
function ofFiles({ files, ...entry }) {
  const count = Array.isArray(files) ? files.length : 0;
  if (count !== 1 && count !== 2) {
    throw new Error(`${entry.id}: expected the file of a model or those of a trunk and a head, found ${count} files`);
  }
  const bytes = files.reduce((/** @type {number} */ sum, /** @type {{ bytes: number }} */ file) => sum + file.bytes, 0);
  return { ...entry, file: files[count - 1].file, bytes, files };
}
