// The element as a guest in pages of other people: nothing of the page gets in, nothing of the element gets out.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openHost } from './harness.js';
import { DESK, map, outputs, ready, settled, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */
/** @typedef {Parameters<typeof openHost>[0]} TestContext */

const FROM = /** @type {const} */ (['origin', 'elsewhere']);
const ANSWERS = ['2021-04-05', '2021-04-05', '2021-04-05'];

/**
 * @param {TestContext} t
 * @param {string} name
 * @param {(html: string) => string} [change]
 * @param {Parameters<typeof openHost>[3]} [options]
 */
async function open(t, name, change, options = {}) {
  const page = await openHost(t, name, { from: 'origin', change }, { ...DESK, ...options });
  await ready(page);
  return page;
}

/**
 * How the element looks, without what takes time.
 *
 * @param {Page} page
 */
async function look(page) {
  await page.mouse.move(0, 0);
  await page.addStyleTag({ content: 'seq-scope { caret-color: transparent }' });
  await page.locator('seq-scope').evaluate((scope) => {
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (scope.shadowRoot?.querySelectorAll('.output-time'))) {
      part.style.visibility = 'hidden';
    }
    for (const plot of scope.shadowRoot?.querySelectorAll('canvas') ?? []) plot.style.transition = 'none';
  });
  // Canvases that come into sight are painted then.
  await page.setViewportSize({ width: 1280, height: 1800 });
  await settled(page);
  await page.waitForFunction(() => [...document.querySelector('seq-scope')?.shadowRoot?.querySelectorAll('canvas') ?? []]
    // One that nothing has been painted on has 300 columns.
    .every((canvas) => canvas.getBoundingClientRect().top > innerHeight || canvas.width !== 300));
  await settled(page);
  return page.locator('seq-scope').screenshot({ animations: 'disabled' });
}

/**
 * How many pixels of two pictures differ by more than the rounding of a curve.
 *
 * @param {Page} page in which they are compared
 * @param {Buffer} one
 * @param {Buffer} other
 */
async function differing(page, one, other) {
  return page.evaluate(async (pictures) => {
    const [a, b] = await Promise.all(pictures.map(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context?.drawImage(image, 0, 0);
      return context?.getImageData(0, 0, image.width, image.height);
    }));
    if (!a || !b || a.width !== b.width || a.height !== b.height) return Infinity;
    return a.data.filter((value, index) => Math.abs(value - (b.data[index] ?? 0)) > 40).length;
  }, [one.toString('base64'), other.toString('base64')]);
}

/** What pages set, and paragraphs hand down. */
const LEAKS = `p, div {
  text-indent: 2em; letter-spacing: .1em; word-spacing: .5em; text-transform: uppercase; text-align: justify;
  text-shadow: 1px 1px #000; word-break: break-all; line-break: anywhere; overflow-wrap: anywhere; hyphens: auto;
  line-height: 3; white-space: pre; font: italic bold 30px/2 serif; font-variant: small-caps; font-stretch: condensed;
  font-feature-settings: "smcp"; font-size-adjust: .7; font-kerning: none; color: #700; cursor: wait; direction: rtl;
  writing-mode: horizontal-tb; list-style: square; border-collapse: collapse; border-spacing: 9px; caption-side: bottom;
  quotes: none; tab-size: 1; text-wrap: nowrap; text-emphasis: dot; accent-color: lime; caret-color: lime;
  text-rendering: geometricPrecision; -webkit-text-stroke: 1px red; text-underline-offset: 9px; user-select: none;
  fill: red; stroke: lime; stroke-width: 3; text-anchor: end; image-rendering: auto; text-decoration: underline;
  --ink: red; --muted: red; --line: red; --surface: red; --accent: red; --background: red; --page: red; --rem: 30px;
  --cell: 3px; --head: 3px; --gutter: 3px; --p: 1;
}
html { font-size: 62.5% }
* { box-sizing: content-box; margin: 0; padding: 0; letter-spacing: .2em; line-height: 1 }`;

test('inside a paragraph that hands down all it can, the element is the same to the pixel as on a plain page', async (t) => {
  const plain = await open(t, 'paragraph.html');
  const before = await look(plain);
  const leaking = await open(t, 'paragraph.html', (html) => html.replace('/* LEAKS */', LEAKS));
  assert.deepEqual(await outputs(leaking), ANSWERS);
  assert.equal(await differing(plain, before, await look(leaking)), 0);
});

test('in a page that is written from right to left it stays as it is', async (t) => {
  const plain = await open(t, 'paragraph.html');
  const before = await look(plain);
  const turned = await open(t, 'paragraph.html', (html) => html.replace('<html lang="en">', '<html lang="ar" dir="rtl">'));
  assert.equal(await differing(plain, before, await look(turned)), 0);
});

test('what a page hides or shuts off stays hidden and shut off', async (t) => {
  const page = await open(t, 'post.html', (html) => html.replace('/* STYLE */', '#place { visibility: hidden }'));
  assert.equal(await page.locator('seq-scope #text').isVisible(), false);
  await page.locator('#place').evaluate((place) => place.style.setProperty('visibility', 'visible'));
  assert.equal(await page.locator('seq-scope #text').isVisible(), true);
  await page.locator('seq-scope').evaluate((scope) => {
    /** @type {HTMLElement} */ (scope).hidden = true;
  });
  assert.equal(await page.locator('seq-scope').isVisible(), false);
});

test('where nothing may be selected the text can be typed and selected all the same', async (t) => {
  const page = await open(t, 'post.html', (html) => html.replace('/* STYLE */', '* { user-select: none; -webkit-user-select: none }'));
  await type(page, '31 December 1999');
  assert.deepEqual(await outputs(page), ['1999-12-31', '1999-12-31', '1999-12-31']);
  assert.equal(await page.locator('seq-scope .output-text').first().evaluate((text) => getComputedStyle(text).userSelect), 'text');
});

test('nothing is left in the page: no global, no id, no style, no attribute of the element', async (t) => {
  const page = await openHost(t, 'post.html', {
    from: 'origin',
    change: (html) => html.replace('<!-- HEAD -->', '<script>globalThis.before = new Set(Object.getOwnPropertyNames(globalThis))</script>'),
  }, DESK);
  await ready(page);
  const left = await page.evaluate(() => ({
    globals: Object.getOwnPropertyNames(globalThis).filter((name) => !(/** @type {any} */ (globalThis).before.has(name)) && name !== 'before'),
    // Named elements are globals too.
    styles: document.adoptedStyleSheets.length + document.head.querySelectorAll('style').length - 1,
    attributes: document.querySelector('seq-scope')?.getAttributeNames(),
    body: [...document.body.children].map(({ localName }) => localName),
  }));
  assert.deepEqual(left.globals.filter((name) => !/^(__|playwright)/.test(name)), []);
  assert.equal(left.styles, 0);
  assert.deepEqual(left.attributes, ['task', 'text', 'lang']);
  assert.deepEqual(left.body, ['p', 'div', 'p']);
});

for (const [kind, style] of [['zoomed', 'zoom: 1.5'], ['scaled', 'transform: scale(1.5); transform-origin: 0 0']]) {
  test(`${kind} by the page, its canvases are as fine as the screen, and the pointer finds its cells`, async (t) => {
    const page = await open(t, 'post.html', (html) => html.replace('/* STYLE */', `#place { ${style}; inline-size: 600px }`));
    await map(page, 'dot').scrollIntoViewIfNeeded();
    await settled(page);
    const canvas = await map(page, 'dot').locator('canvas').evaluate((node) => {
      const { width, height } = node.getBoundingClientRect();
      return { pixels: [/** @type {HTMLCanvasElement} */ (node).width, /** @type {HTMLCanvasElement} */ (node).height], shown: [width, height] };
    });
    canvas.pixels.forEach((pixels, side) => assert.ok(Math.abs(pixels - (canvas.shown[side] ?? 0)) < 1, JSON.stringify(canvas)));
    const field = map(page, 'dot').locator('.picture');
    await field.scrollIntoViewIfNeeded();
    const box = await field.boundingBox();
    assert.ok(box);
    const columns = await map(page, 'dot').locator('.columns .token').count();
    const rows = await map(page, 'dot').locator('.rows .token').count();
    await page.mouse.move(box.x + (2.5 * box.width) / columns, box.y + (3.5 * box.height) / rows);
    await settled(page);
    const lit = await map(page, 'dot').locator('.token.lit').allTextContents();
    assert.deepEqual(lit.map((text) => text.trim()), ['A', '1']);
  });
}

test('scaled later, its canvases follow', async (t) => {
  const page = await open(t, 'post.html');
  const width = () => map(page, 'dot').locator('.picture').evaluate((picture) => {
    const canvas = /** @type {HTMLCanvasElement} */ (picture.firstElementChild);
    return canvas.width / canvas.getBoundingClientRect().width;
  });
  await map(page, 'general').scrollIntoViewIfNeeded();
  assert.equal(await width(), 1);
  await page.locator('#place').evaluate((place) => place.style.setProperty('transform', 'scale(2)'));
  await page.waitForFunction(() => {
    const canvas = document.querySelector('seq-scope')?.shadowRoot?.querySelector('canvas');
    return canvas && Math.abs(canvas.width / canvas.getBoundingClientRect().width - 1) < 0.01;
  });
});

for (const from of FROM) {
  test(`on a page that takes every key, what is typed arrives whole: element from ${from}`, async (t) => {
    const page = await openHost(t, 'keys.html', { from }, DESK);
    await ready(page);
    const box = page.locator('seq-scope #text');
    await box.click();
    await page.keyboard.type('5 April 2021');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Control+a');
    assert.equal(await box.inputValue(), '5 April 201');
    assert.deepEqual(await taken(page), ['keydown Control', 'keyup Control']);
  });
}

for (const from of FROM) {
  test(`on a page that takes every key, an input method composes undisturbed, and what is composed is run: element from ${from}`, async (t) => {
    const page = await openHost(t, 'keys.html', { from }, DESK);
    await ready(page);
    const box = page.locator('seq-scope #text');
    await box.click();
    await taken(page);
    const method = await page.context().newCDPSession(page);
    for (const text of ['2021', '2021n', '2021ni', '2021nian']) {
      // What an input method sends with each key that it takes.
      await method.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process', code: 'KeyN' });
      await method.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      await method.send('Input.dispatchKeyEvent', { type: 'keyUp', windowsVirtualKeyCode: 229, key: 'Process', code: 'KeyN' });
    }
    assert.equal(await box.inputValue(), '2021nian');
    // Enter and Escape while composing are the method's, not the figure's or the page's.
    await box.evaluate((node) => {
      for (const key of ['Enter', 'Escape', 'ArrowDown']) {
        node.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, composed: true, cancelable: true }));
      }
    });
    assert.deepEqual(await taken(page), []);
    await method.send('Input.insertText', { text: '2021年4月5日' });
    assert.equal(await box.inputValue(), '2021年4月5日');
    await page.locator('seq-scope .output-text', { hasText: '2021-04-05' }).nth(2).waitFor();
    assert.deepEqual(await outputs(page), ANSWERS);
    assert.deepEqual(await taken(page), []);
  });
}

/** Keys that have come to the page. @param {Page} page */
function taken(page) {
  return page.evaluate(() => {
    /** @type {string[]} */
    const keys = /** @type {any} */ (globalThis).taken;
    /** @type {any} */ (globalThis).taken = [];
    return keys;
  });
}

test('keys that pictures and controls use do not reach the page, the others do', async (t) => {
  const page = await openHost(t, 'keys.html', { from: 'origin' }, DESK);
  await page.locator('seq-scope').evaluate((scope) => {
    /** @type {SeqScope} */ (scope).text = '4/5/21';
  });
  await ready(page);
  await map(page, 'dot').locator('canvas').waitFor();
  const plot = map(page, 'dot').locator('.plot');
  await plot.focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'Enter', 'Escape', ' ', 'End']) await page.keyboard.press(key);
  await page.locator('seq-scope input[name=component]:checked').focus();
  for (const key of ['ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
  assert.deepEqual((await taken(page)).filter((key) => key.startsWith('keydown')), []);
  await plot.focus();
  await page.keyboard.press('n');
  // There is nothing left to let go of: this one closes what the figure stands in.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  assert.deepEqual((await taken(page)).filter((key) => key.startsWith('keydown')).slice(0, 2), ['keydown n', 'keydown Escape']);
});
