// What the READMEs say of the elements is what the elements offer.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { withTables } from '../../../xtask/dist/elements.js';

for (const [name, language] of /** @type {const} */ ([['README.md', 'en'], ['README.zh.md', 'zh']])) {
  test(`${name} has the tables of both elements as they are`, () => {
    const file = new URL(`../../../${name}`, import.meta.url);
    const text = readFileSync(file, 'utf8');
    const right = withTables(text, language);
    if (process.env['UPDATE_GOLDENS']) writeFileSync(file, right);
    for (const tag of ['seq-scope', 'seq-view']) assert.match(text, new RegExp(`<!-- ${tag} -->\\n[^]*<!-- end of ${tag} -->`));
    assert.equal(text, right, 'run with UPDATE_GOLDENS=1 to write them');
  });
}

test('README.zh.md says in Chinese what holds where something is missing', () => {
  const text = readFileSync(new URL('../../../README.zh.md', import.meta.url), 'utf8');
  const defaults = [...text.matchAll(/^\| 属性 \| 默认[^]*?(?=\n\n)|^\| 自定义属性 \| 默认[^]*?(?=\n\n|\n<)/gm)].flatMap(([table]) =>
    table.split('\n').slice(2).map((row) => row.split(' | ')[1] ?? ''));
  assert.ok(defaults.length > 20, String(defaults.length));
  // Values are as they are written; a sentence has words between blanks that are no values.
  assert.deepEqual(defaults.filter((each) => /\b(the|that|where|beside|of)\b|’/.test(each)), []);
});
