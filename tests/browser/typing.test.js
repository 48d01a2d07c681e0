// What is typed, and what comes of it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ATTENTIONS, click, labels, map, open, outputs, settled, type } from './scope.js';

/** @typedef {import('../../www/element.js').SeqScope} SeqScope */

for (const text of ['Monday, 5 April 2021', '4/5/21', '05APR2021', '2021年4月5日', '二〇二一年四月五日']) {
  test(`${text} becomes 2021-04-05 in every model, with three labelled maps`, async (t) => {
    const page = await open(t);
    await type(page, text);
    assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
    for (const attention of ATTENTIONS) {
      assert.deepEqual(await labels(map(page, attention)), [[...text], [...'2021-04-05', '</s>']]);
    }
    assert.match(await page.locator('seq-scope .output-p').first().innerText(), /^p [=>] \d+\.\d+ %$/);
    assert.match(await page.locator('seq-scope .output-log').first().innerText(), /^log p = −/);
  });
}

test('every key runs the models again', async (t) => {
  const page = await open(t, 'text=');
  await page.evaluate(() => {
    const seen = /** @type {any} */ (globalThis).seen = /** @type {string[]} */ ([]);
    document.querySelector('seq-scope')?.addEventListener('trace', (event) =>
      seen.push(/** @type {CustomEvent} */ (event).detail.general.input));
  });
  const input = page.locator('seq-scope input[type=text]');
  await input.focus();
  for (const key of '4/5/21') {
    const before = await page.evaluate(() => /** @type {any} */ (globalThis).seen.length);
    await page.keyboard.press(key);
    await page.waitForFunction((count) => /** @type {any} */ (globalThis).seen.length > count, before);
  }
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).seen),
    ['4', '4/', '4/5', '4/5/', '4/5/2', '4/5/21']);
  await settled(page);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('when texts come faster than answers, the page ends with the newest and shows nothing of the others', async (t) => {
  const page = await open(t);
  const shown = await page.evaluate(async () => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    /** @type {string[]} */
    const inputs = [];
    scope.addEventListener('trace', (event) => inputs.push(/** @type {CustomEvent} */ (event).detail.dot.input));
    for (let day = 1; day <= 28; day++) scope.text = `${day} April 2021`;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return inputs;
  });
  assert.deepEqual(shown, ['28 April 2021']);
  assert.deepEqual(await outputs(page), ['2021-04-28', '2021-04-28', '2021-04-28']);
});

test('an example is one click', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: '05APR2021' }).click();
  await settled(page);
  assert.equal(await page.locator('seq-scope input[type=text]').inputValue(), '05APR2021');
  assert.equal(await page.getByRole('button', { name: '05APR2021' }).getAttribute('aria-pressed'), 'true');
});

test('what is no date gets an honest line', async (t) => {
  const page = await open(t);
  for (const [text, words] of /** @type {const} */ ([
    ['31 February 2020', /no such day/], ['tomorrow', /no date/],
  ])) {
    await page.getByRole('button', { name: text }).click();
    await settled(page);
    assert.match(await page.locator('seq-scope .remarks').innerText(), words);
  }
});

test('empty text gets a hint, and the last result stays, dimmed', async (t) => {
  const page = await open(t);
  await page.locator('seq-scope input[type=text]').fill('');
  await settled(page);
  assert.match(await page.locator('seq-scope .remarks').innerText(), /Type a date/);
  assert.equal(await page.locator('seq-scope .output.stale').count(), 3);
  assert.equal(await page.locator('seq-scope .map.stale').count(), 3);
});

test('10,000 characters are refused in words; nothing typed is lost, and the last result stays', async (t) => {
  const page = await open(t);
  const text = '4/5/21 '.repeat(1429).slice(0, 10_000);
  await page.locator('seq-scope input[type=text]').fill(text);
  await page.locator('seq-scope .refusal').waitFor();
  assert.match(await page.locator('seq-scope .refusal').innerText(), /10000 tokens: expected at most \d+/);
  assert.equal(await page.locator('seq-scope input[type=text]').inputValue(), text);
  assert.equal(await page.locator('seq-scope .output.stale').count(), 3);
  await type(page, '05APR2021');
  assert.equal(await page.locator('seq-scope .stale').count(), 0);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

for (const [name, text] of /** @type {const} */ ([
  ['emoji', '5 April 2021 👩‍👩‍👧 😀'], ['right-to-left text', 'שלום 2021-04-05 عدد'], ['combining marks', 'a\u0301\u0302 4/5/21'],
])) {
  test(`${name}: one label for each character, the unknown ones marked`, async (t) => {
    const page = await open(t);
    await type(page, text);
    const plot = map(page, 'general');
    assert.deepEqual((await labels(plot))[0], [...text]);
    assert.ok(await plot.locator('.columns .unknown').count() > 0);
    assert.match(await page.locator('seq-scope .remarks').innerText(), /Not in the vocabulary/);
  });
}

test('a lone surrogate is read as the character that stands for what cannot be read', async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    scope.text = '4/5/21 \ud83d';
  });
  await page.waitForTimeout(600);
  assert.deepEqual((await labels(map(page, 'dot')))[0], [...'4/5/21 \ufffd']);
  assert.equal(await map(page, 'dot').locator('.columns .unknown').count(), 1);
});

test('what is typed is never read as markup', async (t) => {
  const page = await open(t);
  await type(page, '<img src=x onerror=alert(1)>');
  assert.equal(await page.locator('seq-scope img').count(), 0);
  await page.getByRole('button', { name: 'Embed' }).click();
  assert.equal(await page.locator('dialog img').count(), 0);
});

test('results are announced once typing rests', async (t) => {
  const page = await open(t);
  await type(page, '05APR2021');
  await page.waitForTimeout(1000);
  assert.match(await page.locator('seq-scope [role=status]').innerText(), /dot: 2021-04-05, .* %; general: 2021-04-05/);
});
