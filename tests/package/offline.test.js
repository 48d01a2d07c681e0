// The site without a network, and a new version of it under a page that is open.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openPage } from '../browser/harness.js';
import { outputs, ready, type } from '../browser/scope.js';
import { serviceWorker } from '../../xtask/dist/site.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Map<string, Buffer>} Version files by their paths */

const SITE = fileURLToPath(new URL('../../dist/site', import.meta.url));
const TYPES = /** @type {Record<string, string>} */ ({
  '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
});
const OPTIONS = { locale: 'en-US', viewport: { width: 1280, height: 900 }, limit: 400_000 };

/** @returns {Promise<Version>} */
async function versionA() {
  const entries = await readdir(SITE, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => path.relative(SITE, path.join(entry.parentPath, entry.name)));
  return new Map(await Promise.all(names.map(async (name) =>
    /** @type {[string, Buffer]} */ ([name, await readFile(path.join(SITE, name))]))));
}

/**
 * Another version: every script has other bytes and another name.
 *
 * @param {Version} before
 * @returns {Promise<Version>}
 */
async function versionB(before) {
  const scripts = [...before.keys()].filter((name) => /^chunks\/.*\.js$/.test(name));
  const renamed = new Map(scripts.map((name) => [path.basename(name), path.basename(name).replace(/\.[0-9a-f]{8}\.js$/, (end) =>
    `.${[...end.slice(1, 9)].reverse().join('')}.js`)]));
  /** @type {Version} */
  const after = new Map();
  for (const [name, content] of before) {
    if (name === 'sw.js') continue;
    let [to, text] = [name, /\.(js|html)$/.test(name) ? content.toString() : null];
    for (const [old, now] of renamed) {
      to = to.replace(old, now);
      text = text?.replaceAll(old, now) ?? null;
    }
    if (text !== null && scripts.includes(name)) text += '\n// The next version.\n';
    after.set(to, text === null ? content : Buffer.from(text));
  }
  after.set('sw.js', Buffer.from(await serviceWorker(after)));
  return after;
}

/**
 * A server whose files can be others from one moment to the next.
 *
 * @param {import('node:test').TestContext} t
 * @param {Version} first
 */
async function host(t, first) {
  let version = first;
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html';
    const body = version.get(name);
    response.writeHead(body ? 200 : 404, {
      'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream', 'cache-control': 'no-cache',
    }).end(body ?? 'not found');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const stop = () => new Promise((resolve) => {
    server.close(() => resolve(undefined));
    server.closeAllConnections();
  });
  t.after(stop);
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`, stop,
    /** @param {Version} next */
    deploy: (next) => {
      version = next;
    },
  };
}

/** @param {Page} page */
async function answered(page) {
  page.setDefaultTimeout(200_000);
  await page.waitForFunction(() => customElements.get('seq-scope'));
  await ready(page);
}

/** Waits until the site is kept. @param {Page} page */
const kept = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));

/** @param {Buffer} content */
const hash = (content) => createHash('sha256').update(content).digest('hex');

test('after one visit it works without a network, in the tasks that were used', async (t) => {
  const { origin, stop } = await host(t, await versionA());
  const page = await openPage(t, '/#task=dates', { ...OPTIONS, baseURL: origin });
  await answered(page);
  await page.getByRole('radio', { name: 'English → French' }).check();
  await answered(page);
  const french = await outputs(page);
  assert.equal(french.length, 3);
  await page.getByRole('radio', { name: 'Dates' }).check();
  await answered(page);
  await kept(page);
  await stop();
  await page.context().setOffline(true);
  await page.reload();
  await answered(page);
  await type(page, '31 December 1999');
  assert.deepEqual(await outputs(page), ['1999-12-31', '1999-12-31', '1999-12-31']);
  // A panel that was never in sight, with the module that answers questions.
  await page.locator('seq-view[name=memory]').scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector('seq-view[name=memory]')?.shadowRoot?.querySelector('[data-number]'));
  await page.getByRole('radio', { name: 'English → French' }).check();
  await answered(page);
  assert.deepEqual(await outputs(page), french);
});

test('a new version under an open page: no file of one version in the other, and the page tells of it', async (t) => {
  const before = await versionA();
  const after = await versionB(before);
  const { origin, deploy } = await host(t, before);
  /** @type {{ name: string, body: Promise<Buffer> }[]} */
  let answers = [];
  const page = await openPage(t, '/#task=dates&text=5+April+2021', {
    ...OPTIONS, baseURL: origin,
    prepare: async (opened) => opened.on('response', (response) => {
      const name = new URL(response.url()).pathname.slice(1) || 'index.html';
      if (response.url().startsWith(origin) && response.request().serviceWorker() === null && name !== 'sw.js') {
        answers.push({ name, body: response.body() });
      }
    }),
  });
  /** @param {Version} version @param {string} which */
  const allOf = async (version, which) => {
    assert.ok(answers.length > 0, which);
    for (const { name, body } of answers) {
      const expected = version.get(name);
      assert.ok(expected, `${name} is no file of version ${which}`);
      assert.equal(hash(await body), hash(expected), `${name} as in version ${which}`);
    }
    answers = [];
  };
  await answered(page);
  await kept(page);
  await page.reload();
  await answered(page);
  await allOf(before, 'A');

  deploy(after);
  await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => {}));
  await page.locator('#newer').getByText('There is a new version of this page.').waitFor();
  // What the open page still asks for is of its own version, which the server no longer has.
  await page.locator('seq-view[name=whatif]').scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector('seq-view[name=whatif]')?.shadowRoot?.querySelector('.panel'));
  await page.waitForTimeout(500);
  await allOf(before, 'A');

  await page.getByRole('button', { name: '中文' }).click();
  await page.locator('#newer').getByText('本页有新版本。').waitFor();
  // The words came for it, from the version that is shown.
  await allOf(before, 'A');
  const isNew = page.waitForEvent('load');
  await page.locator('#newer button').click();
  await isNew;
  await answered(page);
  assert.equal(await page.evaluate(() => /** @type {any} */ (document.querySelector('seq-scope')).text), '5 April 2021');
  assert.equal(await page.locator('#newer button').count(), 0);
  const fromB = answers.filter(({ name }) => after.has(name) && !before.has(name)).length;
  assert.ok(fromB > 0, 'the page is of version B');
  await allOf(after, 'B');
});

test('a version that is half there is not taken', async (t) => {
  const before = await versionA();
  const { origin, deploy } = await host(t, before);
  const page = await openPage(t, '/#task=dates', {
    ...OPTIONS, baseURL: origin,
  });
  await answered(page);
  await kept(page);
  const after = await versionB(before);
  const broken = new Map(after);
  const [script = ''] = [...after.keys()].filter((name) => name.startsWith('chunks/whatif'));
  broken.set(script, Buffer.from('// Not there yet.'));
  deploy(broken);
  const state = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => {});
    const { installing } = registration;
    await new Promise((resolve) => (installing ? installing.addEventListener('statechange', () => resolve(undefined)) : resolve(undefined)));
    return [registration.waiting === null, registration.active?.state];
  });
  assert.deepEqual(state, [true, 'activated']);
  assert.equal(await page.locator('#newer button').count(), 0);
});
