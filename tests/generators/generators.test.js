// A post with the element in static site generators: built as their users build it, as docs/embedding.md says, and opened.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openPage } from '../browser/harness.js';
import { outputs, ready } from '../browser/scope.js';

const run = promisify(execFile);
const here = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const PACKAGE = here('../../dist/npm');
const BUILT = here('built');
const PATH = '/tests/generators/built';

/** What the documentation says, by the language of its snippets. @type {Record<string, string>} */
let said = {};

before(async () => {
  await rm(BUILT, { recursive: true, force: true });
  const [, part] = /\n## Static site generators\n([^]*)/.exec(await readFile(here('../../docs/embedding.md'), 'utf8')) ?? [];
  said = Object.fromEntries([...part?.matchAll(/```(\w+)\n([^]*?)```/g) ?? []].map(([, language, code]) => [language, code]));
  assert.deepEqual(Object.keys(said), ['yaml', 'md', 'js']);
});

/**
 * A site that knows under which path it is served.
 *
 * @param {string} name of the generator
 * @param {string} folder that the package is copied to
 * @param {Record<string, string>} files
 */
async function site(name, folder, files) {
  const root = path.join(BUILT, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  await cp(PACKAGE, path.join(root, folder), { recursive: true });
  return root;
}

/** The post of the documentation, for a site that is served below a path. @param {string} base */
function post(base) {
  const text = /** @type {string} */ (said['md']);
  assert.ok(text.includes('src="/seqscope/seq-scope.js"'));
  return text.replace('src="/', `src="${base}/`);
}

/** Every file of the package is in what was built, to the byte. @param {string} output */
async function hasPackage(output) {
  const entries = await readdir(PACKAGE, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.relative(PACKAGE, path.join(entry.parentPath, entry.name)));
  assert.ok(files.filter((file) => file.endsWith('.js')).length > 10);
  for (const file of files) {
    const [put, built] = await Promise.all([path.join(PACKAGE, file), path.join(output, 'seqscope', file)].map((each) => readFile(each)));
    assert.ok(put?.equals(/** @type {Buffer} */ (built)), `${file}: is not what was put in`);
  }
}

/** @param {import('node:test').TestContext} t @param {string} url */
async function opens(t, url) {
  const page = await openPage(t, url, { locale: 'en-US', viewport: { width: 1280, height: 900 }, limit: 240_000 });
  page.setDefaultTimeout(120_000);
  await page.waitForFunction(() => customElements.get('seq-scope'));
  await ready(page);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
  assert.equal(await page.locator('seq-scope .map canvas').count(), 3);
}

test('Hexo', async (t) => {
  const base = `${PATH}/hexo/public`;
  const root = await site('hexo', 'source/seqscope', {
    'package.json': JSON.stringify({
      name: 'blog', private: true, hexo: { version: '' },
      dependencies: { hexo: '*', 'hexo-generator-index': '*', 'hexo-renderer-marked': '*' },
    }),
    '_config.yml': `title: Blog\nurl: http://127.0.0.1${base}\nroot: ${base}/\npermalink: :title/\ntheme: plain\n${said['yaml']}`,
    'themes/plain/layout/index.njk': 'Posts',
    // A theme in its smallest form: the post and nothing else.
    'themes/plain/layout/post.njk': '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><h1>{{ page.title }}</h1>{{ page.content | safe }}<p>After.</p>',
    'source/_posts/dates.md': post(base),
  });
  await run(process.execPath, [here('node_modules/hexo/bin/hexo'), 'generate'], { cwd: root });
  await hasPackage(path.join(root, 'public'));
  await opens(t, `${base}/dates/`);
});

test('Eleventy', async (t) => {
  const base = `${PATH}/eleventy/_site`;
  const root = await site('eleventy', 'seqscope', {
    'package.json': JSON.stringify({ name: 'blog', private: true, type: 'module' }),
    'eleventy.config.js': /** @type {string} */ (said['js']),
    '_includes/post.html': '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><h1>{{ title }}</h1>{{ content }}<p>After.</p>',
    'dates.md': post(base).replace('---\n', '---\nlayout: post.html\n'),
  });
  await run(process.execPath, [here('node_modules/@11ty/eleventy/cmd.cjs'), '--quiet'], { cwd: root });
  await hasPackage(path.join(root, '_site'));
  await opens(t, `${base}/dates/`);
});

test('no file that is handed out, and no snippet that is documented, has two opening braces in a row', async () => {
  for (const folder of ['dist/npm', 'dist/site']) {
    for (const entry of await readdir(here(`../../${folder}`), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /\.(wasm|safetensors)$/.test(entry.name)) continue;
      const text = await readFile(path.join(entry.parentPath, entry.name), 'utf8');
      assert.ok(!text.includes('{{'), `${entry.name}: ${text.slice(Math.max(0, text.indexOf('{{') - 40), text.indexOf('{{') + 40)}`);
      if (entry.name.endsWith('.html')) assert.ok(!/\{[%#]/.test(text), entry.name);
    }
  }
  for (const name of ['README.md', 'README.zh.md', 'docs/embedding.md', 'docs/hosting.md']) {
    const text = await readFile(here(`../../${name}`), 'utf8');
    for (const [snippet] of text.matchAll(/```(html|js|md|vue|tsx)\n[^]*?```/g)) assert.ok(!snippet.includes('{{'), `${name}: ${snippet}`);
  }
});
