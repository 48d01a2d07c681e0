// What is typed, and what comes of it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';
import { ATTENTIONS, DESK, becomes, click, labels, map, open, outputs, ready, settled, type } from './scope.js';

/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

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
  const input = page.locator('seq-scope #text');
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
    const newest = new Promise((resolve) => scope.addEventListener('trace', (event) => {
      const { input } = /** @type {CustomEvent} */ (event).detail.dot;
      inputs.push(input);
      if (input === '28 April 2021') resolve(undefined);
    }));
    for (let day = 1; day <= 28; day++) scope.text = `${day} April 2021`;
    await newest;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return inputs;
  });
  assert.deepEqual(shown, ['28 April 2021']);
  assert.deepEqual(await outputs(page), ['2021-04-28', '2021-04-28', '2021-04-28']);
});

test('an example is one click', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: '05APR2021' }).click();
  await settled(page);
  assert.equal(await page.locator('seq-scope #text').inputValue(), '05APR2021');
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

test('empty text gets a hint, and nothing of the last result stays', async (t) => {
  const page = await open(t);
  await page.locator('seq-scope #text').fill('');
  await settled(page);
  assert.match(await page.locator('seq-scope .remarks').innerText(), /Type a date/);
  assert.equal(await page.locator('seq-scope .map canvas').count(), 0);
  assert.doesNotMatch(await page.locator('seq-scope .outputs').innerText(), /\d{4}-\d\d-\d\d/);
});

test('10,000 characters are refused in words; nothing typed is lost, and the last result stays', async (t) => {
  const page = await open(t);
  const text = '4/5/21 '.repeat(1429).slice(0, 10_000);
  await page.locator('seq-scope #text').fill(text);
  await page.locator('seq-scope .refusal').waitFor();
  assert.match(await page.locator('seq-scope .refusal').innerText(), /10000 tokens: expected at most \d+/);
  assert.equal(await page.locator('seq-scope #text').inputValue(), text);
  assert.equal(await page.locator('seq-scope .output.stale').count(), 3);
  await type(page, '05APR2021');
  assert.equal(await page.locator('seq-scope .stale').count(), 0);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('what was said of the words of one text is not said of the next one, which is refused', async (t) => {
  const page = await openPage(t, '/www/#task=en-fr', DESK);
  await ready(page);
  const said = page.locator('seq-scope .notes', { hasText: 'Most of these words are guesses.' });
  await type(page, 'Blorf wug dax frimp quiz tove.');
  await said.waitFor();
  await page.locator('seq-scope #text').fill('a b '.repeat(600));
  await page.locator('seq-scope .refusal').waitFor();
  assert.equal(await said.count(), 0);
});

for (const [name, text, read, unknown] of /** @type {[string, string, string[], number][]} */ ([
  ['emoji, without what joins them', '5/4/21 👩\u200d👧 😀', [...'5/4/21 ', '👩\u200d', '👧', ' ', '😀'], 3],
  ['right-to-left text', 'שלום 2021-04-05 עד', [...'שלום 2021-04-05 עד'], 6],
  ['combining marks, each with its letter', 'a\u0301\u0302 4/5/21', ['a\u0301\u0302', ...' 4/5/21'], 0],
  ['blanks, in runs and around', '  4/5/21\u00a0 \u200e ', [...'4/5/21'], 0],
])) {
  test(`${name}: one label for each character that is read, the unknown ones marked`, async (t) => {
    const page = await open(t);
    await type(page, text);
    const plot = map(page, 'general');
    assert.deepEqual((await labels(plot))[0], read);
    assert.equal(await plot.locator('.columns .unknown').count(), unknown);
    const remarks = await page.locator('seq-scope .remarks').innerText();
    assert.equal(/Not in the vocabulary/.test(remarks), unknown > 0);
  });
}

test('a year that no model knows, and what is no day, have a note beside the input', async (t) => {
  const page = await open(t);
  const remarks = page.locator('seq-scope .remarks');
  await type(page, 'July 4, 1776');
  assert.equal(await remarks.innerText(), 'The models only know the years 1950 to 2049, so this year is none to them.');
  for (const text of ['29 February 2023', '13/25/2010', '31.4.2020']) {
    await type(page, text);
    assert.equal(await remarks.innerText(), 'There is no such day in the calendar. The models answer all the same.');
  }
  await type(page, '28 February 2023');
  assert.equal(await remarks.innerText(), '');
  await page.getByRole('button', { name: '中文' }).click();
  await type(page, '1776年7月4日');
  await becomes(() => remarks.innerText(), '模型只认识 1950 到 2049 年，这个年份它们没有见过。');
});

test('a lone surrogate is read as the character that stands for what cannot be read', async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    scope.text = '4/5/21 \ud83d';
  });
  await becomes(async () => (await labels(map(page, 'dot')))[0], [...'4/5/21 \ufffd']);
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
  await page.locator('seq-scope [role=status]', { hasText: /dot: 2021-04-05, .* %; general: 2021-04-05/ }).waitFor({ state: 'attached' });
});

test('a long text is on as many lines as it takes, and is one line whatever key is pressed', async (t) => {
  const page = await open(t, 'text=4/5/21', { viewport: { width: 390, height: 844 } });
  const box = page.locator('seq-scope #text');
  const height = async () => (await box.boundingBox())?.height ?? 0;
  const [one, isWhole] = [await height(), () => box.evaluate((each) => each.scrollHeight <= each.clientHeight && each.scrollWidth <= each.clientWidth)];
  await type(page, 'Wednesday, 25 September 2021, late');
  assert.ok(await height() > 1.4 * one, `${await height()}, ${one}`);
  assert.equal(await isWhole(), true);
  await box.press('End');
  await box.press('Enter');
  await box.press('Shift+Enter');
  await page.keyboard.type('!');
  assert.equal(await box.inputValue(), 'Wednesday, 25 September 2021, late!');
  await type(page, '4/5/21');
  assert.equal(await height(), one);
});

for (const lang of ['en', 'zh']) {
  test(`the first screen of a phone shows what a model wrote: ${lang}`, async (t) => {
    for (const task of ['dates', 'en-fr', 'en-zh']) {
      const page = await openPage(t, `/www/#task=${task}&lang=${lang}`, {
        locale: 'en-US', viewport: { width: 390, height: 664 }, hasTouch: true, limit: 120_000,
      });
      await ready(page);
      // The last of what stands above it may come after the answer.
      await becomes(async () => {
        const written = await page.locator('seq-scope .output-text').first().boundingBox();
        return written !== null && written.y + written.height <= 664;
      }, true, task);
    }
  });
}
