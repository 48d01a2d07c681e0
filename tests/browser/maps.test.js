// The attention maps under pointer, keyboard and finger.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ATTENTIONS, becomes, click, hover, map, open, settled, traces, type } from './scope.js';

test('canvases that come into sight are painted, as large as the device has pixels for them', async (t) => {
  const page = await open(t, '', { deviceScaleFactor: 2 });
  for (const canvas of await page.locator('seq-scope canvas').all()) {
    await canvas.scrollIntoViewIfNeeded();
    await settled(page);
  }
  const canvases = await page.locator('seq-scope canvas').evaluateAll((all) => all.map((each) => {
    const canvas = /** @type {HTMLCanvasElement} */ (each);
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return {
      colours: new Set(Array.from({ length: pixels.length / 4 }, (_, at) => pixels.slice(at * 4, at * 4 + 4).join())).size,
      ratio: canvas.width / canvas.getBoundingClientRect().width,
    };
  }));
  assert.equal(canvases.length, 9);
  for (const { colours, ratio } of canvases) {
    assert.ok(colours > 2, `${colours} colours`);
    assert.ok(Math.abs(ratio - 2) < 0.01, `${ratio} device pixels a CSS pixel`);
  }
});

test('what is out of sight is not painted at every key, and shows the newest text when it is scrolled to', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const raster = page.locator('seq-scope .raster[data-signal=h] canvas');
  const width = () => raster.evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).width);
  // The size that every canvas has before it is painted.
  assert.equal(await width(), 300);
  await type(page, 'Apr 05, 2021');
  assert.equal(await width(), 300);
  await raster.scrollIntoViewIfNeeded();
  await settled(page);
  // 12 and 6 columns of 30 pixels, and room up to the next multiple of 320.
  assert.equal(await width(), 640);
  await page.mouse.wheel(0, -5000);
  await settled(page);
  await type(page, '4/5/21');
  await raster.scrollIntoViewIfNeeded();
  await settled(page);
  assert.equal(await width(), 320);
});

test('a printer gets every canvas', async (t) => {
  const page = await open(t, 'text=4/5/21');
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const widths = await page.locator('seq-scope canvas').evaluateAll((all) =>
    all.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).width));
  // 6 columns of 30 pixels, each of 3 on paper, with room. An unpainted canvas has 300.
  assert.deepEqual(widths, Array(9).fill(640));
});

test('hovering a cell shows its value in all three maps, and leaving hides it', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const all = /** @type {any} */ (await traces(page));
  await hover(map(page, 'general'), 3, 5);
  await settled(page);
  for (const attention of ATTENTIONS) {
    const { weights, columns } = all[attention];
    const readout = await map(page, attention).locator('.readout').innerText();
    assert.ok(readout.replace(/\s+/g, ' ').includes(`weight ${weights[3 * columns + 5].toFixed(3)}`), readout);
    assert.equal(await map(page, attention).locator('.cursor').count(), 1);
    assert.deepEqual(await map(page, attention).locator('.lit').allTextContents(), ['1', '1']);
  }
  await page.mouse.move(5, 5);
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor').count(), 0);
});

test('click pins, the pointer moves on, Escape lets go', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const plot = map(page, 'dot');
  await click(plot, 6, 0);
  await hover(plot, 9, 2);
  await settled(page);
  assert.deepEqual(await plot.locator('.lit').allTextContents(), ['4', '4']);
  assert.equal(await page.locator('seq-scope .cursor.pinned').count(), 3);
  await page.mouse.move(5, 5);
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor').count(), 0);
});

test('arrow keys walk the map with the focus in sight, Enter pins, Escape lets go', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const plot = map(page, 'dot').locator('.plot');
  await page.getByRole('button', { name: 'Save: dot', exact: true }).focus();
  await page.keyboard.press('Tab');
  assert.ok(await plot.evaluate((node) => node.matches(':focus-visible')));
  await settled(page);
  assert.deepEqual(await plot.locator('.lit').allTextContents(), ['4', '2']);
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'End', 'ArrowLeft']) await page.keyboard.press(key);
  await settled(page);
  assert.deepEqual(await plot.locator('.lit').allTextContents(), ['2', '2']);
  assert.match(await page.locator('seq-scope [role=status]').innerText(), /“2” from “2”: dot \d\.\d{3}, general \d/);
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor.pinned').count(), 3);
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor').count(), 0);
});

test('the model without tanh is loaded when it is first asked for; all of its rows are the same', async (t) => {
  /** @type {string[]} */
  const requests = [];
  const page = await open(t, 'text=4/5/21', {
    prepare: async (opened) => opened.on('request', (request) => requests.push(request.url())),
  });
  const isLoaded = () => requests.some((url) => url.includes('concat-without-tanh'));
  assert.equal(isLoaded(), false);
  await page.getByLabel('concat without its tanh').check();
  await map(page, 'concat_without_tanh').locator('canvas').waitFor();
  assert.equal(isLoaded(), true);
  assert.match(await map(page, 'concat_without_tanh').innerText(), /All rows are the same/);
  const { weights, rows, columns } = /** @type {any} */ (await traces(page)).concat_without_tanh;
  for (let row = 1; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      assert.ok(Math.abs(weights[row * columns + column] - weights[column]) < 1e-5, `row ${row}, column ${column}`);
    }
  }
  await page.getByLabel('concat without its tanh').uncheck();
  await settled(page);
  assert.equal(await map(page, 'concat_without_tanh').count(), 0);
});

test('long text scrolls in its own box, and the maps scroll together', async (t) => {
  const page = await open(t);
  await type(page, 'Monday, 5 April 2021 '.repeat(5));
  const scrolls = () => page.locator('seq-scope .map .plot').evaluateAll((all) => all.map((each) => each.scrollLeft));
  await map(page, 'dot').locator('.plot').evaluate((plot) => {
    plot.scrollLeft = 200;
  });
  await becomes(scrolls, [200, 200, 200]);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

for (const language of ['en', 'zh']) {
  for (const text of ['Wednesday, 25 September 2021', 'x'.repeat(200)]) {
    test(`a phone 360 px wide scrolls nothing sideways: ${language}, ${text.length} characters`, async (t) => {
      const page = await open(t, `lang=${language}&tanh=without&unit=3&text=${encodeURIComponent(text)}`, {
        viewport: { width: 360, height: 640 }, hasTouch: true,
      });
      await map(page, 'concat_without_tanh').locator('canvas').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      await map(page, 'dot').locator('.picture').tap({ position: { x: 40, y: 40 } });
      await settled(page);
      assert.equal(await map(page, 'dot').locator('.pinned').count(), 1);
    });
  }
}
