// Questions about a model and the runs of the same model, in a real Chromium.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { openPage } from './harness.js';

/** @typedef {typeof import('../../www/inference.js')} Inference */

const manifest = JSON.parse(readFileSync(new URL('../../www/models/manifest.json', import.meta.url), 'utf8'));
const entry = manifest.models.find((/** @type {{ task: string }} */ { task }) => task === 'en-fr');
const TEXT = 'my old friends from the village will come to see us tomorrow and stay with us for two weeks.';

test('a run does not wait for the answer to a question about the same model', async (t) => {
  const page = await openPage(t, '/tests/browser/fixtures/empty.html');
  const order = await page.evaluate(async ({ entry, text }) => {
    const inference = /** @type {Inference} */ (await import(`${new URL('/', location.href).href}www/inference.js`));
    await inference.loadModel(entry, () => {});
    await inference.askModel(entry.file, 'padding', [['a', 'b c']]);
    /** @type {string[]} */
    const order = [];
    const texts = Array.from({ length: 5 }, () => text);
    await Promise.all([
      inference.askModel(entry.file, 'padding', [texts]).then(() => order.push('question')),
      inference.runModel(entry.file, text).then(() => order.push('run')),
    ]);
    return order;
  }, { entry, text: TEXT });
  assert.deepEqual(order, ['run', 'question']);
});

test('what cannot be asked, and a model that is not there, are errors that say so', async (t) => {
  const page = await openPage(t, '/tests/browser/fixtures/empty.html');
  const messages = await page.evaluate(async ({ entry }) => {
    const inference = /** @type {Inference} */ (await import(`${new URL('/', location.href).href}www/inference.js`));
    const asked = [
      () => inference.askModel('nothing.safetensors', 'padding', [['a']]),
      () => inference.runModel('nothing.safetensors', 'a'),
      async () => {
        await inference.loadModel(entry, () => {});
        return inference.askModel(entry.file, 'constructor', []);
      },
      () => inference.askModel(entry.file, 'padding', [[]]),
    ];
    const messages = [];
    for (const ask of asked) messages.push(await ask().then(() => 'an answer', (/** @type {Error} */ { message }) => message));
    return messages;
  }, { entry });
  assert.deepEqual(messages.slice(0, 3), [
    'nothing.safetensors: not loaded', 'nothing.safetensors: not loaded', 'constructor: not a question that is answered',
  ]);
  assert.notEqual(messages[3], 'an answer');
});
