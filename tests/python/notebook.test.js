// The snippets and the notebook, run by a Python that has torch, nbclient and ipykernel; the notebook's page in Chromium, in its
// frame. SEQSCOPE_PYTHON names that Python; without it none of this is run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openPage } from '../browser/harness.js';
import { differenceFromPyTorch, exportedIn, inRoot, notebook, settled } from './exported.js';

/** @typedef {import('node:net').AddressInfo} AddressInfo */

const PYTHON = process.env['SEQSCOPE_PYTHON'];
const SKIPPED = 'set SEQSCOPE_PYTHON=… to run: a python with torch, nbclient and ipykernel';
/** Training takes seconds; the machine may have other things to do. */
const LIMIT = 300_000;
const FRENCH = 'deux mille trois cent quatre vingt dix sept';
const TEXT = 'two thousand three hundred ninety seven';

/** @type {string} */
let folder;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seqscope-notebook-'));
});
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} words @param {string} [searched] before all else on the path */
function python(words, searched = '') {
  assert.ok(PYTHON);
  const PATH = [searched, process.env['PATH']].filter(Boolean).join(path.delimiter);
  execFileSync(PYTHON, words, { env: { ...process.env, PATH, PYTHONDONTWRITEBYTECODE: '1' }, stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * Serves a folder as Jupyter does what is beside a notebook: a document is of no origin there, and may run scripts.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} host the document that has the frame
 */
async function serve(t, host) {
  const server = createServer((request, response) => {
    const isHost = request.url === '/';
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...!isHost && { 'content-security-policy': 'frame-ancestors \'self\'; sandbox allow-scripts' },
    }).end(isHost ? host : readFileSync(path.join(folder, path.basename(request.url ?? ''))));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => server.close());
  return `http://127.0.0.1:${/** @type {AddressInfo} */ (server.address()).port}`;
}

test('the snippets of the documentation write today what was saved of them', async (t) => {
  if (!PYTHON) return t.skip(SKIPPED);
  const file = path.join(folder, 'snippets.json');
  python([inRoot('tests/python/run_snippets.py'), file]);
  const [now, saved] = [file, inRoot('tests/python/snippets.json')].map((each) =>
    JSON.parse(readFileSync(each, 'utf8')).map((/** @type {{ code: string, file: string }} */ made) => ({ ...made, bytes: Buffer.from(made.file, 'base64') })));
  assert.equal(now.length, saved.length);
  for (const [index, { code, bytes }] of now.entries()) {
    assert.equal(code, saved[index].code);
    const [said, before] = [bytes, saved[index].bytes].map(exportedIn);
    assert.deepEqual({ ...said, check: null }, { ...before, check: null });
    assert.match(said?.check.program ?? '', /^PyTorch /);
    const { inspection, converted } = await settled(bytes);
    assert.deepEqual(inspection.missing, []);
    assert.ok(await differenceFromPyTorch(converted) <= 1e-5);
  }
});

test('the notebook trains a model, and its frame shows it as PyTorch has it', { timeout: 4 * LIMIT }, async (t) => {
  if (!PYTHON) return t.skip(SKIPPED);
  const program = process.env['SEQSCOPE'];
  assert.ok(program, 'SEQSCOPE names the command line: run `cargo xtask test --only python`');
  const beside = ['python/seqscope_notebook.ipynb', 'python/seqscope_export.py', 'dist/seqscope.html'];
  for (const file of beside) copyFileSync(inRoot(file), path.join(folder, path.basename(file)));
  python([inRoot('tests/python/execute.py'), path.join(folder, 'seqscope_notebook.ipynb')], path.dirname(program));

  const executed = notebook(path.join(folder, 'executed.ipynb'));
  const outputs = (/** @type {string} */ id) => executed.cells.find((cell) => cell.id === id)?.outputs ?? [];
  const printed = (/** @type {string} */ id) => outputs(id).filter(({ name }) => name === 'stdout').flatMap(({ text }) => text).join('');
  const [, right] = /^(\d+) of 500 numbers/.exec(printed('measured')) ?? [];
  assert.ok(Number(right) >= 475, printed('measured'));
  assert.match(printed('three-lines'), /^equal to PyTorch \S+ to 1e-5: on 3 sentences [^\n]*\n$/);
  const frame = outputs('three-lines').find(({ output_type: type }) => type === 'execute_result')?.data['text/html'].join('');
  assert.match(frame, /<iframe\s[^>]*\ssrc="mine\.html"/);

  const baseURL = await serve(t, `<!doctype html><html lang="en"><title>Notebook</title><link rel="icon" href="data:,">${frame}`);
  const page = await openPage(t, '/', { baseURL, locale: 'en-US', viewport: { width: 1100, height: 950 }, limit: LIMIT });
  page.setDefaultTimeout(LIMIT);
  const inside = page.frames().find((each) => each.url().endsWith('/mine.html'));
  assert.ok(inside);
  await inside.waitForFunction(() => customElements.get('seq-scope'));
  await inside.evaluate(() => /** @type {any} */ (document.querySelector('seq-scope')).ready.then(() => {}));
  assert.equal(await inside.evaluate(() => self.origin), 'null', 'as in Jupyter it has no rights');
  await inside.locator('seq-scope .map canvas').waitFor();
  const map = inside.locator('seq-scope .map[data-attention=general]');
  const labels = (/** @type {string} */ part) => map.locator(`${part} .token`).allTextContents();
  assert.deepEqual(await labels('.columns'), TEXT.split(' '));
  assert.equal(await inside.locator('seq-scope .output-text').textContent(), FRENCH);
  assert.deepEqual(await labels('.rows'), [...FRENCH.split(' '), '</s>']);
  // Words have room beside each other, which characters would not need.
  const widths = await map.locator('.columns .token').evaluateAll((all) => all.map((token) => token.scrollWidth - token.clientWidth));
  assert.deepEqual(widths.filter((over) => over > 1), []);
  await inside.locator('seq-scope .rasters .picture').first().waitFor();

  // What the page shows is what PyTorch computed.
  const mine = readFileSync(path.join(folder, 'mine.safetensors'));
  for (const { text, source, target, best } of exportedIn(mine).check.runs) {
    await inside.locator('seq-scope #text').fill(text);
    await inside.waitForFunction((typed) => [...document.querySelector('seq-scope')?.shadowRoot?.querySelectorAll('.columns .token') ?? []]
      .map((each) => each.textContent).slice(0, typed.length).join(' ') === typed.join(' '), text.split(' '));
    /** @type {import('../../www/elements/types.js').Trace} */
    const trace = await inside.evaluate(() => /** @type {any} */ (document.querySelector('seq-scope')).trace);
    const ids = (/** @type {{ id: number }[]} */ tokens) => tokens.map(({ id }) => id);
    assert.deepEqual([ids(trace.source), ids(trace.target)], [source, target], text);
    for (const [step, candidates] of trace.candidates.entries()) {
      const range = Math.max(1, ...best[step]?.map(([, expected]) => Math.abs(expected)) ?? []);
      for (const { id, logProbability } of candidates) {
        const [, expected = NaN] = best[step]?.find(([of]) => of === id) ?? [];
        const difference = Math.abs(logProbability - expected) / range;
        assert.ok(difference <= 1e-5, `${text}, step ${step}: ${logProbability} for ${expected}`);
      }
    }
  }
});
