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
 * @param {string} [part] selector of the part that is looked at, for the whole page
 */
async function assertNothingFound(page, state, part) {
  await page.evaluate(axe);
  const found = await page.evaluate(async (selector) => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(selector ?? document, {
      resultTypes: ['violations'],
    });
    return violations.map((/** @type {any} */ { id, nodes }) =>
      `${id}: ${nodes.slice(0, 3).map((/** @type {any} */ node) => node.target.flat().join(' ')).join(' | ')}`);
  }, part);
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

for (const [task, modes] of Object.entries({
  dates: [
    'cell.step=3', 'gates=decoder', 'memory.view=layer&memory.step=3', 'memory.step=3&direction=backward',
    'units.order=alike&units.signal=f', 'units.order=brush&units.from=0&units.to=2', 'units.order=step',
    'gradients.measure=input&gradients.scale=absolute&gradients.last=4',
    'padding.way=unmasked&padding.sentence=1', 'padding.way=batched&padding.at=1.1&padding.pinned=yes',
    'padding.second=%20&padding.third=%20&padding.fourth=%20',
    'attention.mode=entropy', 'attention.mode=difference', 'attention.mode=lines',
    'explanation.gradient=products&explanation.measure=pearson',
    'whatif.mode=beam', 'whatif.mode=attention&whatif.rows=all-10000',
    'whatif.mode=gates&whatif.holds=e-f-1_d-f-1&whatif.silenced=eb', 'whatif.mode=dropout', 'whatif.prefix=5.6',
  ],
  'en-fr': [
    'attention.mode=entropy&grid=pieces', 'attention.mode=difference', 'attention.mode=lines', 'memory.view=layer',
    'units.order=brush&units.from=0&units.to=2', 'dropout.units=all&layer=2', 'whatif.mode=beam',
    'whatif.mode=attention', 'whatif.mode=dropout',
  ],
})) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`axe-core finds nothing in any mode of the panels: ${task}, ${colorScheme}`, async (t) => {
      const page = await openPage(t, `/www/#task=${task}`, { ...DESK, colorScheme, limit: 180_000 });
      await ready(page);
      for (const fields of modes) {
        const [, name = 'cell'] = /([a-z]+)\./.exec(fields) ?? [];
        await page.evaluate((hash) => {
          location.hash = hash;
        }, `task=${task}&${fields}`);
        const section = page.locator(`#${name}`);
        await section.scrollIntoViewIfNeeded();
        await section.locator('.panel > *').first().waitFor();
        await page.waitForLoadState('networkidle');
        await ready(page);
        await assertNothingFound(page, fields, `#${name}`);
      }
    });
  }
}

test('axe-core finds nothing while models load, where they failed, with an empty or a refused text, or in the dialog', async (t) => {
  let answer = (/** @type {boolean} */ _) => {};
  const answered = new Promise((resolve) => { answer = resolve; });
  const page = await openPage(t, '/www/#task=dates', {
    ...DESK, limit: 120_000, expectedProblems: [/status 404: .*dates-dot/, /console error: .*404/],
    prepare: (opened) => opened.route(/dates-(dot|concat)-lstm.*safetensors/, async (route) => {
      const isThere = await answered && !route.request().url().includes('dates-dot');
      return isThere ? route.continue() : route.fulfill({ status: 404 });
    }),
  });
  await map(page, 'general').locator('canvas').waitFor();
  assert.equal(await page.locator('seq-scope .progress-words').count(), 2);
  await assertNothingFound(page, 'two models load');
  answer(true);
  await map(page, 'dot').locator('.failure').waitFor();
  await ready(page);
  await assertNothingFound(page, 'a model failed');
  await page.locator('seq-scope #text').fill('4/5/21 '.repeat(1429));
  await page.locator('seq-scope .refusal').waitFor();
  await assertNothingFound(page, 'refused');
  await page.locator('seq-scope #text').fill('');
  await page.locator('seq-scope .refusal').waitFor({ state: 'detached' });
  await assertNothingFound(page, 'empty');
  await page.getByRole('button', { name: 'Embed' }).click();
  await assertNothingFound(page, 'dialog');
});
