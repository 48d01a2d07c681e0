// Colours follow the ground that an element really stands on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { openHost } from './harness.js';
import { DESK, ready, settled } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The least contrast between words of an element and what is behind them; a strip of labels and the ground of the page.
 *
 * @param {Page} page
 * @param {string} [tag]
 */
function look(page, tag = 'seq-scope') {
  return page.locator(tag).evaluate((element) => {
    const root = element.shadowRoot;
    const stage = root?.querySelector('.stage');
    const strip = root?.querySelector('.rows');
    return {
      dark: stage?.classList.contains('dark'), ownGround: stage?.classList.contains('own-ground'),
      ink: stage && getComputedStyle(stage).color, strip: strip && getComputedStyle(strip).backgroundColor,
      picture: root?.querySelector('canvas')?.toDataURL().length,
    };
  });
}

/**
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
async function findings(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document, { resultTypes: ['violations'] });
    return violations.map((/** @type {any} */ { id, nodes }) =>
      `${id}: ${nodes.slice(0, 3).map((/** @type {any} */ node) => node.target.flat().join(' ')).join(' | ')}`);
  });
}

/** Waits until a change of the page is seen. @param {Page} page @param {boolean} dark */
async function becomes(page, dark) {
  await page.waitForFunction((wanted) =>
    document.querySelector('seq-scope')?.shadowRoot?.querySelector('.stage')?.classList.contains('dark') === wanted, dark);
  await settled(page);
}

for (const from of /** @type {const} */ (['origin', 'elsewhere'])) {
  test(`on a dark page without a color-scheme the ink is light, and labels stand on the ground of the page: ${from}`, async (t) => {
    const page = await openHost(t, 'dark.html', { from }, DESK);
    await ready(page);
    const { dark, ownGround, ink, strip } = await look(page);
    assert.deepEqual({ dark, ownGround, ink, strip }, {
      dark: true, ownGround: false, ink: 'rgb(232, 230, 225)', strip: 'rgb(29, 30, 32)',
    });
    await page.locator('seq-view').scrollIntoViewIfNeeded();
    await page.locator('seq-view .panel > *').first().waitFor();
    assert.equal((await look(page, 'seq-view')).dark, true);
    assert.deepEqual(await findings(page), []);
  });
}

test('a class that is changed later changes the colours, canvases included, and so does what fades', async (t) => {
  const page = await openHost(t, 'dark.html', {
    from: 'origin', change: (html) => html.replace('class="dark"', '').replace('body { background: #ffffff;', 'body { transition: background .3s, color .3s; background: #ffffff;'),
  }, DESK);
  await ready(page);
  const light = await look(page);
  assert.deepEqual([light.dark, light.strip], [false, 'rgb(255, 255, 255)']);
  await page.evaluate(() => document.documentElement.classList.add('dark'));
  await becomes(page, true);
  await page.waitForFunction(() => {
    const strip = document.querySelector('seq-scope')?.shadowRoot?.querySelector('.rows');
    return strip && getComputedStyle(strip).backgroundColor === 'rgb(29, 30, 32)';
  });
  await page.evaluate(() => document.documentElement.classList.remove('dark'));
  await becomes(page, false);
});

test('a style sheet that is added later counts too', async (t) => {
  const page = await openHost(t, 'post.html', { from: 'origin' }, DESK);
  await ready(page);
  assert.equal((await look(page)).dark, false);
  await page.addStyleTag({ content: 'body { background: #101010; color: #eee }' });
  await becomes(page, true);
});

test('a page that leaves its colours to the system is followed, and one that does not is not', async (t) => {
  for (const [head, expected] of /** @type {[string, boolean][]} */ ([
    ['<meta name="color-scheme" content="light dark">', true], ['<style>:root { color-scheme: light dark }</style>', true],
    ['<style>:root { color-scheme: dark }</style>', true], ['', false], ['<style>:root { color-scheme: light }</style>', false],
    ['<style>@media (prefers-color-scheme: dark) { body { background: #222; color: #ddd } }</style>', true],
  ])) {
    const page = await openHost(t, 'post.html', {
      from: 'origin', change: (html) => html.replace('<!-- HEAD -->', head),
    }, { ...DESK, colorScheme: 'dark' });
    await ready(page);
    assert.equal((await look(page)).dark, expected, head);
  }
});

test('where no ink would be readable it brings a ground of its own, and a theme may be named', async (t) => {
  const page = await openHost(t, 'dark.html', { from: 'origin', change: (html) => html.replace('class="dark"', 'class="dim"') }, DESK);
  await ready(page);
  assert.equal((await look(page)).ownGround, true);
  assert.deepEqual((await findings(page)).filter((finding) => finding.startsWith('color-contrast')), []);
  await page.evaluate(() => {
    document.documentElement.className = 'photo';
  });
  await becomes(page, true);
  assert.equal((await look(page)).ownGround, true);
  await page.evaluate(() => {
    document.documentElement.className = '';
    document.querySelector('seq-scope')?.setAttribute('theme', 'dark');
  });
  await page.waitForFunction(() => document.querySelector('seq-scope')?.shadowRoot?.querySelector('.own-ground.dark'));
  await page.evaluate(() => {
    /** @type {any} */ (document.querySelector('seq-scope')).theme = undefined;
  });
  await becomes(page, false);
  assert.equal((await look(page)).ownGround, false);
});

test('custom properties set colours, letters and sizes, and parts can be styled', async (t) => {
  const page = await openHost(t, 'post.html', {
    from: 'origin',
    change: (html) => html.replace('/* STYLE */', `
      seq-scope {
        --seq-ink: rgb(1, 2, 3); --seq-accent: rgb(4, 5, 6); --seq-font: Georgia, serif; --seq-font-size: 20px;
        --seq-radius: 0; --seq-background: rgb(250, 250, 240);
      }
      seq-scope::part(heading) { display: none }
      seq-scope::part(text-box) { border-width: 3px }`),
  }, DESK);
  await ready(page);
  const found = await page.locator('seq-scope').evaluate((scope) => {
    const style = (/** @type {string} */ selector) => {
      const node = scope.shadowRoot?.querySelector(selector);
      assert(node);
      return getComputedStyle(node);
    };
    /** @param {unknown} node @returns {asserts node} */
    function assert(node) {
      if (!node) throw new Error('expected a node');
    }
    return {
      ink: style('.stage').color, size: style('.stage').fontSize, family: style('.stage').fontFamily,
      box: [style('#text').borderTopWidth, style('#text').borderTopLeftRadius], heading: style('.section-heading').display,
      strip: style('.rows').backgroundColor,
    };
  });
  assert.deepEqual(found, {
    ink: 'rgb(1, 2, 3)', size: '18.75px', family: 'Georgia, serif', box: ['3px', '0px'], heading: 'none',
    strip: 'rgb(250, 250, 240)',
  });
});

test('axe-core finds nothing in a paragraph', async (t) => {
  const page = await openHost(t, 'paragraph.html', {
    from: 'origin',
    change: (html) => html.replace('/* LEAKS */', 'p { text-indent: 2em; letter-spacing: .1em; text-transform: uppercase; color: #bbb }')
      .replace('<body>', '<body><main><h1>A post</h1>').replace('</body>', '</main></body>'),
  }, DESK);
  await ready(page);
  assert.deepEqual(await findings(page), []);
});
