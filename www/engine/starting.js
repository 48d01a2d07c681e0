// Starts what answers the page: a worker, in one of the ways that the page's origin and policy allow, or the page's own
// thread where they allow none.

import { LoadError } from './causes.js';
import { fetchFile } from './fetching.js';
import { answering } from './requests.js';
import { ON_PAGE, TYPE, WORKERS } from './worker-files.js';

/** @typedef {keyof typeof WORKERS} Name */
/** @typedef {import('./requests.js').Reply} Reply */

/**
 * What leads to a worker and back.
 *
 * @typedef {{ post: (message: any, transfer: Transferable[]) => void, end: () => void }} Link
 * @typedef {{ onReply: (reply: Reply) => void, onDeath: (words: string) => void }} Ends
 */

/** A worker that has not said that its script runs is given up after so many milliseconds. */
const SILENCE = 30_000;

/** The folder of copies of the workers' scripts that the page has named. @type {URL | null} */
let copies = null;

/** Ways that this page does not allow. @type {Set<string>} */
const refused = new Set();

/**
 * Starts workers from copies of their scripts in a folder of the page's own origin, for a page whose policy allows
 * nothing else. Workers are shared: the first element that names a folder says it for the page.
 *
 * @param {string} folder an address, absolute or from the page
 */
export function useCopies(folder) {
  copies ??= new URL(folder.endsWith('/') ? folder : `${folder}/`, document.baseURI);
}

/**
 * @param {Name} name
 * @param {Ends} ends
 * @returns {Promise<Link>}
 */
export async function openLink(name, ends) {
  /** @type {string[]} */
  const why = [];
  for (const { address, blob } of waysTo(name)) {
    const way = `${blob ? 'blob of ' : ''}${address.href}`;
    if (refused.has(way)) continue;
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        return linkTo(await startWorker(address, blob), ends);
      } catch (error) {
        why.push(`${way}: ${error instanceof Error ? error.message : String(error)}`);
      }
      // A script that is not there is another failure than a worker that is refused, and told as it is.
      await fetchFile(address, { subject: address.pathname.split('/').at(-1) ?? '', cache: 'reload' });
    }
    refused.add(way);
  }
  if (why.length > 0) console.warn(refusal(why));
  return linkOnPage(name, ends);
}

/** @param {string[]} why */
function refusal(why) {
  return 'seqscope: this page lets no worker start, so the models run on its own thread, which waits for them. '
    + 'Allow "worker-src blob:" in its Content-Security-Policy, or copy the scripts of the workers to its origin and name '
    + `their folder: <seq-scope worker="folder/">.\n${why.join('\n')}`;
}

/**
 * @param {Name} name
 * @returns {{ address: URL, blob: boolean }[]}
 */
function waysTo(name) {
  const { name: file, address } = WORKERS[name];
  const ways = [{ address, blob: address.origin !== self.origin }];
  if (copies) ways.unshift({ address: new URL(file, copies), blob: false });
  return ways;
}

/**
 * Resolves when the worker's script has run.
 *
 * @param {URL} address
 * @param {boolean} blob whether through a script of the page's own origin, as a worker of another origin is refused
 * @returns {Promise<Worker>}
 */
async function startWorker(address, blob) {
  const url = blob
    ? URL.createObjectURL(new Blob([scriptFor(JSON.stringify(address.href))], { type: 'text/javascript' })) : address.href;
  /** @type {Worker | undefined} */
  let worker;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    const starting = worker = new Worker(url, { type: TYPE });
    await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing for ${SILENCE / 1000} s`)), SILENCE);
      starting.onmessage = resolve;
      starting.onerror = (event) => reject(new Error(event.message || 'refused'));
    });
    return starting;
  } catch (error) {
    worker?.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
    if (blob) URL.revokeObjectURL(url);
  }
}

/**
 * A script that runs the one at an address. A policy judges a static import in a worker as a worker, and what is imported
 * later as a script.
 *
 * @param {string} address in quotes
 */
function scriptFor(address) {
  if (TYPE === 'classic') return `importScripts(${address});`;
  return `import(${address}).catch((error) => setTimeout(() => { throw error; }));`;
}

/**
 * @param {Worker} worker
 * @param {Ends} ends
 * @returns {Link}
 */
function linkTo(worker, { onReply, onDeath }) {
  worker.onmessage = ({ data }) => onReply(data);
  worker.onerror = (event) => onDeath(event.message || 'an error in the worker');
  worker.onmessageerror = () => onDeath('an answer that cannot be read');
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => {
      worker.onmessage = worker.onerror = worker.onmessageerror = null;
      worker.terminate();
    },
  };
}

/**
 * @param {Name} name
 * @param {Ends} ends
 * @returns {Promise<Link>}
 */
async function linkOnPage(name, { onReply }) {
  const { answer, start } = await ON_PAGE[name]().catch((error) => {
    throw new LoadError('broken', WORKERS[name].name, error);
  });
  let open = true;
  const task = () => new Promise((resolve) => setTimeout(resolve));
  const take = answering(start, async (/** @type {any} */ request) => {
    // Between two answers the page may draw and hear keys.
    await task();
    return answer(request);
  }, (reply) => open && onReply(reply));
  return {
    post: (message) => take(message),
    end: () => {
      open = false;
    },
  };
}
