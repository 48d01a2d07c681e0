// A trace as a file, as docs/trace.md and docs/trace.schema.json say. The command line writes the same.

import { ATTENTION_TYPES, keyOf, partsOf } from '../tasks/tasks.js';
import { shortest } from '../kit/shortest.js';

/** @typedef {import('../elements/types.js').Trace} Trace */
/** @typedef {import('../elements/types.js').TraceFile} TraceFile */
/** @typedef {import('../elements/types.js').Tensor} Tensor */

const FORMAT = 'seqscope-trace';
const VERSION = 1;
const SIGNALS = ['i,f,g,o,c,h', 'r,z,n,h', 'h'];
/** More tokens than any model takes or writes. */
const MOST_TOKENS = 1024;
const MOST_UNITS = 4096;

/**
 * @param {Trace} trace
 * @param {{ task: string, attention: string, unit: 'characters' | 'pieces' }} model attention: its key; unit: what the model
 *   reads and writes
 * @returns {TraceFile} plain data, for JSON
 */
export function traceFileOf(trace, { task, attention, unit }) {
  const layers = (/** @type {Trace['encoder']} */ all) => all.map(({ layer, direction, signals }) =>
    ({ layer, direction, signals: signals.map(({ name, values }) => ({ name, values: written(values) })) }));
  return {
    format: FORMAT, version: VERSION, task, ...partsOf(attention), unit,
    input: trace.input, output: trace.output, complete: trace.complete,
    source: trace.source, target: trace.target,
    encoder: layers(trace.encoder), decoder: layers(trace.decoder),
    scores: written(trace.scores), weights: written(trace.weights), context: written(trace.context),
    candidates: trace.candidates.map((step) => step.map(({ id, text, logProbability }) =>
      ({ id, text, logProbability: shortest(logProbability) }))),
    logProbabilities: [...trace.logProbabilities].map(shortest), logProbability: shortest(trace.logProbability),
  };
}

/** @param {Tensor} tensor */
function written({ shape, data }) {
  return { shape, data: Array.from(data, shortest) };
}

/**
 * Reads what {@link traceFileOf} and the command line write.
 *
 * @param {string} text
 * @returns {{ trace: Trace, task: string, attention: string, unit: 'characters' | 'pieces' }}
 * @throws {Error} that says what was found and what was expected
 */
export function readTraceFile(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw new Error(`expected JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const all = record(file, 'the file');
  expect(all['format'] === FORMAT, 'format', `"${FORMAT}"`, all['format']);
  expect(all['version'] === VERSION, 'version', String(VERSION), all['version']);
  const unit = oneOf(all['unit'], ['characters', 'pieces'], 'unit');
  const rnn = oneOf(all['rnn'], ['lstm', 'gru', 'rnn'], 'rnn');
  const input = string(all['input'], 'input');
  const output = string(all['output'], 'output');
  const source = tokens(all['source'], input, 'source');
  const target = tokens(all['target'], output, 'target');
  const [rows, columns] = [target.length, source.length];
  const attention = oneOf(all['attention'], [...ATTENTION_TYPES], 'attention');
  // What attends to nothing has rows without a column.
  const attended = attention === 'none' ? 0 : columns;
  const weights = tensor(all['weights'], [rows, attended], 'weights');
  const low = weights.data.findIndex((weight) => !(weight >= 0 && weight <= 1));
  expect(low < 0, `weights.data[${low}]`, 'a number from 0 to 1', weights.data[low]);
  const logProbabilities = list(all['logProbabilities'], 'logProbabilities');
  expect(logProbabilities.length === rows, 'logProbabilities', `${rows} numbers`, logProbabilities.length);
  /** @type {Trace} */
  const trace = {
    input, output, complete: boolean(all['complete'], 'complete'), source, target,
    encoder: layers(all['encoder'], columns, 'encoder'), decoder: layers(all['decoder'], rows, 'decoder'),
    scores: tensor(all['scores'], [rows, attended], 'scores'), weights,
    context: tensor(all['context'], [rows, null], 'context'),
    candidates: list(all['candidates'], 'candidates').map((step, index) =>
      list(step, `candidates[${index}]`).map((each, place) => candidate(each, `candidates[${index}][${place}]`))),
    logProbabilities: logProbabilities.map((each, index) => number(each, `logProbabilities[${index}]`)),
    logProbability: number(all['logProbability'], 'logProbability'),
    timings: { encode: 0, decode: 0 }, note: null,
  };
  return { trace, task: string(all['task'], 'task'), attention: keyOf({ attention, rnn }), unit };
}

/**
 * @param {unknown} value
 * @param {string} input
 * @param {string} where
 */
function tokens(value, input, where) {
  const all = list(value, where);
  expect(all.length > 0 && all.length <= MOST_TOKENS, where, `1 to ${MOST_TOKENS} tokens`, all.length);
  return all.map((each, index) => {
    const at = `${where}[${index}]`;
    const { id, text, start, end, known } = record(each, at);
    const [from, to] = [count(start, `${at}.start`), count(end, `${at}.end`)];
    expect(from <= to && to <= input.length, at, `a place in the ${input.length} units of its text`, `${from} to ${to}`);
    return { id: count(id, `${at}.id`), text: string(text, `${at}.text`), start: from, end: to, known: boolean(known, `${at}.known`) };
  });
}

/**
 * @param {unknown} value
 * @param {number} steps
 * @param {string} where
 * @returns {import('../elements/types.js').Layer[]}
 */
function layers(value, steps, where) {
  const all = list(value, where);
  expect(all.length > 0, where, 'at least one layer', all.length);
  return all.map((each, index) => {
    const at = `${where}[${index}]`;
    const { layer, direction, signals } = record(each, at);
    const named = list(signals, `${at}.signals`).map((signal, place) =>
      ({ at: `${at}.signals[${place}]`, ...record(signal, `${at}.signals[${place}]`) }));
    const names = named.map((signal) => /** @type {any} */ (signal).name).join();
    expect(SIGNALS.includes(names), `${at}.signals`, SIGNALS.join(' or '), names);
    /** @type {number | null} */
    let units = null;
    return {
      layer: count(layer, `${at}.layer`),
      direction: /** @type {'forward' | 'backward'} */ (oneOf(direction, ['forward', 'backward'], `${at}.direction`)),
      signals: named.map((/** @type {any} */ signal) => {
        const values = tensor(signal.values, [steps, units], `${signal.at}.values`);
        units = values.shape[1] ?? 0;
        expect(units > 0 && units <= MOST_UNITS, `${signal.at}.values.shape`, `1 to ${MOST_UNITS} units`, units);
        return { name: signal.name, values };
      }),
    };
  });
}

/** @param {unknown} value @param {string} where */
function candidate(value, where) {
  const { id, text, logProbability } = record(value, where);
  return {
    id: count(id, `${where}.id`), text: string(text, `${where}.text`),
    logProbability: number(logProbability, `${where}.logProbability`),
  };
}

/**
 * @param {unknown} value
 * @param {(number | null)[]} expected length of each axis; null for any
 * @param {string} where
 * @returns {Tensor}
 */
function tensor(value, expected, where) {
  const { shape, data } = record(value, where);
  const lengths = list(shape, `${where}.shape`).map((length) => count(length, `${where}.shape`));
  const fits = lengths.length === expected.length && expected.every((length, axis) => length === null || length === lengths[axis]);
  expect(fits, `${where}.shape`, `[${expected.map((length) => length ?? 'any').join(', ')}]`, `[${lengths.join(', ')}]`);
  const numbers = list(data, `${where}.data`);
  const size = lengths.reduce((product, length) => product * length, 1);
  expect(numbers.length === size, `${where}.data`, `${size} numbers`, numbers.length);
  return { shape: lengths, data: Float32Array.from(numbers, (each, index) => number(each, `${where}.data[${index}]`)) };
}

/** @param {unknown} value @param {string} where @returns {Record<string, unknown>} */
function record(value, where) {
  expect(typeof value === 'object' && value !== null && !Array.isArray(value), where, 'an object', value);
  return /** @type {Record<string, unknown>} */ (value);
}

/** @param {unknown} value @param {string} where @returns {unknown[]} */
function list(value, where) {
  expect(Array.isArray(value), where, 'a list', value);
  return /** @type {unknown[]} */ (value);
}

/** @param {unknown} value @param {string} where */
function number(value, where) {
  // A float32, as the models compute them.
  expect(Number.isFinite(value) && Number.isFinite(Math.fround(Number(value))), where, 'a number', value);
  return Math.fround(Number(value));
}

/** @param {unknown} value @param {string} where */
function count(value, where) {
  expect(Number.isSafeInteger(value) && Number(value) >= 0, where, 'a count', value);
  return Number(value);
}

/** @param {unknown} value @param {string} where */
function string(value, where) {
  expect(typeof value === 'string', where, 'a text', value);
  return String(value);
}

/** @param {unknown} value @param {string} where */
function boolean(value, where) {
  expect(typeof value === 'boolean', where, 'true or false', value);
  return value === true;
}

/**
 * @template {string} Name
 * @param {unknown} value
 * @param {Name[]} names
 * @param {string} where
 */
function oneOf(value, names, where) {
  expect(names.includes(/** @type {Name} */ (value)), where, names.join(' or '), value);
  return /** @type {Name} */ (value);
}

/**
 * @param {boolean} holds
 * @param {string} where
 * @param {string} expected
 * @param {unknown} found
 */
function expect(holds, where, expected, found) {
  if (holds) return;
  const said = found === undefined ? 'nothing' : JSON.stringify(found) ?? String(found);
  throw new Error(`${where}: expected ${expected}, found ${said.length > 60 ? `${said.slice(0, 60)}…` : said}`);
}
