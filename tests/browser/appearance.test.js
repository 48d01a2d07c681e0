// Languages and colours.
import assert from 'node:assert/strict';
import test from 'node:test';
import { open, ready, settled } from './scope.js';

test('the page speaks English and Chinese, keeps the choice, and says it in its lang', async (t) => {
  const page = await open(t);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.getByRole('button', { name: '中文' }).click();
  await settled(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  assert.match(await page.locator('h1').innerText(), /怎样读懂一个日期/);
  assert.match(await page.locator('seq-scope #maps-heading').innerText(), /每个模型在看哪里/);
  await page.goto('about:blank');
  await page.goto('/www/#task=dates');
  await ready(page);
  assert.match(await page.locator('h1').innerText(), /怎样读懂一个日期/);
});

test('a Chinese browser is spoken to in Chinese', async (t) => {
  const page = await open(t, '', { locale: 'zh-CN' });
  assert.match(await page.title(), /看 LSTM 怎样读懂一个日期/);
});

test('the colour scheme follows the system until the reader chooses, and canvases follow the scheme', async (t) => {
  const page = await open(t, '', { colorScheme: 'dark' });
  const look = () => page.evaluate(() => {
    const canvas = document.querySelector('seq-scope')?.shadowRoot?.querySelector('canvas');
    return [getComputedStyle(document.body).backgroundColor,
      canvas?.toDataURL() ?? ''];
  });
  const dark = await look();
  await page.getByRole('button', { name: 'Switch to light' }).click();
  await page.waitForTimeout(200);
  const light = await look();
  assert.notEqual(light[0], dark[0]);
  assert.notEqual(light[1], dark[1]);
  await page.getByRole('button', { name: 'Switch to dark' }).click();
  await page.waitForTimeout(200);
  assert.deepEqual(await look(), dark);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForTimeout(200);
  assert.deepEqual(await look(), dark);
});
