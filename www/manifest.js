// Which models are there.

/** @typedef {import('./types.js').Manifest} Manifest */

const ADDRESS = new URL('./models/manifest.json', import.meta.url);
const FORMAT_VERSION = 1;

/** @type {Promise<Manifest> | undefined} */
let manifest;

/**
 * The list of shipped models, fetched once; a failure is not kept.
 *
 * @returns {Promise<Manifest>}
 */
export function readManifest() {
  manifest ??= fetchManifest().catch((error) => {
    manifest = undefined;
    throw error;
  });
  return manifest;
}

/**
 * Where a model's file is.
 *
 * @param {string} file
 */
export function modelAddress(file) {
  return new URL(file, ADDRESS);
}

async function fetchManifest() {
  const response = await fetch(ADDRESS);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return checkManifest(await response.json());
}

/**
 * @param {any} value
 * @returns {Manifest}
 */
export function checkManifest(value) {
  if (value?.formatVersion !== FORMAT_VERSION) {
    throw new Error(`formatVersion: expected ${FORMAT_VERSION}, found ${value?.formatVersion}`);
  }
  if (!Array.isArray(value.models)) throw new Error('models: expected a list');
  return value;
}
