// Languages and colours.
import assert from 'node:assert/strict';
import test from 'node:test';
import { becomes, open, ready, settled } from './scope.js';

test('the page speaks English and Chinese, keeps the choice, and says it in its lang', async (t) => {
  const page = await open(t);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.getByRole('button', { name: '中文' }).click();
  // The words of another language are fetched when they are chosen.
  await page.locator('html[lang=zh-CN] h1', { hasText: '怎样读懂一个日期' }).waitFor();
  await page.locator('seq-scope #maps-heading', { hasText: '每个模型在看哪里' }).waitFor();
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
  await becomes(async () => (await look()).map((each, index) => each === dark[index]), [false, false]);
  await page.getByRole('button', { name: 'Switch to dark' }).click();
  await becomes(look, dark);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForFunction(() => matchMedia('(prefers-color-scheme: light)').matches);
  await settled(page);
  assert.deepEqual(await look(), dark);
});

test('on a phone an output begins at the start of its card, under its name and above its probability', async (t) => {
  const page = await open(t, '', { viewport: { width: 390, height: 844 } });
  const boxes = await page.locator('seq-scope .output').evaluateAll((all) => all.map((each) => {
    const of = (/** @type {string} */ name) => /** @type {Element} */ (each.querySelector(name)).getBoundingClientRect();
    return { name: of('.output-name'), text: of('.output-text'), p: of('.output-p') };
  }));
  assert.equal(boxes.length, 3);
  for (const { name, text, p } of boxes) {
    assert.ok(Math.abs(text.x - name.x) < 1, `${text.x} under ${name.x}`);
    assert.ok(name.bottom <= text.top + 1 && text.bottom <= p.top + 1);
  }
});
