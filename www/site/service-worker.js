// Keeps one whole version of the site, so that it opens without a network after a first visit; models are kept by the page
// itself, engine/model-files.js. A version is taken whole or not at all: every file is checked against its SHA-256 before the
// worker takes over, and a document is only ever answered with what is of its own version. Frames of other pages, embed.html,
// are none of its business.

/** @type {ServiceWorkerGlobalScope} */
const worker = /** @type {any} */ (self);

/** Files of this version by their paths, with their SHA-256; cargo xtask dist writes them. @type {Record<string, string>} */
const FILES = {};
/** Of all of them together. */
const VERSION = '';

const DOCUMENT = 'index.html';
/** Files with a hash of their content in their names are the same in every version. */
const HASHED = /\.[0-9a-f]{8}\.\w+$/;

const scope = worker.registration.scope;
/** Several copies of the page may lie on one origin. */
const OURS = `seqscope-site ${scope} `;
const CACHE = OURS + VERSION;

worker.addEventListener('install', (event) => event.waitUntil(takeAll()));
worker.addEventListener('activate', (event) => event.waitUntil(forgetOlder()));
worker.addEventListener('message', ({ data }) => {
  if (data === 'take over') worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const name = nameOf(event.request);
  if (name !== null) event.respondWith(answer(name, event.request));
});

async function takeAll() {
  const cache = await caches.open(CACHE);
  for (const [name, expected] of Object.entries(FILES)) await cache.put(scope + name, await intact(name, expected));
}

/**
 * @param {string} name
 * @param {string} expected
 */
async function intact(name, expected) {
  for (const again of HASHED.test(name) ? [false, true] : [true]) {
    const response = await fetch(scope + name, { cache: again ? 'reload' : 'default' });
    const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
    const found = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    // What was redirected may not answer a navigation.
    if (found === expected) return new Response(await response.blob(), { headers: response.headers });
  }
  throw new Error(`${name}: not of this version`);
}

/** Pages of the version before may be open still: its files stay until the next one comes. */
async function forgetOlder() {
  const ours = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
}

/**
 * What a request asks for, of what is kept; null where it is left to the network.
 *
 * @param {Request} request
 */
function nameOf({ url, method, mode }) {
  const { origin, pathname, search } = new URL(url);
  if (method !== 'GET' || !(origin + pathname).startsWith(scope)) return null;
  const name = (origin + pathname).slice(scope.length);
  if (mode === 'navigate') return name === '' || name === DOCUMENT ? DOCUMENT : null;
  // What was asked for with a query is asked for once more, past all that is kept.
  return search === '' && (Object.hasOwn(FILES, name) || HASHED.test(name)) ? name : null;
}

/**
 * @param {string} name
 * @param {Request} request
 */
async function answer(name, request) {
  const own = await (await caches.open(CACHE)).match(scope + name);
  if (own) return own;
  // A page of the version before, which asks for more of itself.
  for (const older of HASHED.test(name) ? await caches.keys() : []) {
    const found = older.startsWith(OURS) ? await (await caches.open(older)).match(scope + name) : undefined;
    if (found) return found;
  }
  return fetch(request);
}
