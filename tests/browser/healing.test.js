// What could not be fetched comes back: by itself where it fails once or twice, on demand where it fails for longer.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';
import { ATTENTIONS, DESK, map, outputs, ready, settled } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */

const DATES = ['2021-04-05', '2021-04-05', '2021-04-05'];

/**
 * Answers the first requests for some files with 500, and the others rightly.
 *
 * @param {RegExp} files
 * @param {() => boolean} fails whether the next one fails
 */
const failing = (files, fails) => (/** @type {Page} */ page) => page.route(files, (route) =>
  (fails() ? route.fulfill({ status: 500, body: '' }) : route.continue()));

/** @param {number} times */
const first = (times) => () => times-- > 0;

/** How many maps have something on them. @param {Page} page */
const painted = (page) => page.locator('seq-scope .map canvas').evaluateAll((all) => all.filter((canvas) => {
  const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
  const pixels = /** @type {HTMLCanvasElement} */ (canvas).getContext('2d')?.getImageData(0, 0, width, height).data;
  return pixels?.some((value) => value !== 0);
}).length);

/** Chromium also reports scripts that it could not run as broken off. */
const EXPECTED = [/(status 500|failed): /, /console error: .*500/];

for (const [name, files] of /** @type {const} */ ([
  ['the glue of the module', /pkg\/seqscope\.js/], ['the module', /seqscope_bg\.wasm/], ['the list of models', /manifest\.json/],
  ['a model', /dates-dot-lstm/], ['a style sheet', /styles\/plots\.css/], ['the script of the worker', /engine\/models\.js/],
  ['what draws an element', /elements\/compose\.js/],
])) {
  test(`${name} may fail twice, and the page is as it always is`, async (t) => {
    const page = await openPage(t, '/www/#task=dates', {
      ...DESK, expectedProblems: EXPECTED, prepare: failing(files, first(2)),
    });
    await ready(page);
    // What is shown waits for its style, for some seconds at most.
    await page.locator('seq-scope .output-text').nth(2).waitFor();
    assert.deepEqual(await outputs(page), DATES);
    assert.equal(await page.getByRole('radio', { name: /English → French/ }).count(), 1);
    await page.waitForFunction(() => document.querySelector('seq-scope')?.shadowRoot?.querySelectorAll('.map canvas').length === 3);
    await settled(page);
    assert.equal(await painted(page), 3);
    assert.equal(await page.locator('seq-scope .failure').count(), 0);
  });
}

test('the style of the page comes in the end where its connection broke', async (t) => {
  let broken = 0;
  const page = await openPage(t, '/www/#task=dates', {
    ...DESK, expectedProblems: [/page\.css.*ERR_CONNECTION_RESET/, /Failed to load resource: net::ERR_CONNECTION_RESET/],
    prepare: async (opened) => opened.route(/site\/page\.css/, (route) => (broken++ < 1 ? route.abort('connectionreset') : route.continue())),
  });
  await page.waitForFunction(() => getComputedStyle(document.body).marginTop === '0px');
  assert.equal(broken, 2);
});

test('the style of the page and of the elements comes in the end, however often it could not be fetched', async (t) => {
  const page = await openPage(t, '/www/#task=dates', {
    ...DESK, expectedProblems: EXPECTED, limit: 120_000, prepare: async (opened) => {
      opened.setDefaultTimeout(100_000);
      await failing(/site\/page\.css/, first(2))(opened);
      await failing(/styles\/plots\.css/, first(4))(opened);
    },
  });
  await page.waitForFunction(() => getComputedStyle(document.body).marginTop === '0px');
  await page.waitForFunction(() => {
    const plot = document.querySelector('seq-scope')?.shadowRoot?.querySelector('.plot');
    return plot && getComputedStyle(plot).overflowX === 'auto';
  });
});

for (const [name, files, words] of /** @type {const} */ ([
  ['the glue of the module', /pkg\/seqscope\.js/, /seqscope\.js\) could not be fetched: the server answers with an error[^]*HTTP 500/],
  ['the module', /seqscope_bg\.wasm/, /seqscope_bg\.wasm\) could not be fetched[^]*HTTP 500/],
  ['the list of models', /manifest\.json/, /list of models \(manifest\.json\) could not be fetched[^]*HTTP 500/],
  ['every model', /safetensors/, /dates-.*safetensors could not be fetched[^]*HTTP 500/],
])) {
  test(`${name} that keeps failing is told of in every card, and one try brings everything back`, async (t) => {
    let fails = true;
    const page = await openPage(t, '/www/#task=dates', { ...DESK, expectedProblems: EXPECTED, prepare: failing(files, () => fails) });
    await ready(page);
    for (const attention of ATTENTIONS) assert.match(await map(page, attention).innerText(), words);
    assert.doesNotMatch(await page.locator('seq-scope .cards').innerText(), /current browser|not on the server/);
    fails = false;
    await map(page, 'dot').getByRole('button', { name: 'Try again' }).click();
    for (const attention of ATTENTIONS) await map(page, attention).locator('canvas').waitFor();
    await page.locator('seq-scope .output-text').nth(2).waitFor();
    assert.deepEqual(await outputs(page), DATES);
    await settled(page);
    assert.equal(await painted(page), 3);
    assert.equal(await page.getByRole('radio', { name: /English → French/ }).count(), 1);
    assert.equal(await page.locator('seq-scope').getByRole('switch').count(), 1);
    assert.match(await page.locator('#article').innerText(), /99\.\d\d %/);
    assert.match(await page.locator('seq-scope .provenance').innerText(), /\S{3}/);
  });
}

test('a list of models that comes late brings the task of the page with it', async (t) => {
  let fails = true;
  const page = await openPage(t, '/www/', { ...DESK, expectedProblems: EXPECTED, prepare: failing(/manifest\.json/, () => fails) });
  await ready(page);
  fails = false;
  await map(page, 'general').getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('radio', { name: /English → French/, checked: true }).waitFor();
  await map(page, 'general').locator('canvas').waitFor();
});

test('a panel that cannot be fetched says why, and comes when it is tried again', async (t) => {
  let fails = true;
  const page = await openPage(t, '/www/#task=dates', {
    ...DESK, expectedProblems: EXPECTED, prepare: failing(/panels\/cell\/panel\.js/, () => fails),
  });
  await ready(page);
  const panel = page.locator('seq-view[name=cell]');
  await panel.scrollIntoViewIfNeeded();
  await panel.locator('.failure').waitFor();
  assert.match(await panel.locator('.unloaded').innerText(), /cell\/panel\.js\) could not be fetched: the server answers with an error[^]*HTTP 500/);
  fails = false;
  await panel.getByRole('button', { name: 'Try again' }).click();
  await panel.locator('svg').first().waitFor();
  assert.equal(await panel.locator('.failure').count(), 0);
});

test('what answers questions may fail for long, and answers when it is tried again', async (t) => {
  let fails = true;
  const page = await openPage(t, '/www/#task=dates', {
    ...DESK, expectedProblems: EXPECTED, prepare: failing(/seqscope_analysis_bg\.wasm/, () => fails),
  });
  await ready(page);
  const panel = page.locator('seq-view[name=dropout]');
  await panel.scrollIntoViewIfNeeded();
  await panel.locator('.unloaded').waitFor();
  assert.match(await panel.locator('.unloaded').innerText(), /seqscope_analysis_bg\.wasm\) could not be fetched[^]*HTTP 500/);
  fails = false;
  await panel.getByRole('button', { name: 'Try again' }).click();
  await panel.locator('.unloaded').waitFor({ state: 'detached' });
  assert.equal(await panel.locator('.failure').count(), 0);
});

test('Chinese words may fail twice, and are spoken in the end', async (t) => {
  const page = await openPage(t, '/www/#task=dates&lang=zh', {
    ...DESK, expectedProblems: EXPECTED, prepare: failing(/words\/zh\.js/, first(2)),
  });
  await page.locator('seq-scope #maps-heading', { hasText: '每个模型在看哪里' }).waitFor();
  await ready(page);
  assert.deepEqual(await outputs(page), DATES);
  assert.equal(await page.locator('seq-scope .failure').count(), 0);
});

test('the glue of what answers questions may fail twice, and the panel is drawn', async (t) => {
  const page = await openPage(t, '/www/#task=dates', {
    ...DESK, expectedProblems: EXPECTED, prepare: failing(/seqscope_analysis\.js/, first(2)),
  });
  await ready(page);
  const panel = page.locator('seq-view[name=dropout]');
  await panel.scrollIntoViewIfNeeded();
  await panel.locator('canvas, svg').first().waitFor();
  assert.equal(await panel.locator('.failure').count(), 0);
});

for (const [name, files] of /** @type {const} */ ([
  ['the module that draws pictures', /seqscope_pictures_bg\.wasm/], ['its glue', /seqscope_pictures\.js/], ['what saves them', /saving\/saving\.js/],
])) {
  test(`${name} may fail once, and the picture is drawn`, async (t) => {
    const page = await openPage(t, '/www/#task=dates', { ...DESK, expectedProblems: EXPECTED, prepare: failing(files, first(1)) });
    await ready(page);
    const svg = await page.locator('seq-scope').evaluate((scope) =>
      /** @type {import('../../www/elements/element.js').SeqScope} */ (scope).toSVG('dot'));
    assert.match(svg, /^<svg[^]*2021/);
  });
}

test('the script of the menu may fail once, and the menu opens', async (t) => {
  const page = await openPage(t, '/www/#task=dates', { ...DESK, expectedProblems: EXPECTED, prepare: failing(/saving\/menu\.js/, first(1)) });
  await ready(page);
  await map(page, 'dot').locator('canvas').waitFor();
  await page.getByRole('button', { name: 'Save: dot', exact: true }).click();
  await page.locator('seq-scope .save-menu').waitFor();
  assert.ok(await page.getByRole('menuitem').count() > 3);
});
