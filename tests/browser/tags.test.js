// Attributes and properties, what stands between the tags, and views that come before their scopes.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { ELEMENTS } from '../../www/elements/interface.js';
import { openHost, useWholeBrowser } from './harness.js';
import { DESK, outputs, ready, settled } from './scope.js';

useWholeBrowser();

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

const ANSWERS = ['2021-04-05', '2021-04-05', '2021-04-05'];

/** @param {(html: string) => string} change */
const changed = (change) => ({ from: /** @type {const} */ ('origin'), change });

/** Waits for a panel that has something in it. @param {Page} page @param {string} selector */
async function drawn(page, selector) {
  await page.locator(selector).scrollIntoViewIfNeeded();
  await page.locator(`${selector} .panel > :not(.failure)`).first().waitFor();
}

for (const from of /** @type {const} */ (['origin', 'elsewhere'])) {
  test(`a tag without an end shows what it swallowed behind the figure, and says what to write: ${from}`, async (t) => {
    const page = await openHost(t, 'selfclosed.html', { from }, {
      ...DESK, expectedProblems: [/console warning: <seq-scope task="dates"[^]*Write <seq-scope task="dates" text="4\/5\/21" lang="en"><\/seq-scope>/, /console warning: <seq-view name="tanh" \/>/],
    });
    await ready(page);
    assert.deepEqual(await outputs(page), ANSWERS);
    for (const id of ['after', 'end']) assert.ok(await page.locator(`#${id}`).isVisible(), id);
    const places = await page.evaluate(() => ['.stage', '#after', '#end'].map((selector) =>
      (document.querySelector('seq-scope')?.shadowRoot?.querySelector(selector) ?? document.querySelector(selector))?.getBoundingClientRect().top ?? 0));
    assert.deepEqual(places, places.toSorted((a, b) => a - b));
    assert.notEqual(await page.locator('#after').evaluate((node) => getComputedStyle(node).fontFamily), await page.locator('seq-scope .stage').first().evaluate((node) => getComputedStyle(node).fontFamily));
    await drawn(page, 'seq-view');
  });
}

for (const name of ['dark.html', 'paragraph.html', 'property.html', 'newline.html', 'pictured.html', 'post.html']) {
  test(`${name} works with the element from another origin`, async (t) => {
    const page = await openHost(t, name, { from: 'elsewhere' }, DESK);
    await ready(page);
    assert.deepEqual(await outputs(page), ANSWERS);
  });
}

test('what stands between the tags is shown until there is something to see', async (t) => {
  let open = () => {};
  const opened = new Promise((resolve) => (open = () => resolve(undefined)));
  const page = await openHost(t, 'pictured.html', { from: 'origin' }, {
    ...DESK, prepare: (prepared) => prepared.route('**/*.safetensors', async (route) => {
      await opened;
      await route.continue();
    }),
  });
  const picture = page.locator('seq-scope img');
  const panel = page.getByText('A panel will be here.');
  assert.ok(await picture.isVisible());
  assert.ok(await panel.isVisible());
  assert.equal(await page.locator('seq-scope #text').isVisible(), false);
  const height = await page.locator('seq-scope').evaluate((scope) => scope.getBoundingClientRect().height);
  assert.ok(height > 1000, `its room is kept: ${height}`);
  open();
  await ready(page);
  assert.equal(await picture.isVisible(), false);
  assert.deepEqual(await outputs(page), ANSWERS);
  await drawn(page, 'seq-view');
  assert.equal(await panel.isVisible(), false);
});

test('where scripts are off, what stands between the tags is there', async (t) => {
  const page = await openHost(t, 'pictured.html', { from: 'origin' }, { ...DESK, javaScriptEnabled: false });
  assert.ok(await page.locator('seq-scope img').isVisible());
  assert.ok(await page.getByText('A panel will be here.').isVisible());
});

for (const from of /** @type {const} */ (['origin', 'elsewhere'])) test(`a view says what is missing, and is drawn when it comes, in the same tree first: element from ${from}`, async (t) => {
  const page = await openHost(t, 'late.html', { from }, DESK);
  const words = (/** @type {string} */ id) => page.locator(`#${id} .failure`).innerText();
  assert.match(await words('first'), /There is none in this page yet/);
  assert.match(await words('named'), /“mine”/);
  assert.match(await words('wrong'), /the element with the id “heading” is none/);
  await page.evaluate(() => {
    const root = document.getElementById('host')?.attachShadow({ mode: 'open' });
    for (const tag of ['seq-view', 'seq-scope']) {
      const element = document.createElement(tag);
      element.setAttribute(tag === 'seq-view' ? 'name' : 'task', tag === 'seq-view' ? 'tanh' : 'dates');
      if (tag === 'seq-scope') element.setAttribute('text', '1/2/03');
      root?.append(element);
    }
  });
  await drawn(page, '#host seq-view');
  // A scope in a tree of its own is nobody else's.
  assert.match(await words('first'), /There is none in this page yet/);
  await page.evaluate(() => {
    const scope = document.createElement('seq-scope');
    scope.setAttribute('task', 'dates');
    document.body.append(scope);
  });
  await drawn(page, '#first');
  assert.match(await words('named'), /“mine”/);
  await page.evaluate(() => document.querySelector('body > seq-scope')?.setAttribute('id', 'mine'));
  await drawn(page, '#named');
  await page.evaluate(() => document.getElementById('mine')?.remove());
  await page.locator('#first .failure').waitFor();
});

test('properties that are set to nothing are as if they had never been set', async (t) => {
  const page = await openHost(t, 'property.html', { from: 'origin' }, DESK);
  await ready(page);
  const first = 'Monday, 5 April 2021';
  const read = () => page.locator('seq-scope').evaluate((element) => {
    const scope = /** @type {SeqScope} */ (element);
    return [scope.text, scope.attention, scope.theme, scope.parts, scope.loading];
  });
  assert.deepEqual(await read(), [first, 'general', 'auto', null, 'eager']);
  for (const nothing of ['undefined', 'null']) {
    await page.evaluate((value) => {
      const scope = /** @type {any} */ (document.querySelector('seq-scope'));
      Object.assign(scope, { text: '4/5/21', attention: 'dot concat', theme: 'dark', parts: 'maps', loading: 'lazy' });
      const unset = value === 'null' ? null : undefined;
      Object.assign(scope, { text: unset, attention: unset, theme: unset, parts: unset, loading: unset });
    }, nothing);
    assert.deepEqual(await read(), [first, 'general', 'auto', null, 'eager']);
  }
  await page.locator('seq-scope').evaluate((scope) => {
    scope.setAttribute('text', '4/5/21');
    scope.removeAttribute('text');
  });
  assert.equal((await read())[0], first);
  await settled(page);
  assert.equal(await page.locator('seq-scope #text').inputValue(), first);
});

test('a line break in the text is a space everywhere', async (t) => {
  const page = await openHost(t, 'newline.html', { from: 'origin' }, { ...DESK, permissions: ['clipboard-read', 'clipboard-write'] });
  await ready(page);
  const box = page.locator('seq-scope #text');
  assert.equal(await box.inputValue(), '5 April 2021');
  assert.equal(await page.locator('seq-scope').evaluate((scope) => /** @type {SeqScope} */ (scope).text), '5 April 2021');
  assert.deepEqual(await outputs(page), ANSWERS);
  const labels = await page.locator('seq-scope .map[data-attention=dot] .columns .token').evaluateAll((all) => all.map((token) => token.textContent));
  assert.equal(labels.join(''), '5 April 2021');
  await page.evaluate(() => navigator.clipboard.writeText('31 Dec\r\n1999'));
  await box.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+v');
  assert.equal(await box.inputValue(), '31 Dec 1999');
});

test('parts and attentions that are named are all that is shown and loaded, down to one heatmap', async (t) => {
  /** @type {string[]} */
  const asked = [];
  const page = await openHost(t, 'post.html', changed((html) => html.replace('<seq-scope', '<seq-scope parts="maps" attention="general"')), {
    ...DESK, prepare: async (opened) => opened.on('request', (request) => {
      if (request.url().endsWith('.safetensors')) asked.push(new URL(request.url()).pathname.replace(/.*\/dates-(\w+)-.*/, '$1'));
    }),
  });
  await ready(page);
  const shown = () => page.locator('seq-scope').evaluate((scope) => ({
    canvases: [...scope.shadowRoot?.querySelectorAll('.map') ?? []].map((map) => /** @type {HTMLElement} */ (map).dataset['attention']),
    parts: ['.entry', '.outputs', '.maps', '.gates'].filter((part) => scope.shadowRoot?.querySelector(part)),
    headings: scope.shadowRoot?.querySelectorAll('h2').length,
  }));
  assert.deepEqual(await shown(), { canvases: ['general'], parts: ['.maps'], headings: 0 });
  assert.deepEqual(asked, ['general']);
  await page.locator('seq-scope').evaluate((scope) => {
    scope.setAttribute('parts', 'gates maps outputs');
    scope.setAttribute('attention', 'concat dot');
  });
  await page.locator('seq-scope .map[data-attention=concat] canvas').waitFor();
  await page.locator('seq-scope .map[data-attention=dot] canvas').waitFor();
  assert.deepEqual(await shown(), { canvases: ['dot', 'concat'], parts: ['.outputs', '.maps', '.gates'], headings: 2 });
  assert.equal(await page.locator('seq-scope input[name=attention]:checked').inputValue(), 'concat');
  await page.locator('seq-scope').evaluate((scope) => {
    scope.removeAttribute('parts');
    scope.setAttribute('attention', 'dot');
  });
  await settled(page);
  const all = await shown();
  assert.deepEqual(all.canvases, ['dot', 'general', 'concat']);
  assert.equal(await page.locator('seq-scope input[name=attention]:checked').inputValue(), 'dot');
});

test('what loads lazily asks for nothing before it comes near', async (t) => {
  /** @type {string[]} */
  const asked = [];
  const page = await openHost(t, 'post.html', changed((html) =>
    html.replace('<seq-scope', '<seq-scope loading="lazy"').replace('/* STYLE */', '#place { margin-top: 4000px }')), {
    ...DESK, prepare: async (opened) => opened.on('request', (request) => {
      if (/manifest\.json|\.wasm|\.safetensors/.test(request.url())) asked.push(request.url());
    }),
  });
  await page.waitForTimeout(500);
  assert.deepEqual(asked, []);
  assert.ok(await page.locator('seq-scope').evaluate((scope) => scope.getBoundingClientRect().height) > 1000, 'its room is kept');
  await page.locator('#place').scrollIntoViewIfNeeded();
  await ready(page);
  assert.deepEqual(await outputs(page), ANSWERS);
});

test('events tell how loading goes, and what has failed', async (t) => {
  const page = await openHost(t, 'post.html', changed((html) => html.replace('<!-- HEAD -->', `<script>
    globalThis.told = [];
    addEventListener('DOMContentLoaded', () => {
      for (const name of ['progress', 'error', 'ready', 'trace', 'statechange']) {
        document.querySelector('seq-scope').addEventListener(name, ({ type, detail, bubbles }) => {
          globalThis.told.push([type, detail?.attention ?? '', detail?.status ?? detail?.kind ?? '', type === 'ready' ? detail : null, bubbles]);
        });
      }
    });
  </script>`)), {
    ...DESK, prepare: (opened) => opened.route('**/dates-dot-*', (route) => route.fulfill({ status: 404 })),
    expectedProblems: [/status 404|Failed to load resource|failed: .*dates-dot/],
  });
  await ready(page);
  const told = /** @type {any[][]} */ (await page.evaluate(() => /** @type {any} */ (globalThis).told));
  const of = (/** @type {string} */ name) => told.filter(([type]) => type === name);
  assert.deepEqual(of('error').map((event) => event.slice(1, 3)), [['dot', 'missing']]);
  assert.deepEqual(of('ready'), [['ready', '', '', { loaded: ['general', 'concat'], failed: ['dot'] }, false]]);
  assert.deepEqual(new Set(of('progress').map(([, attention, status]) => `${attention} ${status}`)), new Set([
    'general loading', 'general ready', 'dot loading', 'dot failed', 'concat loading', 'concat ready',
  ]));
  assert.ok(of('trace').every(([, , , , bubbles]) => bubbles));
});

test('nothing moves while it loads', async (t) => {
  const [rule, ofViews] = ['seq-scope:not(:defined) { display: block; min-block-size: 100rem }', 'seq-view { display: block; min-block-size: 50rem }'];
  // What makes it so has to be told where the line to write is.
  for (const file of ['README.md', 'README.zh.md', 'docs/embedding.md']) {
    assert.ok((await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')).includes(rule), file);
  }
  assert.ok((await readFile(new URL('../../docs/embedding.md', import.meta.url), 'utf8')).includes(ofViews));
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
    for (const [where, before] of /** @type {const} */ ([['below', '<p id="after">'], ['above', '<div id="place">']])) {
      const page = await openHost(t, 'post.html', changed((html) => html.replace('/* STYLE */', `${rule} ${ofViews}`)
        .replace(before, `<seq-view name="tanh"></seq-view>${before}`)), {
        ...DESK, viewport, prepare: (opened) => opened.addInitScript(() => {
          Object.assign(globalThis, { shift: 0, moved: [] });
          new PerformanceObserver((list) => {
            for (const entry of /** @type {any[]} */ (list.getEntries())) {
              /** @type {any} */ (globalThis).shift += entry.value;
              // What is within an element is told of without a node.
              /** @type {any} */ (globalThis).moved.push(...entry.sources.flatMap((/** @type {any} */ { node }) => node?.localName ?? []));
            }
          }).observe({ type: 'layout-shift', buffered: true });
        }),
      });
      await ready(page);
      if (where === 'above') await page.locator('seq-view .panel canvas').first().waitFor();
      await settled(page);
      const [shift, moved] = await page.evaluate(() => {
        const { shift, moved } = /** @type {any} */ (globalThis);
        return [shift, moved];
      });
      assert.deepEqual(moved, [], `${viewport.width}, view ${where}`);
      // A panel that is in sight from the beginning may move what is in it.
      if (where === 'below') assert.equal(shift, 0, String(viewport.width));
    }
  }
});

test('a map of 420 rows and 400 columns is small enough for every canvas on a screen with two pixels a CSS pixel', async (t) => {
  const page = await openHost(t, 'post.html', { from: 'origin' }, { ...DESK, deviceScaleFactor: 2 });
  await ready(page);
  const sides = await page.evaluate(async () => {
    const [{ heatmap }, { stringsFor }, { roomFor }, { roomy }] = await Promise.all(
      ['pictures/heatmap.js', 'words/strings.js', 'kit/geometry.js', 'kit/geometry.js'].map((file) => import(`/www/${file}`)));
    const token = (/** @type {string} */ text, /** @type {number} */ index) => ({ text, first: index, last: index, known: true, starts: false, start: 0, end: 1 });
    const [source, target] = [400, 420].map((count) => Array.from({ length: count }, (_, index) => token('a', index)));
    /** @type {any} */
    let picture;
    const nothing = () => {};
    const view = heatmap({
      grid: { unit: 'words', source, target, weights: { data: new Float32Array(400 * 420), shape: [420, 400] } }, name: 'dot', label: '',
      cell: null, pinned: false, room: roomFor(700, 2, 3), paint: (/** @type {unknown} */ _, /** @type {unknown} */ shown) => (picture = shown), scheme: 'light', strings: stringsFor('en'),
      onHover: nothing, onPin: nothing, onKey: nothing, onFocus: nothing, onScroll: nothing,
    });
    const canvases = (/** @type {any} */ node) => [...node.tag === 'canvas' ? [node] : [], ...(node.children ?? []).flatMap((/** @type {any} */ child) => (child?.tag ? canvases(child) : []))];
    canvases(view)[0].attributes.after[0](null);
    return [picture.columns * picture.cellWidth, picture.rows * picture.cellHeight].map(roomy);
  });
  const [width = 0, height = 0] = sides;
  assert.ok(width * height <= 16_777_216 && Math.max(width, height) <= 16_384, `${sides}`);
});

test('the elements offer what interface.js lists, and nothing else', async (t) => {
  const page = await openHost(t, 'post.html', changed((html) => html.replace('</div>', '</div><seq-view name="tanh"></seq-view>')), DESK);
  await ready(page);
  await drawn(page, 'seq-view');
  for (const element of ELEMENTS) {
    const found = await page.evaluate(({ tag }) => {
      const constructor = /** @type {any} */ (customElements.get(tag));
      const { shadowRoot } = /** @type {Element} */ (document.querySelector(tag));
      /** @param {object} prototype @returns {object[]} */
      const classes = (prototype) =>
        (prototype === HTMLElement.prototype ? [] : [prototype, ...classes(Object.getPrototypeOf(prototype))]);
      return {
        name: constructor.name, attributes: constructor.observedAttributes,
        // Those of its own class and of those that it extends.
        properties: classes(constructor.prototype).flatMap((prototype) =>
          Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([, { get }]) => get).map(([name, { set }]) => [name, !set])),
        methods: ['toSVG', 'toBlob', 'load'].filter((name) => typeof constructor.prototype[name] === 'function'),
        parts: [...new Set([...shadowRoot?.querySelectorAll('[part]') ?? []].flatMap((node) => [...node.part]))].sort(),
      };
    }, { tag: element.tag });
    assert.equal(found.name, element.className);
    const listed = element.attributes.map(({ name }) => name);
    // A change of its id concerns the views that name it.
    assert.deepEqual(found.attributes.filter((/** @type {string} */ name) => name !== 'id').sort(), listed.sort());
    const properties = [
      ...element.attributes.flatMap(({ property }) => (property && property !== 'lang' ? [[property, false]] : [])),
      ...element.properties.map(({ name, readonly }) => [name, readonly]),
    ];
    assert.deepEqual(found.properties.sort(), properties.sort());
    assert.deepEqual(found.methods, element.methods.map(({ name }) => name.replace(/\(.*/, '')));
    assert.deepEqual(found.parts, element.parts.map(({ name }) => name).sort());
  }
});
