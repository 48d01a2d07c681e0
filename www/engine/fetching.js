// Fetches files. Every request has an end, what may pass is tried again by itself, and what fails says why.

import { kindOfScript, kindOfSilence, kindOfStatus, LoadError, mayPass } from './causes.js';

/** @typedef {import('../elements/types.js').Failure} Failure */

/** A request is given up when nothing has arrived for so many milliseconds. */
const SILENCE = 30_000;
/** How long is waited before each further try, in milliseconds. */
const PAUSES = [500, 2500];
/** How long asking a silent server whether it answers at all may take, in milliseconds. */
const PROBE = 5000;

/** @typedef {{ bytes: Uint8Array<ArrayBuffer>, type: string }} File type: its content type */

/**
 * @param {URL} address
 * @param {{
 *   subject: string, onProgress?: (received: number) => void, cache?: RequestCache,
 * }} options subject: what a failure calls it; onProgress: called with the bytes that have arrived
 * @returns {Promise<File>}
 */
export async function fetchFile(address, { subject, onProgress = () => {}, cache = 'default' }) {
  for (let attempt = 0; ; attempt++) {
    const { file, failure, status } = await attemptAt(address, subject, cache, onProgress);
    if (file) return file;
    const pause = PAUSES[attempt];
    if (pause === undefined || !mayPass(failure.failure.kind, status)) throw failure;
    await new Promise((resolve) => setTimeout(resolve, pause));
    onProgress(0);
  }
}

/**
 * Runs a script of another address again that could not be fetched as a module: its own address fails for good in most
 * browsers, as the failure is what they keep of it.
 *
 * @template Exports
 * @param {() => Promise<Exports>} load with the address as it is written
 * @param {string} subject
 * @returns {Promise<Exports>}
 */
export async function importModule(load, subject) {
  try {
    return await load();
  } catch (error) {
    const address = addressIn(error);
    if (address === null) throw error;
    const { type } = await fetchFile(address, { subject, cache: 'reload' });
    const kind = kindOfScript(type);
    if (kind) throw new LoadError(kind, subject, type || 'no content type');
    address.searchParams.set('again', String(++again));
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ address.href).catch(() => {
      throw new LoadError('stuck', subject, error);
    });
  }
}

/** Numbers the addresses of scripts that are fetched again. */
let again = 0;

/**
 * What could not be fetched, if an error of `import()` says so.
 *
 * @param {unknown} error
 */
function addressIn(error) {
  if (!(error instanceof TypeError)) return null;
  const [address] = /\b(https?|file):\S+$/.exec(error.message) ?? [];
  return address === undefined ? null : new URL(address);
}

/**
 * @param {URL} address
 * @param {string} subject
 * @param {RequestCache} cache
 * @param {(received: number) => void} onProgress
 * @returns {Promise<{ file: File, failure?: never, status?: number } | { file?: never, failure: LoadError, status?: number }>}
 */
async function attemptAt(address, subject, cache, onProgress) {
  const stopping = new AbortController();
  const policy = watchPolicy();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const silent = new Promise((_, reject) => stopping.signal.addEventListener('abort', () => reject(stopping.signal.reason)));
  // What nobody waits for any more is no error of the page.
  silent.catch(() => {});
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stopping.abort(new Error(`nothing for ${SILENCE / 1000} s`)), SILENCE);
  };
  try {
    wait();
    const response = await Promise.race([fetch(address, { signal: stopping.signal, cache }), silent]);
    if (!response.ok) {
      // What is not read would be reported as a request that was broken off.
      response.arrayBuffer().catch(() => {});
      return { failure: new LoadError(kindOfStatus(response.status), subject, `HTTP ${response.status}`), status: response.status };
    }
    const bytes = await Promise.race([readAll(response, (received) => {
      wait();
      onProgress(received);
    }), silent]);
    return { file: { bytes, type: response.headers.get('content-type') ?? '' } };
  } catch (error) {
    if (stopping.signal.aborted) return { failure: new LoadError('stalled', subject, error) };
    return { failure: await silence(address, subject, error, policy) };
  } finally {
    clearTimeout(timer);
    policy.end();
  }
}

/**
 * @param {Response} response
 * @param {(received: number) => void} onProgress
 */
async function readAll(response, onProgress) {
  const parts = [];
  let received = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parts.push(part.value);
    received += part.value.length;
    onProgress(received);
  }
  const bytes = new Uint8Array(received);
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
  return bytes;
}

/**
 * @param {URL} address
 * @param {string} subject
 * @param {unknown} error
 * @param {{ directive: () => Promise<string | null> }} policy
 */
async function silence(address, subject, error, policy) {
  const forbidden = await policy.directive();
  const kind = kindOfSilence({
    forbidden, fromDisk: address.protocol === 'file:', online: globalThis.navigator?.onLine !== false,
    answersOthers: forbidden === null && address.origin !== globalThis.origin && await answers(address),
  });
  return new LoadError(kind, subject, forbidden ?? error);
}

/**
 * Whether a server answers requests whose answers the page may not read: then it is its header that is missing.
 *
 * @param {URL} address
 */
async function answers(address) {
  if (!address.protocol.startsWith('http')) return false;
  try {
    await fetch(address, { mode: 'no-cors', method: 'HEAD', signal: AbortSignal.timeout(PROBE) });
    return true;
  } catch {
    return false;
  }
}

/** Listens for what a policy of the page forbids meanwhile; only the page is told, no worker. */
function watchPolicy() {
  /** @type {string | null} */
  let directive = null;
  const hear = (/** @type {Event} */ event) => {
    directive = /** @type {SecurityPolicyViolationEvent} */ (event).effectiveDirective;
  };
  const told = /** @type {{ document?: EventTarget }} */ (globalThis).document;
  told?.addEventListener('securitypolicyviolation', hear);
  return {
    // The event comes in a task of its own, which may be after the error.
    directive: async () => {
      await new Promise((resolve) => setTimeout(resolve));
      return directive;
    },
    end: () => told?.removeEventListener('securitypolicyviolation', hear),
  };
}
