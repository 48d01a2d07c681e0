// Where the page itself does not start, it says why.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';
import { DESK, outputs, ready } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

/** What Chromium reports of a request for a file's headers alone. */
const ASKED = /failed: .*\.js \(net::ERR_ABORTED\)/;

/** @param {Page} page */
const told = (page) => page.locator('#lead .failure');

for (const [locale, words] of /** @type {const} */ ([['en-US', /opened from a disk[^]*python3 -m http.server/], ['zh-CN', /直接从磁盘打开/]])) {
  test(`a page opened from a disk says how to serve it, in ${locale}`, async (t) => {
    const page = await openPage(t, '/tests/browser/fixtures/empty.html', {
      ...DESK, locale, expectedProblems: [/console error: .*from origin 'null'/, /(failed: file|console error: Failed to load resource: net::ERR_FAILED)/],
    });
    await page.goto(new URL('../../www/index.html', import.meta.url).href);
    await told(page).waitFor();
    assert.match(await told(page).innerText(), words);
  });
}

for (const [locale, words] of /** @type {const} */ ([
  ['en-US', /does not send page\.js as JavaScript[^]*text\/plain/], ['zh-CN', /没有把 page\.js 作为 JavaScript 发送/],
])) {
  test(`a server that sends scripts as text is told of, in ${locale}`, async (t) => {
    const page = await openPage(t, '/www/', {
      ...DESK, locale, expectedProblems: [/console error: Failed to load module script.*MIME type/, ASKED],
      prepare: (opened) => opened.route(/\.js$/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'text/plain' } });
      }),
    });
    await told(page).waitFor();
    assert.match(await told(page).innerText(), words);
  });
}

test('a script that the server does not have is named', async (t) => {
  const page = await openPage(t, '/www/', {
    ...DESK, expectedProblems: [/status 404: .*chosen\.js/, /console error: .*404/, ASKED],
    prepare: (opened) => opened.route('**/chosen.js', (route) => route.fulfill({ status: 404, body: 'not found' })),
  });
  await told(page).waitFor();
  assert.match(await told(page).innerText(), /does not have chosen\.js[^]*HTTP 404/);
});

test('a script that fails twice is loaded again by itself', async (t) => {
  let failures = 2;
  const page = await openPage(t, '/www/#task=dates', {
    ...DESK, expectedProblems: [/status 503: .*chosen\.js/, /console error: .*503/, ASKED],
    prepare: (opened) => opened.route('**/chosen.js', (route) =>
      (route.request().method() === 'GET' && failures-- > 0 ? route.fulfill({ status: 503, body: '' })
        : route.request().method() === 'HEAD' ? route.fulfill({ status: 503, body: '' }) : route.continue())),
  });
  await page.locator('seq-scope .output-text').first().waitFor();
  await ready(page);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
  assert.equal(await told(page).count(), 0);
});

test('a script that keeps failing is told of, and is tried on demand', async (t) => {
  let fails = true;
  const page = await openPage(t, '/www/#task=dates', {
    ...DESK, expectedProblems: [/status 503: .*chosen\.js/, /console error: .*503/, ASKED],
    prepare: (opened) => opened.route('**/chosen.js', (route) =>
      (fails ? route.fulfill({ status: 503, body: '' }) : route.continue())),
  });
  await page.waitForFunction(() => sessionStorage.getItem('seqscope-reloads') === '3');
  assert.match(await told(page).innerText(), /does not have chosen\.js, or cannot send it now[^]*HTTP 503/);
  fails = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('seq-scope .output-text').first().waitFor();
});
