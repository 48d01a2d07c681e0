// Why memory, why attention: what the two sections say is what their pictures show, in numbers, as they first stand there.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import test from 'node:test';
import { shippedManifest } from '../manifest.js';
import { openPage } from './harness.js';
import { DESK, open, ready } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} name */
const panel = (page, name) => page.locator(`seq-view[name=${name}]`);

/** @param {Page} page @param {string} name of the panel */
async function numbersOf(page, name) {
  return Object.fromEntries(await panel(page, name).locator('data[data-number]').evaluateAll((nodes) =>
    nodes.map((node) => [node.getAttribute('data-number') ?? '', Number(node.getAttribute('value'))])));
}

/** @param {Page} page @param {string} name of the panel @param {string} number that is waited for */
async function shown(page, name, number) {
  await panel(page, name).evaluate((view) => view.scrollIntoView());
  await panel(page, name).locator(`data[data-number="${number}"]`).first().waitFor();
  return numbersOf(page, name);
}

test('as first shown, the RNN has lost the number, GRU and LSTM have it, and the gradients and the memory say why', async (t) => {
  const page = await openPage(t, '/www/', { ...DESK, limit: 120_000 });
  await ready(page);
  await shown(page, 'recall', 'lstm.initial');
  const found = await shown(page, 'recall', 'held.units');
  const of = (/** @type {string} */ name) => found[name] ?? assert.fail(`${name}: not shown`);
  assert.ok(of('rnn.right') < 4, 'a plain RNN has lost it');
  assert.deepEqual([of('gru.right'), of('lstm.right')], [4, 4]);
  // The curve: of two thousand numbers as far back.
  assert.ok(of('rnn.measured') <= 0.4 && of('gru.measured') >= 0.99 && of('lstm.measured') >= 0.99);
  // As training began nothing of the gradient came back to the number; after it the LSTM's does, and the RNN's does not.
  for (const cell of ['rnn', 'gru', 'lstm']) assert.ok(of(`${cell}.initial`) < 1e-3, cell);
  assert.ok(of('rnn.initial') * 1000 < of('lstm.initial') && of('rnn.initial') * 1000 < of('gru.initial'));
  assert.ok(of('lstm.least') >= 0.9, `${of('lstm.least')} comes back along c`);
  assert.ok(of('gru.least') >= 0.6 && of('rnn.least') <= 0.25);
  // Some units hold more of the number than of all that was read since.
  assert.ok(of('held.units') >= 4 && of('held.share') > 0.1);
  assert.ok(Math.abs(of('held.number') + of('held.rest') - of('held.total')) < 1e-6);
});

test('the number is pulled away from, and each of the three forgets where it was measured to', async (t) => {
  const page = await open(t, '', { limit: 120_000 });
  await shown(page, 'recall', 'rnn.right');
  const slider = panel(page, 'recall').locator('input[data-field=distance]');
  for (const distance of [0, 60]) {
    await slider.fill(String(distance));
    await panel(page, 'recall').getByText(`Characters behind the number: ${distance}`).waitFor();
    const answer = panel(page, 'recall').locator('tr[data-cell=rnn]');
    await page.waitForFunction((far) => {
      const value = document.querySelector('seq-view[name=recall]')?.shadowRoot?.querySelector('[data-number="rnn.right"]')?.getAttribute('value');
      return far ? Number(value) < 4 : value === '4';
    }, distance > 0);
    assert.equal(await answer.count(), 1);
  }
  await page.waitForFunction(() => /recall\.text=6180/.test(location.hash));
});

test('a number and a text that a reader types are answered, and what is no number is asked for', async (t) => {
  const page = await open(t);
  await shown(page, 'recall', 'lstm.right');
  const box = panel(page, 'recall').locator('input[data-field=text]');
  await box.fill('2718 Some Words');
  await page.waitForFunction(() => [...document.querySelector('seq-view[name=recall]')?.shadowRoot?.querySelectorAll('tr[data-cell=lstm] .letter') ?? []]
    .map((node) => node.textContent).join('') === '2718');
  await box.fill('no number');
  await panel(page, 'recall').getByText('Begin with four digits').waitFor();
});

test('as first shown, one vector loses a long word that every attention repeats letter by letter', async (t) => {
  const page = await openPage(t, '/www/', { ...DESK, limit: 120_000 });
  await ready(page);
  const found = await shown(page, 'repeat', 'diagonal');
  const of = (/** @type {string} */ name) => found[name] ?? assert.fail(`${name}: not shown`);
  assert.ok(of('none.right') <= 0.7, `${of('none.right')} from one vector`);
  for (const attention of ['dot', 'general', 'concat']) {
    assert.equal(of(`${attention}.right`), 1, attention);
    assert.ok(of(`${attention}.measured`) >= 0.99, attention);
  }
  assert.ok(of('none.measured') <= 0.7);
  assert.ok(of('diagonal') >= 18, `${of('diagonal')} of 20 letters are written with an eye on their own`);
});

test('a short word fits into one vector', async (t) => {
  const page = await open(t, 'repeat.word=lamp');
  assert.equal((await shown(page, 'repeat', 'diagonal'))['none.right'], 1);
});

test('nothing of the two sections is fetched before a reader comes near them', async (t) => {
  /** @type {string[]} */
  const requests = [];
  const page = await open(t, '', {
    prepare: async (opened) => opened.on('request', (request) => {
      requests.push(request.url());
    }),
  });
  const ofSections = () => requests.filter((url) => /\/models\/re(call|peat)-|\/panels\/re(call|peat)\//.test(url));
  assert.deepEqual(ofSections(), []);
  await shown(page, 'recall', 'held.units');
  assert.ok(ofSections().length > 0);
});

test('no selector offers the two tasks, and whoever names one gets its models', async (t) => {
  const page = await openPage(t, '/www/#task=recall&text=6180%20abc', DESK);
  await page.locator('seq-scope .output[data-attention=none] .output-text').getByText('6180').waitFor();
  const keys = await page.locator('seq-scope .output').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-attention')));
  assert.deepEqual(keys.sort(), ['none', 'none-gru', 'none-rnn']);
  const offered = await page.locator('seq-scope input[name=task]').evaluateAll((inputs) => inputs.map((input) => input.getAttribute('value')));
  assert.deepEqual(offered, ['dates', 'en-fr', 'en-zh']);
});

test('all files of both tasks together are at most 250 KB, and their tables say what was measured', () => {
  const { models } = shippedManifest();
  const of = (/** @type {string} */ task, /** @type {string} */ attention, rnn = 'lstm') =>
    models.find((model) => model.task === task && model.attention === attention && model.rnn === rnn)?.quality ?? {};
  const folder = new URL('../../www/models/', import.meta.url);
  const files = readdirSync(folder).filter((name) => /^re(call|peat)-/.test(name));
  assert.equal(files.length, 7);
  const bytes = files.reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0);
  assert.ok(bytes <= 250_000, `${bytes} bytes`);
  assert.ok((of('recall', 'none', 'rnn')['exactMatchAt40'] ?? NaN) <= 0.4);
  for (const rnn of ['gru', 'lstm']) assert.ok((of('recall', 'none', rnn)['exactMatchAt40'] ?? NaN) >= 0.99, rnn);
  assert.ok((of('repeat', 'none')['charactersAt20'] ?? NaN) <= 0.7);
  for (const attention of ['dot', 'general', 'concat']) assert.ok((of('repeat', attention)['charactersAt20'] ?? NaN) >= 0.99, attention);
});
