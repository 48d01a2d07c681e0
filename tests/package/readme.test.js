// Every snippet of the READMEs, as a reader would paste it.
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { openPage } from '../browser/harness.js';
import { BUILT, install } from './build.js';

/** @typedef {{ language: string, code: string }} Snippet */

const FOLDER = `${BUILT}/readme`;
/** Whatever else the machine does meanwhile. */
const LIMIT = 240_000;

/** Which project of `projects/` a recipe is of; those are built and opened by package.test.js. */
const PROJECTS = /** @type {Record<string, string[]>} */ ({
  js: ['vite/main.js', 'webpack/main.js'], tsx: ['react/main.tsx'], vue: ['vue/Figure.vue'],
});

before(async () => {
  await install();
  await mkdir(FOLDER, { recursive: true });
  await cp(`${BUILT}/node_modules/seqscope`, `${FOLDER}/seqscope`, { recursive: true });
});

/** The snippets of the part on embedding. @param {string} readme @returns {Promise<Snippet[]>} */
async function snippets(readme) {
  const text = await readFile(new URL(`../../${readme}`, import.meta.url), 'utf8');
  const [, part] = /\n## (?:Put it in a page of yours|放进你的页面)\n([^]*?)\n## /.exec(text) ?? [];
  assert.ok(part, `${readme}: expected the part on embedding`);
  return [...part.matchAll(/```(\w+)\n([^]*?)```/g)].map(([, language = '', code = '']) => ({ language, code }));
}

for (const readme of ['README.md', 'README.zh.md']) {
  test(`each snippet of ${readme} works`, async (t) => {
    const all = await snippets(readme);
    assert.deepEqual(all.map(({ language }) => language), ['html', 'html', 'html', 'html', 'html', 'js', 'tsx', 'vue']);
    for (const [index, { language, code }] of all.entries()) {
      await t.test(`${index + 1}, ${language}`, async (each) => {
        if (language !== 'html') {
          for (const project of PROJECTS[language] ?? []) {
            const built = await readFile(new URL(`./projects/${project}`, import.meta.url), 'utf8');
            assert.ok(built.includes(code.trim()), `${project} is built and tried, and is not what the README shows`);
          }
          return;
        }
        const name = `${readme}.${index}.html`;
        await writeFile(`${FOLDER}/${name}`,
          `<!doctype html><meta charset="utf-8"><title>Post</title><link rel="icon" href="data:,"><p>Before.</p>\n${
            code.replace('map.png', 'data:,')}<p>After.</p>`);
        const page = await openPage(each, `/tests/package/built/readme/${name}`, {
          limit: LIMIT, locale: 'en-US', viewport: { width: 1280, height: 900 },
        });
        page.setDefaultTimeout(LIMIT);
        if (code.includes('loading="lazy"')) await page.locator('seq-scope').scrollIntoViewIfNeeded();
        await page.evaluate(() => /** @type {any} */ (document.querySelector('seq-scope')).ready);
        const expected = /parts="maps" attention="general"/.test(code) ? 1 : code.includes('parts="input outputs"') ? 0 : 3;
        await page.waitForFunction((count) =>
          document.querySelector('seq-scope')?.shadowRoot?.querySelectorAll('.map canvas').length === count, expected);
        if (code.includes('seq-view')) {
          await page.locator('seq-view').scrollIntoViewIfNeeded();
          await page.locator('seq-view .panel svg').first().waitFor();
        }
        if (code.includes('toSVG')) {
          const [svg, shape] = await page.evaluate(async () => {
            const scope = /** @type {any} */ (document.querySelector('seq-scope'));
            return [await scope.toSVG('general'), (await scope.trace).weights.shape];
          });
          assert.match(svg, /^<svg [^]*5 April 2021 → 2021-04-05[^]*<\/svg>\n$/);
          assert.deepEqual(shape, [11, 12]);
        }
        if (code.includes('id="said"')) {
          await page.waitForFunction(() => /2021-04-05.*11 × 12/.test(document.querySelector('#said')?.textContent ?? ''));
        }
      });
    }
  });
}
