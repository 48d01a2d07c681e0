// What the page fetches.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { open, outputs, type } from './scope.js';

test('all that the page loads is at most 0.66 MB where a host compresses it as the documentation says', async (t) => {
  // The worker imports some files again; a browser has them in its cache.
  /** @type {Map<string, Promise<number>>} */
  const sizes = new Map();
  const page = await open(t, '', {
    prepare: async (opened) => opened.on('response', (response) => {
      const isCompressed = /\.(js|css|wasm|json)$/.test(new URL(response.url()).pathname);
      if (sizes.has(response.url())) return;
      sizes.set(response.url(), response.body().then((body) => (isCompressed ? gzipSync(body) : body).length));
    }),
  });
  assert.equal((await outputs(page)).length, 3);
  const bytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
  assert.ok(bytes > 300_000 && bytes <= 660_000, `${bytes} bytes`);
});

test('the module is fetched once, for the page and its worker', async (t) => {
  let fetched = 0;
  await open(t, '', {
    prepare: async (opened) => opened.on('request', (request) => {
      if (request.url().endsWith('.wasm')) fetched++;
    }),
  });
  assert.equal(fetched, 1);
});

test('no file of the page names another host, but in links for readers', async () => {
  const document = await readFile(new URL('../../www/index.html', import.meta.url), 'utf8');
  assert.doesNotMatch(document, /(src|href)="(https?:)?\/\//);
});
