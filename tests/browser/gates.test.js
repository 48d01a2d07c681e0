// The gates and states, and how they are linked with the maps.
import assert from 'node:assert/strict';
import test from 'node:test';
import { click, hover, map, open, settled, traces, type } from './scope.js';

test('the gates show six signals of the layer and direction that is chosen, value under the pointer', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const all = /** @type {any} */ (await traces(page));
  const rasters = page.locator('seq-scope .raster');
  assert.deepEqual(await rasters.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-signal'))),
    ['i', 'f', 'g', 'o', 'c', 'h']);
  for (const [index, name] of /** @type {const} */ ([[0, '→ forward'], [1, '← backward']])) {
    await page.getByRole('radio', { name }).check();
    await hover(rasters.nth(3), 7, 2);
    await settled(page);
    const readout = (await page.locator('seq-scope .gate-readout').innerText()).replace(/\s+/g, ' ');
    assert.match(readout, /unit 7 step 3 5/);
    for (const { name: signal, shape, data } of all.general.encoder[index]) {
      const value = data[2 * shape[1] + 7].toFixed(2).replace('-', '−').replace('−0.00', '0.00');
      assert.ok(readout.includes(`${signal} ${value}`), `${signal} ${value} in ${readout}`);
    }
  }
});

test('gates and maps are linked: a step of the encoder is a column, a step of the decoder a row', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const raster = page.locator('seq-scope .raster[data-signal=c]');
  await hover(raster, 3, 2);
  await settled(page);
  assert.deepEqual(await map(page, 'concat').locator('.lit').allTextContents(), ['5']);
  await page.getByRole('radio', { name: 'decoder' }).check();
  await hover(raster, 3, 10);
  await settled(page);
  assert.deepEqual(await map(page, 'concat').locator('.lit').allTextContents(), ['</s>']);
  await hover(map(page, 'dot'), 4, 0);
  await settled(page);
  assert.deepEqual(await raster.locator('.lit').allTextContents(), ['-']);
});

test('clicking a unit opens its six lines over time, clicking it again closes them', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const raster = page.locator('seq-scope .raster[data-signal=f]');
  await click(raster, 11, 1);
  await settled(page);
  const lines = page.locator('seq-scope .unit-lines');
  assert.equal(await lines.locator('polyline').count(), 6);
  assert.equal(await lines.getAttribute('aria-label'), 'Lines of i, f, g, o, c, h of unit 11');
  assert.deepEqual(await lines.locator('.line-tokens text').allTextContents(), [...'4/5/21']);
  await click(raster, 11, 1);
  await settled(page);
  assert.equal(await lines.count(), 0);
});

test('units are reached and opened with the keyboard', async (t) => {
  const page = await open(t, 'text=4/5/21');
  await page.locator('seq-scope .raster[data-signal=i] .plot').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await settled(page);
  assert.match(await page.locator('seq-scope .unit').innerText(), /Unit 2 over time/);
  assert.match(await page.locator('seq-scope [role=status]').innerText(), /unit 2 at “5”: i /);
});
