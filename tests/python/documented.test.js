// What docs/own-models.md says to people who use Python, and the notebook, against what was saved of them. notebook.test.js
// runs both.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { differenceFromPyTorch, exportedIn, inRoot, notebook, settled, snippetsIn } from './exported.js';

/** @type {{ code: string, file: string }[]} */
const saved = JSON.parse(readFileSync(inRoot('tests/python/snippets.json'), 'utf8'));
const docs = readFileSync(inRoot('docs/own-models.md'), 'utf8');
const program = readFileSync(inRoot('python/seqscope_export.py'), 'utf8');

test('what was saved of the snippets is of the snippets as they are', () => {
  assert.deepEqual(saved.map(({ code }) => code), snippetsIn(docs, 'From Python'),
    'with PyTorch, python tests/python/run_snippets.py saves it anew');
});

for (const [index, { file }] of saved.entries()) {
  test(`the file of snippet ${index + 1} asks nothing and runs as in PyTorch`, async () => {
    const bytes = Buffer.from(file, 'base64');
    const { inspection, converted } = await settled(bytes);
    assert.deepEqual(inspection.missing, []);
    assert.equal(inspection.found.find(({ key }) => key === 'attention')?.value, ['general', 'concat'][index]);
    const { version, check } = exportedIn(bytes);
    assert.equal(version, Number(/^VERSION = (\d+)$/m.exec(program)?.[1]));
    assert.equal(check.runs.length, 3);
    assert.ok(await differenceFromPyTorch(converted) <= 1e-5);
  });
}

test('the notebook is whole, and holds nothing that was run', () => {
  const { nbformat, nbformat_minor: minor, metadata, cells } = notebook();
  assert.deepEqual([nbformat, minor], [4, 5]);
  assert.deepEqual(metadata, {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' }, language_info: { name: 'python' },
  });
  const ids = cells.map(({ id }) => id);
  assert.equal(new Set(ids).size, cells.length);
  assert.ok(ids.every((id) => /^[a-zA-Z0-9_-]{1,64}$/.test(id)), String(ids));
  for (const cell of cells) {
    const { id, source } = cell;
    assert.ok(source.length > 0 && source.join('') !== '', id);
    // As Jupyter saves them: a line in each string, and no break behind the last.
    assert.deepEqual(source, source.join('').split(/(?<=\n)/), id);
    assert.ok(!source.at(-1)?.endsWith('\n'), id);
    assert.deepEqual(cell.metadata, {}, id);
    if (cell.cell_type === 'markdown') continue;
    assert.deepEqual([cell.cell_type, cell.outputs, cell.execution_count], ['code', [], null], id);
  }
});

test('each cell of the notebook, each snippet and the exporter are Python', (t) => {
  const codes = [
    ...notebook().cells.filter(({ cell_type: type }) => type === 'code').map(({ source }) => source.join('')),
    ...[...docs.matchAll(/```python\n([^]*?)```/g)].map(([, code = '']) => code), program,
  ];
  assert.ok(codes.length >= 9);
  const run = spawnSync('python3', ['-c', 'import ast, json, sys; [ast.parse(code) for code in json.load(sys.stdin)]'], {
    input: JSON.stringify(codes), encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' },
  });
  if (run.error) return t.skip('there is no python3');
  assert.equal(run.status, 0, run.stderr);
});

test('the notebook ends with the three lines of the documentation, which calls the exporter as they do', () => {
  const [lines = ''] = snippetsIn(docs, 'In a notebook');
  assert.equal(notebook().cells.at(-1)?.source.join(''), lines.trimEnd());
  assert.equal(lines.trimEnd().split('\n').length, 3);
  const [, call = ''] = lines.split('\n');
  assert.ok(snippetsIn(docs, 'From Python')[0]?.includes(`\n${call}\n`), call);
  assert.ok(program.includes(`\n    ${call}\n`), call);
  // The modules have the names that the exporter looks for.
  const model = notebook().cells.find(({ id }) => id === 'model')?.source.join('') ?? '';
  for (const name of ['input_embedding', 'rnn', 'attention', 'W_context', 'W_align']) assert.match(model, new RegExp(`self\\.${name} = `));
});
