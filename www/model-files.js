// The bytes of model files. A file's name holds a hash of its content, so what has been fetched once is kept for
// good: in Cache Storage where the browser has it, which is in secure contexts, and else wherever the browser keeps
// what it fetches.

import { modelAddress } from './manifest.js';

/** @typedef {import('./types.js').ManifestModel} ManifestModel */
/** @typedef {import('./types.js').Manifest} Manifest */

const CACHE = 'seqscope-models';

/** The server answered and has no such file. */
export class NotFound extends Error {}

/**
 * @param {ManifestModel} entry
 * @param {(received: number) => void} onProgress called with the bytes that have arrived
 * @returns {Promise<ArrayBuffer>}
 */
export async function fetchModel(entry, onProgress) {
  const address = modelAddress(entry.file).href;
  const cache = await openCache();
  const kept = await readKept(cache, address, entry);
  if (kept) {
    onProgress(kept.byteLength);
    return kept;
  }
  const bytes = await download(address, onProgress);
  // What is kept is copied now, as the caller may hand the bytes away.
  if (cache) keep(cache, address, new Response(bytes), sha256(bytes), entry);
  return bytes;
}

/**
 * Lets go of kept files that the manifest no longer names. Those of other folders of the same origin stay.
 *
 * @param {Manifest} manifest
 */
export async function forgetOldModels({ models }) {
  const cache = await openCache();
  if (!cache) return;
  const folder = modelAddress('./').href;
  const named = new Set(models.map(({ file }) => modelAddress(file).href));
  try {
    for (const { url } of await cache.keys()) {
      if (url.startsWith(folder) && !named.has(url)) await cache.delete(url);
    }
  } catch {
    // What cannot be deleted now is tried again at the next visit.
  }
}

/** @returns {Promise<Cache | null>} null where the browser has none or does not allow it */
async function openCache() {
  try {
    return await caches.open(CACHE);
  } catch {
    return null;
  }
}

/**
 * @param {Cache | null} cache
 * @param {string} address
 * @param {ManifestModel} entry
 */
async function readKept(cache, address, entry) {
  try {
    const response = await cache?.match(address);
    if (!response) return null;
    const bytes = await response.arrayBuffer();
    if (bytes.byteLength === entry.bytes) return bytes;
    await cache?.delete(address);
    return null;
  } catch {
    return null;
  }
}

/**
 * @param {string} address
 * @param {(received: number) => void} onProgress
 */
async function download(address, onProgress) {
  const response = await fetch(address);
  if (!response.ok) throw new NotFound(`HTTP ${response.status}`);
  const parts = [];
  let received = 0;
  const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
  for (let { done, value } = await reader.read(); !done && value; { done, value } = await reader.read()) {
    parts.push(value);
    received += value.length;
    onProgress(received);
  }
  return new Blob(parts).arrayBuffer();
}

/**
 * Keeps a file that is what the manifest says it is: a page of a captive portal must not stay for good.
 *
 * @param {Cache} cache
 * @param {string} address
 * @param {Response} response
 * @param {Promise<string>} digest
 * @param {ManifestModel} entry
 */
async function keep(cache, address, response, digest, entry) {
  try {
    if (await digest === entry.sha256) await cache.put(address, response);
  } catch {
    // No room, or none allowed: the file is fetched again next time.
  }
}

/** @param {ArrayBuffer} bytes */
async function sha256(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
