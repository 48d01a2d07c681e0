// What a link holds.
import assert from 'node:assert/strict';
import test from 'node:test';
import { click, map, open, outputs, ready, type } from './scope.js';

test('a link brings back text, language, models, selection and gates', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: '中文' }).click();
  await type(page, '2021年4月5日 & #1');
  await page.getByRole('radio', { name: 'concat', exact: true }).check();
  await page.getByRole('radio', { name: '← 反向' }).check();
  await click(page.locator('seq-scope .raster[data-signal=h]'), 5, 3);
  await click(map(page, 'dot'), 2, 1);
  await page.waitForTimeout(500);
  const address = page.url();
  const looks = async () => [
    await page.locator('h1').innerText(),
    await page.locator('seq-scope input[type=text]').inputValue(),
    await outputs(page),
    await page.locator('seq-scope input[type=radio]:not([name=task]):checked').evaluateAll((all) =>
      all.map((each) => /** @type {HTMLInputElement} */ (each).value)),
    await page.locator('seq-scope .unit .name').innerText(),
    await map(page, 'general').locator('.readout').innerText(),
    await page.locator('seq-scope .pinned').count(),
  ];
  const before = await looks();
  assert.deepEqual(before[3], ['concat', 'encoder', 'backward']);
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(address);
  await ready(page);
  assert.deepEqual(await looks(), before);
  assert.equal(await page.evaluate(() => history.length) < 5, true, 'typing adds nothing to the history');
});

test('an address that is changed by hand is followed', async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    location.hash = '#task=dates&text=05APR2021&gates=decoder';
  });
  await page.waitForTimeout(200);
  assert.equal(await page.locator('seq-scope input[type=text]').inputValue(), '05APR2021');
  assert.ok(await page.getByLabel('decoder').isChecked());
});

test('the snippet for embedding names the script and carries the text', async (t) => {
  const page = await open(t, 'text=05APR2021');
  await page.getByRole('button', { name: 'Embed' }).click();
  const snippet = await page.locator('dialog pre').innerText();
  assert.match(snippet, /<script type="module" src="http.*\/www\/seq-scope\.js"><\/script>/);
  assert.match(snippet, /<seq-scope task="dates" text="05APR2021"><\/seq-scope>/);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog').isVisible(), false);
});

test('the address holds the fragment that was shared', async (t) => {
  const page = await open(t, '', { permissions: ['clipboard-read', 'clipboard-write'] });
  await type(page, '05APR2021');
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Link copied' }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#task=dates&text=05APR2021$/);
});
