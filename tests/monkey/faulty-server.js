// Serves the repository, with the faults that are asked for: an answer of 503, one that never comes, a connection that
// breaks. The page gets a script in front of its own that lets a test end its workers, as browsers on phones do.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentTypes } from '../browser/content-types.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @typedef {'unavailable' | 'hangs' | 'breaks'} Fault */

/**
 * Runs before anything else of the page. Workers are ended from outside; what the page does then is its own affair. What
 * it does not catch is kept.
 */
const BEFORE = `<script>
  globalThis.errorsOfPage = [];
  addEventListener('error', ({ message, error }) => error && errorsOfPage.push(message + ' ' + error.stack));
  addEventListener('unhandledrejection', ({ reason }) => errorsOfPage.push('unhandled: ' + (reason?.stack ?? reason)));
  globalThis.workersOfPage = [];
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      globalThis.workersOfPage.push(this);
    }
  };
</script>`;

export class FaultyServer {
  /** The next requests whose path matches go wrong. @type {{ pattern: RegExp, fault: Fault, times: number } | null} */
  #next = null;
  /** @type {Set<import('node:http').ServerResponse>} */
  #hanging = new Set();
  #server = createServer((request, response) => this.#answer(request, response));

  /** Listens on a free port and says which address that is. @returns {Promise<string>} */
  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${port}`;
  }

  /** @param {RegExp} pattern @param {Fault} fault @param {number} times */
  fail(pattern, fault, times) {
    this.#next = { pattern, fault, times };
  }

  /** From now on all is well; what hangs is broken off. */
  heal() {
    this.#next = null;
    for (const response of this.#hanging) response.destroy();
    this.#hanging.clear();
  }

  async close() {
    this.heal();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async #answer(request, response) {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (this.#next && this.#next.times > 0 && this.#next.pattern.test(pathname)) {
      this.#next.times--;
      const { fault } = this.#next;
      if (fault === 'unavailable') response.writeHead(503, { 'content-type': 'text/plain' }).end('unavailable');
      else if (fault === 'breaks') response.destroy();
      else this.#hanging.add(response);
      return;
    }
    try {
      let file = path.join(root, decodeURIComponent(pathname));
      if (!file.startsWith(root)) throw new Error('outside of the repository');
      if ((await stat(file)).isDirectory()) file = path.join(file, 'index.html');
      const type = contentTypes[path.extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
      if (file.endsWith('www/index.html')) {
        response.end((await readFile(file, 'utf8')).replace('<head>', `<head>${BEFORE}`));
      } else {
        createReadStream(file).pipe(response);
      }
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    }
  }
}
