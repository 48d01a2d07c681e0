import assert from 'node:assert/strict';
import test from 'node:test';
import { LoadError } from '../../../www/engine/causes.js';
import { Runs } from '../../../www/elements/runs.js';
import { traceOf } from '../traces.js';

/** @typedef {import('../../../www/elements/types.js').ManifestModel} ManifestModel */
/** @typedef {import('../../../www/elements/types.js').ModelInfo} ModelInfo */

/** @param {string} attention @returns {ManifestModel} */
const entry = (attention) => ({
  task: 'dates', attention, rnn: 'lstm', file: `${attention}.safetensors`, bytes: 10, files: /** @type {[any]} */ ([{ file: '', bytes: 10, sha256: '' }]), parameters: 1,
  quality: {},
});

const manifest = {
  formatVersion: 1,
  models: [{ ...entry('general'), rnn: 'gru', file: 'gru.safetensors' }, entry('dot'), entry('general')],
};

/** @param {Partial<import('../../../www/elements/runs.js').Inference>} [changes] */
function open(changes = {}) {
  /** @type {string[]} */
  const loaded = [];
  /** @type {string[]} */
  const ran = [];
  let answered = 0;
  const runs = new Runs({
    readManifest: async () => manifest,
    loadModel: async ({ file }, onProgress) => {
      loaded.push(file);
      onProgress(10);
      return /** @type {ModelInfo} */ ({});
    },
    runModel: async ({ file }, text) => {
      ran.push(`${file} ${text}`);
      return traceOf(text);
    },
    ...changes,
  }, 'dates', { onChange: () => {}, onAnswered: () => answered++ });
  return { runs, loaded, ran, answered: () => answered };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

test('a model is loaded once and answers the text that was set before', async () => {
  const { runs, loaded, ran, answered } = open();
  runs.setText('4/5/21');
  await Promise.all([runs.open('general'), runs.open('general')]);
  assert.deepEqual(loaded, ['general.safetensors']);
  assert.deepEqual(ran, ['general.safetensors 4/5/21']);
  assert.equal(runs.state('general')?.trace?.output, '4/5/21');
  assert.equal(answered(), 1);
});

test('every text is run on every model, and told of once all have answered', async () => {
  const { runs, ran, answered } = open();
  runs.setText('a');
  await Promise.all([runs.open('general'), runs.open('dot')]);
  const before = answered();
  ran.length = 0;
  runs.setText('b');
  await turn();
  assert.deepEqual(ran.toSorted(), ['dot.safetensors b', 'general.safetensors b']);
  assert.equal(answered(), before + 1);
});

test('a model that is announced has a place and is not loaded', async () => {
  const { runs, loaded } = open();
  runs.announce('dot');
  await turn();
  assert.equal(runs.state('dot')?.status, 'waiting');
  assert.deepEqual(loaded, []);
  await runs.open('dot');
  assert.equal(runs.state('dot')?.status, 'ready');
});

test('a model that is announced says how large it is', async () => {
  const { runs } = open();
  runs.announce('dot');
  await turn();
  const state = runs.state('dot');
  assert.deepEqual([state?.bytes, state?.received], [10, 0]);
});

test('a model that is not there yet does not keep the others from answering', async () => {
  let arrive = () => {};
  const { runs, answered } = open({
    loadModel: async ({ file }) => {
      if (file.startsWith('dot')) await new Promise((resolve) => (arrive = () => resolve(undefined)));
      return /** @type {ModelInfo} */ ({});
    },
  });
  runs.setText('a');
  await runs.open('general');
  const opening = runs.open('dot');
  runs.setText('b');
  await turn();
  assert.equal(runs.state('general')?.trace?.output, 'b');
  assert.equal(answered(), 2);
  arrive();
  await opening;
  assert.equal(runs.state('dot')?.trace?.output, 'b');
});

test('a model that cannot be loaded fails by itself, and can be tried again', async () => {
  let broken = true;
  const { runs } = open({
    loadModel: async ({ file }) => {
      if (broken && file.startsWith('dot')) throw new LoadError('missing', file, new Error('HTTP 404'));
      return /** @type {ModelInfo} */ ({});
    },
  });
  runs.setText('a');
  await Promise.all([runs.open('general'), runs.open('dot')]);
  const failed = runs.state('dot');
  assert.ok(failed?.status === 'failed');
  assert.deepEqual(failed.failure, { kind: 'missing', subject: 'dot.safetensors', reason: 'HTTP 404' });
  assert.equal(runs.state('general')?.status, 'ready');
  broken = false;
  await runs.open('dot');
  assert.equal(runs.state('dot')?.trace?.output, 'a');
});

test('a manifest that cannot be read, or that does not list a model, says so', async () => {
  const { runs } = open({ readManifest: async () => Promise.reject(new Error('HTTP 500')) });
  await runs.open('general');
  const unread = runs.state('general');
  assert.ok(unread?.status === 'failed');
  assert.deepEqual(unread.failure, { kind: 'manifest', subject: 'manifest.json', reason: 'HTTP 500' });

  const { runs: others } = open();
  await others.open('concat');
  const unlisted = others.state('concat');
  assert.ok(unlisted?.status === 'failed' && unlisted.failure.kind === 'unlisted');
});

test('a text that is refused leaves the last trace, and the next one replaces it', async () => {
  const { runs } = open({
    runModel: async (_, text) => {
      if (text.length > 3) throw new Error('too long');
      return traceOf(text);
    },
  });
  runs.setText('a');
  await runs.open('general');
  runs.setText('aaaa');
  await turn();
  assert.equal(runs.state('general')?.refusal, 'too long');
  assert.equal(runs.state('general')?.trace?.output, 'a');
  runs.setText('b');
  await turn();
  assert.equal(runs.state('general')?.refusal, null);
  assert.equal(runs.state('general')?.trace?.output, 'b');
});

test('empty text is not run, is no refusal, and shows nothing of the text before', async () => {
  const { runs, ran } = open();
  await runs.open('general');
  runs.setText('a');
  runs.setText('');
  await turn();
  assert.deepEqual(ran, ['general.safetensors a']);
  assert.equal(runs.state('general')?.refusal, null);
  runs.setText('b');
  await turn();
  assert.equal(runs.state('general')?.trace?.output, 'b');
  runs.setText('');
  assert.equal(runs.state('general')?.trace, null);
  assert.equal(runs.state('general')?.answered, null);
  assert.equal(runs.state('general')?.status, 'ready');
});

test('an answer that comes after a newer text is dropped', async () => {
  /** @type {(() => void)[]} */
  const pending = [];
  const { runs } = open({
    runModel: (_, text) => new Promise((resolve) => pending.push(() => resolve(traceOf(text)))),
  });
  const opening = runs.open('general');
  await turn();
  runs.setText('old');
  runs.setText('new');
  pending.shift()?.();
  await turn();
  assert.equal(runs.state('general')?.trace, null);
  pending.shift()?.();
  await turn();
  assert.equal(runs.state('general')?.trace?.output, 'new');
  await opening;
});

/**
 * Models of so many bytes of which none ever arrives in full.
 *
 * @param {number} bytes
 */
function unending(bytes) {
  /** @type {Map<string, (received: number) => void>} */
  const asked = new Map();
  const { runs } = open({
    readManifest: async () => ({ ...manifest, models: manifest.models.map((model) => ({ ...model, bytes })) }),
    loadModel: ({ file }, onProgress) => {
      asked.set(file, onProgress);
      onProgress(0);
      return new Promise(() => {});
    },
  });
  runs.openInTurn(['general', 'dot']);
  return asked;
}

test('small models are asked for at once', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const asked = unending(90_000);
  await turn();
  assert.deepEqual([...asked.keys()], ['general.safetensors', 'dot.safetensors']);
});

test('a large one is asked for when the one before it has nearly arrived', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const asked = unending(4_000_000);
  await turn();
  assert.deepEqual([...asked.keys()], ['general.safetensors']);
  asked.get('general.safetensors')?.(3_700_000);
  await turn();
  assert.equal(asked.size, 1);
  asked.get('general.safetensors')?.(3_900_000);
  await turn();
  assert.deepEqual([...asked.keys()], ['general.safetensors', 'dot.safetensors']);
});
