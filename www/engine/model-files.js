// The bytes of model files. A file's name holds a hash of its content, so what has been fetched once is kept for
// good: in Cache Storage where the browser has it, which is in secure contexts, and else wherever the browser keeps
// what it fetches. What is not what the manifest says is not handed out, wherever it comes from.

import { looksLike, LoadError } from './causes.js';
import { fetchFile } from './fetching.js';
import { addressOf } from './manifest.js';
import { sha256 } from './sha256.js';

/** @typedef {import('../elements/types.js').ManifestModel} ManifestModel */
/** @typedef {import('../elements/types.js').ModelFile} ModelFile */
/** @typedef {import('../elements/types.js').Manifest} Manifest */

const CACHE = 'seqscope-models';
/** What is kept is waited for so many milliseconds; then the file is fetched. */
const PATIENCE = 3000;

/** A trunk that several models have, once for all of them. */
class Trunk {
  received = 0;
  /** @type {Set<() => void>} */
  listeners = new Set();
  bytes;

  /**
   * @param {URL} address
   * @param {ModelFile} file
   */
  constructor(address, file) {
    this.bytes = fetchFileOf(address, file, (received) => {
      this.received = received;
      for (const listener of this.listeners) listener();
    });
  }
}

/** By address. @type {Map<string, Trunk>} */
const trunks = new Map();

/**
 * The bytes of each file of a model; whoever asks may hand them away.
 *
 * @param {ManifestModel} entry
 * @param {(received: number) => void} onProgress called with the bytes that have arrived
 * @returns {Promise<ArrayBuffer[]>}
 */
export async function fetchModel(entry, onProgress) {
  if (entry.content) return entry.content();
  const [first, head] = entry.files;
  let received = 0;
  /** @type {Trunk | undefined} */
  let trunk;
  const tell = () => onProgress(received + (trunk?.received ?? 0));
  if (head) {
    const address = addressOf(entry, first.file);
    trunk = trunks.get(address.href) ?? new Trunk(address, first);
    trunks.set(address.href, trunk);
    trunk.bytes.catch(() => trunks.delete(address.href));
    trunk.listeners.add(tell);
  }
  try {
    const parts = await Promise.all([...(trunk ? [trunk.bytes] : []), fetchFileOf(addressOf(entry), head ?? first, (bytes) => {
      received = bytes;
      tell();
    })]);
    return parts.map((part, index) => (trunk && index === 0 ? part.slice(0) : part));
  } finally {
    trunk?.listeners.delete(tell);
  }
}

/**
 * @param {URL} address
 * @param {ModelFile} entry
 * @param {(received: number) => void} onProgress
 * @returns {Promise<ArrayBuffer>}
 */
async function fetchFileOf(address, entry, onProgress) {
  const kept = await within(PATIENCE, readKept(address, entry));
  if (kept) {
    onProgress(kept.byteLength);
    return kept.buffer;
  }
  const bytes = await download(address, entry, onProgress);
  // What is kept is copied now, as the caller hands the bytes away.
  keep(address, new Response(bytes));
  return bytes.buffer;
}

/**
 * Lets go of kept files that the manifest no longer names. Those of other folders of the same origin stay.
 *
 * @param {Manifest} manifest
 */
export async function forgetOldModels({ models }) {
  const [first] = models;
  if (!first) return;
  const folder = addressOf(first).href.replace(/[^/]*\/[^/]*$/, '');
  const named = new Set(models.flatMap((entry) => entry.files.map(({ file }) => addressOf(entry, file).href)));
  try {
    const cache = await caches.open(CACHE);
    for (const { url } of await cache.keys()) {
      if (url.startsWith(folder) && !named.has(url)) await cache.delete(url);
    }
  } catch {
    // What cannot be deleted now is tried again at the next visit.
  }
}

/**
 * @param {URL} address
 * @param {ModelFile} entry
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>} null where nothing is kept, or nothing may be
 */
async function readKept(address, entry) {
  try {
    const cache = await caches.open(CACHE);
    const response = await cache.match(address.href);
    if (!response) return null;
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (await isIntact(bytes, entry)) return bytes;
    await cache.delete(address.href);
    return null;
  } catch {
    return null;
  }
}

/**
 * @param {URL} address
 * @param {ModelFile} entry
 * @param {(received: number) => void} onProgress
 */
async function download(address, entry, onProgress) {
  // A second time past what the browser itself may have kept.
  for (const cache of /** @type {const} */ (['default', 'reload'])) {
    const { bytes } = await fetchFile(address, { subject: entry.file, onProgress, cache });
    if (await isIntact(bytes, entry)) return bytes;
    if (cache === 'reload') throw new LoadError('altered', entry.file, await difference(bytes, entry));
    onProgress(0);
  }
  throw new Error('unreachable');
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {ModelFile} entry
 */
async function isIntact(bytes, entry) {
  return bytes.length === entry.bytes && await sha256(bytes) === entry.sha256;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {ModelFile} entry
 */
async function difference(bytes, entry) {
  if (bytes.length !== entry.bytes) return `found ${looksLike(bytes)}, expected ${entry.bytes} bytes`;
  const found = await sha256(bytes);
  return `SHA-256: found ${found.slice(0, 16)}…, expected ${entry.sha256.slice(0, 16)}…`;
}

/**
 * @param {URL} address
 * @param {Response} response
 */
async function keep(address, response) {
  try {
    await (await caches.open(CACHE)).put(address.href, response);
  } catch {
    // No room, or none allowed: the file is fetched again next time.
  }
}

/**
 * @template Result
 * @param {number} time in milliseconds
 * @param {Promise<Result>} promise
 * @returns {Promise<Result | null>} null when it takes longer
 */
function within(time, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), time);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
