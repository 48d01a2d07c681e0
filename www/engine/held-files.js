// In a page of one file this stands in the place of fetching.js: the page holds every file itself, and asks nobody. The script
// at its end, xtask/dist/one-file.js has it, says where they are.

import { LoadError } from './causes.js';

/** The address of a held file is this scheme and its name. */
const HELD = 'held:';
/** Why a file is missing that such a page does without. */
export const NOT_HELD = 'not in this file';

/**
 * @param {URL} address
 * @param {{ subject: string, onProgress?: (received: number) => void, cache?: RequestCache }} options
 * @returns {Promise<import('./fetching.js').File>}
 */
export async function fetchFile(address, { subject, onProgress = () => {} }) {
  // Scripts of workers are blobs of this page.
  if (address.protocol !== HELD) return { bytes: new Uint8Array(), type: 'text/javascript' };
  const bytes = await /** @type {any} */ (globalThis).seqscopeFile(address.pathname.slice(1)).catch((/** @type {unknown} */ error) => {
    throw new LoadError('broken', subject, error);
  });
  if (!bytes) throw new LoadError('missing', subject, NOT_HELD);
  onProgress(bytes.length);
  return { bytes, type: '' };
}

/**
 * All scripts are one.
 *
 * @template Exports
 * @param {() => Promise<Exports>} load
 * @returns {Promise<Exports>}
 */
export function importModule(load) {
  return load();
}
