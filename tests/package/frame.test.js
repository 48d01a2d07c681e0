// embed.html of dist/site in a frame of another origin that may only run scripts.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { openHost } from '../browser/harness.js';
import { HOST_LINES } from '../../www/site/embed-dialog.js';

/** @typedef {import('playwright-core').Frame} Frame */
/** @typedef {import('playwright-core').Page} Page */

const OPTIONS = { locale: 'en-US', limit: 240_000 };
const SANDBOXED = 'task=dates&text=5+April+2021';

/**
 * @param {import('node:test').TestContext} t
 * @param {string} address behind that of the document
 * @param {Parameters<typeof openHost>[3]} options
 * @param {{ lines?: string, from?: 'elsewhere' | 'closed' }} [host] lines: the host's script
 */
async function openFrame(t, address, options, { lines = HOST_LINES, from = 'elsewhere' } = {}) {
  const page = await openHost(t, 'frame.html', {
    from, change: (html, origins) =>
      html.replace('LINES', lines).replace('ADDRESS', `${origins[from]}/dist/site/embed.html${address.replaceAll('&', '&amp;')}`),
  }, { ...OPTIONS, ...options });
  page.setDefaultTimeout(120_000);
  const frame = page.frames().find((each) => each.url().includes('embed.html'));
  assert.ok(frame);
  return { page, frame };
}

/** @param {Frame} frame */
async function answered(frame) {
  await frame.waitForFunction(() => customElements.get('seq-scope'));
  await frame.evaluate(() => /** @type {any} */ (document.querySelector('seq-scope')).ready.then(() => {}));
  await still(frame);
}

/** Waits until nothing has moved for half a second. @param {Frame} frame */
const still = (frame) => frame.evaluate(async () => {
  for (let [last, quiet] = [-1, 0]; quiet < 10; quiet++) {
    const { height } = document.body.getBoundingClientRect();
    if (height !== last) [last, quiet] = [height, 0];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

/** @param {Frame} frame */
const outputs = (frame) => frame.locator('seq-scope .output-text').allTextContents();

/** @param {Page} page @returns {Promise<number[]>} */
const heights = (page) => page.evaluate(() => /** @type {any} */ (globalThis).messages.map((/** @type {any} */ { seqscope, height }) =>
  (seqscope === 'height' ? height : NaN)));

/** How high the frame is, what is in it, and whether it has a scroll bar. @param {Page} page @param {Frame} frame */
async function measure(page, frame) {
  const box = await page.locator('iframe').boundingBox();
  const inside = await frame.evaluate(() => {
    const root = document.documentElement;
    return {
      body: document.body.getBoundingClientRect().height, scrolls: root.scrollHeight > root.clientHeight, wide: root.scrollWidth > root.clientWidth,
      overflow: getComputedStyle(root).overflowY,
    };
  });
  return { height: box?.height ?? 0, ...inside };
}

for (const width of [360, 1280]) {
  test(`at ${width} pixels it is as high as what is in it, without a scroll bar, and tells of each change once`, async (t) => {
    const { page, frame } = await openFrame(t, `?${SANDBOXED}`, { viewport: { width, height: 800 } });
    await answered(frame);
    assert.deepEqual(await outputs(frame), ['2021-04-05', '2021-04-05', '2021-04-05']);
    assert.equal(await frame.evaluate(() => self.origin), 'null', 'it has no rights');
    const first = await measure(page, frame);
    assert.deepEqual({ ...first, body: Math.ceil(first.body) },
      { height: Math.ceil(first.body), body: Math.ceil(first.body), scrolls: false, wide: false, overflow: 'hidden' });
    assert.ok(first.height > 400, `${first.height}`);

    // Pointing at a cell changes no height; a control that adds a map changes it once.
    const before = await heights(page);
    await frame.locator('seq-scope .map .field').first().hover();
    await still(frame);
    assert.deepEqual(await heights(page), before);
    await frame.locator('seq-scope #text').fill('');
    await still(frame);
    await frame.locator('seq-scope #text').fill('31 December 1999');
    await frame.waitForFunction(() => [...document.querySelector('seq-scope')?.shadowRoot?.querySelectorAll('.output-text') ?? []]
      .every((each) => each.textContent === '1999-12-31'));
    await still(frame);
    const all = await heights(page);
    assert.ok(all.length > before.length, 'another text has another height');
    assert.deepEqual(all.filter((height, index) => height === all[index - 1]), [], 'no message without a change');
    const last = await measure(page, frame);
    assert.equal(all.at(-1), last.height);
    assert.equal(last.height, Math.ceil(last.body));
    assert.equal(last.scrolls, false);
  });
}

test('a host that gives it no height gets a scroll bar', async (t) => {
  const { page, frame } = await openFrame(t, `?${SANDBOXED}`, { viewport: { width: 1280, height: 800 } }, { lines: '' });
  await answered(frame);
  await frame.waitForFunction(() => getComputedStyle(document.documentElement).overflowY === 'auto');
  assert.equal((await measure(page, frame)).scrolls, true);
});

test('its address holds attributes of the elements, and a link', async (t) => {
  const { page, frame } = await openFrame(t,
    '?task=dates&parts=maps&attention=general&theme=dark&views=cell#task=dates&text=31+December+1999&lang=zh&cell=3.4&unit=5&v=2',
    { viewport: { width: 1280, height: 800 } });
  await answered(frame);
  assert.deepEqual(await frame.evaluate(() => {
    const scope = /** @type {any} */ (document.querySelector('seq-scope'));
    return [scope.task, scope.text, scope.attention, scope.parts, scope.theme, document.documentElement.lang, scope.state.cell, scope.state.unit];
  }), ['dates', '31 December 1999', 'general', 'maps', 'dark', 'zh', { target: 3, source: 4 }, 5]);
  await frame.locator('seq-scope .map canvas').waitFor();
  assert.equal(await frame.locator('seq-scope .map').count(), 1);
  assert.equal(await frame.locator('seq-scope .gates').count(), 0);
  await frame.locator('seq-view .panel svg').first().waitFor();
  await still(frame);
  const { height, scrolls } = await measure(page, frame);
  assert.equal((await heights(page)).at(-1), height);
  assert.equal(scrolls, false);
});

test('it keeps to itself: it asks its own server alone, keeps nothing, and says nothing but its height', async (t) => {
  /** @type {string[]} */
  const asked = [];
  const { page, frame } = await openFrame(t, `?${SANDBOXED}`, {
    viewport: { width: 1280, height: 800 },
    prepare: async (opened) => opened.on('request', (request) => asked.push(request.url())),
  });
  await answered(frame);
  const { origin } = new URL(frame.url());
  const others = asked.filter((url) => url.startsWith('http') && new URL(url).origin !== origin);
  assert.deepEqual(others, [page.url()]);
  const messages = await page.evaluate(() => /** @type {any} */ (globalThis).messages);
  assert.ok(messages.length > 0);
  for (const message of messages) assert.deepEqual(Object.keys(message).sort(), ['height', 'origin', 'seqscope']);
  assert.equal(await page.evaluate(() => history.length), 2, 'about:blank and the post');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
  assert.deepEqual(await page.context().cookies(), []);
  const another = await page.context().newPage();
  await another.goto(`${origin}/tests/browser/fixtures/empty.html`);
  assert.deepEqual(await another.evaluate(async () => [
    localStorage.length, sessionStorage.length, await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length,
  ]), [0, 0, [], 0]);
});

test('the documentation has the lines of the host as they are tried here', async () => {
  const text = await readFile(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
  assert.ok(text.includes(`\`\`\`html\n${HOST_LINES}\n\`\`\``));
});

test('where its server lets no other origin read its files the frame says so', async (t) => {
  const { frame } = await openFrame(t, `?${SANDBOXED}`, {
    viewport: { width: 1280, height: 800 },
    expectedProblems: [/console error: .*(CORS|origin 'null')/, /failed: .*(ERR_FAILED|ERR_ABORTED)/, /console error: Failed to load resource/],
  }, { from: 'closed' });
  await frame.locator('#lead .failure').waitFor();
  assert.match(await frame.locator('#lead .failure').innerText(), /this frame is sandboxed[^]*Access-Control-Allow-Origin: \*/);
});
