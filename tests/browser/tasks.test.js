// Three tasks in one page.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';
import { becomes, DESK, labels, map, openTranslation, outputs, ready, settled, type } from './scope.js';
import { standIn } from './stand-in.js';

/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

/** @param {import('playwright-core').Page} page @param {string} name */
async function choose(page, name) {
  await page.getByRole('radio', { name }).check();
  await ready(page);
}

/** @param {import('playwright-core').Page} page */
const typed = (page) => page.locator('seq-scope #text').inputValue();

test('the page opens with translation into French where the manifest has it', async (t) => {
  const page = await openTranslation(t);
  assert.equal(await page.locator('seq-scope input[name=task]:checked').inputValue(), 'en-fr');
  assert.match(await page.locator('h1').innerText(), /translate into French/);
  assert.match(await page.title(), /translate into French/);
  assert.equal((await outputs(page)).length, 3);
  assert.equal(new URL(page.url()).hash, '');
});

test('a query asks for a task like a fragment does', async (t) => {
  const page = await openPage(t, '/www/?task=dates', { ...DESK, prepare: standIn });
  await ready(page);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('tasks are switched with the keyboard, and each keeps its own text', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'a blue dress');
  await page.locator('seq-scope input[name=task]:checked').focus();
  await page.keyboard.press('ArrowLeft');
  await ready(page);
  assert.match(await page.locator('h1').innerText(), /read a date/);
  assert.equal(await typed(page), 'Monday, 5 April 2021');
  await type(page, '05APR2021');
  await choose(page, 'English → Chinese');
  assert.match(await page.locator('h1').innerText(), /translate into Chinese/);
  await choose(page, 'English → French');
  assert.equal(await typed(page), 'a blue dress');
  assert.deepEqual(await outputs(page), ['A DRESS BLUE', 'A DRESS BLUE', 'A DRESS BLUE']);
  await choose(page, 'Dates');
  assert.equal(await typed(page), '05APR2021');
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('a link names the task of its text, and brings both back', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'a red car');
  const hash = () => new URL(page.url()).hash;
  await becomes(hash, '#task=en-fr&text=a+red+car&v=2');
  await choose(page, 'English → Chinese');
  await becomes(hash, '#task=en-zh&v=2');
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await ready(page);
  assert.equal(await page.locator('seq-scope input[name=task]:checked').inputValue(), 'en-zh');
});

test('the task is an attribute and a property', async (t) => {
  const page = await openTranslation(t);
  const tasks = await page.evaluate(async () => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    const before = scope.task;
    scope.setAttribute('task', 'dates');
    await scope.ready;
    const between = scope.task;
    scope.task = 'en-zh';
    const { loaded } = await scope.ready;
    return [before, between, scope.task, ...loaded];
  });
  assert.deepEqual(tasks, ['en-fr', 'dates', 'en-zh', 'dot', 'general', 'concat']);
});

test('a selection does not outlive its task', async (t) => {
  const page = await openTranslation(t);
  await map(page, 'dot').locator('.picture').click();
  await settled(page);
  assert.equal(await page.locator('seq-scope .pinned').count(), 3);
  await choose(page, 'Dates');
  assert.equal(await page.locator('seq-scope .pinned').count(), 0);
});

test('a task that the manifest does not have is told of in every card', async (t) => {
  const page = await openTranslation(t, 'task=en-xx');
  for (const attention of ['dot', 'general', 'concat']) {
    assert.match(await map(page, attention).innerText(), /names no LSTM/);
  }
});

test('the data and its licence, the sizes and the quality of the task are named', async (t) => {
  const page = await openTranslation(t);
  const line = () => page.locator('seq-scope .provenance').innerText();
  assert.match(await line(), /Data: pairs of en-fr.*licence: CC BY 2\.0 FR.*6,100,000 parameters, 200 kB a model/);
  const article = await page.locator('#article').innerText();
  assert.match(article, /BLEU\s+chrF/);
  assert.match(article, /general\s+LSTM\s+6,100,000\s+200 kB\s+47\.1\s+65\.4/);
  assert.match(article, /Data: pairs of en-fr · licence: CC BY 2\.0 FR/i);
  await choose(page, 'Dates');
  assert.match(await line(), /generated: the dates.*MIT OR Apache-2\.0/);
  assert.match(await page.locator('#article').innerText(), /exact\s+aligned/);
});

test('examples of a translation say what to look for, in the language of the reader', async (t) => {
  const page = await openTranslation(t);
  assert.match(await page.locator('seq-scope .remarks').innerText(), /adjectives behind the noun/);
  await page.getByRole('button', { name: 'I am always hungry when I come back from school.' }).click();
  await settled(page);
  assert.match(await page.locator('seq-scope .remarks').innerText(), /I have hunger/);
  await page.getByRole('button', { name: '中文' }).click();
  await page.locator('seq-scope .remarks').getByText(/我有饥饿/).waitFor();
  const words = ['I', 'am', 'always', 'hungry', 'when', 'I', 'come', 'back', 'from', 'school', '.'];
  assert.deepEqual((await labels(map(page, 'dot')))[0], words);
});
