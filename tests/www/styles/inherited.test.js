import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

const www = new URL('../../../www/', import.meta.url);
const sheets = readdirSync(www, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^(styles|panels)\/.*\.css$/.test(file));

/** Set on the stage by a script. */
const SET = ['--rem', '--ground'];

test('no custom property of a page gets into the style sheets but those that are offered', () => {
  const [, stage = ''] = /\.stage \{([^}]*)\}/.exec(readFileSync(new URL('styles/base.css', www), 'utf8')) ?? [];
  const declared = new Set([...stage.matchAll(/(--[a-z-]+):/g)].map(([, name]) => name));
  for (const sheet of sheets) {
    const used = [...readFileSync(new URL(sheet, www), 'utf8').matchAll(/var\((--[a-z-]+)/g)].map(([, name = '']) => name);
    const open = used.filter((name) => !declared.has(name) && !SET.includes(name) && !name.startsWith('--seq-'));
    assert.deepEqual([...new Set(open)], [], sheet);
  }
});

test('sizes are counted in the reader’s own size of text, never in what the page makes of rem', () => {
  for (const sheet of sheets) {
    const rem = readFileSync(new URL(sheet, www), 'utf8').split('\n').filter((line) => /\drem\b/.test(line) && !line.startsWith('@media'));
    assert.deepEqual(rem, [], sheet);
  }
});
