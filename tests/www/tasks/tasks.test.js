import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { firstTextOf } from '../../../www/tasks/examples/first.js';
import { examplesOf } from '../../../www/tasks/examples/index.js';
import { defaultTask, modelOf, taskNamed, tasksOf } from '../../../www/tasks/tasks.js';
import { shippedManifest } from '../../manifest.js';

/** @param {...string} tasks @returns {import('../../../www/elements/types.js').Manifest} */
const manifest = (...tasks) => ({
  formatVersion: 1,
  models: tasks.flatMap((task) => ['gru', 'lstm'].map((rnn) => ({
    task, attention: 'general', rnn, file: `${task}-${rnn}`, bytes: 1,
    files: /** @type {[any]} */ ([{ file: '', bytes: 1, sha256: '' }]), parameters: 1, quality: {},
  }))),
});

test('the tasks are those of the manifest, each once: known ones in their order, then others by name', () => {
  assert.deepEqual(tasksOf(manifest('en-zh', 'xx', 'en-de', 'dates', 'en-fr')), ['dates', 'en-fr', 'en-zh', 'en-de', 'xx']);
  assert.deepEqual(tasksOf(null), []);
});

test('the page opens with French where it is there, else with dates, else with what is there', () => {
  assert.equal(defaultTask(manifest('dates', 'en-zh', 'en-fr')), 'en-fr');
  assert.equal(defaultTask(manifest('en-zh', 'dates')), 'dates');
  assert.equal(defaultTask(manifest('en-zh')), 'en-zh');
  assert.equal(defaultTask(null), 'dates');
});

test('the name of a task that is not known tells its languages, or none', () => {
  assert.deepEqual(taskNamed('en-de'), { source: 'en', target: 'de', pieces: true, spaced: true });
  assert.equal(taskNamed('en-ja').spaced, false);
  assert.deepEqual(taskNamed('parity'), { source: '', target: '', pieces: false, spaced: true });
  assert.equal(taskNamed('dates').pieces, false);
});

test('the shown model is an LSTM', () => {
  assert.equal(modelOf(manifest('dates'), 'dates', 'general')?.file, 'dates-lstm');
  assert.equal(modelOf(manifest('dates'), 'dates', 'dot'), undefined);
});

test('examples are different texts, and each of a translation says in both languages what to look for', () => {
  for (const task of ['dates', 'en-fr', 'en-zh']) {
    const examples = examplesOf(task);
    assert.equal(firstTextOf(task), examples[0]?.text);
    assert.equal(new Set(examples.map(({ text }) => text)).size, examples.length);
    assert.ok(examples.some(({ odd }) => odd), `${task} shows no failure`);
    for (const { text, look } of examples) {
      if (task !== 'dates') assert.ok(look, text);
      if (look) assert.ok(/[a-z]/.test(look.en) && /\p{Script=Han}/u.test(look.zh), text);
    }
  }
  assert.deepEqual(examplesOf('en-de'), []);
  assert.equal(firstTextOf('en-de'), '');
  assert.equal(firstTextOf(null), '');
});

test('every model of the manifest lies beside it, as large as it says', () => {
  const folder = new URL('../../../www/models/', import.meta.url);
  const files = shippedManifest().models.flatMap((model) => model.files);
  assert.ok(files.length > 12);
  for (const { file, bytes } of files) assert.equal(readFileSync(new URL(file, folder)).length, bytes, file);
});
