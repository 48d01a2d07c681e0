// What leaves the page: every picture in every form, held against the trace that it is of.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { DATE, SENTENCE, withFixtures } from './fixture-models.js';
import { openHost, openPage } from './harness.js';
import { DESK, open, ready, settled, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */
/** @typedef {import('../../www/elements/view-element.js').SeqView} SeqView */

/** @param {string} name */
const golden = (name) => readFile(new URL(`../pictures/${name}`, import.meta.url), 'utf8');

/** A page with one element. @param {import('node:test').TestContext} t @param {string} tag */
async function figure(t, tag) {
  const page = await openHost(t, 'plain.html', {
    from: 'origin', change: (html) => html.replace(/<seq-scope[^>]*>/, tag.replaceAll('&', '&amp;')),
  }, { ...DESK, prepare: withFixtures });
  await ready(page);
  return page;
}

/** @param {string} lang */
const date = (lang) => `<seq-scope task="dates" text="${DATE}" attention="general" parts="maps gates" lang="${lang}">`;
/** @param {string} lang */
const pieces = (lang) => `<seq-scope task="en-zh" attention="general" parts="maps gates" lang="${lang}">`;

/**
 * @param {Page} page
 * @param {string | undefined} name
 * @param {any} [options]
 * @param {string} [selector]
 * @returns {Promise<string>}
 */
function svgOf(page, name, options, selector = 'seq-scope') {
  return page.locator(selector).evaluate((host, [what, how]) => /** @type {SeqScope} */ (host).toSVG(what, how), /** @type {const} */ ([name, options]));
}

/** @param {Page} page @param {string | undefined} name @param {string} type @param {string} [selector] @returns {Promise<string>} */
function textOf(page, name, type, selector = 'seq-scope') {
  return page.locator(selector).evaluate(async (host, [what, how]) =>
    (await /** @type {SeqScope} */ (host).toBlob(what, { type: /** @type {any} */ (how) })).text(), /** @type {const} */ ([name, type]));
}

/** @param {Page} page @param {any} state */
async function setState(page, state) {
  await page.locator('seq-scope').evaluate((host, changes) => {
    const scope = /** @type {SeqScope} */ (host);
    scope.state = { ...scope.state, ...changes };
  }, state);
  await ready(page);
}

/** What a test can ask of an SVG file, parsed as XML by the browser. @param {Page} page @param {string} svg */
function parsed(page, svg) {
  return page.evaluate((text) => {
    const document_ = new DOMParser().parseFromString(text, 'image/svg+xml');
    const all = (/** @type {string} */ selector) => [...document_.querySelectorAll(selector)];
    const words = (/** @type {string} */ selector) => all(selector).map((node) => node.textContent ?? '');
    return {
      wrong: document_.querySelector('parsererror')?.textContent ?? null, texts: words('text'),
      columns: words('#columns text'), rows: words('#rows text'), cells: words('#cells title'), sentence: words('#sentence text').join(''),
      families: [...new Set(all('[font-family]').map((node) => node.getAttribute('font-family')))],
      size: ['width', 'height'].map((name) => Number(document_.documentElement.getAttribute(name))),
      names: [...new Set(all('*').map(({ localName }) => localName))], title: document_.querySelector('title')?.textContent,
      classes: all('[class], [style]').length, numbers: all('[points]').map((node) => node.getAttribute('points')),
      legends: Object.fromEntries(all('g[id^=signal-]').map((group) => [group.id.slice('signal-'.length),
        [...group.querySelectorAll(':scope > text')].map((node) => node.textContent ?? '').find((text) => /^(≥ )?[\d.]+$/.test(text) && text !== '0') ?? ''])),
      filled: Object.fromEntries(all('g[id^=values-]').map((group) => [group.id, [...group.querySelectorAll('path')].map((path) =>
        [path.getAttribute('fill'), path.getAttribute('d')])])),
    };
  }, svg);
}

/** @param {Page} page @returns {Promise<any>} */
const traceOf = (page) => page.locator('seq-scope').evaluate((host) => /** @type {SeqScope} */ (host).trace);

test('the maps and gates of the page are those of the command line, byte for byte', async (t) => {
  await t.test('a date', async (each) => {
    const page = await figure(each, date('en'));
    assert.equal(await svgOf(page, 'general'), await golden('dates-map.en.svg'));
    await setState(page, { direction: 'backward' });
    assert.equal(await svgOf(page, 'gates'), await golden('dates-encoder-1-backward.en.svg'));
  });
  await t.test('a date in Chinese, on no ground', async (each) => {
    const page = await figure(each, date('zh'));
    assert.equal(await svgOf(page, 'general', { ground: 'none' }), await golden('dates-map.zh.transparent.svg'));
  });
  await t.test('pieces', async (each) => {
    const page = await figure(each, pieces('zh'));
    await page.locator('seq-scope').evaluate((host, text) => {
      /** @type {SeqScope} */ (host).text = text;
    }, SENTENCE);
    await setState(page, { pieces: true, text: SENTENCE });
    await page.waitForFunction((text) => /** @type {SeqScope} */ (document.querySelector('seq-scope')).trace.then(({ input }) => input === text), SENTENCE);
    assert.equal(await svgOf(page, 'general'), await golden('pieces-map.zh.svg'));
    await setState(page, { pieces: true, text: SENTENCE, layer: 1 });
    assert.equal(await svgOf(page, 'gates'), await golden('pieces-encoder-2-forward.zh.svg'));
    await setState(page, { pieces: true, text: SENTENCE, component: 'decoder', layer: 0 });
    assert.equal(await svgOf(page, 'gates'), await golden('pieces-decoder-1-forward.zh.svg'));
    const [written, expected] = [await traceOf(page), JSON.parse(await golden('pieces.trace.json'))];
    // Logarithms are those of the machine, which may differ in the last bit from those of WebAssembly.
    const logarithms = (/** @type {any} */ file) => [file.logProbability, ...file.logProbabilities,
      ...file.candidates.flat().map((/** @type {any} */ { logProbability }) => logProbability)];
    const others = (/** @type {any} */ { logProbability, logProbabilities, candidates, ...rest }) => ({
      ...rest, candidates: candidates.map((/** @type {any[]} */ step) => step.map(({ id, text }) => ({ id, text }))),
    });
    assert.deepEqual(others(written), others(expected));
    const right = logarithms(expected);
    logarithms(written).forEach((each, index) => assert.ok(Math.abs(each - right[index]) < 1e-5, `${each}, ${right[index]}`));
    assert.deepEqual(JSON.parse(await textOf(page, 'general', 'application/json')), written);
  });
});

test('a map by words has the weights of the pieces of each word together, in every form', async (t) => {
  const page = await figure(t, pieces('en'));
  await page.locator('seq-scope').evaluate((host, text) => {
    /** @type {SeqScope} */ (host).text = text;
  }, SENTENCE);
  await page.waitForFunction((text) => /** @type {SeqScope} */ (document.querySelector('seq-scope')).trace.then(({ input }) => input === text), SENTENCE);
  await settled(page);
  const trace = await traceOf(page);
  // What follows without a blank between letters is of the same word; the rows stay pieces, as Chinese has no blanks.
  /** @type {{ text: string, end: number, columns: number[] }[]} */
  const words = [];
  trace.source.forEach((/** @type {any} */ { text, start, end }, /** @type {number} */ column) => {
    const last = words.at(-1);
    if (last && last.end === start && /^[\w']/.test(text) && /\w$/.test(last.text)) {
      Object.assign(last, { text: last.text + text, end, columns: [...last.columns, column] });
    } else words.push({ text, end, columns: [column] });
  });
  assert.ok(words.length < trace.source.length, 'some word has several pieces');
  const columns = trace.source.length;
  const weights = trace.target.map((/** @type {unknown} */ _, /** @type {number} */ row) => words.map(({ columns: those }) =>
    those.reduce((sum, column) => sum + trace.weights.data[row * columns + column], 0)));
  const found = await parsed(page, await svgOf(page, 'general'));
  assert.deepEqual(found.columns, words.map(({ text }) => text));
  found.cells.forEach((said, at) => assert.ok(Math.abs(Number(said.split(': ').at(-1)) - weights.flat()[at]) < 1e-4, said));
  assert.equal(found.cells.length, weights.flat().length);
  const [head = [], ...rows] = table(await textOf(page, 'general', 'text/csv'));
  assert.deepEqual(head.slice(1), words.map(({ text }) => text));
  rows.flatMap((row) => row.slice(1).map(Number)).forEach((value, at) => assert.ok(Math.abs(value - weights.flat()[at]) < 1e-6, `${at}: ${value}`));
});

for (const lang of ['en', 'zh']) {
  test(`${lang}: a map says every label and value of its trace, in every form`, async (t) => {
    const page = await figure(t, date(lang));
    const trace = await traceOf(page);
    const svg = await svgOf(page, 'general');
    const found = await parsed(page, svg);
    assert.equal(found.wrong, null);
    const label = (/** @type {{ text: string }} */ { text }) => (text === ' ' ? '␣' : text);
    assert.deepEqual(found.columns, trace.source.map(label));
    assert.deepEqual(found.rows, trace.target.map(label));
    assert.deepEqual(found.cells.map((words) => Number(words.split(': ').at(-1))),
      trace.weights.data.map((/** @type {number} */ weight) => Number(weight.toFixed(4))));
    assert.equal(found.sentence, `${DATE} → 2021-04-05`);
    assert.deepEqual(found.families, ['sans-serif']);
    assert.equal(found.title, lang === 'en' ? 'Attention weights, general' : '注意力权重，general');
    for (const end of ['0', '1', lang === 'en' ? 'attention weight' : '注意力权重']) assert.ok(found.texts.includes(end), end);
    assert.ok(found.names.every((name) => ['svg', 'title', 'desc', 'rect', 'g', 'text', 'path'].includes(name)), `${found.names}`);
    const [head = [], ...rows] = table(await textOf(page, 'general', 'text/csv'));
    assert.deepEqual(head, ['', ...trace.source.map(label)]);
    assert.deepEqual(rows.map(([name]) => name), trace.target.map(label));
    assert.deepEqual(rows.flatMap((row) => row.slice(1).map(Number)), trace.weights.data);
    assert.deepEqual(JSON.parse(await textOf(page, 'general', 'application/json')), trace);
    assert.deepEqual(await measured(page, 'general'), found.size.map((side) => 2 * side));
  });

  test(`${lang}: gates say every value of their layer, in every form`, async (t) => {
    const page = await figure(t, date(lang));
    const trace = await traceOf(page);
    const found = await parsed(page, await svgOf(page, 'gates'));
    const { signals } = trace.encoder[0];
    const shades = await page.evaluate(async () => {
      const { startPictures } = await import(/** @type {string} */ ('/www/engine/pictures.js'));
      const { shades: of } = await startPictures();
      return Object.fromEntries(['gate', 'signed'].map((scale) => [scale, [...of(scale)]]));
    });
    for (const { name, values: { shape: [steps, units], data } } of signals) {
      const scale = 'ifo'.includes(name) ? 'gate' : 'signed';
      /** @type {{ x: number, y: number, values: number[] }[]} */
      const cells = (found.filled[`values-${name}`] ?? []).flatMap(([fill, d]) => {
        const rgb = [1, 3, 5].map((at) => parseInt(String(fill).slice(at, at + 2), 16));
        // Neighbouring shades may be one and the same colour.
        const values = Array.from({ length: 256 }, (_, k) => k).filter((k) => rgb.every((part, c) => part === shades[scale]?.[3 * k + c]))
          .map((k) => (scale === 'gate' ? k / 255 : (k / 255) * 2 - 1));
        assert.ok(values.length > 0, `${fill} is no colour of ${scale}`);
        return [...String(d).matchAll(/M([\d.]+) ([\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y), values }));
      });
      assert.equal(cells.length, steps * units);
      cells.sort((one, other) => one.x - other.x || one.y - other.y);
      // Where 98 % of a memory's values lie is written at its legend.
      const legend = found.legends[name] ?? '';
      const limit = Number(legend.replace('≥ ', ''));
      assert.ok(name === 'c' ? limit >= 1 : legend === '1', `${name}: ${legend}`);
      cells.forEach(({ values }, at) => {
        const right = Math.min(1, Math.max(-1, data[at] / limit));
        assert.ok(values.some((value) => Math.abs(value - right) < 0.0041), `${name} ${at}: ${values}, ${right}`);
      });
    }
    const rows = table(await textOf(page, 'gates', 'text/csv'));
    assert.deepEqual(rows[0]?.slice(0, 2), ['signal', 'unit']);
    for (const { name, values: { shape: [steps, units], data } } of signals) {
      for (let unit = 0; unit < units; unit++) {
        const row = rows.find((each) => each[0] === name && each[1] === String(unit)) ?? [];
        assert.deepEqual(row.slice(2).map(Number), Array.from({ length: steps }, (_, step) => data[step * units + unit]));
      }
    }
    assert.deepEqual(await measured(page, 'gates'), found.size.map((side) => 2 * side));
  });

  test(`${lang}: the lines of a unit are drawn, and their numbers written`, async (t) => {
    const page = await figure(t, date(lang));
    await setState(page, { unit: 3 });
    await page.locator('seq-scope .unit-lines').waitFor();
    const trace = await traceOf(page);
    const svg = await svgOf(page, 'unit');
    const found = await parsed(page, svg);
    assert.equal(found.wrong, null);
    assert.equal(found.classes, 0);
    assert.equal(found.numbers.length, 6);
    const shown = await page.locator('seq-scope .unit-lines polyline').evaluateAll((lines) => lines.map((line) => line.getAttribute('points')));
    assert.deepEqual(found.numbers, shown);
    for (const letter of 'ifgoch') assert.ok(found.texts.includes(letter), letter);
    const record = JSON.parse(await textOf(page, 'unit', 'application/json'));
    for (const { name, values: { shape: [steps, units], data } } of trace.encoder[0].signals) {
      assert.deepEqual(record.signals[name], Array.from({ length: steps }, (_, step) => data[step * units + 3]));
    }
    assert.deepEqual(table(await textOf(page, 'unit', 'text/csv')).slice(1).map(([name, unit, ...values]) => [name, unit, values.map(Number)]),
      Object.entries(record.signals).map(([name, values]) => [name, '3', values]));
    assert.deepEqual(await measured(page, 'unit'), found.size.map((side) => 2 * side));
  });

  test(`${lang}: every panel is drawn with its words, in every form, and stays as it is on the screen`, async (t) => {
    const page = await open(t, `lang=${lang}`, { limit: 300_000 });
    await page.evaluate(() => /** @type {SeqScope} */ (document.querySelector('seq-scope')).views.prepare());
    const names = await page.locator('seq-view').evaluateAll((views) => views.map((view) => view.getAttribute('name') ?? ''));
    assert.equal(names.length, 13);
    for (const name of names) {
      await t.test(name, async () => {
        const selector = `seq-view[name=${name}]`;
        await page.locator(selector).evaluate((view) => view.scrollIntoView());
        await page.evaluate(() => /** @type {SeqScope} */ (document.querySelector('seq-scope')).views.prepare());
        await settled(page);
        const before = await page.locator(`${selector} .panel`).evaluate((panel) => /** @type {HTMLElement} */ (panel).innerText);
        const svg = await svgOf(page, undefined, undefined, selector);
        assert.equal(await page.locator(`${selector} .panel`).evaluate((panel) => /** @type {HTMLElement} */ (panel).innerText), before);
        const found = await parsed(page, svg);
        assert.equal(found.wrong, null);
        assert.equal(found.classes, 0);
        assert.ok(found.families.every((family) => ['sans-serif', 'serif', 'monospace'].includes(String(family))), `${found.families}`);
        assert.ok(!found.names.includes('image') && !found.names.includes('foreignObject'));
        assert.ok(found.texts.some((text) => text.includes('2021-04-05')), 'the sentence');
        const squeeze = (/** @type {string} */ text) => text.replaceAll(/\s+/g, '');
        const drawn = squeeze(found.texts.join(''));
        // All the words of its captions and names are there again.
        const words = await page.locator(`${selector} .panel`).locator('figcaption .name, .panel-note:not(:has(button)), svg text').evaluateAll((nodes) =>
          nodes.filter((node) => node.checkVisibility() && !node.closest('.panel-tools, .step-controls, .quiet')).map((node) => node.textContent ?? ''));
        // A number on a bar is there where it has room, and paper is narrower than the screen.
        for (const text of words.filter((each) => /[^\s\d.−]/.test(each))) {
          for (const part of text.split(/\s+/).filter(Boolean)) assert.ok(drawn.includes(squeeze(part)), `${part} of ${text}`);
        }
        const record = JSON.parse(await textOf(page, undefined, 'application/json', selector));
        assert.deepEqual([record.format, record.version, record.panel], ['seqscope-numbers', 1, name]);
        const trace = await traceOf(page);
        const { layer, weights } = record.numbers;
        if (layer) assert.deepEqual(layer.signals, Object.fromEntries(trace.encoder[0].signals.map((/** @type {any} */ each) => [each.name, each.values])));
        else assert.deepEqual(weights.general, trace.weights);
        const rows = table(await textOf(page, undefined, 'text/csv', selector));
        assert.deepEqual(rows[0], ['name', 'row', 'column', 'value']);
        // What the panel says in figures, with all their digits: in both files, and rounded in the picture.
        const said = await page.locator(`${selector} .panel [data-number]`).evaluateAll((nodes) => nodes.map((node) => ({
          name: node.getAttribute('data-number') ?? '', value: Number(node.getAttribute('value') ?? node.getAttribute('data-value')),
          text: node.checkVisibility() && !node.closest('.panel-tools, .step-controls, .quiet, .visually-hidden, svg') ? node.textContent ?? '' : '',
        })));
        const exact = (/** @type {Record<string, number>} */ numbers) => Object.fromEntries(Object.entries(numbers).map(([each, value]) => [each, Math.fround(value)]));
        assert.deepEqual(exact(record.numbers.shown), exact(Object.fromEntries(said.map(({ name: each, value }) => [each, value]))));
        assert.deepEqual(Object.fromEntries(rows.flatMap(([what = '', , , value]) => (what.startsWith('shown.') ? [[what.slice(6), Number(value)]] : []))),
          record.numbers.shown);
        for (const { name: each, text } of said) assert.ok(drawn.includes(squeeze(text)), `${each}: ${text}`);
        // All the rest is in both files too.
        assert.deepEqual(rows.slice(1).map(([, , , value]) => value), leavesOf(record.numbers).map(String));
        const [prefix, tensor] = layer ? ['layer.signals.h', layer.signals.h] : ['weights.general', weights.general];
        assert.deepEqual(rows.filter(([what]) => what === prefix).map((row) => Number(row[3])), tensor.data);
        assert.deepEqual(await measured(page, undefined, selector), found.size.map((side) => 2 * side));
      });
    }
  });
}

/** All that a file holds, in its order; of an array with a shape what is in the array. @param {any} value @returns {(number | string | boolean)[]} */
function leavesOf(value) {
  if (typeof value !== 'object') return [value];
  if (value === null) return [];
  return 'data' in value && 'shape' in value ? value.data : Object.values(value).flatMap(leavesOf);
}

/** The sides of the PNG and whether there is more on it than white. @param {Page} page @param {string | undefined} name @param {string} [selector] */
function measured(page, name, selector = 'seq-scope') {
  return page.locator(selector).evaluate(async (host, what) => {
    const blob = await /** @type {SeqScope} */ (host).toBlob(what);
    if (blob.type !== 'image/png') throw new Error(blob.type);
    const bitmap = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const colours = new Set(new Uint32Array(data.buffer));
    if (colours.size < 10) throw new Error(`${colours.size} colours`);
    return [bitmap.width, bitmap.height];
  }, name);
}

/** Reads CSV. @param {string} text */
function table(text) {
  return text.trimEnd().split('\r\n').map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1)
    .map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)));
}

test('the menu is one for a keyboard: it opens, walks, finds by letter, closes and gives the focus back', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const button = page.locator('seq-scope .map[data-attention=general] .save');
  assert.equal(await button.getAttribute('aria-haspopup'), 'menu');
  assert.equal(await button.getAttribute('aria-label'), 'Save: general');
  await button.focus();
  await page.keyboard.press('Enter');
  const items = page.locator('seq-scope .save-menu [role=menuitem]');
  await items.first().waitFor();
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  const focused = () => page.evaluate(() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node?.textContent;
  });
  assert.equal(await focused(), 'SVG');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'SVG, transparent');
  await page.keyboard.press('End');
  assert.equal(await focused(), 'Show a trace from a file…');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'SVG');
  await page.keyboard.press('p');
  assert.equal(await focused(), 'PNG, twice the size');
  await page.keyboard.press('Escape');
  assert.equal(await items.count(), 0);
  assert.equal(await focused(), '⋯');
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  await page.keyboard.press('Space');
  await items.first().waitFor();
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  assert.equal((await download).suggestedFilename(), 'seqscope-dates-general.svg');
  assert.equal(await readFile(await (await download).path(), 'utf8'), await svgOf(page, 'general'));
  await page.locator('seq-scope .save-menu [role=status]', { hasText: 'Saved as seqscope-dates-general.svg' }).waitFor();
});

test('the link and the code to embed are copied, and the code shows the same map', async (t) => {
  const page = await open(t, 'text=31-Dec-00');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const choose = async (/** @type {string} */ selector, /** @type {string} */ words) => {
    await page.locator(`${selector} .save`).first().click();
    await page.locator('.save-menu').getByRole('menuitem', { name: words }).click();
    await page.locator('.save-menu [role=status]', { hasText: 'Copied' }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  assert.equal(await choose('seq-scope .map', 'Copy the link'), page.url());
  const { origin } = new URL(page.url());
  assert.equal(await choose('seq-scope .map[data-attention=concat]', 'Copy the code to embed it'),
    `<script type="module" src="${origin}/www/elements/seq-scope.js"></script>\n`
    + '<seq-scope task="dates" text="31-Dec-00" parts="maps" attention="concat"></seq-scope>\n');
});

test('on a phone the menu stays within the window, and everything is large enough for a finger', async (t) => {
  const page = await open(t, 'text=4/5/21', { viewport: { width: 390, height: 700 }, hasTouch: true });
  for (const button of await page.locator('seq-scope .save').all()) {
    const box = await button.boundingBox();
    assert.ok(box && box.width >= 24 && box.height >= 24, JSON.stringify(box));
  }
  await page.locator('seq-scope .map .save').first().tap();
  const items = page.locator('seq-scope .save-menu [role=menuitem]');
  await items.first().waitFor();
  for (const item of await items.all()) {
    const box = await item.boundingBox();
    assert.ok(box && box.height >= 24 && box.x >= 0 && box.x + box.width <= 390 && box.y >= 0 && box.y + box.height <= 700, JSON.stringify(box));
  }
  await page.touchscreen.tap(5, 5);
  await items.first().waitFor({ state: 'detached' });
});

/** Drops a file on the page. @param {Page} page @param {string} name @param {string} content */
async function drop(page, name, content) {
  const data = await page.evaluateHandle(([called, text]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([/** @type {string} */ (text)], String(called), { type: 'application/json' }));
    return transfer;
  }, [name, content]);
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

test('a trace that is dropped on the page is shown without a model; a broken one is refused; nothing is lost', async (t) => {
  const content = await golden('pieces.trace.json');
  const page = await openPage(t, '/www/#task=dates&text=4/5/21', {
    ...DESK, prepare: (opened) => opened.route('**/*.safetensors', () => {}),
  });
  await page.locator('seq-scope #text').waitFor();
  await drop(page, 'my.json', content);
  const dialog = page.locator('seq-scope .trace-file dialog');
  await dialog.locator('svg').nth(1).waitFor();
  assert.match(await dialog.innerText(), /From a file[^]*the file my\.json holds\. Nothing of it was computed here\./);
  const trace = JSON.parse(content);
  assert.deepEqual((await dialog.locator('#cells title').allTextContents()).map((words) => Number(words.split(': ').at(-1))),
    trace.weights.data.map((/** @type {number} */ weight) => Number(weight.toFixed(4))));
  await dialog.locator('select').selectOption({ label: 'decoder 1 →' });
  await dialog.locator('svg title', { hasText: 'decoder, layer 1' }).first().waitFor({ state: 'attached' });
  assert.equal(await dialog.locator('svg').count(), 2);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await drop(page, 'bad.json', content.replace('"version":1', '"version":7'));
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /bad\.json is no trace that can be shown\.[^]*version: expected 1, found 7/);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.locator('seq-scope #text').inputValue(), '4/5/21');
});

test('a trace of a model without attention that is dropped on the page shows its gates, and says why there is no map', async (t) => {
  const trace = JSON.parse(await golden('pieces.trace.json'));
  for (const name of ['scores', 'weights']) trace[name] = { shape: [trace.target.length, 0], data: [] };
  const page = await openPage(t, '/www/#task=dates&text=4/5/21', DESK);
  await page.locator('seq-scope #text').waitFor();
  await drop(page, 'none.json', JSON.stringify({ ...trace, task: 'recall', attention: 'none' }));
  const dialog = page.locator('seq-scope .trace-file dialog');
  await dialog.locator('svg').waitFor();
  assert.equal(await dialog.locator('svg').count(), 1);
  assert.match(await dialog.innerText(), /recall · none: [^]*has no attention, so there is no map/);
  await dialog.locator('select').selectOption({ label: 'decoder 1 →' });
  await dialog.locator('svg title', { hasText: 'decoder, layer 1' }).first().waitFor({ state: 'attached' });
});

test('what is left of an earlier text cannot be saved', async (t) => {
  const page = await open(t, 'text=4/5/21');
  const buttons = page.locator('seq-scope .save');
  assert.equal(await buttons.count(), 4);
  await page.locator('seq-scope #text').fill('4/5/21 '.repeat(60));
  await page.locator('seq-scope .map.stale').first().waitFor();
  assert.equal(await buttons.count(), 0);
  await type(page, '4/5/21');
  await settled(page);
  assert.equal(await buttons.count(), 4);
});

test('a menu that comes when its picture has gone opens nothing', async (t) => {
  /** @type {() => void} */
  let arrive = () => {};
  const held = new Promise((resolve) => { arrive = () => resolve(undefined); });
  /** @type {string[]} */
  const errors = [];
  const page = await open(t, 'text=4/5/21', {
    prepare: async (opened) => {
      opened.on('pageerror', ({ message }) => errors.push(message));
      await opened.route('**/saving/menu.js', async (route) => {
        await held;
        await route.continue();
      });
    },
  });
  await page.getByRole('button', { name: 'Save: dot', exact: true }).click();
  await page.locator('seq-scope').evaluate((scope) => scope.setAttribute('parts', 'outputs'));
  await page.locator('seq-scope .map').first().waitFor({ state: 'detached' });
  arrive();
  const menu = '/www/elements/saving/menu.js';
  await page.evaluate((address) => import(address), menu);
  await settled(page);
  assert.deepEqual(errors, []);
  assert.equal(await page.locator('seq-scope .save-menu').count(), 0);
});
