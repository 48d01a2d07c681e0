// The links of the article: each shows where something has changed, and whoever is led to another text comes back with one
// click. The plan of the sections is always at hand.
import assert from 'node:assert/strict';
import test from 'node:test';
import { open } from './scope.js';

/** @param {import('playwright-core').Page} page */
const typed = (page) => page.evaluate(() => /** @type {import('../../www/elements/element.js').SeqScope} */ (document.querySelector('seq-scope')).text);

test('a link that shows another text looks so, and one click brings the reader’s own back', async (t) => {
  const page = await open(t, 'text=6+May+1999', { limit: 120_000 });
  const link = page.locator('#memory a.drive.leaves').first();
  assert.match(await link.getAttribute('title') ?? '', /another text/);
  assert.equal(await page.locator('#memory a.drive:not(.leaves)').first().getAttribute('title'), null);
  const away = page.locator('#dropout a.drive.leaves').first();
  await away.scrollIntoViewIfNeeded();
  await away.click();
  const back = page.locator('#left').getByRole('button', { name: 'Back to “6 May 1999”' });
  await back.waitFor();
  assert.notEqual(await typed(page), '6 May 1999');
  await back.click();
  await back.waitFor({ state: 'detached' });
  assert.equal(await typed(page), '6 May 1999');
});

test('whoever types something else after a link is not asked to go back', async (t) => {
  const page = await open(t, 'text=6+May+1999', { limit: 120_000 });
  const away = page.locator('#tanh a.drive.leaves').first();
  await away.scrollIntoViewIfNeeded();
  await away.click();
  await page.locator('#left button').waitFor();
  await page.evaluate(() => {
    const scope = /** @type {import('../../www/elements/element.js').SeqScope} */ (document.querySelector('seq-scope'));
    scope.text = '1 May 2020';
  });
  await page.locator('#left button').waitFor({ state: 'detached' });
});

test('a link shows its figure, also where nothing had to change in it', async (t) => {
  const page = await open(t);
  const link = page.locator('#attention a.drive', { hasText: 'general' });
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await page.locator('seq-view[name=attention].shown-now').waitFor();
  await page.locator('seq-view[name=attention]:not(.shown-now)').waitFor();
});

test('on a phone a link brings its figure into sight', async (t) => {
  const page = await open(t, '', { viewport: { width: 390, height: 800 } });
  const link = page.locator('#units a.drive').first();
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await page.waitForFunction(() => {
    const { top, bottom } = /** @type {Element} */ (document.querySelector('seq-view[name=units]')).getBoundingClientRect();
    return top < innerHeight / 2 && bottom > innerHeight / 4;
  });
});

test('the plan of the sections is at hand, leads to each, and closes', async (t) => {
  const page = await open(t);
  const plan = page.locator('#plan');
  const headings = await page.locator('.explorable h2').allInnerTexts();
  await plan.locator('summary').click();
  assert.deepEqual((await plan.locator('a').allInnerTexts()).slice(0, headings.length), headings);
  await plan.getByRole('link', { name: 'Why memory' }).click();
  await page.waitForFunction(() => Math.abs(document.querySelector('#recall')?.getBoundingClientRect().top ?? 9999) < 120);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Why memory');
  assert.equal(await plan.locator('details[open]').count(), 0);
  assert.doesNotMatch(page.url(), /#recall$/, 'the address is that of what is shown');
});
