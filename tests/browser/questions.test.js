// Questions about a model and the runs of the same model, in a real Chromium.
import assert from 'node:assert/strict';
import test from 'node:test';
import { shippedManifest } from '../manifest.js';
import { openPage } from './harness.js';

/** @typedef {typeof import('../../www/engine/inference.js')} Inference */

const entry = shippedManifest().models.find(({ task }) => task === 'en-fr');
if (!entry) throw new Error('expected a shipped model of en-fr');
/** One whose file is not there. */
const missing = {
  ...entry, file: 'nothing.safetensors',
  files: /** @type {[any]} */ ([{ file: 'nothing.safetensors', bytes: 1, sha256: '' }]),
};
const TEXT = 'my old friends from the village will come to see us tomorrow and stay with us for two weeks.';

test('a run does not wait for the answer to a question about the same model', async (t) => {
  const page = await openPage(t, '/tests/browser/fixtures/empty.html');
  const order = await page.evaluate(async ({ entry, text }) => {
    const inference = /** @type {Inference} */ (await import(`${new URL('/', location.href).href}www/engine/inference.js`));
    await inference.loadModel(entry, () => {});
    await inference.askModel(entry, 'padding', [['a', 'b c']]);
    /** @type {string[]} */
    const order = [];
    const texts = Array.from({ length: 5 }, () => text);
    await Promise.all([
      inference.askModel(entry, 'padding', [texts]).then(() => order.push('question')),
      inference.runModel(entry, text).then(() => order.push('run')),
    ]);
    return order;
  }, { entry, text: TEXT });
  assert.deepEqual(order, ['run', 'question']);
});

test('what cannot be asked, and a model that is not there, are errors that say so', async (t) => {
  const page = await openPage(t, '/tests/browser/fixtures/empty.html', {
    expectedProblems: [/status 404: .*nothing.safetensors/, /console error: .*404/],
  });
  const messages = await page.evaluate(async ({ entry, missing }) => {
    const inference = /** @type {Inference} */ (await import(`${new URL('/', location.href).href}www/engine/inference.js`));
    const asked = [
      () => inference.askModel(missing, 'padding', [['a']]),
      () => inference.runModel(missing, 'a'),
      () => inference.askModel(entry, 'constructor', []),
      () => inference.askModel(entry, 'padding', [[]]),
    ];
    const messages = [];
    for (const ask of asked) messages.push(await ask().then(() => 'an answer', (/** @type {Error} */ { message }) => message));
    return messages;
  }, { entry, missing });
  assert.deepEqual(messages.slice(0, 3), [
    'nothing.safetensors: HTTP 404', 'nothing.safetensors: HTTP 404', 'constructor: not a question that is answered',
  ]);
  assert.notEqual(messages[3], 'an answer');
});
