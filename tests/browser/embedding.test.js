// The element by itself, and in pages that are strict.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';
import { becomes, open, outputs, settled, type } from './scope.js';

/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

test('the page works under a strict content security policy', async (t) => {
  const page = await open(t, '', {
    prepare: (opened) => opened.route('**/www/', async (route) => {
      const response = await route.fetch();
      const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'";
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
    }),
  });
  await becomes(() => outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('several elements share one worker, each with its own text and language', async (t) => {
  let workers = 0;
  const page = await openPage(t, '/tests/browser/fixtures/embedded.html', {
    prepare: async (opened) => opened.on('worker', () => workers++),
  });
  await page.evaluate(() => Promise.all([...document.querySelectorAll('seq-scope')].map((each) =>
    /** @type {SeqScope} */ (each).ready)));
  await settled(page);
  assert.equal(workers, 1);
  const texts = await page.locator('seq-scope').evaluateAll((all) => all.map((each) =>
    [...each.shadowRoot?.querySelectorAll('.output-text, h2') ?? []].map((part) => part.textContent)));
  assert.deepEqual(texts[0]?.slice(0, 4), ['2021-04-05', '2021-04-05', '2021-04-05', 'Where each model looks']);
  assert.deepEqual(texts[1]?.slice(0, 4), ['1999-12-31', '1999-12-31', '1999-12-31', '每个模型在看哪里']);
  assert.equal(new URL(page.url()).hash, '', 'an embedded element leaves the address alone');
});

test('attributes and properties set the text, the attention and the language', async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    scope.setAttribute('text', '05APR2021');
    scope.setAttribute('attention', 'concat');
    scope.setAttribute('lang', 'zh');
  });
  await page.locator('seq-scope #gates-heading', { hasText: 'LSTM 的内部' }).waitFor();
  assert.equal(await page.locator('seq-scope #text').inputValue(), '05APR2021');
  assert.equal(await page.locator('seq-scope input[name=attention]:checked').inputValue(), 'concat');
  const values = await page.evaluate(() => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    return [scope.task, scope.text, scope.attention];
  });
  assert.deepEqual(values, ['dates', '05APR2021', 'concat']);
});

test('an element that is taken out and put back works on', async (t) => {
  const page = await open(t);
  await page.evaluate(async () => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    const place = scope.nextSibling;
    const parent = scope.parentNode;
    scope.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    parent?.insertBefore(scope, place);
  });
  await type(page, '05APR2021');
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});
