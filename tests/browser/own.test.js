// Models that a reader brings: dropped, chosen, named by an attribute or given to `load`, and kept over a reload.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openHost, openPage } from './harness.js';
import { checkpoint, drop, savedByTorch } from './own-files.js';
import { becomes, DESK, labels, map, open, outputs, ready, settled, type } from './scope.js';
import { standIn } from './stand-in.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */
/** @typedef {import('./own-files.js').File} File */

const TEXT = 'The cat sat.';

const dialog = (/** @type {Page} */ page) => page.locator('seq-scope .own-model dialog');

/** What stands in the wizard's line of output. @param {Page} page */
const output = (page) => dialog(page).locator('.written');

/** Types in the wizard and shows what it has in the page. @param {Page} page @param {string} text */
async function take(page, text) {
  await dialog(page).locator('#own-text').fill(text);
  await output(page).waitFor();
  await dialog(page).getByRole('button', { name: 'Show it in the page' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await ready(page);
}

/** Drops files that need no question, and types a text. @param {Page} page @param {File[]} files */
async function bring(page, files) {
  await drop(page, files);
  await page.locator('seq-scope [data-choice=task] input[value=own]:checked').waitFor({ state: 'attached' });
  await ready(page);
  assert.equal(await dialog(page).count(), 0);
  await type(page, TEXT);
}

/** Opens the wizard with what is there. @param {Page} page */
async function reopen(page) {
  await page.getByRole('button', { name: 'Files of your own model…' }).click();
  await dialog(page).locator('#own-text').waitFor();
}

/** Every panel of the article has drawn something. @param {Page} page */
async function panels(page) {
  const sections = await page.locator('.explorable').all();
  assert.ok(sections.length >= 10);
  for (const section of sections) {
    await section.scrollIntoViewIfNeeded();
    await section.locator('.panel > *').first().waitFor();
  }
  await settled(page);
  for (const section of sections) {
    assert.equal(await section.locator('.failure').count(), 0, String(await section.getAttribute('id')));
  }
}

test('a file of this program loads without a question, beside those that are shipped', async (t) => {
  const page = await open(t);
  await bring(page, [{ name: 'mine.safetensors', bytes: checkpoint({ attention: 'general' }) }]);
  assert.deepEqual(await page.locator('seq-scope .map').evaluateAll((maps) => maps.map((each) => each.getAttribute('data-attention'))), ['general']);
  assert.deepEqual((await labels(map(page, 'general')))[0], ['The', 'cat', 'sat', '.']);
  await type(page, 'the dog');
  assert.match(await page.locator('seq-scope .remarks').innerText(), /Not in the vocabulary: “dog”/);
  await type(page, TEXT);
  await panels(page);
  await page.locator('seq-scope [data-choice=task] label', { hasText: 'Dates' }).click();
  await ready(page);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('three files stand side by side, and files that are alike have their names', async (t) => {
  const page = await open(t);
  const [dot, general, concat] = /** @type {const} */ (['dot', 'general', 'concat']).map((attention) =>
    ({ name: `${attention}.safetensors`, bytes: checkpoint({ attention }) }));
  await bring(page, /** @type {File[]} */ ([dot, general, concat]));
  assert.equal(await page.locator('seq-scope .map').count(), 3);
  assert.deepEqual(await page.locator('seq-scope .output .name').allTextContents(), ['dot', 'general', 'concat']);
  await reopen(page);
  await drop(page, [{ name: 'other-run.safetensors', bytes: checkpoint({ attention: 'concat', seed: 2 }) }], 'seq-scope');
  await take(page, TEXT);
  assert.deepEqual(await page.locator('seq-scope .output .name').allTextContents(), ['general', '2·concat.safetensors', '3·other‑run.safetensors']);
  await page.locator('seq-scope [data-choice=attention] label', { hasText: 'other' }).click();
  await settled(page);
  await page.locator('seq-scope .rasters .picture').first().waitFor();
});

test('a reload brings back what the reader keeps, and nothing else', async (t) => {
  const page = await open(t);
  await bring(page, [{ name: 'mine.safetensors', bytes: checkpoint({ attention: 'dot' }) }]);
  await reopen(page);
  await dialog(page).getByRole('checkbox').check();
  await take(page, TEXT);
  const before = await outputs(page);
  await page.waitForFunction(() => location.hash.includes('own'));
  await page.reload();
  await page.locator('seq-scope .map[data-attention=dot] .picture').waitFor();
  await ready(page);
  assert.deepEqual(await outputs(page), before);
  await reopen(page);
  await dialog(page).getByRole('checkbox').uncheck();
  await dialog(page).getByRole('button', { name: 'Show it in the page' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  assert.deepEqual(await page.evaluate(async () => [localStorage.getItem('seqscope-own'), await caches.has('seqscope-own')]), [null, false]);
});

/** Leaves the page and comes back to it without any fields in the address. @param {Page} page */
async function comeBack(page) {
  const { origin } = new URL(page.url());
  await page.goto('about:blank');
  await page.goto(`${origin}/www/`);
  await ready(page);
}

/** Brings a model and keeps it. @param {Page} page */
async function keep(page) {
  await bring(page, [{ name: 'mine.safetensors', bytes: checkpoint({ attention: 'dot' }) }]);
  await reopen(page);
  await dialog(page).getByRole('checkbox').check();
  await take(page, TEXT);
}

const task = (/** @type {Page} */ page) => page.evaluate(() => /** @type {SeqScope} */ (document.querySelector('seq-scope')).task);
const choice = (/** @type {Page} */ page) => page.locator('seq-scope [data-choice=task] label', { hasText: 'Your own model' });

test('a plain visit is one of the usual task, and what is kept comes when it is chosen', async (t) => {
  const page = await open(t, '', { prepare: standIn });
  await keep(page);
  await type(page, 'cat sat the');
  const before = await outputs(page);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await comeBack(page);
  assert.equal(await task(page), 'en-fr');
  await choice(page).waitFor();
  assert.equal(await choice(page).locator('input').isChecked(), false);
  await page.waitForLoadState('networkidle');
  assert.deepEqual(asked.filter((path) => /\/own\/|import/.test(path)), []);
  assert.equal(await page.locator('#models tbody tr').count() > 0, true);
  await choice(page).click();
  await map(page, 'dot').locator('.picture').waitFor();
  await ready(page);
  assert.deepEqual(await outputs(page), before);
  assert.equal(await page.locator('seq-scope #text').inputValue(), 'cat sat the');
  assert.deepEqual((await labels(map(page, 'dot')))[0], ['cat', 'sat', 'the']);
  assert.equal(await dialog(page).count(), 0);
  assert.equal(await page.locator('seq-scope .failure').count(), 0);
  assert.deepEqual(asked.filter((path) => path.includes('seqscope_import')), [], 'nothing is left to convert');
  await page.waitForFunction(() => location.hash.includes('task=own'));
  await page.goBack();
  await becomes(() => task(page), 'en-fr');
  await page.goForward();
  await becomes(() => outputs(page), before);
});

test('a reload keeps the text, the cell and the unit that the address names, of models that are kept', async (t) => {
  const page = await open(t);
  await keep(page);
  const { origin } = new URL(page.url());
  await page.goto('about:blank');
  await page.goto(`${origin}/www/#task=own&text=sat+cat&cell=0.1&unit=2&gates=decoder`);
  await map(page, 'dot').locator('.picture').waitFor();
  await ready(page);
  const { text, cell, unit, component } = await page.evaluate(() => /** @type {SeqScope} */ (document.querySelector('seq-scope')).state);
  assert.deepEqual({ text, cell, unit, component }, { text: 'sat cat', cell: { target: 0, source: 1 }, unit: 2, component: 'decoder' });
});

test('the screen has what is kept before that is chosen, and another stands beside it', async (t) => {
  const page = await open(t, '', { prepare: standIn });
  await keep(page);
  await comeBack(page);
  await reopen(page);
  assert.equal(await dialog(page).locator('#own-text').inputValue(), TEXT);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await bring(page, [{ name: 'other.safetensors', bytes: checkpoint({ attention: 'concat' }) }]);
  assert.deepEqual(await page.locator('seq-scope .output .name').allTextContents(), ['dot', 'concat']);
});

test('an address of own models says that they are not here, where nothing is kept', async (t) => {
  const page = await open(t, 'task=own');
  await page.locator('seq-scope .maps').getByText('There is no model of your own here.').waitFor();
  await bring(page, [{ name: 'mine.safetensors', bytes: checkpoint({ attention: 'general' }) }]);
  await page.locator('seq-scope .map[data-attention=general] .picture').waitFor();
  assert.equal(await page.getByText('There is no model of your own here.').count(), 0);
});

test('where the browser has let go of what was kept, the page says so and is as it was', async (t) => {
  const page = await open(t, '', { prepare: standIn });
  await keep(page);
  await page.evaluate(() => caches.delete('seqscope-own'));
  await comeBack(page);
  await choice(page).click();
  await dialog(page).getByText('What was kept on this machine is no longer there').waitFor();
  assert.equal(await task(page), 'en-fr');
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await ready(page);
  assert.equal(await page.locator('seq-scope .map').count(), 3);
  assert.equal(await page.locator('seq-scope .failure').count(), 0);
});

test('the attribute `attention` chooses among them, a name for all that share it', async (t) => {
  const files = /** @type {Record<string, Buffer>} */ ({
    '/a.safetensors': checkpoint({ attention: 'dot' }), '/b.safetensors': checkpoint({ attention: 'general' }),
    '/c.safetensors': checkpoint({ attention: 'dot', seed: 2 }),
  });
  /** @param {string} attributes */
  const shown = async (attributes) => {
    const page = await openHost(t, 'plain.html', {
      from: 'elsewhere', change: (html) => html.replace(/<seq-scope[^>]*>/, `<seq-scope model="${
        Object.keys(files).map((path) => `https://elsewhere.invalid${path}`).join(' ')}" text="The cat sat." lang="en" ${attributes}>`),
    }, {
      ...DESK, expectedProblems: [/left the origin: https:\/\/elsewhere\.invalid\/a\.safetensors/, /b\.safetensors/, /c\.safetensors/],
      prepare: (prepared) => prepared.route('https://elsewhere.invalid/**', (route) =>
        route.fulfill({ status: 200, body: files[new URL(route.request().url()).pathname] ?? '', headers: { 'access-control-allow-origin': '*' } })),
    });
    await page.locator('seq-scope .map .picture').first().waitFor();
    await ready(page);
    const maps = await page.locator('seq-scope .map .name').allTextContents();
    const gates = await page.locator('seq-scope [data-choice=attention] label').filter({ has: page.locator('input:checked') }).allTextContents();
    return { maps, gates };
  };
  const [first, second] = ['1·a.safetensors', '3·c.safetensors'];
  assert.deepEqual(await shown('attention="dot"'), { maps: [first, 'general', second], gates: [first] });
  assert.deepEqual(await shown('attention="dot" parts="maps gates"'), { maps: [first, second], gates: [first] });
  assert.deepEqual(await shown('attention="general" parts="maps"'), { maps: ['general'], gates: [] });
});

test('what PyTorch made of a sentence is compared with what the page makes of it', async (t) => {
  const page = await open(t);
  // What it writes is taken from the page itself, as it would be from PyTorch.
  const bytes = checkpoint({ attention: 'general' });
  await bring(page, [{ name: 'mine.safetensors', bytes }]);
  const trace = await page.evaluate(() => /** @type {SeqScope} */ (document.querySelector('seq-scope')).trace);
  const best = trace.candidates.map((step) => step.slice(0, 3).map(({ id, logProbability }) => [id, logProbability]));
  const run = { text: TEXT, source: trace.source.map(({ id }) => id), target: trace.target.map(({ id }) => id), best };
  const checked = (/** @type {object} */ changed) =>
    checkpoint({ attention: 'general', check: { program: 'PyTorch', runs: [{ ...run, ...changed }] } });
  await reopen(page);
  await drop(page, [{ name: 'equal.safetensors', bytes: checked({}) }], 'seq-scope');
  await dialog(page).getByText('Equal to PyTorch to 1e-5, on the 1 sentences in the file.').waitFor();
  const other = best.map((step, index) => (index === 0 ? step.map(([id, p]) => [id, Number(p) - 0.01]) : step));
  await drop(page, [{ name: 'unequal.safetensors', bytes: checked({ best: other }) }], 'seq-scope');
  await dialog(page).getByText(/the largest difference is \d\.\de-3/).waitFor();
});

test('the page of a first map fetches nothing that reads models', async (t) => {
  /** @type {string[]} */
  const asked = [];
  const page = await open(t, '', { prepare: async (prepared) => prepared.on('request', (request) => asked.push(request.url())) });
  await page.waitForLoadState('networkidle');
  assert.deepEqual(asked.filter((url) => /\/own\/|import/.test(url)), []);
});

test('an attribute names a model on another origin', async (t) => {
  const body = checkpoint({ attention: 'concat' });
  const page = await openHost(t, 'plain.html', {
    from: 'elsewhere', change: (html) => html.replace(/<seq-scope[^>]*>/, '<seq-scope model="https://elsewhere.invalid/mine.safetensors" text="The cat sat." lang="en">'),
  }, {
    ...DESK, expectedProblems: [/left the origin: https:\/\/elsewhere\.invalid\/mine\.safetensors/],
    prepare: (prepared) => prepared.route('https://elsewhere.invalid/**', (route) =>
      route.fulfill({ status: 200, body, headers: { 'access-control-allow-origin': '*' } })),
  });
  await page.locator('seq-scope .map[data-attention=concat] .picture').waitFor();
  assert.deepEqual((await labels(map(page, 'concat')))[0], ['The', 'cat', 'sat', '.']);
});

test('load() takes bytes, and refuses what is no model without losing what is there', async (t) => {
  const page = await open(t);
  const load = (/** @type {Buffer | string} */ bytes) => page.evaluate(async (base64) => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    const given = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return scope.load(given).then(({ loaded }) => loaded.join(), (error) => `refused: ${error.message}`);
  }, Buffer.from(bytes).toString('base64'));
  assert.match(await load('<!doctype html><p>no</p>'), /^refused: .*web page|HTML/i);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
  assert.equal(await load(checkpoint({ attention: 'dot' })), 'dot');
});

test('the post’s own model, saved by torch.save and nothing else, with two vocabularies', async (t) => {
  const { files } = await savedByTorch((name, all) => all.join() === 'model.pt' && /^lstm\.general\./.test(name));
  const words = (/** @type {string[]} */ tokens) => JSON.stringify(['<pad>', '<unk>', '<s>', '</s>', ...tokens]);
  const page = await open(t);
  await drop(page, [
    ...files, { name: 'source.json', bytes: words(['eins', 'zwei', 'drei']) },
    { name: 'target.json', bytes: words(['one', 'two', 'three', 'four', 'five']) },
  ]);
  await dialog(page).getByText('What was found').waitFor();
  // What was guessed can be changed, and the result follows at once.
  await dialog(page).locator('#own-text').fill('eins drei zwei');
  await output(page).waitFor();
  const guessed = await dialog(page).locator('.output').innerText();
  const answer = dialog(page).locator('[data-key=contextTanh] select');
  const guess = await answer.inputValue();
  await answer.selectOption(guess === 'true' ? 'false' : 'true');
  await dialog(page).locator('.output').filter({ hasText: 'log p', hasNotText: guessed }).waitFor();
  await answer.selectOption(guess);
  await dialog(page).locator('.output').filter({ hasText: guessed }).waitFor();
  await dialog(page).getByRole('checkbox').check();
  await take(page, 'eins drei zwei');
  assert.deepEqual((await labels(map(page, 'general')))[0], ['eins', 'drei', 'zwei']);
  await page.locator('seq-scope .rasters .picture').first().waitFor();
  await panels(page);
  const before = await outputs(page);
  await page.reload();
  await map(page, 'general').locator('.picture').waitFor();
  await ready(page);
  assert.deepEqual(await outputs(page), before);
  assert.deepEqual((await labels(map(page, 'general')))[0], ['eins', 'drei', 'zwei']);
});

test('a broken file says what it is where the wizard stands, and what was there stays', async (t) => {
  const page = await open(t);
  const before = await outputs(page);
  await drop(page, [{ name: 'model.safetensors', bytes: 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n' }]);
  await dialog(page).locator('.refusal', { hasText: 'Git LFS' }).waitFor();
  assert.equal(await dialog(page).getByRole('button', { name: 'Show it in the page' }).isDisabled(), true);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  assert.deepEqual(await outputs(page), before);
});

test('where the part cannot be had that reads other programs’ files, the screen says so and nothing else', async (t) => {
  const { files } = await savedByTorch((name, all) => all.join() === 'model.pt' && /^lstm\.general\./.test(name));
  const page = await open(t, '', {
    expectedProblems: [/status 404/, /console error: Failed to load resource/],
    prepare: (prepared) => prepared.route('**/seqscope_import_bg.wasm', (route) => route.fulfill({ status: 404, body: 'none' })),
  });
  await drop(page, files);
  await dialog(page).getByText('A part of the program (seqscope_import_bg.wasm) is not on the server').waitFor();
  assert.equal(await dialog(page).locator('.refusal').count(), 1);
  assert.equal(await dialog(page).locator('#own-text').count(), 0);
  assert.equal(await dialog(page).getByRole('button', { name: 'Show it in the page' }).isDisabled(), true);
});

test('the screen is for keyboards, small screens and Chinese too', async (t) => {
  const page = await openPage(t, '/www/#task=dates&lang=zh', { locale: 'zh-CN', viewport: { width: 390, height: 800 } });
  await ready(page);
  await page.getByRole('button', { name: '你自己的模型…' }).press('Enter');
  await dialog(page).getByText('全部在本机完成').waitFor();
  await drop(page, [{ name: 'mine.safetensors', bytes: checkpoint({ attention: 'general' }) }], 'seq-scope');
  await dialog(page).locator('#own-text').fill(TEXT);
  await output(page).waitFor();
  assert.equal(await dialog(page).evaluate((node) => node.scrollWidth <= node.clientWidth), true);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
});
