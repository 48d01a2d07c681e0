// Maps of translation by words and by pieces.
import assert from 'node:assert/strict';
import test from 'node:test';
import { addressed, becomes, click, hover, labels, map, openTranslation, settled, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
const marked = (page) => page.locator('seq-scope .typed mark').allTextContents();

/** @param {Page} page @param {'words' | 'pieces'} unit */
async function by(page, unit) {
  await page.getByRole('radio', { name: unit }).check();
  await settled(page);
}

test('maps are by words, and by pieces when they are asked for', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'a yellow dress.');
  assert.deepEqual(await labels(map(page, 'dot')), [['a', 'yellow', 'dress', '.'], ['A', 'YELLOW', 'DRESS', '.', '</s>']]);
  await by(page, 'pieces');
  assert.deepEqual(await labels(map(page, 'dot')), [
    ['a', 'yell', 'ow', 'dres', 's', '.'], ['A', 'YELL', 'OW', 'DRES', 'S', '.', '</s>'],
  ]);
  assert.deepEqual(await map(page, 'dot').locator('.columns .starts').allTextContents(), ['a', 'yell', 'dres']);
  await addressed(page, 'grid=pieces');
  await page.waitForLoadState('networkidle');
  await page.reload();
  assert.ok(await page.getByRole('radio', { name: 'pieces' }).isChecked());
});

test('dates are by characters and have nothing to choose', async (t) => {
  const page = await openTranslation(t, 'task=dates');
  assert.equal(await page.getByRole('radio', { name: 'pieces' }).count(), 0);
  assert.deepEqual((await labels(map(page, 'dot')))[0], [...'Monday, 5 April 2021']);
});

test('a word is marked in the map, in the typed text and in the outputs, by words and by pieces', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'a yellow dress.');
  await hover(map(page, 'general'), 2, 1);
  await settled(page);
  assert.deepEqual(await map(page, 'dot').locator('.lit').allTextContents(), ['yellow', 'DRESS']);
  assert.deepEqual(await marked(page), ['yellow']);
  assert.deepEqual(await page.locator('seq-scope .written.lit').allTextContents(), ['DRESS', 'DRESS', 'DRESS']);
  await by(page, 'pieces');
  await hover(map(page, 'general'), 4, 2);
  await settled(page);
  assert.deepEqual(await map(page, 'concat').locator('.lit').allTextContents(), ['ow', 'S']);
  assert.deepEqual(await marked(page), ['ow']);
  assert.deepEqual(await page.locator('seq-scope .written.lit').allTextContents(), ['S', 'S', 'S']);
});

test('the mark lies under the word that it marks, on whichever line that is', async (t) => {
  const page = await openTranslation(t, '', { viewport: { width: 360, height: 800 } });
  await type(page, 'one two three four five six seven eight nine');
  const lineOf = async (/** @type {string} */ word) => {
    await map(page, 'dot').locator('.columns .token', { hasText: word }).click();
    await settled(page);
    return page.evaluate(() => {
      const root = document.querySelector('seq-scope')?.shadowRoot;
      const [mark, box] = /** @type {[Element, Element]} */ (['.typed mark', '#text'].map((part) => root?.querySelector(part)));
      const [{ top, bottom, left, right }, around] = [mark.getBoundingClientRect(), box.getBoundingClientRect()];
      const styles = [mark.parentElement, box].map((each) => {
        const { font, letterSpacing, padding, whiteSpace, overflowWrap, inlineSize } = getComputedStyle(/** @type {Element} */ (each));
        return [font, letterSpacing, padding, whiteSpace, overflowWrap, inlineSize];
      });
      return {
        line: Math.round((top - around.top) / (bottom - top)), styles, words: mark.textContent,
        isWithin: top > around.top && bottom < around.bottom && left > around.left && right < around.right,
      };
    });
  };
  const [first, last] = [await lineOf('one'), await lineOf('nine')];
  assert.deepEqual([first.words, last.words, first.isWithin, last.isWithin], ['one', 'nine', true, true]);
  assert.ok(last.line > first.line, `${first.line}, ${last.line}`);
  assert.deepEqual(last.styles[0], last.styles[1], 'both are set alike, and so broken alike');
});

test('a pin stays on its word when pieces are shown, and comes back', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'a yellow dress.');
  await click(map(page, 'dot'), 2, 1);
  await page.mouse.move(5, 5);
  await by(page, 'pieces');
  assert.deepEqual(await map(page, 'dot').locator('.lit').allTextContents(), ['yell', 'DRES']);
  await by(page, 'words');
  assert.deepEqual(await map(page, 'dot').locator('.lit').allTextContents(), ['yellow', 'DRESS']);
  assert.equal(await page.locator('seq-scope .cursor.pinned').count(), 3);
});

test('a slanted label is what is pointed at, to its end', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'somewhere somebody sometimes something');
  const label = map(page, 'dot').locator('.columns .token').nth(1);
  await label.scrollIntoViewIfNeeded();
  const box = await label.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width - 10, box.y + 10);
  await settled(page);
  assert.deepEqual(await marked(page), ['somebody']);
  assert.deepEqual(await map(page, 'concat').locator('.lit').allTextContents(), ['somebody']);
});

test('the keyboard walks words, and a screen reader is told of them', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'a yellow dress.');
  await map(page, 'dot').locator('.plot').focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  await settled(page);
  assert.match(await page.locator('seq-scope [role=status]').innerText(), /“YELLOW” from “dress”: dot 0\.\d{3}, general/);
  assert.deepEqual(await marked(page), ['dress']);
});

test('a word of several pieces has the candidates of each, and it is shown which of them start a word', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'a yellow dress.');
  await hover(map(page, 'dot'), 1, 1);
  await settled(page);
  const readout = map(page, 'dot').locator('.readout');
  assert.equal(await readout.locator('.candidates').count(), 2);
  assert.deepEqual(await readout.locator('.candidates').first().locator('.piece').allTextContents(), ['YELL', 'UNE', 'ait']);
  assert.deepEqual(await readout.locator('.candidates').first().locator('.starts').allTextContents(), ['YELL', 'UNE']);
  assert.deepEqual(await readout.locator('.taken .piece').allTextContents(), ['YELL', 'OW']);
  assert.equal(await readout.getByRole('list', { name: 'Best candidates for OW' }).count(), 1);
  assert.doesNotMatch(await readout.innerText(), /score/, 'four scores have no sum that says anything');
  await hover(map(page, 'dot'), 0, 0);
  await settled(page);
  assert.match(await readout.innerText(), /score/);
});

test('words that a model is not sure of are marked in its output, and told of in words', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'a big yellow dress.');
  const output = page.locator('seq-scope .output[data-attention=dot]');
  assert.deepEqual(await output.locator('.written.unsure').allTextContents(), ['YELLOW']);
  assert.match(await output.innerText(), /Not sure of “YELLOW” 28\.\d %/);
  assert.equal(await page.getByRole('img', { name: /underline of a word/ }).count(), 1);
});

test('a step of the gates is a piece: it is linked to its word, and a word to its steps', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'a yellow dress.');
  const raster = page.locator('seq-scope .raster[data-signal=c]');
  await hover(raster, 5, 2);
  await settled(page);
  assert.deepEqual(await map(page, 'dot').locator('.lit').allTextContents(), ['yellow']);
  assert.deepEqual(await raster.locator('.lit').allTextContents(), ['ow']);
  await hover(map(page, 'dot'), 0, 2);
  await settled(page);
  assert.deepEqual(await raster.locator('.lit').allTextContents(), ['dres', 's']);
});

test('layers are chosen where there are two', async (t) => {
  const page = await openTranslation(t);
  await page.getByRole('radio', { name: 'decoder' }).check();
  await page.getByRole('radio', { name: '2', exact: true }).check();
  await settled(page);
  assert.equal(await page.locator('seq-scope .raster canvas').count(), 6);
  assert.match(await page.locator('seq-scope .raster .units').first().innerText(), /255/);
});

test('what the vocabulary lacks keeps its text and is marked', async (t) => {
  const page = await openTranslation(t);
  await type(page, 'the café is old');
  assert.deepEqual(await map(page, 'dot').locator('.columns .unknown').allTextContents(), ['café']);
  assert.match(await page.locator('seq-scope .remarks').innerText(), /Not in the vocabulary: “café”/);
});

const LONG = 'when we were young '.repeat(8).trim();

test('a long sentence scrolls in its frame, its labels stay, and the maps scroll together', async (t) => {
  const page = await openTranslation(t);
  await type(page, LONG);
  const plot = map(page, 'dot').locator('.plot');
  const cell = await plot.locator('.picture').evaluate((node) => node.getBoundingClientRect().width / 32);
  assert.ok(cell >= 19.9, `${cell} pixels a column`);
  await plot.evaluate((node) => node.scrollTo(200, 60));
  await becomes(() => page.locator('seq-scope .map .plot').evaluateAll((all) =>
    all.map((each) => [each.scrollLeft, each.scrollTop])), [[200, 60], [200, 60], [200, 60]]);
  const offsets = await plot.evaluate((node) => {
    const box = node.getBoundingClientRect();
    const place = (/** @type {string} */ part) => node.querySelector(part)?.getBoundingClientRect() ?? new DOMRect();
    return [place('.rows').left - box.left, place('.columns').top - box.top];
  });
  assert.deepEqual(offsets, [0, 0]);
});

test('a frame that scrolls on while the others follow is not taken back to where they are', async (t) => {
  const page = await openTranslation(t);
  await type(page, LONG);
  await map(page, 'dot').locator('.plot').evaluate((node) => new Promise((resolve) => {
    node.addEventListener('scroll', () => {
      // The others have just been put where this one was.
      node.scrollTop = 60;
      setTimeout(resolve, 200);
    }, { once: true });
    node.scrollTop = 30;
  }));
  const scrolled = await page.locator('seq-scope .map .plot').evaluateAll((all) => all.map((each) => each.scrollTop));
  assert.deepEqual(scrolled, [60, 60, 60]);
});

test('the cell under the cursor is brought into sight in both directions', async (t) => {
  const page = await openTranslation(t);
  await type(page, LONG);
  const plot = map(page, 'dot').locator('.plot');
  await plot.focus();
  await page.keyboard.press('End');
  for (let row = 0; row < 32; row++) await page.keyboard.press('ArrowDown');
  await settled(page);
  const [outer, inner] = await Promise.all([plot.boundingBox(), plot.locator('.cursor').boundingBox()]);
  assert.ok(outer && inner);
  assert.ok(inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width, 'sideways');
  assert.ok(inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height, 'up and down');
});

for (const language of ['en', 'zh']) {
  for (const text of ['The little girl is wearing a blue dress.', LONG, 'x'.repeat(200)]) {
    test(`a phone 360 px wide scrolls nothing sideways: ${language}, ${text.length} characters`, async (t) => {
      const page = await openTranslation(t, `task=en-fr&lang=${language}&unit=3&text=${encodeURIComponent(text)}`, {
        viewport: { width: 360, height: 640 }, hasTouch: true,
      });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      await map(page, 'dot').locator('.rows .token').first().tap();
      await settled(page);
      assert.equal(await map(page, 'dot').locator('.rows .lit').count(), 1);
    });
  }
}
