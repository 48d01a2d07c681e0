// Every picture is current, waiting, stale or failed for the text, task and model that the page has, and says so.
import assert from 'node:assert/strict';
import test from 'node:test';
import { becomes, map, open, ready, settled, type } from './scope.js';
import { standIn } from './stand-in.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

const TEXT = '5 April 2021';
/** What panels have of it. */
const OLD = /April|2021|“i”/;
const LONG = '4/5/21 '.repeat(1429);

/** @param {Page} page @param {string} name */
const panel = (page, name) => page.locator(`seq-view[name=${name}]`);

/** Scrolls to a panel and waits for its pictures. @param {Page} page @param {string} name */
async function look(page, name) {
  await panel(page, name).evaluate((element) => element.scrollIntoView());
  await panel(page, name).locator('.panel > :not(.placeholder)').first().waitFor();
  await settled(page);
}

/** What all panels have in the document, for a reader who searches it. @param {Page} page */
const inDocument = (page) => page.evaluate(() => [...document.querySelectorAll('seq-view')].map((view) => {
  const labels = [...view.shadowRoot?.querySelectorAll('[aria-label]') ?? []].map((node) => node.getAttribute('aria-label'));
  return `${view.shadowRoot?.querySelector('.panel')?.textContent} ${labels.join(' ')}`;
}).join('\n'));

/** Clicks everything in the panels that can be clicked, as a script may. @param {Page} page */
const clickAll = (page) => page.evaluate(() => {
  for (const view of document.querySelectorAll('seq-view')) {
    for (const node of view.shadowRoot?.querySelectorAll('canvas, rect, path, circle, [tabindex], li, td') ?? []) {
      const { left, top, width, height } = node.getBoundingClientRect();
      const at = { bubbles: true, composed: true, clientX: left + width * 0.7, clientY: top + height * 0.9 };
      for (const name of ['pointermove', 'pointerdown', 'pointerup', 'click']) node.dispatchEvent(new PointerEvent(name, at));
    }
  }
});

/** Changes something without scrolling to it. @param {Page} page @param {{ text?: string, task?: string }} changes */
const set = (page, changes) => page.evaluate((given) => {
  Object.assign(/** @type {SeqScope} */ (document.querySelector('seq-scope')), given);
}, changes);

/** @param {Page} page */
const state = (page) => page.evaluate(() => /** @type {SeqScope} */ (document.querySelector('seq-scope')).state);

/** The opacity that canvases of a part come to. @param {import('playwright-core').Locator} part */
const opacity = (part) => part.locator('canvas, svg').first().evaluate((canvas) => {
  // One that is out of sight would not end.
  for (const animation of canvas.getAnimations()) animation.finish();
  return Number(getComputedStyle(canvas).opacity);
});

test('where the box is emptied nothing of the last text is left, and nothing moves; all is there again with the next text', async (t) => {
  const page = await open(t, `text=${TEXT}`);
  await look(page, 'units');
  assert.equal(await opacity(panel(page, 'units')), 1);
  const heights = () => Promise.all([map(page, 'dot'), panel(page, 'units')].map(async (part) => (await part.boundingBox())?.height ?? 0));
  const before = await heights();
  await set(page, { text: '' });
  await panel(page, 'units').getByText('type one above').waitFor();
  for (const part of [map(page, 'dot'), page.locator('seq-scope .gates'), panel(page, 'units')]) {
    await becomes(() => part.locator('canvas').count(), 0);
  }
  await becomes(() => page.locator('seq-scope .output-text').count(), 0);
  assert.equal(await page.locator('seq-scope .stale').count(), 0);
  (await heights()).forEach((height, part) => assert.ok(Math.abs(height - (before[part] ?? 0)) < 40, `${before} → ${height}`));
  await type(page, '05APR2021');
  await look(page, 'units');
  assert.equal(await opacity(panel(page, 'units')), 1);
  assert.equal(await page.getByText('Of “').count(), 0);
});

test('where a text is refused, panels fade and say that it was not run', async (t) => {
  const page = await open(t, 'lang=zh');
  await look(page, 'memory');
  await set(page, { text: LONG });
  await panel(page, 'memory').getByText('输入的文字没有运行').waitFor();
  await map(page, 'dot').getByText('输入的文字没有运行').waitFor();
  assert.ok(await opacity(panel(page, 'memory')) < 0.5);
});

test('panels of a task whose models fail to load keep nothing of the other task, say why, and come with a second try', async (t) => {
  let fails = true;
  const page = await open(t, `text=${TEXT}`, {
    expectedProblems: [/status 404/, /console error: .*404/],
    prepare: async (opened) => {
      await standIn(opened);
      await opened.route(/en-fr-.*safetensors/, (route) =>
        (fails ? route.fulfill({ status: 404, body: 'not found' }) : route.fallback()));
    },
  });
  await look(page, 'units');
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await set(page, { text: '' });
  await set(page, { task: 'en-fr' });
  await ready(page);
  await panel(page, 'units').getByText(/is not on the server[^]*HTTP 404/).waitFor();
  assert.doesNotMatch(await inDocument(page), OLD);
  assert.equal(await panel(page, 'units').locator('canvas').count(), 0);
  await clickAll(page);
  assert.deepEqual([(await state(page)).unit, (await state(page)).cell], [null, null]);
  const shorter = await page.evaluate(() => document.documentElement.scrollHeight);
  assert.ok(shorter > height * 0.8, `${height} → ${shorter}`);
  fails = false;
  await panel(page, 'units').getByRole('button', { name: 'Try again' }).click();
  await panel(page, 'units').locator('canvas').first().waitFor();
  // And back, where the box is empty: what is shown is of that task, or nothing.
  await set(page, { task: 'dates' });
  await ready(page);
  await panel(page, 'units').getByText('type one above').waitFor();
  await clickAll(page);
  assert.equal((await state(page)).unit, null);
});

test('while the models of another task load, panels say what they wait for', async (t) => {
  /** @type {(value?: unknown) => void} */
  let arrive = () => {};
  const arrived = new Promise((resolve) => {
    arrive = resolve;
  });
  const page = await open(t, `text=${TEXT}`, { prepare: (opened) => standIn(opened, { before: () => arrived }) });
  await look(page, 'units');
  await set(page, { task: 'en-fr' });
  await panel(page, 'units').getByText('This comes with the model general').waitFor();
  assert.doesNotMatch(await inDocument(page), OLD);
  arrive();
  await panel(page, 'units').locator('canvas').first().waitFor();
});

test('a panel far from the window keeps no old run, and the page does not move', async (t) => {
  const page = await open(t, `text=${TEXT}`);
  for (const name of ['units', 'memory', 'attention']) await look(page, name);
  assert.match(await inDocument(page), OLD);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForFunction(() => scrollY === 0);
  await settled(page);
  const heights = () => page.evaluate(() => [...document.querySelectorAll('seq-view')].slice(1).map((view) => {
    const { top, height } = view.getBoundingClientRect();
    return [Math.round(top + scrollY), Math.round(height)];
  }));
  const before = await heights();
  await type(page, '31 December 1999');
  await settled(page);
  assert.doesNotMatch(await inDocument(page), OLD);
  // The answers above have other numbers of rows.
  const moved = (await heights())[0]?.[0] ?? 0;
  const by = moved - (before[0]?.[0] ?? 0);
  for (const [index, [top = 0, height]] of (await heights()).entries()) {
    const [topBefore = 0, heightBefore] = before[index] ?? [];
    assert.equal(height, heightBefore, `panel ${index + 1}`);
    assert.ok(Math.abs(top - topBefore - by) <= 1, `${topBefore} → ${top}`);
  }
  await clickAll(page);
  assert.doesNotMatch(await inDocument(page), /NaN/);
  await look(page, 'memory');
  assert.match(await inDocument(page), /1999/);
});

test('nothing that is not there is pinned, by an address, a script or a click', async (t) => {
  const page = await open(t, 'unit=91&cell=99.99');
  assert.deepEqual([(await state(page)).unit, (await state(page)).cell], [null, null]);
  const far = { memory: { step: '999999' }, cell: { step: '-7' }, gradients: { last: '1e15' }, units: { unit: '4000' } };
  await page.evaluate((panels) => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    scope.state = { ...scope.state, unit: 1e9, cell: { target: 500, source: -3 }, layer: 77, panels };
  }, far);
  await settled(page);
  assert.deepEqual([(await state(page)).unit, (await state(page)).cell], [null, null]);
  for (const name of ['cell', 'units', 'memory', 'gradients', 'attention', 'explanation', 'whatif', 'padding', 'dropout']) {
    await look(page, name);
    assert.doesNotMatch(await inDocument(page), /NaN|undefined|Infinity/, name);
  }
});

test('an answer that takes long is told of, and one that comes at once is not', async (t) => {
  const page = await open(t, '', {
    prepare: (opened) => opened.addInitScript(() => {
      const { postMessage } = Worker.prototype;
      Object.assign(globalThis, { isHeld: false });
      /** @this {Worker} @param {any[]} given */
      Worker.prototype.postMessage = function (...given) {
        if (!(/** @type {any} */ (globalThis).isHeld)) postMessage.apply(this, /** @type {any} */ (given));
      };
    }),
  });
  await page.evaluate(() => {
    const page = /** @type {any} */ (globalThis);
    page.told = 0;
    const scope = /** @type {Element} */ (document.querySelector('seq-scope'));
    new MutationObserver(() => {
      page.told += scope.shadowRoot?.querySelectorAll('.stale, .standing').length ?? 0;
    }).observe(/** @type {ShadowRoot} */ (scope.shadowRoot), { subtree: true, childList: true, attributes: true });
  });
  await type(page, '05APR2021');
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).told), 0);
  await page.evaluate(() => Object.assign(globalThis, { isHeld: true }));
  await set(page, { text: '31 December 1999' });
  await map(page, 'general').getByText('Of “05APR2021”: what is typed is not answered yet').waitFor();
  assert.ok(await opacity(map(page, 'general')) < 0.5);
});

test('what a screen reader was told is not kept in another language', async (t) => {
  const page = await open(t);
  const status = page.locator('seq-scope p[role=status].visually-hidden').last();
  await map(page, 'dot').locator('.plot').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('seq-scope p[role=status]', { hasText: ' from ' }).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: '中文' }).click();
  await becomes(async () => / from /.test(await status.textContent() ?? ''), false);
});

test('what a panel told a screen reader is kept in no other language and for no other task', async (t) => {
  const page = await open(t, `text=${TEXT}`, { limit: 120_000, prepare: (opened) => standIn(opened) });
  const told = panel(page, 'attention').locator('.told');
  const walk = async () => {
    await look(page, 'attention');
    await panel(page, 'attention').locator('.plot').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('seq-view[name=attention]')?.shadowRoot?.querySelector('.told')?.textContent !== '');
  };
  await walk();
  await page.getByRole('button', { name: '中文' }).click();
  await page.locator('html[lang=zh-CN]').waitFor();
  await look(page, 'attention');
  assert.equal(await told.textContent(), '');
  await walk();
  await set(page, { task: 'en-fr' });
  await ready(page);
  await look(page, 'attention');
  assert.equal(await told.textContent(), '');
});
