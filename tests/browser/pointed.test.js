// What a picture says of the cell that is pointed at stands at the pointer, or above the finger.
import assert from 'node:assert/strict';
import test from 'node:test';
import { open, settled } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** @param {Page} page */
const box = (page) => page.locator('.at-pointer');

/**
 * The box that stands there, how far its middle is from a place, and whether it is within the window.
 *
 * @param {Page} page
 * @param {{ x: number, y: number }} place
 */
async function near(page, { x, y }) {
  await box(page).waitFor();
  const { x: left, y: top, width, height } = await box(page).boundingBox() ?? assert.fail('not in sight');
  const apart = Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height));
  const window = page.viewportSize() ?? assert.fail();
  return {
    apart, isWithin: left >= 0 && top >= 0 && left + width <= window.width && top + height <= window.height,
    isAbove: top + height < y, text: await box(page).innerText(),
  };
}

/** Puts the pointer over a picture. @param {Page} page @param {Locator} picture */
async function pointAt(page, picture, share = 0.5) {
  await picture.hover();
  const { x, y, width, height } = await picture.boundingBox() ?? assert.fail('not in sight');
  const place = { x: x + width * share, y: y + height / 2 };
  await page.mouse.move(place.x, place.y);
  return place;
}

test('a map, a raster and the maps of a panel say at the pointer what they say below', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const map = page.locator('seq-scope .map[data-attention=concat]');
  const atMap = await near(page, await pointAt(page, map.locator('.field')));
  assert.ok(atMap.apart < 60 && atMap.isWithin, JSON.stringify(atMap));
  for (const value of await map.locator('.pair .value').allInnerTexts()) assert.ok(atMap.text.includes(value), `${value}: ${atMap.text}`);
  await page.mouse.move(3, 3);
  await box(page).waitFor({ state: 'detached' });

  // The sixth raster stands far below the line that says its numbers.
  const atRaster = await near(page, await pointAt(page, page.locator('seq-scope .raster[data-signal=h] .field'), 0.8));
  assert.ok(atRaster.apart < 60 && atRaster.isWithin, JSON.stringify(atRaster));
  for (const value of await page.locator('seq-scope .gate-readout .value').allInnerTexts()) {
    assert.ok(atRaster.text.replaceAll(/\s/g, '').includes(value.replaceAll(/\s/g, '')), `${value}: ${atRaster.text}`);
  }
  await page.mouse.move(3, 3);
  await box(page).waitFor({ state: 'detached' });

  const panel = page.locator('seq-view[name=explanation]');
  await panel.evaluate((view) => view.scrollIntoView());
  await panel.locator('canvas').nth(2).waitFor();
  await settled(page);
  const place = await pointAt(page, panel.locator('.field').first());
  await panel.locator('.at-pointer').waitFor();
  const atPanel = await near(page, place);
  assert.ok(atPanel.apart < 60 && atPanel.isWithin, JSON.stringify(atPanel));
  assert.match(atPanel.text, /attention 0\.\d{3}, left out/);
  // A key tells of another cell, which is not under the pointer.
  await panel.locator('.plot').first().focus();
  await page.keyboard.press('ArrowRight');
  await box(page).waitFor({ state: 'detached' });
});

test('a pointer that is gone before the picture is drawn leaves nothing behind, and another text takes its words along', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const field = page.locator('seq-scope .map[data-attention=concat] .field');
  await pointAt(page, field);
  const before = await near(page, { x: 0, y: 0 });
  await page.mouse.move(3, 3);
  await box(page).waitFor({ state: 'detached' });
  const isLeftBehind = await field.evaluate(async (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const plot = /** @type {Element} */ (element.closest('.plot'));
    element.dispatchEvent(new PointerEvent('pointermove', { clientX: x + width / 2, clientY: y + height / 2, bubbles: true }));
    plot.dispatchEvent(new PointerEvent('pointerleave'));
    for (let frame = 0; frame < 4; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return /** @type {ShadowRoot} */ (element.getRootNode()).querySelector('.at-pointer') !== null;
  });
  assert.equal(isLeftBehind, false);

  await pointAt(page, field);
  assert.equal((await near(page, { x: 0, y: 0 })).text, before.text);
  await page.evaluate(() => document.querySelector('seq-scope')?.setAttribute('text', 'May 17, 1999'));
  await settled(page);
  await page.waitForFunction((old) => {
    const told = document.querySelector('seq-scope')?.shadowRoot?.querySelector('.at-pointer');
    return told?.textContent?.trim() !== old;
  }, before.text.replaceAll('\n', ''));
  const said = await page.locator('seq-scope .map[data-attention=concat] .pair .value').allInnerTexts();
  const now = await box(page).count() > 0 ? await box(page).innerText() : null;
  if (now !== null) for (const value of said) assert.ok(now.includes(value), `${value}: ${now}`);
});

test('a finger has it above itself, until it touches something else', async (t) => {
  const page = await open(t, 'text=4/5/21', PHONE);
  const field = page.locator('seq-scope .map[data-attention=dot] .field');
  await field.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await field.boundingBox() ?? assert.fail('not in sight');
  const place = { x: x + width / 2, y: y + height - 5 };
  await page.touchscreen.tap(place.x, place.y);
  const found = await near(page, place);
  assert.ok(found.isAbove && found.isWithin && found.apart < 90, JSON.stringify(found));
  // What else could have been written there stands in the same place, and leaves no gap below the map.
  assert.match(found.text, /weight[^]*%/);
  const next = await page.locator('seq-scope .map').nth(1).boundingBox();
  assert.ok(next && next.y - y - height < 75, `${(next?.y ?? NaN) - y - height} px between two maps`);
  await page.locator('seq-scope #text').tap();
  await box(page).waitFor({ state: 'detached' });
});

test('where there are no keys nothing is said of them', async (t) => {
  const [desk, phone] = [await open(t, 'text=4/5/21'), await open(t, 'text=4/5/21', PHONE)];
  const said = (/** @type {Page} */ page) => page.locator('seq-scope .maps .section-heading').innerText();
  assert.match(await said(desk), /Click pins it, arrow keys walk, Esc lets go\./);
  assert.match(await said(phone), /Click pins it\./);
  assert.doesNotMatch(await said(phone), /keys|Esc/);
});

test('on a phone charts of a long text open on the end that they start from', async (t) => {
  const page = await open(t, 'text=Wednesday, the 25th of September 2019', PHONE);
  for (const [name, chart, mark] of /** @type {const} */ ([
    ['gradients', '.gradient-scroll', '.gradient-last'], ['memory', '.memory-scroll', '.chosen'],
  ])) {
    const panel = page.locator(`seq-view[name=${name}]`);
    await panel.evaluate((view) => view.scrollIntoView());
    const plot = panel.locator(chart).filter({ has: page.locator(mark) }).first();
    await plot.waitFor();
    await settled(page);
    const [outer, inner] = [await plot.boundingBox(), await plot.locator(mark).first().boundingBox()];
    assert.ok(outer && inner);
    assert.ok(inner.x >= outer.x - 1 && inner.x + inner.width <= outer.x + outer.width + 1,
      `${name}: ${JSON.stringify(inner)} in ${JSON.stringify(outer)}`);
  }
});

test('in the dark what is chosen is lighter than what holds it, as it is by day', async (t) => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const page = await open(t, 'text=4/5/21', { colorScheme });
    const [chosen = 0, held = 0] = await page.locator('seq-scope .choice-options').first().evaluate((options) => {
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true }));
      return [/** @type {Element} */ (options.querySelector('input:checked + span')), options].map((node) => {
        context.fillStyle = getComputedStyle(node).backgroundColor;
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).reduce((sum, part) => sum + part, 0);
      });
    });
    assert.ok(chosen > held + (colorScheme === 'dark' ? 60 : 15), `${colorScheme}: ${chosen} on ${held}`);
  }
});
