// The element in pages of other people, from their own origin and from another, as strict as they may be.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openHost } from './harness.js';
import { DESK, outputs, ready, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
async function works(page) {
  await ready(page);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
  await type(page, '31 December 1999');
  assert.deepEqual(await outputs(page), ['1999-12-31', '1999-12-31', '1999-12-31']);
  assert.equal(await page.locator('seq-scope .map canvas').count(), 3);
}

/** How many workers there are, and where their scripts come from. @param {Page} page */
const workers = (page) => page.workers().map((worker) => new URL(worker.url()).protocol);

for (const name of ['plain.html', 'csp.html']) {
  for (const from of /** @type {const} */ (['origin', 'elsewhere'])) {
    test(`${name} works with the element from ${from === 'origin' ? 'its own origin' : 'another'}`, async (t) => {
      const page = await openHost(t, name, { from }, DESK);
      await works(page);
      assert.deepEqual(workers(page), [from === 'origin' ? 'http:' : 'blob:']);
    });
  }
}

test('where a policy forbids blobs, workers start from copies in the folder that the page names', async (t) => {
  const page = await openHost(t, 'csp.html', {
    from: 'elsewhere',
    change: (html, { origin }) =>
      html.replace('worker-src \'self\' blob:', 'worker-src \'self\'').replace('<seq-scope', `<seq-scope worker="${origin}/www/engine"`),
  }, DESK);
  await works(page);
  assert.deepEqual(workers(page), ['http:']);
});

test('where no worker may start the models run on the thread of the page, and its author is told why', async (t) => {
  const page = await openHost(t, 'csp.html', {
    from: 'elsewhere', change: (html) => html.replace('worker-src \'self\' blob:', 'worker-src \'none\''),
  }, {
    ...DESK,
    expectedProblems: [/console error: .*worker-src 'none'/, /console warning: seqscope: this page lets no worker start[^]*worker-src blob:/],
  });
  await works(page);
  assert.deepEqual(workers(page), []);
});

test('a browser without workers runs the models too, and answers questions', async (t) => {
  const page = await openHost(t, 'plain.html', {
    from: 'origin', change: (html) => html.replace('</body>', '<seq-view name="dropout"></seq-view><seq-view name="padding"></seq-view></body>'),
  }, {
    ...DESK, prepare: (opened) => opened.addInitScript('delete globalThis.Worker'),
    expectedProblems: [/console warning: seqscope: this page lets no worker start/],
  });
  await works(page);
  await page.locator('seq-view[name=padding]').scrollIntoViewIfNeeded();
  await page.locator('seq-view[name=padding] .plot, seq-view[name=padding] table').first().waitFor();
});

test('a frame without an origin of its own shows the element', async (t) => {
  const page = await openHost(t, 'plain.html', {
    from: 'elsewhere',
    change: (html) => html.replace(/<script.*\/seq-scope>/s, (inner) =>
      `</head><body><iframe sandbox="allow-scripts" width="1000" height="900" srcdoc="${inner.replace('</head>', '').replaceAll('"', '&quot;')}"></iframe>`),
  }, { ...DESK, expectedProblems: [/console warning: seqscope: this page lets no worker start/] });
  const frame = page.frameLocator('iframe');
  await frame.locator('.output-text').nth(2).waitFor();
  assert.deepEqual(await frame.locator('.output-text').allTextContents(), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('models come from the folder that the page names', async (t) => {
  /** @type {string[]} */
  const asked = [];
  let folder = '';
  const page = await openHost(t, 'plain.html', {
    from: 'origin',
    change: (html, { elsewhere }) => {
      folder = `${elsewhere}/www/models/`;
      return html.replace('<seq-scope', `<seq-scope models="${folder}"`);
    },
  }, {
    ...DESK,
    prepare: async (opened) => opened.on('request', (request) => /models\//.test(request.url()) && asked.push(request.url())),
  });
  await works(page);
  assert.equal(asked.length, 4);
  assert.deepEqual(asked.filter((address) => !address.startsWith(folder)), []);
  await page.evaluate(() => document.querySelector('seq-scope')?.removeAttribute('models'));
  await ready(page);
  await type(page, '5 April 2021');
  assert.equal(asked.length, 8, 'the files of the other folder');
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});
