// Pictures are painted however long the text is, and what is said of one that could not be painted goes with the next that can.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openTranslation, settled, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

/** What a canvas of every browser may have: phones hold the least. */
const MOST_PIXELS = 16_777_216;
const TEN_SENTENCES = Array.from({ length: 10 }, (_, index) =>
  `In the year ${1990 + index} my brother bought a small white house near the river.`).join(' ');

/** Every canvas within an element: its sides, and how many colours it has. @param {Page} page @param {string} selector */
const canvases = (page, selector) => page.locator(selector).first().evaluate((host) =>
  [...host.shadowRoot?.querySelectorAll('canvas') ?? []].map((canvas) => {
    const picture = /** @type {HTMLElement} */ (canvas.parentElement);
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, Math.min(canvas.width, 2000), Math.min(canvas.height, 2000)) ?? { data: [] };
    const [width, height] = [picture.clientWidth, picture.clientHeight].map((side) => Math.round(side * devicePixelRatio));
    return { sides: [canvas.width, canvas.height], shown: [width ?? 0, height ?? 0], colours: new Set(new Uint32Array(/** @type {any} */ (data).buffer)).size };
  }));

test('ten sentences pasted at once are painted on a screen with two pixels a CSS pixel, pieces and all', async (t) => {
  const page = await openTranslation(t, 'task=en-fr&grid=pieces&unit=3', {
    deviceScaleFactor: 2, permissions: ['clipboard-read', 'clipboard-write'], limit: 180_000,
  });
  const box = page.locator('seq-scope #text');
  await page.evaluate((text) => navigator.clipboard.writeText(text), TEN_SENTENCES);
  await box.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+v');
  await page.locator('seq-scope .output-text', { hasText: 'RIVER' }).nth(2).waitFor();
  assert.equal(await box.inputValue(), TEN_SENTENCES);
  for (const selector of ['seq-scope', 'seq-view[name=units]']) {
    const element = page.locator(selector);
    for (const canvas of await element.locator('canvas').all()) await canvas.scrollIntoViewIfNeeded();
    await element.scrollIntoViewIfNeeded();
    await element.locator('canvas').first().waitFor();
    for (const canvas of await element.locator('canvas').all()) {
      await canvas.scrollIntoViewIfNeeded();
      await settled(page);
    }
    const all = await canvases(page, selector);
    assert.ok(all.length > 0, selector);
    for (const { sides: [width = 0, height = 0], shown, colours } of all) {
      assert.ok(width * height <= MOST_PIXELS && Math.max(width, height) <= 16_384, `${selector}: ${width} × ${height}`);
      assert.ok(width >= (shown[0] ?? 0) && height >= (shown[1] ?? 0), `${selector}: ${width} × ${height} for ${shown}`);
      assert.ok(colours > 1, `${selector}: ${colours} colours`);
    }
  }
  assert.equal(await page.locator('seq-scope .refusal').count(), 0);
});

test('a picture that could not be painted is told of until the next one can be', async (t) => {
  const page = await openTranslation(t, 'task=en-fr', {
    prepare: (opened) => opened.addInitScript(() => {
      const { getContext } = HTMLCanvasElement.prototype;
      // What a browser does that has no memory for one more canvas.
      HTMLCanvasElement.prototype.getContext = /** @type {any} */ (function (/** @type {any} */ ...given) {
        const page = /** @type {any} */ (globalThis);
        // @ts-expect-error: a method
        return page.isFull ? null : getContext.apply(this, given);
      });
    }),
  });
  const told = page.locator('seq-scope .refusal', { hasText: 'could not be painted' });
  const full = (/** @type {boolean} */ isFull) => page.evaluate((now) => Object.assign(globalThis, { isFull: now }) && undefined, isFull);
  assert.equal(await told.count(), 0);
  await full(true);
  await type(page, 'a red car');
  await told.waitFor();
  assert.match(await told.innerText(), /could not be painted: expected a canvas that can be painted in 2d/);
  await full(false);
  await type(page, 'a blue car');
  await told.waitFor({ state: 'detached' });
  // One that has left the page with its failure says nothing any more either.
  await full(true);
  await type(page, 'a white car');
  await told.waitFor();
  await page.locator('seq-scope').evaluate((scope) => scope.setAttribute('parts', 'input outputs'));
  await type(page, 'a red house');
  await told.waitFor({ state: 'detached' });
});
