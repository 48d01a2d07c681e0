// What axe-core finds in the states of the page: nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { openPage } from './harness.js';
import { DESK, map, open, openTranslation, ready } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Fails with what axe-core finds in the page as it is now, shadow trees included.
 *
 * @param {Page} page
 * @param {string} state
 */
async function assertNothingFound(page, state) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document, { resultTypes: ['violations'] });
    return violations.map((/** @type {any} */ { id, nodes }) =>
      `${id}: ${nodes.slice(0, 3).map((/** @type {any} */ node) => node.target.flat().join(' ')).join(' | ')}`);
  });
  assert.deepEqual(found, [], state);
}

/**
 * Brings every panel of the article near the window once, so that all of them are drawn.
 *
 * @param {Page} page
 */
async function drawPanels(page) {
  for (const section of await page.locator('.explorable').all()) {
    await section.scrollIntoViewIfNeeded();
    await section.locator('.panel > *').first().waitFor();
  }
  await page.waitForLoadState('networkidle');
}

for (const [state, options] of /** @type {[string, object][]} */ ([
  ['wide', {}],
  ['narrow', { viewport: { width: 360, height: 800 } }],
  ['dark', { colorScheme: 'dark' }],
  ['Chinese', { locale: 'zh-CN' }],
])) {
  test(`axe-core finds nothing in the page of the dates: ${state}`, async (t) => {
    const page = await open(t, 'cell=1.2&unit=3', options);
    await drawPanels(page);
    await assertNothingFound(page, state);
  });
}

test('axe-core finds nothing in the page of a translation', async (t) => {
  const page = await openTranslation(t, 'task=en-fr');
  await drawPanels(page);
  await assertNothingFound(page, 'translation');
});

test('axe-core finds nothing while models load or fail, with a refused text, or in the dialog', async (t) => {
  const page = await open(t);
  await page.locator('seq-scope input[type=text]').fill('');
  await assertNothingFound(page, 'empty');
  await page.getByRole('button', { name: 'Embed' }).click();
  await assertNothingFound(page, 'dialog');
});
