// What is printed is the text in the box, whole, in ink on white.
import assert from 'node:assert/strict';
import test from 'node:test';
import { PANELS } from '../../www/panels/index.js';
import { open, settled, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

const NOT_READY = /was not ready when the page was printed/;

/** What the browser does when it prints. @param {Page} page */
async function print(page) {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
}

/** @param {Page} page */
async function printed(page) {
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await settled(page);
}

/** What each panel has on paper. @param {Page} page */
const panels = (page) => page.evaluate(() => [...document.querySelectorAll('seq-view')].map((view) => {
  const content = /** @type {HTMLElement} */ (view.shadowRoot?.querySelector('.panel'));
  const labels = [...content.querySelectorAll('[aria-label]')].map((node) => node.getAttribute('aria-label'));
  return {
    name: view.getAttribute('name') ?? '', seen: content.innerText, text: `${content.textContent} ${labels.join(' ')}`,
    canvases: [...content.querySelectorAll('canvas')].map(({ width }) => width),
  };
}));

/** @param {Page} page */
const prepared = (page) => page.evaluate(() => /** @type {SeqScope} */ (document.querySelector('seq-scope')).views.prepare());

test('every panel on paper has the text in the box, and all its canvases, also those that were never in sight', async (t) => {
  const page = await open(t, 'text=7/6/87');
  await page.locator('seq-view[name=memory]').evaluate((view) => view.scrollIntoView());
  await page.locator('seq-view[name=memory] .panel > *').first().waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await type(page, '31 December 1999');
  await prepared(page);
  await print(page);
  const all = await panels(page);
  assert.deepEqual(all.map(({ name }) => name).sort(), Object.keys(PANELS).sort());
  for (const { name, seen, text, canvases } of all) {
    assert.ok(seen.trim().length > 20, `${name}: ${seen}`);
    assert.doesNotMatch(text, NOT_READY, name);
    assert.doesNotMatch(text, /7\/6\/87|1987/, name);
    // An unpainted canvas has 300 columns.
    assert.ok(canvases.every((width) => width % 320 === 0), `${name}: ${canvases}`);
  }
  const joined = all.map(({ text }) => text).join('\n');
  assert.match(joined, /31 December 1999/);
});

test('what cannot be had in time says so, and nothing is blank', async (t) => {
  const page = await open(t, 'text=4/5/21');
  await print(page);
  for (const { name, seen } of await panels(page)) assert.ok(NOT_READY.test(seen) || seen.trim().length > 40, `${name}: ${seen}`);
  assert.match((await panels(page)).map(({ seen }) => seen).join('\n'), NOT_READY);
  await printed(page);
  assert.doesNotMatch((await panels(page)).map(({ seen }) => seen).join('\n'), NOT_READY);
});

test('the print command of the keyboard waits until everything is drawn', async (t) => {
  const page = await open(t, 'text=31 December 1999');
  await page.evaluate(() => {
    globalThis.print = () => {
      dispatchEvent(new Event('beforeprint'));
      const text = [...document.querySelectorAll('seq-view')].map((view) => view.shadowRoot?.querySelector('.panel')?.textContent);
      Object.assign(globalThis, { onPaper: text });
    };
  });
  await page.locator('seq-scope #text').focus();
  await page.keyboard.press('Control+p');
  const text = await (await page.waitForFunction(() => /** @type {any} */ (globalThis).onPaper)).jsonValue();
  assert.equal(text.length, Object.keys(PANELS).length);
  for (const each of text) {
    assert.ok(each.length > 20);
    assert.doesNotMatch(each, NOT_READY);
  }
});

test('paper is white, has no controls and no header, and fits its width; the screen is as it was afterwards', async (t) => {
  const page = await open(t, 'text=4/5/21', { colorScheme: 'dark' });
  const colour = (/** @type {string} */ selector, /** @type {string} */ property) => page.locator(selector).first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
  const corner = () => page.locator('seq-scope .map canvas').first().evaluate((canvas) => {
    const context = /** @type {HTMLCanvasElement} */ (canvas).getContext('2d');
    return Math.max(...context?.getImageData(2, 2, 1, 1).data.slice(0, 3) ?? []);
  });
  const heights = () => page.evaluate(() => document.documentElement.scrollHeight);
  const [dark, height] = [await corner(), await heights()];
  await page.setViewportSize({ width: 720, height: 1000 });
  await print(page);
  assert.equal(await colour('body', 'background-color'), 'rgb(255, 255, 255)');
  assert.equal(await colour('seq-scope .section-head h2', 'color'), 'rgb(0, 0, 0)');
  for (const property of ['background-color', 'background-image', 'box-shadow']) {
    assert.match(await colour('seq-scope #text', property), /^(none|rgba\(0, 0, 0, 0\))$/, property);
  }
  assert.ok(dark < 128 && await corner() > 200, `${dark} → ${await corner()}`);
  for (const words of ['Embed', '4/5/21', 'English → French', 'encoder', 'decoder']) {
    const isChosen = words === 'encoder';
    const seen = words === '4/5/21' || words === 'Embed' ? page.getByRole('button', { name: words })
      : page.locator('seq-scope .choice-options label', { hasText: words });
    assert.equal(await seen.filter({ visible: true }).count(), isChosen ? 1 : 0, words);
  }
  assert.equal(await page.locator('seq-scope #text').isVisible(), true);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 720);
  await page.setViewportSize({ width: 1280, height: 900 });
  await printed(page);
  await page.waitForFunction((before) => Math.abs(document.documentElement.scrollHeight - before) <= 2, height);
  assert.equal(await corner(), dark);
});

test('Chromium prints every panel', async (t) => {
  const page = await open(t, 'text=4/5/21');
  await prepared(page);
  await page.evaluate(() => addEventListener('beforeprint', () => {
    Object.assign(globalThis, { onPaper: [...document.querySelectorAll('seq-view')].every((view) =>
      (view.shadowRoot?.querySelector('.panel')?.textContent ?? '').length > 20) });
  }));
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.ok(pdf.length > 100_000);
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).onPaper), true);
});
