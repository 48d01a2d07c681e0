// Models with another cell than an LSTM: every view shows them, or says why it does not.
import assert from 'node:assert/strict';
import test from 'node:test';
import { map, open, outputs, settled, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Scrolls to a panel and waits until it is drawn from the model of choice.
 *
 * @param {Page} page
 * @param {string} name
 */
async function panel(page, name) {
  const section = page.locator(`#${name}`);
  await section.scrollIntoViewIfNeeded();
  await section.locator('.panel > *').first().waitFor();
  await page.waitForLoadState('networkidle');
  await settled(page);
  return section;
}

test('a GRU is chosen among the gates, has a map, and its own gates, equations and memory', async (t) => {
  const page = await open(t);
  await page.locator('seq-scope [data-choice=attention] label', { hasText: 'GRU' }).click();
  const card = map(page, 'general-gru');
  await card.locator('canvas').waitFor();
  assert.match(page.url(), /attention=general-gru|#/);
  assert.deepEqual(await page.locator('seq-scope .raster').evaluateAll((cards) =>
    cards.map((raster) => /** @type {HTMLElement} */ (raster).dataset['signal'])), ['r', 'z', 'n', 'h']);
  await type(page, '5 April 2021');
  assert.deepEqual(new Set(await outputs(page)), new Set(['2021-04-05']));
  const cell = await panel(page, 'cell');
  await cell.getByText('W', { exact: false }).first().waitFor();
  assert.match(await cell.locator('.panel').innerText(), /GRU/);
  const memory = await panel(page, 'memory');
  assert.match(await memory.locator('.panel').innerText(), /parts sum to/);
  const whatIf = await panel(page, 'whatif');
  assert.match(await whatIf.locator('.panel').innerText(), /z = 1/);
});

test('an RNN has no gates and no memory to unroll, and the panels say so', async (t) => {
  const page = await open(t, 'attention=general-rnn&whatif.mode=gates');
  await map(page, 'general-rnn').locator('canvas').waitFor();
  assert.deepEqual(await page.locator('seq-scope .raster').evaluateAll((cards) =>
    cards.map((raster) => /** @type {HTMLElement} */ (raster).dataset['signal'])), ['h']);
  assert.match(await (await panel(page, 'cell')).locator('.panel').innerText(), /RNN/);
  assert.match(await (await panel(page, 'memory')).locator('.panel').innerText(), /tanh|RNN/);
  assert.match(await (await panel(page, 'units')).locator('.panel').innerText(), /no gates/);
  assert.match(await (await panel(page, 'whatif')).locator('.panel').innerText(), /no gates/);
});

test('another cell is let go with its task', async (t) => {
  const page = await open(t, 'attention=general-gru');
  await map(page, 'general-gru').locator('canvas').waitFor();
  const attention = await page.evaluate(() => {
    const scope = /** @type {import('../../www/elements/element.js').SeqScope} */ (document.querySelector('seq-scope'));
    scope.task = 'nothing-yet';
    const { attention: chosen } = scope;
    scope.task = 'dates';
    return chosen;
  });
  assert.equal(attention, 'general');
});
