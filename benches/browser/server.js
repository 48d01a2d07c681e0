// Serves the repository and the reference models on a free port.

import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

/** @import { AddressInfo } from 'node:net' */

/** @type {Record<string, string>} */
const CONTENT_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** With these a page is isolated, and its clock has steps of 5 µs instead of 100. */
const ISOLATION = {
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * @param {string} root the folder of what is served under `/`
 * @param {string} references the folder of what is served under `/references/`
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export async function serve(root, references) {
  /** @type {Map<string, Buffer>} What has been read once comes from memory, so that no disk is measured. */
  const kept = new Map();
  const read = async (/** @type {string} */ pathname) => {
    const [folder, name] = pathname.startsWith('/references/')
      ? [references, pathname.slice('/references/'.length)] : [root, pathname];
    let file = path.join(folder, decodeURIComponent(name));
    if (!file.startsWith(folder)) throw new Error('outside of the folder');
    if ((await stat(file)).isDirectory()) file = path.join(file, 'index.html');
    const body = kept.get(file) ?? await readFile(file);
    kept.set(file, body);
    return { body, type: CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream' };
  };
  const server = createServer(async (request, response) => {
    try {
      const { body, type } = await read(new URL(request.url ?? '/', 'http://localhost').pathname);
      response.writeHead(200, {
        'content-type': type, 'content-length': body.length, 'cache-control': 'no-cache', ...ISOLATION,
      }).end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain', ...ISOLATION }).end('not found');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
