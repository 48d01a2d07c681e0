// The package as somebody installs it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { openHost, openPage } from '../browser/harness.js';
import { outputs, settled } from '../browser/scope.js';
import { BUILT, buildWithVite, buildWithWebpack, install, viteConfig } from './build.js';

/** @typedef {import('playwright-core').Page} Page */

const run = promisify(execFile);
const PATH = '/tests/package/built';
/** Whatever else the machine does meanwhile. */
const LIMIT = 240_000;
const OPTIONS = { limit: LIMIT, locale: 'en-US', viewport: { width: 1280, height: 900 } };

/** @type {string[]} */
let files;

before(async () => {
  files = await install();
});

/**
 * Types a date and expects three maps of it, and a panel of the same run.
 *
 * @param {Page} page
 */
async function showsMaps(page) {
  page.setDefaultTimeout(LIMIT);
  await page.locator('seq-scope #text').fill('5 April 2021');
  await page.waitForFunction(() => {
    const root = document.querySelector('seq-scope')?.shadowRoot;
    return [...root?.querySelectorAll('.output-text') ?? []].filter((each) => each.textContent === '2021-04-05').length === 3;
  });
  await settled(page);
  const maps = page.locator('seq-scope .map');
  assert.deepEqual(await maps.evaluateAll((all) => all.map((map) => map.getAttribute('data-attention'))),
    ['dot', 'general', 'concat']);
  for (const map of await maps.all()) {
    assert.equal((await map.locator('.columns .token').allTextContents()).join(''), '5 April 2021');
    // What is out of sight waits to be painted.
    await map.scrollIntoViewIfNeeded();
    await page.waitForFunction((canvas) => {
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const data = /** @type {HTMLCanvasElement} */ (canvas).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return new Set(data).size > 2;
    }, await map.locator('canvas').first().elementHandle());
  }
  await page.locator('seq-view').scrollIntoViewIfNeeded();
  await page.locator('seq-view .panel svg').first().waitFor();
}

/**
 * @param {import('node:test').TestContext} t
 * @param {string} url
 * @param {{ baseURL?: string }} [options]
 */
async function opens(t, url, options = {}) {
  await showsMaps(await openPage(t, url, { ...OPTIONS, ...options }));
}

test('built with Vite', async (t) => {
  await buildWithVite('vite');
  await opens(t, `${PATH}/vite/dist/`);
});

test('served by Vite while a project is developed', async (t) => {
  const { createServer } = await import('vite');
  const server = await createServer({ ...await viteConfig('vite'), base: '/', server: { port: 0, host: '127.0.0.1' } });
  t.after(() => server.close());
  await server.listen();
  const [url] = server.resolvedUrls?.local ?? [];
  assert.ok(url);
  await opens(t, url, { baseURL: url });
});

test('built with webpack', async (t) => {
  await buildWithWebpack();
  await opens(t, `${PATH}/webpack/dist/`);
});

test('in React', async (t) => {
  await buildWithVite('react');
  await opens(t, `${PATH}/react/dist/`);
});

test('in Vue', async (t) => {
  await buildWithVite('vue');
  await opens(t, `${PATH}/vue/dist/`);
});

test('from a plain folder, as from a content delivery network', async (t) => {
  await writeFile(`${BUILT}/plain.html`, '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
    + '<script type="module" src="node_modules/seqscope/seq-scope.js"></script>'
    + '<seq-scope task="dates"></seq-scope><seq-view name="cell"></seq-view>');
  await opens(t, `${PATH}/plain.html`);
});

test('the engine runs a model without an element, as the README of the package says', async (t) => {
  const readme = await readFile(`${BUILT}/node_modules/seqscope/README.md`, 'utf8');
  const [snippet = ''] = [...readme.matchAll(/```js\n([^]*?)```/g)].flatMap(([, code = '']) => (code.includes('seqscope/engine') ? [code] : []));
  assert.match(snippet, /await loadModel\(/);
  await writeFile(`${BUILT}/engine.html`, '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
    + '<script type="importmap">{ "imports": { "seqscope/engine": "./node_modules/seqscope/engine.js" } }</script>'
    + `<script type="module">${snippet}\nglobalThis.answer = { output, shape: weights.shape, weights: [...weights.data] };</script>`);
  const page = await openPage(t, `${PATH}/engine.html`, OPTIONS);
  page.setDefaultTimeout(LIMIT);
  await page.waitForFunction(() => 'answer' in globalThis);
  const { output, shape, weights } = await page.evaluate(() => /** @type {any} */ (globalThis).answer);
  assert.equal(output, '2021-04-05');
  // The end is written too, and read is every character.
  assert.deepEqual(shape, [11, 'Monday, 5 April 2021'.length]);
  for (let row = 0; row < 11; row++) {
    const sum = weights.slice(row * 20, row * 20 + 20).reduce((/** @type {number} */ all, /** @type {number} */ each) => all + each, 0);
    assert.ok(Math.abs(sum - 1) < 1e-5, `row ${row}: ${sum}`);
  }
  const answers = await page.evaluate(async () => {
    const engine = /** @type {string} */ ('seqscope/engine');
    const { loadModel, readManifest } = await import(engine);
    const { models } = await readManifest();
    const refused = await loadModel({ task: 'dates', attention: 'cosine' }).catch((/** @type {Error} */ { message }) => message);
    return [models.length, refused];
  });
  assert.ok(Number(answers[0]) > 3);
  assert.match(String(answers[1]), /^no model dates cosine lstm: expected one of dates/);
});

test('from another origin', async (t) => {
  const page = await openHost(t, 'post.html', {
    from: 'elsewhere', change: (html) => html.replace('/www/elements/seq-scope.js', '/dist/npm/seq-scope.js')
      .replace('<p id="after">', '<seq-view name="cell"></seq-view><p id="after">'),
  }, OPTIONS);
  await showsMaps(page);
});

test('three elements share module, worker and models', async (t) => {
  /** @type {string[]} */
  const asked = [];
  let workers = 0;
  await writeFile(`${BUILT}/three.html`, '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
    + '<script type="module" src="node_modules/seqscope/seq-scope.js"></script>'
    + '<seq-scope task="dates" text="5 April 2021"></seq-scope>'.repeat(3));
  const page = await openPage(t, `${PATH}/three.html`, {
    ...OPTIONS, prepare: async (opened) => {
      opened.on('request', (request) => asked.push(path.posix.basename(new URL(request.url()).pathname)));
      opened.on('worker', () => workers++);
    },
  });
  await page.waitForFunction(() => customElements.get('seq-scope'));
  await page.evaluate(() => Promise.all([...document.querySelectorAll('seq-scope')].map((scope) =>
    /** @type {import('../../www/elements/element.js').SeqScope} */ (scope).ready)));
  await settled(page);
  assert.deepEqual(await outputs(page), Array.from({ length: 9 }, () => '2021-04-05'));
  assert.equal(workers, 1);
  assert.deepEqual(asked.filter((name, index) => asked.indexOf(name) !== index), [], 'nothing is asked for twice');
});

for (const name of ['seqscope', 'seqscope/elements', 'seqscope/engine', 'seqscope/react']) {
  test(`importing ${name} on a server does nothing and throws nothing`, async () => {
    const script = `const before = Object.keys(globalThis).length;
      await import(${JSON.stringify(name)});
      if (Object.keys(globalThis).length !== before) throw new Error('a new global');`;
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: BUILT });
    assert.equal(stdout + stderr, '');
  });
}

test('TypeScript knows the elements, their tags in JSX, and the engine', async () => {
  const tsc = new URL('../../node_modules/typescript/bin/tsc', import.meta.url).pathname;
  await run(process.execPath, [tsc, '--project', `${BUILT}/react`]).catch((error) => assert.fail(error.stdout));
});

test('publint finds nothing', async () => {
  const { publint } = await import('publint');
  const { messages } = await publint({ pkgDir: `${BUILT}/node_modules/seqscope`, pack: false });
  assert.deepEqual(messages, []);
});

test('Are the types wrong? No', async () => {
  const attw = new URL('node_modules/@arethetypeswrong/cli/dist/index.js', import.meta.url).pathname;
  const [tarball] = (await readdir(BUILT)).filter((name) => name.endsWith('.tgz'));
  // There is no CommonJS in it, and only modules have types.
  await run(process.execPath, [attw, `${BUILT}/${tarball}`, '--profile', 'esm-only', '--no-color', '--no-emoji',
    '--entrypoints', '.', './seq-scope.js', './elements', './engine', './react']).catch((error) => assert.fail(error.stdout + error.stderr));
});

test('it depends on nothing, runs nothing when it is installed, and has licences, words and types', async () => {
  const { default: manifest } = await import(`${BUILT}/node_modules/seqscope/package.json`, { with: { type: 'json' } });
  for (const name of ['dependencies', 'peerDependencies', 'optionalDependencies', 'scripts', 'bin']) {
    assert.equal(manifest[name], undefined, name);
  }
  for (const name of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'custom-elements.json', 'seq-scope.d.ts']) {
    assert.ok(files.includes(name), name);
  }
  for (const name of [manifest.main, manifest.types, manifest.unpkg, manifest.jsdelivr, manifest.customElements]) {
    assert.ok(files.includes(name.replace('./', '')), name);
  }
});

test('the entry with both elements is at most 32 KB gzipped, styles included', async () => {
  const folder = `${BUILT}/node_modules/seqscope`;
  /** @type {Map<string, number>} */
  const sizes = new Map();
  const add = async (/** @type {string} */ file) => {
    if (sizes.has(file)) return;
    const code = await readFile(`${folder}/${file}`, 'utf8');
    sizes.set(file, gzipSync(code).length);
    for (const [, imported] of code.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) {
      await add(path.posix.join(path.posix.dirname(file), /** @type {string} */ (imported)));
    }
  };
  await add('seq-scope.js');
  const sum = [...sizes.values()].reduce((all, size) => all + size, 0);
  assert.ok(sizes.size > 1 && sum <= 32 * 1024, `${sum} bytes: ${JSON.stringify([...sizes])}`);
});
