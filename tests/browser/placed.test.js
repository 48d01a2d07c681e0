// Wherever an element is put and however often: it is copied, opened in a dialog, in a frame that is nothing yet, left and come back to.
import assert from 'node:assert/strict';
import test from 'node:test';
import puppeteer from 'puppeteer-core';
import { findChromium, openHost, openPage, serve, useWholeBrowser } from './harness.js';
import { DESK, map, open, openTranslation, outputs, ready, settled, type } from './scope.js';

useWholeBrowser();

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

const ANSWERS = ['2021-04-05', '2021-04-05', '2021-04-05'];

/** How many colours the first map of an element has. @param {import('playwright-core').Locator} scope */
const colours = async (scope) => {
  const canvas = scope.locator('.map canvas').first();
  await canvas.scrollIntoViewIfNeeded();
  await settled(scope.page());
  return canvas.evaluate((node) => {
    const { width, height } = /** @type {HTMLCanvasElement} */ (node);
    return new Set(new Uint32Array(/** @type {HTMLCanvasElement} */ (node).getContext('2d')?.getImageData(0, 0, width, height).data.buffer ?? [])).size;
  });
};

test('a copy is an element of its own, with the attributes and without the state of the first', async (t) => {
  const page = await openHost(t, 'post.html', { from: 'origin' }, DESK);
  await ready(page);
  await type(page, '31 December 1999');
  await page.evaluate(async () => {
    const copy = /** @type {SeqScope} */ (document.querySelector('seq-scope')?.cloneNode(true));
    copy.id = 'copy';
    document.querySelector('#after')?.after(copy);
    await copy.ready;
  });
  await settled(page);
  assert.equal(await page.locator('#copy #text').inputValue(), '5 April 2021');
  assert.deepEqual(await page.locator('#copy .output-text').allTextContents(), ANSWERS);
  assert.ok(await colours(page.locator('#copy')) > 10);
  await page.locator('#copy #text').fill('05/06/2007');
  await page.locator('#copy .output-text', { hasText: '2007-05-06' }).nth(2).waitFor();
  assert.equal(await page.locator('#place #text').inputValue(), '31 December 1999');
  assert.deepEqual(await page.locator('#place .output-text').allTextContents(), ['1999-12-31', '1999-12-31', '1999-12-31']);
});

test('in a dialog that opens later it is drawn when the dialog opens, each time', async (t) => {
  const page = await openHost(t, 'post.html', {
    from: 'origin', change: (html) => html.replace('<div id="place">', '<dialog id="place" style="inline-size: 640px">').replace('</div>', '</dialog>'),
  }, DESK);
  await ready(page);
  assert.equal(await page.locator('seq-scope').isVisible(), false);
  for (let time = 0; time < 2; time++) {
    await page.evaluate(() => /** @type {HTMLDialogElement} */ (document.getElementById('place')).showModal());
    await page.locator('seq-scope .output-text').nth(2).waitFor();
    assert.deepEqual(await outputs(page), ANSWERS);
    assert.ok(await colours(page.locator('seq-scope')) > 10, `time ${time}`);
    const box = await map(page, 'dot').locator('.picture').boundingBox();
    assert.ok(box && box.width > 100 && box.width < 640, JSON.stringify(box));
    await page.evaluate(() => /** @type {HTMLDialogElement} */ (document.getElementById('place')).close());
  }
});

test('in a frame of 0 × 0 pixels it is drawn when the frame becomes larger', async (t) => {
  const page = await openHost(t, 'frame.html', {
    from: 'origin', change: (html) => html.replace('LINES', '').replace(/<iframe[^>]*>/,
      '<iframe width="0" height="0" style="border: 0" title="A figure" src="/tests/browser/fixtures/embedded.html"></iframe>'),
  }, DESK);
  const frame = page.frameLocator('iframe');
  const scope = frame.locator('seq-scope').first();
  await scope.evaluate((node) => /** @type {SeqScope} */ (node).ready);
  await page.locator('iframe').evaluate((node) => Object.assign(node, { width: '700', height: '700' }));
  await scope.locator('.output-text').nth(2).waitFor();
  assert.ok(await colours(scope) > 10);
  const box = await scope.locator('.picture').first().boundingBox();
  assert.ok(box && box.width > 100 && box.width < 700, JSON.stringify(box));
});

test('twenty elements of a page each answer with their own text', async (t) => {
  const page = await openHost(t, 'post.html', {
    from: 'origin', change: (html) => html.replace(/<seq-scope.*<\/seq-scope>/, Array.from({ length: 20 }, (_, index) =>
      `<seq-scope task="dates" text="${index + 1} April 2021" lang="en"></seq-scope>`).join('\n')),
  }, { ...DESK, limit: 180_000 });
  await page.evaluate(() => Promise.all([...document.querySelectorAll('seq-scope')].map((each) => /** @type {SeqScope} */ (each).ready)));
  for (let index = 0; index < 20; index++) {
    const scope = page.locator('seq-scope').nth(index);
    await scope.scrollIntoViewIfNeeded();
    await scope.locator('.output-text', { hasText: `2021-04-${String(index + 1).padStart(2, '0')}` }).nth(2).waitFor();
  }
  assert.ok(await colours(page.locator('seq-scope').nth(19)) > 10);
});

test('after two hundred fast switches of the task the last one is shown, and nothing of the others', async (t) => {
  const page = await openTranslation(t, 'task=dates', { limit: 180_000 });
  await page.evaluate(async () => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    const tasks = ['en-fr', 'dates', 'en-zh'];
    for (let index = 0; index < 200; index++) {
      scope.task = tasks[index % 3] ?? '';
      // Some are left at once, some when their models have been asked for.
      if (index % 7 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    scope.task = 'en-fr';
  });
  await ready(page);
  assert.equal(await page.locator('seq-scope input[name=task]:checked').inputValue(), 'en-fr');
  await type(page, 'a red car');
  assert.deepEqual(await outputs(page), ['A CAR RED', 'A CAR RED', 'A CAR RED']);
  assert.equal(await page.locator('seq-scope .failure').count(), 0);
  assert.equal(await page.locator('seq-scope .map').count(), 3);
});

for (const width of [320, 3000]) {
  test(`a window ${width} px wide scrolls nothing sideways, and shows maps and panels`, async (t) => {
    const page = await open(t, 'unit=3&cell=2.3', { viewport: { width, height: 900 }, limit: 120_000 });
    assert.ok(await colours(page.locator('seq-scope')) > 10);
    for (const view of await page.locator('seq-view').all()) {
      await view.scrollIntoViewIfNeeded();
      await view.locator('.panel > *').first().waitFor();
    }
    await settled(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    const { right, left } = await page.locator('seq-scope').evaluate((scope) => scope.getBoundingClientRect());
    assert.ok(left >= 0 && right <= width && right - left >= Math.min(width, 600) - 48, `${left} to ${right}`);
  });
}

test('a page that the browser has kept whole goes on where it was, and answers', async (t) => {
  const server = await serve();
  // Playwright keeps no page whole.
  const browser = await puppeteer.launch({
    executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu', '--lang=en-US'], ignoreDefaultArgs: ['--disable-back-forward-cache'],
    defaultViewport: DESK.viewport,
  });
  t.after(async () => {
    await browser.close();
    await server.close();
  });
  const page = await browser.newPage();
  await page.goto(`${server.origin}/www/#task=dates&lang=en&text=4/5/21`);
  /** @param {string} text */
  const answered = (text) => page.waitForFunction((wanted) => [...document.querySelector('seq-scope')?.shadowRoot?.querySelectorAll('.output-text') ?? []]
    .filter((each) => each.textContent === wanted).length === 3, {}, text);
  await answered('2021-04-05');
  await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { persisted })));
  await page.goto(`${server.origin}/tests/browser/fixtures/plain.html`);
  await page.goBack();
  await page.waitForFunction(() => 'persisted' in globalThis);
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).persisted), true);
  await answered('2021-04-05');
  await page.evaluate(() => /** @type {HTMLTextAreaElement | undefined} */ (
    document.querySelector('seq-scope')?.shadowRoot?.querySelector('#text'))?.select());
  await page.evaluate(() => /** @type {HTMLTextAreaElement | undefined} */ (
    document.querySelector('seq-scope')?.shadowRoot?.querySelector('#text'))?.focus());
  await page.keyboard.type('31 December 1999');
  await answered('1999-12-31');
});
