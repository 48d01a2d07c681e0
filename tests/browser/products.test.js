// The module in a real Chromium: the products of 8-bit weights give what 32 bits give for the same weights.
import assert from 'node:assert/strict';
import test from 'node:test';
import { shippedManifest } from '../manifest.js';
import { openPage } from './harness.js';

/** @typedef {typeof import('../../pkg/seqscope.js')} Glue */

const { models } = shippedManifest();

const TEXTS = {
  'dates': ['Wednesday, 25 September 2021', '4/5/21', 'x'],
  'en-fr': ['My old friends from the village will come to see us tomorrow.', 'thank you', 'Zzyzx?'],
  'recall': ['6180 is the number to keep', '0000', '12345'],
  'repeat': ['counterrevolutionary', 'ab', 'x'],
  'en-zh': ['The red car over there belongs to my brother.', 'thank you', 'Zzyzx?'],
};

/**
 * How far a number of a trace may be from what 32 bits give: an activation is rounded to 16 bits, and what comes of that
 * adds up over steps and layers.
 */
const LIMIT = 1e-3;

for (const { files, task, attention, rnn } of models) {
  test(`${task}, ${attention}, ${rnn}: the page's products give what 32 bits give`, async (t) => {
    const page = await openPage(t, '/tests/browser/fixtures/empty.html');
    const texts = TEXTS[/** @type {keyof typeof TEXTS} */ (task)];
    const differences = await page.evaluate(async ({ names, texts }) => {
      const root = new URL('/', location.href).href;
      const glue = /** @type {Glue} */ (await import(`${root}pkg/seqscope.js`));
      const { widened } = await import(`${root}tests/browser/widened.js`);
      await glue.default({ module_or_path: await (await fetch(`${root}pkg/seqscope_bg.wasm`)).arrayBuffer() });
      const files = await Promise.all(names.map(async (name) =>
        new Uint8Array(await (await fetch(`${root}www/models/${name}`)).arrayBuffer())));
      const modelOf = (/** @type {Uint8Array[]} */ [first, head]) => new glue.Model(/** @type {Uint8Array} */ (first), head);
      const [narrow, wide] = [modelOf(files), modelOf(files.map(widened))];
      return texts.map((text) => {
        const expected = wide.run(text);
        // The same output is forced: where two tokens are as probable, rounding may decide between them.
        const found = narrow.run(text, { prefix: expected.target.map(({ id }) => id) });
        const [numbers, others] = [found, expected].map(({ scores, weights, context, encoder, decoder }) =>
          [weights, context, ...[...encoder, ...decoder].flatMap(({ signals }) => signals.map(({ values }) => values)),
            { data: scores.data.map((score) => score / 10) }].flatMap(({ data }) => [...data]));
        if (!numbers || numbers.length !== others?.length) return Infinity;
        return numbers.reduce((most, number, k) => Math.max(most, Math.abs(number - (others[k] ?? NaN))), 0);
      });
    }, { names: files.map(({ file }) => file), texts });
    for (const [k, difference] of differences.entries()) {
      assert.ok(difference <= LIMIT, `${task} ${attention} ${texts[k]}: ${difference}, expected at most ${LIMIT}`);
      assert.ok(difference > 0, `${task} ${attention} ${texts[k]}: expected two kernels, found no difference`);
    }
  });
}
