import assert from 'node:assert/strict';
import test from 'node:test';
import { Questions } from '../../../www/elements/questions.js';

/** @param {string} file */
const entry = (file) => ({
  task: 'dates', attention: 'dot', rnn: file, file, bytes: 1, files: /** @type {[any]} */ ([{ file, bytes: 1, sha256: '' }]), parameters: 1, quality: {},
});
const model = { task: 'dates', attention: 'dot', rnn: 'gru' };

/** @param {(file: string, method: string, args: unknown[]) => Promise<any>} askModel */
function open(askModel) {
  /** @type {string[]} */
  const asked = [];
  let changes = 0;
  const questions = new Questions({
    readManifest: async () => ({ formatVersion: 1, models: [entry('lstm'), entry('gru')] }),
    loadModel: async () => ({}),
    askModel: ({ file }, method, args) => {
      asked.push(`${file} ${method} ${JSON.stringify(args)}`);
      return askModel(file, method, args);
    },
  }, () => changes++);
  return { questions, asked, changes: () => changes };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test('a question is asked once, of the model that it names, and its answer stays until there is another', async () => {
  const { questions, asked, changes } = open(async (_, __, [text]) => `answer to ${text}`);
  const ask = (/** @type {string} */ text) => questions.answer('cell', 'terms', { method: 'terms', args: [text], model });
  assert.deepEqual(ask('a'), { value: null, stale: true, failure: null });
  await settled();
  assert.deepEqual(ask('a'), { value: 'answer to a', stale: false, failure: null });
  assert.deepEqual(ask('b'), { value: 'answer to a', stale: true, failure: null });
  await settled();
  assert.deepEqual(ask('b'), { value: 'answer to b', stale: false, failure: null });
  assert.deepEqual(asked, ['gru terms ["a"]', 'gru terms ["b"]']);
  assert.equal(changes(), 2);
});

test('what was answered before is there at once', async () => {
  const { questions, asked } = open(async (_, __, [text]) => `answer to ${text}`);
  const ask = (/** @type {string} */ text) => questions.answer('cell', 'terms', { method: 'terms', args: [text], model });
  for (const text of ['a', 'b']) {
    ask(text);
    await settled();
  }
  assert.deepEqual(ask('a'), { value: 'answer to a', stale: false, failure: null });
  assert.equal(asked.length, 2);
});

test('an answer that comes after another question was asked is not shown', async () => {
  /** @type {((value: string) => void)[]} */
  const answers = [];
  const { questions } = open(() => new Promise((resolve) => answers.push(resolve)));
  const ask = (/** @type {string} */ text) => questions.answer('cell', 'terms', { method: 'terms', args: [text], model });
  ask('a');
  await settled();
  ask('b');
  answers[0]?.('late');
  await settled();
  assert.equal(ask('b').value, null);
  answers[1]?.('in time');
  await settled();
  assert.deepEqual(ask('b'), { value: 'in time', stale: false, failure: null });
});

test('what goes wrong is said, and a model that the manifest lacks is named', async () => {
  const { questions } = open(async () => {
    throw new Error('the text is too long');
  });
  const ask = (/** @type {string} */ rnn) =>
    questions.answer('cell', rnn, { method: 'terms', args: [], model: { ...model, rnn } });
  ask('gru');
  ask('rnn');
  await settled();
  assert.equal(ask('gru').failure, 'the text is too long');
  assert.equal(ask('rnn').failure, 'dates, dot, rnn: the manifest has no such model');
});

test('a question that rests is asked at first, and then only when it has stayed the same for a while', async () => {
  const { questions, asked } = open(async (_, __, [text]) => `answer to ${text}`);
  const ask = (/** @type {string} */ text) =>
    questions.answer('padding', 'batch', { method: 'padding', args: [text], model, rests: true });
  ask('a');
  await settled();
  assert.deepEqual(asked, ['gru padding ["a"]']);
  ask('ab');
  await settled();
  assert.deepEqual(ask('abc'), { value: 'answer to a', stale: true, failure: null });
  await settled();
  assert.deepEqual(asked, ['gru padding ["a"]']);
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.deepEqual(asked, ['gru padding ["a"]', 'gru padding ["abc"]']);
  assert.deepEqual(ask('abc'), { value: 'answer to abc', stale: false, failure: null });
});

test('a question that rests is not asked any more when an earlier answer is there again', async () => {
  const { questions, asked } = open(async (_, __, [text]) => `answer to ${text}`);
  const ask = (/** @type {string} */ text) =>
    questions.answer('padding', 'batch', { method: 'padding', args: [text], model, rests: true });
  ask('a');
  await settled();
  ask('ab');
  assert.deepEqual(ask('a'), { value: 'answer to a', stale: false, failure: null });
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.deepEqual(asked, ['gru padding ["a"]']);
});
