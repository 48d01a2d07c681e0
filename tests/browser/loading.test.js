// Models come one after the other, say how far they are, and are kept for good.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';
import { openPage } from './harness.js';
import { becomes, DESK, map, openTranslation, outputs, ready, settled, type } from './scope.js';
import { fileOf, SIZE, standIn } from './stand-in.js';

/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

/** Something that waits until it is let go. */
function gate() {
  let open = () => {};
  const opened = new Promise((resolve) => (open = () => resolve(undefined)));
  return { opened, open };
}

test('general comes first and is usable while the others wait for their turn', async (t) => {
  const others = gate();
  /** @type {string[]} */
  const asked = [];
  const page = await openPage(t, '/www/', {
    ...DESK,
    prepare: (opened) => standIn(opened, {
      before: async (attention) => {
        asked.push(attention);
        if (attention !== 'general') await others.opened;
      },
    }),
  });
  await map(page, 'general').locator('canvas').waitFor();
  assert.deepEqual(await outputs(page), ['THE LITTLE GIRL IS WEARING A DRESS. BLUE']);
  await page.locator('seq-scope #text').fill('a white house');
  await page.locator('seq-scope .output-text', { hasText: 'A HOUSE WHITE' }).waitFor();
  await map(page, 'general').locator('.picture').hover();
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor').count(), 1);
  assert.equal(await page.locator('seq-scope .raster canvas').count(), 6);
  // concat is asked for when dot has come, or has not moved for seconds.
  assert.deepEqual(asked.slice(0, 2), ['general', 'dot']);
  assert.match(await map(page, 'dot').innerText(), /loading, 0 kB of 200 kB/);
  assert.match(await map(page, 'concat').innerText(), asked.length === 2 ? /waiting|loading/ : /loading, 0 kB of 200 kB/);
  others.open();
  await ready(page);
  assert.deepEqual(asked, ['general', 'dot', 'concat']);
  assert.deepEqual(await outputs(page), ['A HOUSE WHITE', 'A HOUSE WHITE', 'A HOUSE WHITE']);
});

test('a model that is asked for does not wait for its turn', async (t) => {
  const dot = gate();
  const page = await openPage(t, '/www/', {
    ...DESK,
    prepare: (opened) => standIn(opened, { before: async (attention) => attention === 'dot' && dot.opened }),
  });
  await map(page, 'general').locator('canvas').waitFor();
  await page.getByRole('radio', { name: 'concat' }).check();
  await map(page, 'concat').locator('canvas').waitFor();
  assert.equal(await map(page, 'dot').locator('canvas').count(), 0);
  dot.open();
  await map(page, 'dot').locator('canvas').waitFor();
});

test('a progress bar says how many of the bytes that the manifest tells of have arrived', async (t) => {
  const half = gate();
  const { file } = fileOf('en-fr', 'general');
  // Playwright answers a request in one piece; this server does not.
  const server = createServer(async (_, response) => {
    response.writeHead(200, { 'access-control-allow-origin': '*' });
    const body = Buffer.concat([Buffer.from('stand-in general en-fr '), Buffer.alloc(SIZE)]).subarray(0, SIZE);
    response.write(body.subarray(0, SIZE / 4));
    await half.opened;
    response.end(body.subarray(SIZE / 4));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const page = await openPage(t, '/www/', {
    ...DESK, expectedProblems: [/left the origin/],
    prepare: async (opened) => {
      await standIn(opened);
      await opened.addInitScript(([name, address]) => {
        const { fetch } = globalThis;
        globalThis.fetch = (url, ...rest) => fetch(String(url).endsWith(name) ? address : url, ...rest);
      }, /** @type {const} */ ([file, `http://127.0.0.1:${port}/`]));
    },
  });
  const bar = map(page, 'general').getByRole('progressbar', { name: 'general: loading, 50 kB of 200 kB' });
  await bar.waitFor();
  assert.deepEqual(await bar.evaluate((node) => {
    const { value, max } = /** @type {HTMLProgressElement} */ (node);
    return [value, max];
  }), [SIZE / 4, SIZE]);
  half.open();
  await ready(page);
  assert.equal(await page.getByRole('progressbar').count(), 0);
});

test('where the reader spares data, the others wait until they are asked for', async (t) => {
  const page = await openPage(t, '/www/', {
    ...DESK,
    prepare: async (opened) => {
      await standIn(opened);
      await opened.addInitScript(() =>
        Object.defineProperty(Object.getPrototypeOf(navigator), 'connection', { value: { saveData: true } }));
    },
  });
  await ready(page);
  assert.equal((await outputs(page)).length, 1);
  await map(page, 'dot').getByRole('button', { name: 'Load it (200 kB)' }).click();
  await map(page, 'dot').locator('canvas').waitFor();
  assert.equal((await outputs(page)).length, 2);
});

/** The models that are kept, and how often each file was asked for. @param {import('playwright-core').Page} page */
const kept = (page) => page.evaluate(async () =>
  (await (await caches.open('seqscope-models')).keys()).map(({ url }) => new URL(url).pathname.split('/').at(-1)).sort());

test('a model is fetched once and kept; what the manifest no longer names is let go', async (t) => {
  /** @type {string[]} */
  const asked = [];
  const page = await openTranslation(t, '', {
    prepare: async (opened) => opened.on('request', (request) =>
      request.url().endsWith('.safetensors') && asked.push(request.url())),
  });
  assert.equal(asked.length, 3);
  await page.waitForFunction(async () => (await (await caches.open('seqscope-models')).keys()).length === 3);
  await page.evaluate(async () => {
    const cache = await caches.open('seqscope-models');
    await cache.put('/www/models/en-fr-dot-lstm.01234567.safetensors', new Response('old'));
    await cache.put('/elsewhere/models/en-fr-dot-lstm.01234567.safetensors', new Response('of another page'));
  });
  await page.reload();
  await ready(page);
  assert.equal(asked.length, 3, 'nothing is fetched again');
  await page.waitForFunction(async () =>
    !await caches.match('/www/models/en-fr-dot-lstm.01234567.safetensors'));
  assert.deepEqual(await kept(page),
    ['en-fr-dot-lstm.01234567.safetensors', ...['concat', 'dot', 'general'].map((each) => fileOf('en-fr', each).file)].sort());
  await type(page, 'a red car');
  assert.deepEqual(await outputs(page), ['A CAR RED', 'A CAR RED', 'A CAR RED']);
});

test('a file that is not what the manifest says is not kept', async (t) => {
  const page = await openPage(t, '/www/', {
    ...DESK,
    prepare: (opened) => standIn(opened, {
      change: (body, attention) => (attention === 'dot' ? Buffer.concat([body, Buffer.from('!')]) : body),
    }),
  });
  await ready(page);
  await page.waitForFunction(async () => (await (await caches.open('seqscope-models')).keys()).length >= 2);
  await page.waitForTimeout(100);
  assert.deepEqual(await kept(page), ['concat', 'general'].map((each) => fileOf('en-fr', each).file).sort());
});

test('a kept file that is damaged is fetched again', async (t) => {
  const page = await openTranslation(t);
  await page.waitForFunction(async () => (await (await caches.open('seqscope-models')).keys()).length === 3);
  const address = `/www/models/${fileOf('en-fr', 'dot').file}`;
  await page.evaluate(async (url) => (await caches.open('seqscope-models')).put(url, new Response('broken')), address);
  await page.reload();
  await ready(page);
  assert.equal((await outputs(page)).length, 3);
});

for (const [name, script] of /** @type {const} */ ([
  ['is not there, as in insecure contexts', `delete globalThis.caches; Object.defineProperty(globalThis, 'caches', { value: undefined })`],
  ['is not allowed', `CacheStorage.prototype.open = () => Promise.reject(new DOMException('no', 'SecurityError'))`],
  ['has no room', `Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))`],
])) {
  test(`the page works where Cache Storage ${name}`, async (t) => {
    const page = await openTranslation(t, '', { prepare: (opened) => opened.addInitScript(script) });
    await type(page, 'a red car');
    assert.deepEqual(await outputs(page), ['A CAR RED', 'A CAR RED', 'A CAR RED']);
  });
}

test('elements of one page load each model once between them', async (t) => {
  /** @type {string[]} */
  const asked = [];
  const page = await openPage(t, '/tests/browser/fixtures/plain.html', {
    prepare: async (opened) => {
      await standIn(opened);
      opened.on('request', (request) => request.url().endsWith('.safetensors') && asked.push(request.url()));
    },
  });
  await page.evaluate(async () => {
    document.body.innerHTML = '<seq-scope task="en-fr" text="a red car"></seq-scope>'
      + '<seq-scope text="a blue dress"></seq-scope><seq-scope task="dates" text="4/5/21"></seq-scope>';
    const script = '/www/elements/seq-scope.js';
    await import(script);
    const scopes = [.../** @type {NodeListOf<SeqScope>} */ (document.querySelectorAll('seq-scope'))];
    await Promise.all(scopes.map((scope) => scope.ready));
  });
  // What draws them is a module of its own.
  await becomes(() => page.evaluate(() => [...document.querySelectorAll('seq-scope')].map((scope) =>
    scope.shadowRoot?.querySelector('.output-text')?.textContent)), ['A CAR RED', 'A DRESS BLUE', '2021-04-05']);
  assert.equal(asked.length, 6);
  assert.equal(new Set(asked).size, 6);
});
