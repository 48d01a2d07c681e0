// The page as it is handed out, dist/site.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import test from 'node:test';
import { openPage } from '../browser/harness.js';
import { outputs, ready } from '../browser/scope.js';

/** @typedef {import('playwright-core').Page} Page */

const SITE = '/dist/site/';
const OPTIONS = { locale: 'en-US', viewport: { width: 1280, height: 900 }, limit: 240_000 };
const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'";

test('it works under a strict content security policy', async (t) => {
  const page = await openPage(t, `${SITE}#task=dates`, {
    ...OPTIONS,
    prepare: (opened) => opened.route(`**${SITE}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': STRICT } });
    }),
  });
  await ready(page);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
  await page.locator('seq-view[name=cell]').scrollIntoViewIfNeeded();
  await page.locator('seq-view[name=cell] .panel svg').first().waitFor();
});

test('a first map takes at most 12 requests, and all that loads by itself is at most 1 MB', async (t) => {
  /** @type {Map<string, Promise<number>>} */
  const sizes = new Map();
  /** @type {string[]} */
  const asked = [];
  /** @type {(requests: number) => void} */
  let tell = () => {};
  /** @type {Promise<number>} */
  const untilPainted = new Promise((resolve) => {
    tell = resolve;
  });
  const page = await openPage(t, `${SITE}#task=dates`, {
    ...OPTIONS,
    prepare: async (opened) => {
      opened.on('request', (request) => asked.push(new URL(request.url()).pathname));
      opened.on('response', (response) => sizes.set(response.url(), response.body().then((body) => body.length)));
      await opened.exposeFunction('painted', () => tell(asked.length));
      await opened.addInitScript(() => {
        const look = () => {
          const canvas = /** @type {HTMLCanvasElement | null | undefined} */ (
            document.querySelector('seq-scope')?.shadowRoot?.querySelector('.map canvas'));
          // One that has not been painted has its default size.
          if (canvas && canvas.height !== 150) /** @type {any} */ (globalThis).painted();
          else requestAnimationFrame(look);
        };
        look();
      });
    },
  });
  await ready(page);
  // The page looks for the map once a frame, and a frame may come late.
  const before = await untilPainted;
  const bytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
  assert.ok(before > 5 && before <= 12, `${before} requests before the first map: ${asked.join(', ')}`);
  assert.ok(bytes > 300_000 && bytes <= 1_000_000, `${bytes} bytes`);
});

test('all that may be kept for good has a hash of its content in its name', async () => {
  const folder = new URL('../../dist/site/', import.meta.url);
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const stable = names.filter((entry) => entry.isFile() && !/\.[0-9a-f]{8}\.\w+$/.test(entry.name)).map(({ name }) => name);
  assert.deepEqual(stable.sort(), ['embed.html', 'icon.svg', 'index.html', 'seq-scope.js', 'sw.js']);
});

test('it names no other host, but in links for readers', async () => {
  const document = await readFile(new URL('../../dist/site/index.html', import.meta.url), 'utf8');
  assert.doesNotMatch(document, /(src|href)="(https?:)?\/\//);
});
