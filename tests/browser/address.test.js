// What a link holds.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';
import { randomness } from '../random.js';
import { addressed, becomes, click, DESK, map, open, outputs, ready, settled, type } from './scope.js';

test('a link brings back text, language, models, selection and gates', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: '中文' }).click();
  await type(page, '2021年4月5日 & #1');
  await page.getByRole('radio', { name: 'concat', exact: true }).check();
  await page.getByRole('radio', { name: '← 反向' }).check();
  await click(page.locator('seq-scope .raster[data-signal=h]'), 5, 3);
  await click(map(page, 'dot'), 2, 1);
  await addressed(page, 'cell=2.1');
  const address = page.url();
  const looks = async () => [
    await page.locator('h1').innerText(),
    await page.locator('seq-scope #text').inputValue(),
    await outputs(page),
    await page.locator('seq-scope input[type=radio]:not([name=task]):checked').evaluateAll((all) =>
      all.map((each) => /** @type {HTMLInputElement} */ (each).value)),
    await page.locator('seq-scope .unit .name').innerText(),
    await map(page, 'general').locator('.readout').innerText(),
    await page.locator('seq-scope .pinned').count(),
  ];
  const before = await looks();
  assert.deepEqual(before[3], ['concat', 'encoder', 'backward']);
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(address);
  await ready(page);
  assert.deepEqual(await looks(), before);
  assert.equal(await page.evaluate(() => history.length) < 5, true, 'typing adds nothing to the history');
});

test('an address that is changed by hand is followed', async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    location.hash = '#task=dates&text=05APR2021&gates=decoder';
  });
  await becomes(() => typed(page), '05APR2021');
  await becomes(() => page.getByLabel('decoder').isChecked(), true);
});

/** @param {import('playwright-core').Page} page */
const typed = (page) => page.locator('seq-scope #text').inputValue();

test('back and forward walk through tasks, examples and what paragraphs show, and not through keys', async (t) => {
  const page = await open(t, '', { limit: 240_000 });
  const before = await page.evaluate(() => history.length);
  await page.locator('seq-scope #text').fill('6 May 1999');
  await addressed(page, '6+May+1999');
  const chip = page.locator('seq-scope .chip').nth(1);
  const example = await chip.innerText();
  await chip.click();
  await addressed(page, '6+May+1999', false);
  const link = page.locator('#memory a.drive').first();
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await addressed(page, 'memory.');
  assert.equal(await page.evaluate(() => history.length), before + 2);
  /** @param {string} text */
  const shows = (text) => page.waitForFunction((wanted) => /** @type {HTMLInputElement | null | undefined} */ (
    document.querySelector('seq-scope')?.shadowRoot?.querySelector('#text'))?.value === wanted, text);
  await page.goBack();
  await addressed(page, 'memory.', false);
  await shows(example);
  await page.goBack();
  await addressed(page, '6+May+1999');
  // What was typed is where the reader left it.
  await shows('6 May 1999');
  await page.waitForTimeout(450);
  assert.equal(await page.evaluate(() => history.length), before + 2, 'going back adds nothing');
  await page.goForward();
  await shows(example);
  await page.goForward();
  await addressed(page, 'memory.');
  await shows(example);
  await ready(page);
});

test('a place in the page is no state of it', async (t) => {
  const page = await open(t);
  await type(page, '05APR2021');
  await addressed(page, '05APR2021');
  await page.evaluate(() => new Promise((resolve) => {
    addEventListener('hashchange', resolve, { once: true });
    location.hash = '#memory';
  }));
  await settled(page);
  assert.equal(await typed(page), '05APR2021');
});

test('a hundred broken links show something sensible each, and nothing goes wrong in the page', async (t) => {
  const page = await open(t, '', { limit: 240_000 });
  const { below, chance, pick, text } = randomness(100);
  const whole = '#task=dates&text=5+April+2021&attention=concat&tanh=without&grid=pieces&gates=decoder&layer=2&direction=backward'
    + '&cell=3.12&unit=7&memory.step=3&whatif.holds=f%3D1&units.order=saturation&v=2';
  for (let round = 0; round < 100; round++) {
    const place = below(whole.length);
    const broken = pick([
      whole.slice(0, place), `${whole.slice(0, place)}${text()}${whole.slice(place + below(9))}`,
      whole.split('&').map((part) => (chance(0.3) ? part.slice(0, -1) : part)).join('&'), `${whole}${text()}`, `#utf8=${text()}`,
      whole.replace(/=\w+/g, (value) => (chance(0.3) ? `=${text()}` : value)),
    ]);
    await page.evaluate((hash) => {
      location.hash = hash;
    }, broken);
    await settled(page);
    const seen = await page.locator('seq-scope').evaluate((scope) => scope.shadowRoot?.textContent ?? '');
    assert.match(seen, /\S/, broken);
    assert.doesNotMatch(seen, /\[object|NaN|undefined/, broken);
  }
  await page.evaluate(() => {
    location.hash = '#task=dates&text=5+April+2021';
  });
  await ready(page);
  await page.waitForFunction(() => [...document.querySelector('seq-scope')?.shadowRoot?.querySelectorAll('.output-text') ?? []]
    .filter((each) => each.textContent === '2021-04-05').length >= 3);
});

test('the snippet for embedding names the script and carries the text that is in the box now', async (t) => {
  const page = await open(t);
  await type(page, '05APR2021');
  await page.getByRole('button', { name: 'Embed' }).click();
  const snippet = await page.locator('dialog pre[data-place=script]').innerText();
  assert.match(snippet, /<script type="module" src="http.*\/www\/elements\/seq-scope\.js"><\/script>/);
  assert.match(snippet, /<seq-scope task="dates" text="05APR2021"><\/seq-scope>/);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog').isVisible(), false);
});

test('the address holds the fragment that was shared', async (t) => {
  const page = await open(t, '', { permissions: ['clipboard-read', 'clipboard-write'] });
  await type(page, '05APR2021');
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Link copied' }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#task=dates&text=05APR2021&v=2$/);
});

test('what no page ever wrote into an address does no harm', async (t) => {
  const odd = ['__proto__', 'constructor', 'toString', '0.5', '-3', '999999', '', 'NaN', '%F0%9F%8E%88', '<b>'];
  const fields = [
    'attention.mode', 'memory.step', 'memory.view', 'cell.step', 'units.order', 'units.signal', 'units.from', 'gradients.measure',
    'gradients.last', 'padding.way', 'padding.at', 'padding.sentence', 'dropout.seed', 'dropout.units', 'explanation.measure',
    'whatif.mode', 'whatif.part', 'whatif.rows', 'whatif.holds', 'whatif.prefix', 'whatif.gate', 'attention', 'gates', 'layer', 'unit',
    'cell', '__proto__.mode', 'constructor.name', 'toString.x',
  ];
  const page = await open(t, fields.map((field, index) => `${field}=${odd[index % odd.length]}`).join('&'));
  for (let shift = 1; shift < odd.length; shift++) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `task=dates&${fields.map((field, index) => `${field}=${odd[(index + shift) % odd.length]}`).join('&')}`);
    for (const view of await page.locator('seq-view').all()) {
      await view.scrollIntoViewIfNeeded();
      assert.doesNotMatch(await view.innerText(), /\[object|NaN|undefined/, `shift ${shift}`);
    }
  }
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('a link to a task that there is not says so in every card, and the others can be chosen', async (t) => {
  for (const task of ['__proto__', 'constructor', 'en-xx']) {
    const page = await openPage(t, `/www/#task=${task}`, DESK);
    await ready(page);
    await page.locator('seq-scope .map .failure').nth(2).waitFor();
    await page.getByRole('radio', { name: 'Dates' }).check();
    await ready(page);
    assert.equal((await outputs(page)).length, 3, task);
  }
});

test('a view with the name of no panel says which there are', async (t) => {
  const page = await open(t);
  for (const name of ['toString', '__proto__', 'constructor', 'gates']) {
    const said = await page.evaluate(async (given) => {
      const view = document.createElement('seq-view');
      view.setAttribute('name', given);
      document.querySelector('main')?.prepend(view);
      const failure = () => view.shadowRoot?.querySelector('.failure')?.textContent;
      while (!failure()) await new Promise((resolve) => requestAnimationFrame(resolve));
      const words = failure();
      view.remove();
      return words;
    }, name);
    assert.match(said ?? '', new RegExp(`^${name}: expected one of cell, .*whatif`));
  }
});
