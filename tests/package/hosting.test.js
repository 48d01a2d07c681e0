// dist/site on servers that people have, set up as docs/hosting.md says.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openPage } from '../browser/harness.js';
import { outputs, ready, type } from '../browser/scope.js';

const SITE = fileURLToPath(new URL('../../dist/site', import.meta.url));
const DOCUMENTATION = await readFile(new URL('../../docs/hosting.md', import.meta.url), 'utf8');
const HASHED = /\.[0-9a-f]{8}\.\w+$/;

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.txt': 'text/plain', '.json': 'application/json',
  '.wasm': 'application/wasm', '.safetensors': 'application/octet-stream', '.svg': 'image/svg+xml',
};
const COMPRESSED = ['.html', '.css', '.js', '.json', '.wasm', '.svg'];

/** A port that nobody listens on. @returns {Promise<number>} */
const freePort = () => new Promise((resolve) => {
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    server.close(() => resolve(port));
  });
});

/**
 * Starts a server until the test ends.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} program
 * @param {string[]} words its arguments
 * @param {number} port
 */
async function start(t, program, words, port) {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part) => (said += part));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  t.after(async () => {
    child.kill();
    await ended;
  });
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt++) {
    if (child.exitCode !== null || attempt === 600) assert.fail(`${program} does not answer: ${said}`);
    if (await fetch(origin).then((response) => response.ok, () => false)) return origin;
    await sleep(100);
  }
}

/** The page maps a typed date. @param {import('node:test').TestContext} t @param {string} origin */
async function maps(t, origin) {
  const page = await openPage(t, '/#task=dates', { baseURL: origin, locale: 'en-US', viewport: { width: 1280, height: 900 }, limit: 240_000 });
  page.setDefaultTimeout(120_000);
  await page.waitForFunction(() => customElements.get('seq-scope'));
  await ready(page);
  await type(page, '31 December 1999');
  assert.deepEqual(await outputs(page), ['1999-12-31', '1999-12-31', '1999-12-31']);
  return page;
}

test('nginx, with the configuration of the documentation', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'seqscope-nginx-'));
  t.after(() => rm(folder, { recursive: true }));
  const port = await freePort();
  const [, written = ''] = /```nginx\n([^]*?)```/.exec(DOCUMENTATION) ?? [];
  assert.ok(written.includes('root /srv/seqscope;') && written.includes('listen 80;'));
  const server = written.replace('/srv/seqscope', SITE).replace('listen 80;', `listen 127.0.0.1:${port};`);
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
  // As root, its workers would be somebody who may not read what is only ours.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  await writeFile(`${folder}/nginx.conf`, `${user} daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr; events {}\n`
    + `http { access_log off; ${own}\n${server}\n}\n`);
  const origin = await start(t, process.env['NGINX'] ?? 'nginx', ['-e', 'stderr', '-c', `${folder}/nginx.conf`], port);

  const entries = await readdir(SITE, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.relative(SITE, path.join(entry.parentPath, entry.name)));
  assert.deepEqual([...new Set(files.map((file) => path.extname(file)))].sort(), Object.keys(TYPES).sort());
  for (const file of files) {
    const response = await fetch(`${origin}/${file}`, { headers: { 'accept-encoding': 'gzip' } });
    const body = Buffer.from(await response.arrayBuffer());
    const content = await readFile(path.join(SITE, file));
    const ending = path.extname(file);
    assert.equal(response.status, 200, file);
    assert.ok(body.equals(content), `${file}: other bytes`);
    assert.equal(response.headers.get('content-type')?.split(';')[0], TYPES[ending], file);
    assert.equal(response.headers.get('cache-control'),
      HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache', file);
    const isCompressed = COMPRESSED.includes(ending) && content.length >= 1000;
    assert.equal(response.headers.get('content-encoding'), isCompressed ? 'gzip' : null, file);
    assert.equal(response.headers.get('access-control-allow-origin'), '*', file);
    assert.match(response.headers.get('content-security-policy') ?? '', /'wasm-unsafe-eval'/, file);
  }
  const page = await maps(t, origin);
  await page.locator('seq-view[name=cell]').scrollIntoViewIfNeeded();
  await page.locator('seq-view[name=cell] .panel svg').first().waitFor();
});

test('python3 -m http.server, as the documentation says', async (t) => {
  assert.ok(DOCUMENTATION.includes('python3 -m http.server --directory dist/site 8000'));
  const port = await freePort();
  const origin = await start(t, 'python3', ['-m', 'http.server', '--bind', '127.0.0.1', '--directory', SITE, String(port)], port);
  await maps(t, origin);
});
