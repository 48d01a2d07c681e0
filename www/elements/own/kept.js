// What of the reader's own models lasts over a visit, if the reader wants: in Cache Storage, on this machine.

/** @typedef {import('./types.js').NamedBytes} NamedBytes */

const CACHE = 'seqscope-own';
/** Says that there is something, without opening anything. */
const FLAG = 'seqscope-own';

/** @param {number} index */
function address(index) {
  return new URL(`seqscope-own/${index}`, location.origin).href;
}

/** Whether anything may be kept here. */
export function mayKeep() {
  try {
    return 'caches' in globalThis && location.protocol.startsWith('http') && localStorage !== null;
  } catch {
    return false;
  }
}

/** Whether anything is kept. */
export function isKept() {
  try {
    return localStorage.getItem(FLAG) !== null;
  } catch {
    return false;
  }
}

/**
 * Keeps models in the place of those that were kept.
 *
 * @param {NamedBytes[]} files checkpoints of ours
 * @param {string} text
 */
export async function keep(files, text) {
  await forget();
  const cache = await caches.open(CACHE);
  await Promise.all(files.map(({ name, bytes }, index) =>
    cache.put(address(index), new Response(bytes, { headers: { 'x-name': encodeURIComponent(name) } }))));
  localStorage.setItem(FLAG, JSON.stringify({ count: files.length, text }));
}

/**
 * Keeps another text for the models that are kept.
 *
 * @param {string} text
 */
export function keepText(text) {
  try {
    const flag = JSON.parse(localStorage.getItem(FLAG) ?? 'null');
    if (flag && flag.text !== text) localStorage.setItem(FLAG, JSON.stringify({ ...flag, text }));
  } catch {
    // They have the text from before.
  }
}

export async function forget() {
  try {
    localStorage.removeItem(FLAG);
    await caches.delete(CACHE);
  } catch {
    // Nothing was kept where nothing may be.
  }
}

/** @returns {Promise<{ files: NamedBytes[], text: string } | null>} null where nothing is kept, or nothing of it can be had */
export async function keptModels() {
  try {
    const { count, text } = JSON.parse(localStorage.getItem(FLAG) ?? '');
    const cache = await caches.open(CACHE);
    const files = await Promise.all(Array.from({ length: Math.min(Number(count), 3) }, async (_, index) => {
      const response = await cache.match(address(index));
      if (!response) throw new Error('gone');
      const name = decodeURIComponent(response.headers.get('x-name') ?? '');
      return { name, bytes: new Uint8Array(await response.arrayBuffer()) };
    }));
    return files.length > 0 ? { files, text: String(text) } : null;
  } catch {
    return null;
  }
}
