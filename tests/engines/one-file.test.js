// dist/seqscope.html in three browsers, from a disk; and what is saved from the page and by the command line.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openPage } from '../browser/harness.js';
import { checkpoint, drop, savedByTorch } from '../browser/own-files.js';
import { outputs, ready, type } from '../browser/scope.js';
import { shippedManifest } from '../manifest.js';
import { ENGINES } from './drivers.js';
import { READY } from './ready.js';

/** @typedef {import('./drivers.js').EnginePage} EnginePage */

const DATES = fileURLToPath(new URL('../../dist/seqscope.html', import.meta.url));
/** @type {string} */
let folder;
/** The pages to open, by what they are. @type {Map<string, string>} */
const pages = new Map([['handed out', DATES]]);

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seqscope-one-file-'));
});
after(() => rm(folder, { recursive: true }));

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs the command line.
 *
 * @param {string[]} words
 * @param {string} [input]
 */
function seqscope(words, input = '') {
  const program = process.env['SEQSCOPE'];
  assert.ok(program, 'SEQSCOPE names the command line');
  return execFileSync(program, words, { cwd: ROOT, encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'ignore'] });
}

/** The files of shipped LSTMs. @param {string} task @param {string[]} attentions */
function filesOf(task, attentions) {
  return attentions.map((attention) => {
    const entry = shippedManifest().models.find((/** @type {any} */ each) => each.id === `${task}-${attention}-lstm`);
    assert.ok(entry, `${task}, ${attention}`);
    return entry.files.map(({ file }) => `www/models/${file}`);
  });
}

/**
 * Saves the page by its dialog.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function save(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), page.locator('dialog [data-place=file]').click()]);
  const saved = path.join(folder, name);
  await download.saveAs(saved);
  return saved;
}

test('the page of dates is at most 0.9 MB, without two opening braces, and names no file to fetch', async () => {
  const text = await readFile(DATES, 'utf8');
  const bytes = Buffer.byteLength(text);
  assert.ok(bytes > 400_000 && bytes <= 900_000, `${bytes} bytes`);
  const readable = text.replace(/(<script type="text\/plain"[^>]*>)[^<]*/g, '$1');
  assert.doesNotMatch(text, /\{\{|\{%|\{#/);
  assert.doesNotMatch(readable, /(?:src|href)="(?!data:)/);
});

test('what a reader saves has the text, the models and the selection, and can be saved again', async (t) => {
  const site = await openPage(t, '/dist/site/#task=dates&cell=3.4&unit=5&attention=concat', {
    locale: 'en-US', viewport: { width: 1280, height: 900 }, limit: 240_000,
  });
  await ready(site);
  await type(site, '6 May 1999');
  await site.getByRole('button', { name: 'Embed' }).click();
  await site.locator('dialog').getByLabel('dot').uncheck();
  const saved = await save(site, 'saved.html');
  assert.ok(!/\{\{|\{%|\{#/.test(await readFile(saved, 'utf8')), 'nothing that a template engine would run');
  pages.set('saved', saved);

  const again = await site.context().newPage();
  await again.goto(pathToFileURL(saved).href);
  await ready(again);
  const shows = async (/** @type {import('playwright-core').Page} */ page) => page.evaluate(() => {
    const scope = /** @type {any} */ (document.querySelector('seq-scope'));
    const { cell, unit, attention, text, task } = scope.state;
    const outputs = [...scope.shadowRoot.querySelectorAll('.output-text')].map((each) => each.textContent);
    return { cell, unit, attention, text, task, outputs, sections: [...document.querySelectorAll('seq-view')].map((view) => view.getAttribute('name')) };
  });
  const shown = await shows(again);
  assert.deepEqual([shown.cell, shown.unit, shown.text, shown.task], [{ target: 3, source: 4 }, 5, '6 May 1999', 'dates']);
  assert.deepEqual(shown.outputs, ['1999-05-06', '1999-05-06']);
  assert.ok(!shown.sections.includes('gradients') && shown.sections.includes('cell'), 'what compares models that are not there is left out');
  await again.getByRole('button', { name: 'Embed' }).click();
  assert.equal(await again.locator('dialog pre').count(), 0, 'a page from a disk has no lines for other pages');
  const twice = await save(again, 'twice.html');
  const another = await site.context().newPage();
  await another.goto(pathToFileURL(twice).href);
  await ready(another);
  assert.deepEqual(await shows(another), shown);
});

test('the command line writes a page of all three models of the dates', () => {
  const file = path.join(folder, 'command-line.html');
  seqscope(['page', '--model', ...filesOf('dates', ['dot', 'general', 'concat']).flat(), '--text', '5 April 2021', '--out', file]);
  pages.set('of the command line', file);
});

test('a page of a French model is at most 4.5 MB, and says what the command line says', async (t) => {
  const file = path.join(folder, 'french.html');
  const sentence = 'The little girl is wearing a blue dress.';
  const [files = []] = filesOf('en-fr', ['general']);
  seqscope(['page', '--model', ...files, '--text', sentence, '--out', file]);
  const { size } = await stat(file);
  assert.ok(size > 2_000_000 && size <= 4_500_000, `${size} bytes`);
  const page = await openPage(t, '/tests/browser/fixtures/empty.html', { locale: 'en-US', viewport: { width: 1280, height: 900 } });
  await page.goto(pathToFileURL(file).href);
  await ready(page);
  assert.deepEqual(await outputs(page), [seqscope(['translate', '--model', ...files], sentence).trim()]);
});

test('a model in our format opens in it, and of others it says in both languages why not and what to do', async (t) => {
  const { files } = await savedByTorch((name, all) => all.join() === 'model.pt' && /^lstm\.general\./.test(name));
  const said = { 'en-US': 'does without the part that reads what PyTorch saves', 'zh-CN': '这个单文件页面不含读取 PyTorch 文件的部分' };
  for (const [locale, words] of Object.entries(said)) {
    const page = await openPage(t, '/tests/browser/fixtures/empty.html', { locale, viewport: { width: 390, height: 800 } });
    await page.goto(pathToFileURL(DATES).href);
    await ready(page);
    await drop(page, files);
    const screen = page.locator('seq-scope .own-model dialog');
    await screen.getByText(words).waitFor();
    assert.equal(await screen.locator('.refusal').count(), 1);
    assert.equal(await screen.evaluate((node) => node.scrollWidth <= node.clientWidth), true);
    await page.keyboard.press('Escape');
    await screen.waitFor({ state: 'detached' });
    await drop(page, [{ name: 'mine.safetensors', bytes: checkpoint({ attention: 'concat' }) }]);
    await type(page, 'The cat sat.');
    await page.locator('seq-scope .map[data-attention=concat] .picture').waitFor();
  }
});

for (const [name, open] of Object.entries(ENGINES)) {
  test(`${name} opens it from a disk, and maps a typed date`, async (t) => {
    const browser = await open();
    t.after(() => browser.close());
    for (const [which, file] of pages) {
      await browser.goto(pathToFileURL(file).href);
      await browser.evaluate(`${READY}
        const input = root.querySelector('#text');
        input.focus();
        input.select();`);
      await browser.type('31 December 1999');
      const [outputs, maps, columns, foreign] = await browser.evaluate(`
        const root = document.querySelector('seq-scope').shadowRoot;
        const outputs = () => [...root.querySelectorAll('.output-text')].map((each) => each.textContent);
        for (let wait = 0; wait < 1200 && outputs().some((text) => text !== '1999-12-31'); wait++) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const painted = [...root.querySelectorAll('.map canvas')].filter((canvas) => canvas.height !== 150);
        const columns = [...root.querySelector('.map').querySelectorAll('.columns .token')].map((token) => token.textContent).join('');
        const foreign = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !/^(blob|data):/.test(name));
        return [outputs(), painted.length, columns, foreign];`);
      assert.deepEqual([...new Set(outputs)], ['1999-12-31'], which);
      assert.ok(maps > 0, `${which}: a map is painted`);
      if (which === 'of the command line') assert.deepEqual([outputs.length, maps], [3, 3], which);
      assert.equal(columns, '31 December 1999', which);
      assert.deepEqual(foreign, [], `${which}: asks for nothing`);
    }
  });
}
