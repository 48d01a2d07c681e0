// A trace as a file: what is written is read again to the last bit, fits its schema, and what is malformed is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { readTraceFile, traceFileOf } from '../../../www/trace/trace-file.js';
import { ATTENTION_TYPES, KNOWN_TASKS } from '../../../www/tasks/tasks.js';
import { shortest } from '../../../www/kit/shortest.js';
import { valid } from '../json-schema.js';
import { piecesTrace, traceOf } from '../traces.js';

const schema = JSON.parse(readFileSync(new URL('../../../docs/trace.schema.json', import.meta.url), 'utf8'));
const DATES = { task: 'dates', attention: 'general', unit: /** @type {const} */ ('characters') };

/** @param {(file: any) => void} [change] */
function file(change = () => {}) {
  const written = JSON.parse(JSON.stringify(traceFileOf(traceOf('4/5 🎉'), DATES)));
  change(written);
  return written;
}

test('what is written is read again to the last bit', () => {
  const trace = traceOf('4/5 🎉');
  trace.weights.data.forEach((_, index, data) => {
    data[index] = Math.fround(1 / (index + 3));
  });
  trace.logProbabilities = trace.logProbabilities.map(Math.fround);
  trace.candidates = trace.candidates.map((step) => step.map((each) => ({ ...each, logProbability: Math.fround(each.logProbability) })));
  trace.logProbability = Math.fround(trace.logProbability);
  const read = readTraceFile(JSON.stringify(traceFileOf(trace, { ...DATES, attention: 'concat-gru' })));
  assert.deepEqual(read, {
    trace: { ...trace, timings: { encode: 0, decode: 0 }, note: null }, task: 'dates', attention: 'concat-gru', unit: 'characters',
  });
});

test('what is written fits the schema, of characters and of pieces', () => {
  assert.deepEqual(valid(file(), schema), []);
  const pieces = traceFileOf(piecesTrace([' we', ' go'], ['我们', '去']), { task: 'en-zh', attention: 'dot', unit: 'pieces' });
  assert.deepEqual(valid(JSON.parse(JSON.stringify(pieces)), schema), []);
});

/** A run of a model without attention: it has a row for each step, and no column. @param {string} [task] */
function unattended(task = 'dates') {
  const none = { shape: [6, 0], data: new Float32Array() };
  const trace = { ...traceOf('4/5 🎉'), scores: none, weights: none };
  return JSON.parse(JSON.stringify(traceFileOf(trace, { task, attention: 'none-gru', unit: 'characters' })));
}

test('a run without attention is written, fits the schema, and is read again, of the tasks of memory too', () => {
  for (const task of ['dates', 'recall', 'repeat']) {
    const written = unattended(task);
    assert.deepEqual(valid(written, schema), []);
    const { trace, attention, task: read } = readTraceFile(JSON.stringify(written));
    assert.deepEqual([read, attention, trace.weights.shape, trace.scores.shape, trace.context.shape], [task, 'none-gru', [6, 0], [6, 0], [6, 2]]);
  }
  assert.throws(() => readTraceFile(JSON.stringify(file((all) => (all.attention = 'none')))),
    { message: 'weights.shape: expected [6, 0], found "[6, 5]"' });
  assert.throws(() => readTraceFile(JSON.stringify({ ...unattended(), attention: 'dot' })),
    { message: 'weights.shape: expected [6, 5], found "[6, 0]"' });
});

test('docs/trace.md and the schema name every score function and every task', () => {
  const words = readFileSync(new URL('../../../docs/trace.md', import.meta.url), 'utf8');
  assert.deepEqual(schema.properties.attention.enum, [...ATTENTION_TYPES]);
  for (const name of [...ATTENTION_TYPES, ...KNOWN_TASKS, 'recall', 'repeat']) assert.ok(words.includes(`\`${name}\``), name);
  for (const task of [...KNOWN_TASKS, 'recall', 'repeat']) assert.match(schema.properties.task.description, new RegExp(`\\b${task}\\b`));
});

test('the schema refuses what it does not describe', () => {
  assert.notDeepEqual(valid(file((all) => delete all.weights), schema), []);
  assert.notDeepEqual(valid(file((all) => (all.version = 2)), schema), []);
  assert.notDeepEqual(valid(file((all) => (all.source[0].start = -1)), schema), []);
  assert.notDeepEqual(valid(file((all) => (all.more = 1)), schema), []);
  assert.notDeepEqual(valid(file((all) => (all.encoder[0].signals[0].values.data[0] = 'x')), schema), []);
});

/** @type {[string, (all: any) => void, string][]} */
const MALFORMED = [
  ['another format', (all) => (all.format = 'x'), 'format: expected "seqscope-trace", found "x"'],
  ['another version', (all) => (all.version = 2), 'version: expected 1, found 2'],
  ['no version', (all) => delete all.version, 'version: expected 1, found nothing'],
  ['no tokens', (all) => (all.source = []), 'source: expected 1 to 1024 tokens, found 0'],
  ['a token beyond its text', (all) => (all.source[0].end = 99), 'source[0]: expected a place in the 6 units of its text, found "0 to 99"'],
  ['a weight too few', (all) => all.weights.data.pop(), 'weights.data: expected 30 numbers, found 29'],
  ['weights of another shape', (all) => (all.weights.shape = [5, 6]), 'weights.shape: expected [6, 5], found "[5, 6]"'],
  ['a weight above 1', (all) => (all.weights.data[3] = 1.5), 'weights.data[3]: expected a number from 0 to 1, found 1.5'],
  ['another score function', (all) => (all.attention = 'cosine'), 'attention: expected dot or general or concat or concat_without_tanh or none, found "cosine"'],
  ['no number', (all) => (all.scores.data[2] = null), 'scores.data[2]: expected a number, found null'],
  ['a number that float32 does not have', (all) => (all.scores.data[2] = 1e300), 'scores.data[2]: expected a number, found 1e+300'],
  ['no layers', (all) => (all.decoder = []), 'decoder: expected at least one layer, found 0'],
  ['other signals', (all) => all.encoder[0].signals.pop(), 'encoder[0].signals: expected i,f,g,o,c,h or r,z,n,h or h, found "i,f,g,o,c"'],
  ['another direction', (all) => (all.encoder[1].direction = 'up'), 'encoder[1].direction: expected forward or backward, found "up"'],
  ['signals with other units', (all) => {
    all.encoder[0].signals[1].values = { shape: [5, 1], data: [0, 0, 0, 0, 0] };
  }, 'encoder[0].signals[1].values.shape: expected [5, 2], found "[5, 1]"'],
  ['a text that is none', (all) => (all.input = 5), 'input: expected a text, found 5'],
  ['a list that is none', (all) => (all.candidates = {}), 'candidates: expected a list, found {}'],
];
for (const [name, change, message] of MALFORMED) {
  test(`refused: ${name}`, () => {
    assert.throws(() => readTraceFile(JSON.stringify(file(change))), { message });
  });
}

test('refused: what is no JSON, or no object', () => {
  assert.throws(() => readTraceFile('<html>'), /^Error: expected JSON: /);
  assert.throws(() => readTraceFile('[]'), { message: 'the file: expected an object, found []' });
  assert.throws(() => readTraceFile('null'), { message: 'the file: expected an object, found null' });
});

test('a float32 has the fewest digits that are its own', () => {
  const written = [0.1, 1 / 3, 1e-10, 16777216, -0.5, 0, 3.4028234663852886e38].map(Math.fround).map(shortest);
  assert.deepEqual(written, [0.1, 0.33333334, 1e-10, 16777216, -0.5, 0, 3.4028235e38]);
  let seed = 1;
  for (let count = 0; count < 2000; count++) {
    seed = (seed * 48271) % 2147483647;
    const value = new Float32Array(new Uint32Array([seed * 2]).buffer)[0] ?? NaN;
    if (Number.isFinite(value)) assert.equal(Math.fround(shortest(value)), value);
  }
});
