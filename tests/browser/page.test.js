// The page in a real browser: what readers do, and what must hold when they do it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { openPage } from './harness.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/element.js').SeqScope} SeqScope */
/** @typedef {Parameters<typeof openPage>[0]} TestContext */
/** @typedef {Parameters<typeof openPage>[2]} Options */

const ATTENTIONS = ['dot', 'general', 'concat'];

/**
 * Opens the page and waits until its models have answered.
 *
 * @param {TestContext} t
 * @param {string} [fragment]
 * @param {Options} [options]
 */
async function open(t, fragment = '', options = {}) {
  const page = await openPage(t, `/www/${fragment}`, { locale: 'en-US', viewport: { width: 1280, height: 900 }, ...options });
  await ready(page);
  return page;
}

/** @param {Page} page */
async function ready(page) {
  await page.evaluate(() => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    return scope.ready.then(() => {});
  });
  await settled(page);
}

/**
 * Waits for the frame that shows what has been answered.
 *
 * @param {Page} page
 */
function settled(page) {
  return page.evaluate(() => new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))));
}

/**
 * Types a text in place of what is there and waits for the answers.
 *
 * @param {Page} page
 * @param {string} text
 */
async function type(page, text) {
  await page.evaluate((typed) => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    /** @type {any} */ (globalThis).answered = new Promise((resolve) => {
      scope.addEventListener('trace', function listen(event) {
        const traces = Object.values(/** @type {CustomEvent} */ (event).detail);
        if (traces.some((trace) => trace.input !== typed)) return;
        scope.removeEventListener('trace', listen);
        resolve(undefined);
      });
    });
  }, text);
  await page.locator('seq-scope input[type=text]').fill(text);
  await page.evaluate(() => /** @type {any} */ (globalThis).answered);
  await settled(page);
}

/** @param {Page} page */
function outputs(page) {
  return page.locator('seq-scope .output-text').allTextContents();
}

/** @param {Page} page @param {string} attention */
function map(page, attention) {
  return page.locator(`seq-scope .map[data-attention=${attention}]`);
}

/**
 * Where a cell's middle is in the canvas of a plot, once what was done before is shown.
 *
 * @param {import('playwright-core').Locator} plot
 * @param {number} row
 * @param {number} column
 */
async function cellOf(plot, row, column) {
  await settled(plot.page());
  const canvas = plot.locator('canvas');
  const box = await canvas.boundingBox();
  assert.ok(box);
  const columns = await plot.locator('.columns .token').count();
  const rows = await plot.locator('.rows .token').count() || Number(await plot.locator('.units span').last().textContent()) + 1;
  return { canvas, position: { x: ((column + 0.5) * box.width) / columns, y: ((row + 0.5) * box.height) / rows } };
}

/** @param {import('playwright-core').Locator} plot @param {number} row @param {number} column */
async function hover(plot, row, column) {
  const { canvas, position } = await cellOf(plot, row, column);
  await canvas.hover({ position });
}

/** @param {import('playwright-core').Locator} plot @param {number} row @param {number} column */
async function click(plot, row, column) {
  const { canvas, position } = await cellOf(plot, row, column);
  await canvas.click({ position });
}

/** @param {import('playwright-core').Locator} plot */
function labels(plot) {
  return Promise.all(['.columns', '.rows'].map((part) => plot.locator(`${part} .token`).allTextContents()));
}

/** Traces of the newest event, by attention type. @param {Page} page */
async function traces(page) {
  return page.evaluate(() => new Promise((resolve) => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    scope.addEventListener('trace', (event) => {
      const found = Object.entries(/** @type {CustomEvent} */ (event).detail);
      resolve(Object.fromEntries(found.map(([name, trace]) => [name, {
        weights: [...trace.weights.data], columns: trace.source.length, rows: trace.target.length,
        input: trace.input, output: trace.output, logProbability: trace.logProbability,
        encoder: trace.encoder.map((/** @type {any} */ layer) => layer.signals.map((/** @type {any} */ signal) =>
          ({ name: signal.name, shape: signal.values.shape, data: [...signal.values.data] }))),
      }])));
    }, { once: true });
    const { text } = scope;
    scope.text = `${text} `;
    scope.text = text;
  }));
}

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

test('canvases are painted, as large as the device has pixels for them', async (t) => {
  const page = await open(t, '', { deviceScaleFactor: 2 });
  const canvases = await page.locator('seq-scope canvas').evaluateAll((all) => all.map((each) => {
    const canvas = /** @type {HTMLCanvasElement} */ (each);
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return {
      colours: new Set(Array.from({ length: pixels.length / 4 }, (_, at) => pixels.slice(at * 4, at * 4 + 4).join())).size,
      ratio: canvas.width / canvas.getBoundingClientRect().width,
    };
  }));
  assert.equal(canvases.length, 9);
  for (const { colours, ratio } of canvases) {
    assert.ok(colours > 2, `${colours} colours`);
    assert.ok(Math.abs(ratio - 2) < 0.01, `${ratio} device pixels a CSS pixel`);
  }
});

test('every key runs the models again', async (t) => {
  const page = await open(t, '#text=');
  await page.evaluate(() => {
    const seen = /** @type {any} */ (globalThis).seen = /** @type {string[]} */ ([]);
    document.querySelector('seq-scope')?.addEventListener('trace', (event) =>
      seen.push(/** @type {CustomEvent} */ (event).detail.general.input));
  });
  const input = page.locator('seq-scope input[type=text]');
  await input.focus();
  for (const key of '4/5/21') {
    await page.keyboard.press(key);
    await page.waitForTimeout(60);
  }
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).seen),
    ['4', '4/', '4/5', '4/5/', '4/5/2', '4/5/21']);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('when texts come faster than answers, the page ends with the newest and shows nothing of the others', async (t) => {
  const page = await open(t);
  const shown = await page.evaluate(async () => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    /** @type {string[]} */
    const inputs = [];
    scope.addEventListener('trace', (event) => inputs.push(/** @type {CustomEvent} */ (event).detail.dot.input));
    for (let day = 1; day <= 28; day++) scope.text = `${day} April 2021`;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return inputs;
  });
  assert.deepEqual(shown, ['28 April 2021']);
  assert.deepEqual(await outputs(page), ['2021-04-28', '2021-04-28', '2021-04-28']);
});

test('an example is one click', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: '05APR2021' }).click();
  await settled(page);
  assert.equal(await page.locator('seq-scope input[type=text]').inputValue(), '05APR2021');
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

test('hovering a cell shows its value in all three maps, and leaving hides it', async (t) => {
  const page = await open(t, '#text=4/5/21');
  const all = /** @type {any} */ (await traces(page));
  await hover(map(page, 'general'), 3, 5);
  await settled(page);
  for (const attention of ATTENTIONS) {
    const { weights, columns } = all[attention];
    const readout = await map(page, attention).locator('.readout').innerText();
    assert.ok(readout.replace(/\s+/g, ' ').includes(`weight ${weights[3 * columns + 5].toFixed(3)}`), readout);
    assert.equal(await map(page, attention).locator('.cursor').count(), 1);
    assert.deepEqual(await map(page, attention).locator('.lit').allTextContents(), ['1', '1']);
  }
  await page.mouse.move(5, 5);
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor').count(), 0);
});

test('click pins, the pointer moves on, Escape lets go', async (t) => {
  const page = await open(t, '#text=4/5/21');
  const plot = map(page, 'dot');
  await click(plot, 6, 0);
  await hover(plot, 9, 2);
  await settled(page);
  assert.deepEqual(await plot.locator('.lit').allTextContents(), ['4', '4']);
  assert.equal(await page.locator('seq-scope .cursor.pinned').count(), 3);
  await page.mouse.move(5, 5);
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor').count(), 0);
});

test('arrow keys walk the map with the focus in sight, Enter pins, Escape lets go', async (t) => {
  const page = await open(t, '#text=4/5/21');
  const plot = map(page, 'dot').locator('.plot');
  await page.getByLabel('concat without its tanh').focus();
  await page.keyboard.press('Tab');
  assert.ok(await plot.evaluate((node) => node.matches(':focus-visible')));
  await settled(page);
  assert.deepEqual(await plot.locator('.lit').allTextContents(), ['4', '2']);
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'End', 'ArrowLeft']) await page.keyboard.press(key);
  await settled(page);
  assert.deepEqual(await plot.locator('.lit').allTextContents(), ['2', '2']);
  assert.match(await page.locator('seq-scope [role=status]').innerText(), /“2” from “2”: dot \d\.\d{3}, general \d/);
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor.pinned').count(), 3);
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor').count(), 0);
});

test('the gates show six signals of the layer and direction that is chosen, value under the pointer', async (t) => {
  const page = await open(t, '#text=4/5/21');
  const all = /** @type {any} */ (await traces(page));
  const rasters = page.locator('seq-scope .raster');
  assert.deepEqual(await rasters.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-signal'))),
    ['i', 'f', 'g', 'o', 'c', 'h']);
  for (const [index, name] of /** @type {const} */ ([[0, '→ forward'], [1, '← backward']])) {
    await page.getByRole('radio', { name }).check();
    await hover(rasters.nth(3), 7, 2);
    await settled(page);
    const readout = (await page.locator('seq-scope .gate-readout').innerText()).replace(/\s+/g, ' ');
    assert.match(readout, /unit 7 step 3 5/);
    for (const { name: signal, shape, data } of all.general.encoder[index]) {
      const value = data[2 * shape[1] + 7].toFixed(2).replace('-', '−').replace('−0.00', '0.00');
      assert.ok(readout.includes(`${signal} ${value}`), `${signal} ${value} in ${readout}`);
    }
  }
});

test('gates and maps are linked: a step of the encoder is a column, a step of the decoder a row', async (t) => {
  const page = await open(t, '#text=4/5/21');
  const raster = page.locator('seq-scope .raster[data-signal=c]');
  await hover(raster, 3, 2);
  await settled(page);
  assert.deepEqual(await map(page, 'concat').locator('.lit').allTextContents(), ['5']);
  await page.getByRole('radio', { name: 'decoder' }).check();
  await hover(raster, 3, 10);
  await settled(page);
  assert.deepEqual(await map(page, 'concat').locator('.lit').allTextContents(), ['</s>']);
  await hover(map(page, 'dot'), 4, 0);
  await settled(page);
  assert.deepEqual(await raster.locator('.lit').allTextContents(), ['-']);
});

test('clicking a unit opens its six lines over time, clicking it again closes them', async (t) => {
  const page = await open(t, '#text=4/5/21');
  const raster = page.locator('seq-scope .raster[data-signal=f]');
  await click(raster, 11, 1);
  await settled(page);
  const lines = page.locator('seq-scope .unit-lines');
  assert.equal(await lines.locator('polyline').count(), 6);
  assert.equal(await lines.getAttribute('aria-label'), 'Lines of i, f, g, o, c, h of unit 11');
  assert.deepEqual(await lines.locator('.line-tokens text').allTextContents(), [...'4/5/21']);
  await click(raster, 11, 1);
  await settled(page);
  assert.equal(await lines.count(), 0);
});

test('units are reached and opened with the keyboard', async (t) => {
  const page = await open(t, '#text=4/5/21');
  await page.locator('seq-scope .raster[data-signal=i] .plot').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await settled(page);
  assert.match(await page.locator('seq-scope .unit').innerText(), /Unit 2 over time/);
  assert.match(await page.locator('seq-scope [role=status]').innerText(), /unit 2 at “5”: i /);
});

test('the model without tanh is loaded when it is first asked for; all of its rows are the same', async (t) => {
  /** @type {string[]} */
  const requests = [];
  const page = await open(t, '#text=4/5/21', {
    prepare: async (opened) => opened.on('request', (request) => requests.push(request.url())),
  });
  const isLoaded = () => requests.some((url) => url.includes('concat-without-tanh'));
  assert.equal(isLoaded(), false);
  await page.getByLabel('concat without its tanh').check();
  await map(page, 'concat_without_tanh').locator('canvas').waitFor();
  assert.equal(isLoaded(), true);
  assert.match(await map(page, 'concat_without_tanh').innerText(), /All rows are the same/);
  const { weights, rows, columns } = /** @type {any} */ (await traces(page)).concat_without_tanh;
  for (let row = 1; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      assert.ok(Math.abs(weights[row * columns + column] - weights[column]) < 1e-5, `row ${row}, column ${column}`);
    }
  }
  await page.getByLabel('concat without its tanh').uncheck();
  await settled(page);
  assert.equal(await map(page, 'concat_without_tanh').count(), 0);
});

test('the page speaks English and Chinese, keeps the choice, and says it in its lang', async (t) => {
  const page = await open(t);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.getByRole('button', { name: '中文' }).click();
  await settled(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  assert.match(await page.locator('h1').innerText(), /怎样读懂一个日期/);
  assert.match(await page.locator('seq-scope #maps-heading').innerText(), /每个模型在看哪里/);
  await page.goto('/www/');
  await ready(page);
  assert.match(await page.locator('h1').innerText(), /怎样读懂一个日期/);
});

test('a Chinese browser is spoken to in Chinese', async (t) => {
  const page = await open(t, '', { locale: 'zh-CN' });
  assert.match(await page.title(), /看 LSTM 怎样读懂一个日期/);
});

test('the colour scheme follows the system until the reader chooses, and canvases follow the scheme', async (t) => {
  const page = await open(t, '', { colorScheme: 'dark' });
  const look = () => page.evaluate(() => {
    const canvas = document.querySelector('seq-scope')?.shadowRoot?.querySelector('canvas');
    return [getComputedStyle(document.body).backgroundColor,
      canvas?.toDataURL() ?? ''];
  });
  const dark = await look();
  await page.getByRole('button', { name: 'Switch to light' }).click();
  await page.waitForTimeout(200);
  const light = await look();
  assert.notEqual(light[0], dark[0]);
  assert.notEqual(light[1], dark[1]);
  await page.getByRole('button', { name: 'Switch to dark' }).click();
  await page.waitForTimeout(200);
  assert.deepEqual(await look(), dark);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForTimeout(200);
  assert.deepEqual(await look(), dark);
});

test('a link brings back text, language, models, selection and gates', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: '中文' }).click();
  await type(page, '2021年4月5日 & #1');
  await page.getByRole('radio', { name: 'concat', exact: true }).check();
  await page.getByRole('radio', { name: '← 反向' }).check();
  await click(page.locator('seq-scope .raster[data-signal=h]'), 5, 3);
  await click(map(page, 'dot'), 2, 1);
  await page.waitForTimeout(500);
  const address = page.url();
  const looks = async () => [
    await page.locator('h1').innerText(),
    await page.locator('seq-scope input[type=text]').inputValue(),
    await outputs(page),
    await page.locator('seq-scope input[type=radio]:checked').evaluateAll((all) =>
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
    location.hash = '#text=05APR2021&gates=decoder';
  });
  await page.waitForTimeout(200);
  assert.equal(await page.locator('seq-scope input[type=text]').inputValue(), '05APR2021');
  assert.ok(await page.getByLabel('decoder').isChecked());
});

/** @type {{ name: string, files: RegExp, body: Buffer | null, words: RegExp, expected: RegExp[] }[]} */
const brokenModels = [
  {
    name: 'missing', files: /dates-dot-.*safetensors/, body: null, words: /is not on the server[^]*HTTP 404/,
    expected: [/status 404: .*dates-dot/, /console error: .*404/],
  },
  {
    name: 'empty', files: /dates-dot-.*safetensors/, body: Buffer.alloc(0), words: /no model that can be read/, expected: [],
  },
  {
    name: 'a page of HTML', files: /dates-dot-.*safetensors/, body: Buffer.from('<!doctype html><p>hello'),
    words: /no model that can be read[^]*safetensors/, expected: [],
  },
];

for (const { name, files, body, words, expected } of brokenModels) {
  test(`a model file that is ${name} is told of in its card, and the others work`, async (t) => {
    const page = await open(t, '', {
      expectedProblems: expected,
      prepare: (opened) => opened.route(files, (route) =>
        (body === null ? route.fulfill({ status: 404, body: 'not found' }) : route.fulfill({ status: 200, body }))),
    });
    assert.match(await map(page, 'dot').innerText(), words);
    assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05']);
    await type(page, '05APR2021');
    assert.equal((await map(page, 'concat').locator('.columns .token').allTextContents()).join(''), '05APR2021');
  });
}

test('a model file that is cut off is told of, and a second try that works brings the map', async (t) => {
  let cut = true;
  const page = await open(t, '', {
    prepare: (opened) => opened.route(/dates-concat-.*safetensors/, async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      await route.fulfill({ status: 200, body: cut ? body.subarray(0, body.length - 100) : body });
    }),
  });
  assert.match(await map(page, 'concat').innerText(), /no model that can be read/);
  cut = false;
  await map(page, 'concat').getByRole('button', { name: 'Try again' }).click();
  await map(page, 'concat').locator('canvas').waitFor();
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('a first model that is missing does not keep the others from coming', async (t) => {
  const page = await open(t, '', {
    expectedProblems: [/status 404/, /console error: .*404/],
    prepare: (opened) => opened.route(/dates-general-lstm/, (route) => route.fulfill({ status: 404, body: 'not found' })),
  });
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05']);
  await page.getByRole('radio', { name: 'dot' }).check();
  await settled(page);
  assert.equal(await page.locator('seq-scope .raster canvas').count(), 6);
});

test('a missing list of models is told of in every card and in the table', async (t) => {
  const page = await open(t, '', {
    expectedProblems: [/status 404/, /console error: .*404/],
    prepare: (opened) => opened.route('**/manifest.json', (route) => route.fulfill({ status: 404, body: 'not found' })),
  });
  for (const attention of ATTENTIONS) {
    assert.match(await map(page, attention).innerText(), /list of models[^]*could not be read[^]*HTTP 404/);
  }
  assert.match(await page.locator('#article').innerText(), /list of models could not be read/);
});

for (const [name, body] of /** @type {const} */ ([['broken', 'not wasm'], ['missing', null]])) {
  test(`a WebAssembly module that is ${name} is told of, and the page stays up`, async (t) => {
    const page = await open(t, '', {
      expectedProblems: body === null ? [/status 404/, /console error: .*404/] : [],
      prepare: (opened) => opened.route('**/*.wasm', (route) =>
        (body === null ? route.fulfill({ status: 404, body: 'not found' }) : route.fulfill({ status: 200, body }))),
    });
    for (const attention of ATTENTIONS) {
      assert.match(await map(page, attention).innerText(), /WebAssembly module could not be started/);
    }
    await page.locator('seq-scope input[type=text]').fill('still here');
    assert.equal(await page.locator('seq-scope input[type=text]').inputValue(), 'still here');
    assert.match(await page.locator('h1').innerText(), /read a date/);
  });
}

test('empty text gets a hint, and the last result stays, dimmed', async (t) => {
  const page = await open(t);
  await page.locator('seq-scope input[type=text]').fill('');
  await settled(page);
  assert.match(await page.locator('seq-scope .remarks').innerText(), /Type a date/);
  assert.equal(await page.locator('seq-scope .output.stale').count(), 3);
  assert.equal(await page.locator('seq-scope .map.stale').count(), 3);
});

test('10,000 characters are refused in words; nothing typed is lost, and the last result stays', async (t) => {
  const page = await open(t);
  const text = '4/5/21 '.repeat(1429).slice(0, 10_000);
  await page.locator('seq-scope input[type=text]').fill(text);
  await page.locator('seq-scope .refusal').waitFor();
  assert.match(await page.locator('seq-scope .refusal').innerText(), /10000 tokens: expected at most \d+/);
  assert.equal(await page.locator('seq-scope input[type=text]').inputValue(), text);
  assert.equal(await page.locator('seq-scope .output.stale').count(), 3);
  await type(page, '05APR2021');
  assert.equal(await page.locator('seq-scope .stale').count(), 0);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

for (const [name, text] of /** @type {const} */ ([
  ['emoji', '5 April 2021 👩‍👩‍👧 😀'], ['right-to-left text', 'שלום 2021-04-05 عدد'], ['combining marks', 'a\u0301\u0302 4/5/21'],
])) {
  test(`${name}: one label for each character, the unknown ones marked`, async (t) => {
    const page = await open(t);
    await type(page, text);
    const plot = map(page, 'general');
    assert.deepEqual((await labels(plot))[0], [...text]);
    assert.ok(await plot.locator('.columns .unknown').count() > 0);
    assert.match(await page.locator('seq-scope .remarks').innerText(), /Not in the vocabulary/);
  });
}

test('a lone surrogate is read as the character that stands for what cannot be read', async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    scope.text = '4/5/21 \ud83d';
  });
  await page.waitForTimeout(600);
  assert.deepEqual((await labels(map(page, 'dot')))[0], [...'4/5/21 \ufffd']);
  assert.equal(await map(page, 'dot').locator('.columns .unknown').count(), 1);
});

test('what is typed is never read as markup', async (t) => {
  const page = await open(t);
  await type(page, '<img src=x onerror=alert(1)>');
  assert.equal(await page.locator('seq-scope img').count(), 0);
  await page.getByRole('button', { name: 'Embed' }).click();
  assert.equal(await page.locator('dialog img').count(), 0);
});

test('long text scrolls in its own box, and the maps scroll together', async (t) => {
  const page = await open(t);
  await type(page, 'Monday, 5 April 2021 '.repeat(5));
  const scrolls = () => page.locator('seq-scope .map .plot').evaluateAll((all) => all.map((each) => each.scrollLeft));
  await map(page, 'dot').locator('.plot').evaluate((plot) => {
    plot.scrollLeft = 200;
  });
  await page.waitForTimeout(100);
  assert.deepEqual(await scrolls(), [200, 200, 200]);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

for (const language of ['en', 'zh']) {
  for (const text of ['Wednesday, 25 September 2021', 'x'.repeat(200)]) {
    test(`a phone 360 px wide scrolls nothing sideways: ${language}, ${text.length} characters`, async (t) => {
      const page = await open(t, `#lang=${language}&tanh=without&unit=3&text=${encodeURIComponent(text)}`, {
        viewport: { width: 360, height: 640 }, hasTouch: true,
      });
      await map(page, 'concat_without_tanh').locator('canvas').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      await map(page, 'dot').locator('canvas').tap({ position: { x: 40, y: 40 } });
      await settled(page);
      assert.equal(await map(page, 'dot').locator('.pinned').count(), 1);
    });
  }
}

test('all that the page loads is at most 1 MB', async (t) => {
  // The worker imports some files again; a browser has them in its cache.
  /** @type {Map<string, Promise<number>>} */
  const sizes = new Map();
  const page = await open(t, '', {
    prepare: async (opened) => opened.on('response', (response) => {
      if (!sizes.has(response.url())) sizes.set(response.url(), response.body().then((body) => body.length));
    }),
  });
  assert.equal((await outputs(page)).length, 3);
  const bytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
  assert.ok(bytes > 300_000 && bytes <= 1_000_000, `${bytes} bytes`);
});

test('the module is fetched once, for the page and its worker', async (t) => {
  let fetched = 0;
  await open(t, '', {
    prepare: async (opened) => opened.on('request', (request) => {
      if (request.url().endsWith('.wasm')) fetched++;
    }),
  });
  assert.equal(fetched, 1);
});

test('the page works under a strict content security policy', async (t) => {
  const page = await open(t, '', {
    prepare: (opened) => opened.route('**/www/', async (route) => {
      const response = await route.fetch();
      const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'";
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
    }),
  });
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('several elements share one worker, each with its own text and language', async (t) => {
  let workers = 0;
  const page = await openPage(t, '/tests/browser/fixtures/embedded.html', {
    prepare: async (opened) => opened.on('worker', () => workers++),
  });
  await page.evaluate(() => Promise.all([...document.querySelectorAll('seq-scope')].map((each) =>
    /** @type {SeqScope} */ (each).ready)));
  await settled(page);
  assert.equal(workers, 1);
  const texts = await page.locator('seq-scope').evaluateAll((all) => all.map((each) =>
    [...each.shadowRoot?.querySelectorAll('.output-text, h2') ?? []].map((part) => part.textContent)));
  assert.deepEqual(texts[0]?.slice(0, 4), ['2021-04-05', '2021-04-05', '2021-04-05', 'Where each model looks']);
  assert.deepEqual(texts[1]?.slice(0, 4), ['1999-12-31', '1999-12-31', '1999-12-31', '每个模型在看哪里']);
  assert.equal(new URL(page.url()).hash, '', 'an embedded element leaves the address alone');
});

test('attributes and properties set the text, the attention and the language', async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    scope.setAttribute('text', '05APR2021');
    scope.setAttribute('attention', 'concat');
    scope.setAttribute('lang', 'zh');
  });
  await page.waitForTimeout(300);
  assert.equal(await page.locator('seq-scope input[type=text]').inputValue(), '05APR2021');
  assert.equal(await page.locator('seq-scope input[name=attention]:checked').inputValue(), 'concat');
  assert.match(await page.locator('seq-scope #gates-heading').innerText(), /LSTM 的内部/);
  const values = await page.evaluate(() => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    return [scope.task, scope.text, scope.attention];
  });
  assert.deepEqual(values, ['dates', '05APR2021', 'concat']);
});

test('an element that is taken out and put back works on', async (t) => {
  const page = await open(t);
  await page.evaluate(async () => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    const place = scope.nextSibling;
    const parent = scope.parentNode;
    scope.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    parent?.insertBefore(scope, place);
  });
  await type(page, '05APR2021');
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('results are announced once typing rests', async (t) => {
  const page = await open(t);
  await type(page, '05APR2021');
  await page.waitForTimeout(1000);
  assert.match(await page.locator('seq-scope [role=status]').innerText(), /dot: 2021-04-05, .* %; general: 2021-04-05/);
});

test('the snippet for embedding names the script and carries the text', async (t) => {
  const page = await open(t, '#text=05APR2021');
  await page.getByRole('button', { name: 'Embed' }).click();
  const snippet = await page.locator('dialog pre').innerText();
  assert.match(snippet, /<script type="module" src="http.*\/www\/seq-scope\.js"><\/script>/);
  assert.match(snippet, /<seq-scope text="05APR2021"><\/seq-scope>/);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog').isVisible(), false);
});

test('the address holds the fragment that was shared', async (t) => {
  const page = await open(t, '', { permissions: ['clipboard-read', 'clipboard-write'] });
  await type(page, '05APR2021');
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Link copied' }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#text=05APR2021$/);
});

test('no file of the page names another host, but in links for readers', async () => {
  const document = await readFile(new URL('../../www/index.html', import.meta.url), 'utf8');
  assert.doesNotMatch(document, /(src|href)="(https?:)?\/\//);
});
