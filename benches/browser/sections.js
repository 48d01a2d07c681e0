// The sections that measure engines, each with what it compares.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { number, row, table, timesTable } from './report.js';

/** @import { Browser, Page } from 'playwright-core' */
/** @import { Call, Description } from './engines.js' */
/** @import { Engine, Reference, References } from './references.js' */
/** @import { Row } from './report.js' */

/**
 * What a section measures with.
 *
 * @typedef {{ browser: Browser, origin: string, root: string, program: string, references: References,
 *   engines: Engine[], repeats: number, base: string | null, say: (text: string) => void }} Bench base: another checkout,
 *   whose page is measured beside this one's
 */

/** @typedef {{ name: string, description: Description, ids?: number[], peer?: string }} Contender */

/** An English sentence and its translation, in the sizes of the shipped models but for their vocabularies. */
const SENTENCE = { dModel: 256, layers: 2, words: 8_000, sourceTokens: 10, steps: 12 };
const DATE = 'Apr 12, 2019';

/** What is asked of every build of seqscope, and how a table calls it. @type {[Call, string][]} */
const CALLS = [['search', 'search'], ['trace', 'with trace'], ['trace in a new buffer', 'with trace, new buffer']];

/** @param {Bench} bench */
async function openPage({ browser, origin }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/benches/browser/bench.html`);
  await page.waitForFunction(() => 'bench' in globalThis);
  if (!await page.evaluate(() => crossOriginIsolated)) throw new Error('expected an isolated page');
  return page;
}

/**
 * Starts contenders in a page and times them in turn. One that writes other ids than it should is an error, or, with
 * 8 bits of another engine, counted.
 *
 * @param {Bench} bench
 * @param {Contender[]} contenders
 * @param {number} repeats
 * @returns {Promise<Row[]>}
 */
async function timed(bench, contenders, repeats) {
  const page = await openPage(bench);
  const measured = await page.evaluate(async ({ contenders, repeats }) => {
    const { alternate, start } = /** @type {any} */ (globalThis).bench;
    /** @type {{ name: string, run: () => unknown, ids: number[] }[]} */
    const started = [];
    for (const { name, description } of contenders) {
      const run = await start(description);
      if (run) started.push({ name, run, ids: await run() });
    }
    const times = await alternate(started, repeats);
    return times.map((/** @type {object} */ measured, /** @type {number} */ index) =>
      ({ ...measured, ids: started[index]?.ids }));
  }, { contenders, repeats });
  await page.context().close();
  return measured.map((/** @type {{ name: string, ids: number[], samples: number[] }} */ { ids, ...measured }) => {
    const contender = contenders.find(({ name }) => name === measured.name);
    const expected = contender?.ids;
    const same = expected?.filter((id, step) => id === ids[step]).length;
    if (expected && !measured.name.includes('int8') && (same !== expected.length || ids.length !== expected.length)) {
      throw new Error(`${measured.name}: expected the ids ${expected}, found ${ids}`);
    }
    const counted = expected && { steps: ids.length, same };
    return row({ ...measured, ...contender?.peer && { peer: contender.peer }, ...counted });
  });
}

/** Says of other engines' 8 bits how many ids are those that 32 bits give. */
const sameIds = /** @type {[string, (row: Row) => string]} */ (
  ['same ids', ({ same, steps }) => same === undefined ? '' : `${same}/${steps}`]);

/**
 * How much longer a trace takes than the search that it is of.
 *
 * @param {Row[]} rows
 * @returns {[string, (row: Row) => string]}
 */
function onTop(rows) {
  return ['on top of search', ({ name, median }) => {
    const search = rows.find((row) => row.name === name.replace(/with trace.*/, 'search'));
    return search && search.name !== name ? `${(100 * (median / search.median - 1)).toFixed(1)} %` : '';
  }];
}

const ONNX = 'onnxruntime-web float32';
const ONNX_INT8 = 'onnxruntime-web int8';

/**
 * seqscope with and without a trace, in 32 and 8 bits, and every build of it.
 *
 * @param {Bench} bench
 * @param {Reference} reference
 * @returns {Contender[]}
 */
function ofSeqscope({ engines }, reference) {
  const contenders = [];
  for (const engine of engines) {
    const precisions = /** @type {const} */ ([['f32', 'float32', ONNX], ['i8', 'int8 file', ONNX_INT8]]);
    for (const [precision, name, peer] of precisions) {
      for (const [call, words] of CALLS) {
        const description = reference.seqscope(engine, call, precision);
        contenders.push({ name: `${engine.name} ${name}, ${words}`, description, ids: reference.ids, peer });
      }
    }
  }
  return contenders;
}

/**
 * @param {Bench} bench
 */
export async function sentence(bench) {
  const reference = await bench.references.get(SENTENCE);
  const { ids } = reference;
  const rows = await timed(bench, [
    ...ofSeqscope(bench, reference),
    { name: ONNX, description: reference.onnxRuntime('search', 32), ids },
    { name: ONNX_INT8, description: reference.onnxRuntime('search', 8), ids },
    { name: `${ONNX}, a call a step`, description: reference.onnxRuntime('steps', 32), ids, peer: ONNX },
    { name: `${ONNX_INT8}, a call a step`, description: reference.onnxRuntime('steps', 8), ids, peer: ONNX_INT8 },
  ], bench.repeats);
  bench.say(timesTable(rows, [sameIds, onTop(rows)]));
  return { sizes: SENTENCE, rows };
}

/**
 * The shipped model for dates beside TensorFlow.js with the model of its example.
 *
 * @param {Bench} bench
 */
export async function dates(bench) {
  const manifest = JSON.parse(await readFile(path.join(bench.root, 'www/models/manifest.json'), 'utf8'));
  const entry = manifest.models.find((/** @type {{ task: string, attention: string, rnn: string }} */ model) =>
    model.task === 'dates' && model.attention === 'general' && model.rnn === 'lstm');
  if (!entry) throw new Error('www/models/manifest.json: expected an LSTM for dates with general attention');
  const model = `/www/models/${(entry.files ?? [entry])[0].file}`;
  const ofTensorFlow = (/** @type {'cpu' | 'wasm'} */ backend, /** @type {number} */ passes) =>
    /** @type {const} */ ({ engine: 'tensorflow', backend, passes });
  const peer = 'TensorFlow.js wasm';
  /** @type {Contender[]} */
  const contenders = [];
  for (const { name, glue, wasm } of bench.engines) {
    for (const [call, words] of CALLS) {
      contenders.push({ name: `${name}, ${words}`, peer,
        description: { engine: 'seqscope', glue, wasm, model, call, text: DATE } });
    }
  }
  const rows = await timed(bench, [
    ...contenders,
    { name: peer, description: ofTensorFlow('wasm', 10) },
    { name: 'TensorFlow.js cpu', description: ofTensorFlow('cpu', 10), peer },
    { name: 'TensorFlow.js wasm, one pass', description: ofTensorFlow('wasm', 1), peer },
    { name: 'TensorFlow.js cpu, one pass', description: ofTensorFlow('cpu', 1), peer },
  ], bench.repeats);
  bench.say(timesTable(rows));
  return { text: DATE, model: entry.file, rows };
}

/**
 * From an empty cache to the first result, each time in a browser context of its own.
 *
 * @param {Bench} bench
 */
export async function coldStart(bench) {
  const reference = await bench.references.get(SENTENCE);
  const { ids } = reference;
  /** @type {Contender[]} */
  const contenders = [
    ...ofSeqscope(bench, reference).filter(({ description }) =>
      description.engine === 'seqscope' && description.call === 'trace in a new buffer'),
    { name: ONNX, description: reference.onnxRuntime('search', 32), ids },
    { name: ONNX_INT8, description: reference.onnxRuntime('search', 8), ids },
  ];
  const measured = contenders.map(({ name, peer }) =>
    ({ name, ...peer && { peer }, bytes: 0, samples: /** @type {number[]} */ ([]) }));
  // The first time is a warm-up of the server and of the system's caches.
  for (let repeat = 0; repeat <= Math.ceil(bench.repeats / 3); repeat++) {
    for (const [index, { description }] of contenders.entries()) {
      const page = await openPage(bench);
      const { milliseconds, bytes } = await page.evaluate(async (description) => {
        const { start } = /** @type {any} */ (globalThis).bench;
        performance.clearResourceTimings();
        const before = performance.now();
        const run = await start(description);
        await run();
        const milliseconds = performance.now() - before;
        const resources = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
        return { milliseconds, bytes: resources.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) };
      }, description);
      await page.context().close();
      const of = measured[index];
      if (of && repeat > 0) of.samples.push(milliseconds);
      if (of) of.bytes = bytes;
    }
  }
  const rows = measured.map((measured) => row(measured));
  bench.say(timesTable(rows, [['MB fetched', ({ bytes }) => (Number(bytes) / 1e6).toFixed(1)]]));
  return { sizes: SENTENCE, rows };
}

/** Longer sources at one width, and wider models at one length. An output is two tokens longer than its source. */
const SCALES = [
  ...[5, 10, 20, 50, 100].map((sourceTokens) => ({ ...SENTENCE, sourceTokens, steps: sourceTokens + 2 })),
  ...[64, 128, 512].map((dModel) => ({ ...SENTENCE, dModel })),
];

/**
 * How the time grows with the source and with the width.
 *
 * @param {Bench} bench
 */
export async function scaling(bench) {
  const sizes = [];
  for (const size of SCALES) {
    const reference = await bench.references.get(size);
    const { ids } = reference;
    const rows = await timed(bench, [
      ...ofSeqscope(bench, reference),
      { name: ONNX, description: reference.onnxRuntime('search', 32), ids },
      { name: ONNX_INT8, description: reference.onnxRuntime('search', 8), ids },
    ], Math.ceil(bench.repeats / 3));
    sizes.push({ sizes: size, rows });
  }
  const names = sizes[0]?.rows.map(({ name }) => name) ?? [];
  bench.say(table(['median ms', ...names], sizes.map(({ sizes: { dModel, sourceTokens, steps }, rows }) =>
    [`d_model ${dModel}, ${sourceTokens} → ${steps} tokens`, ...rows.map(({ median }) => number(median))])));
  return { sizes };
}

/** In the page, before anything else: keeps every memory that a module of WebAssembly gets or gives. */
function keepMemories() {
  /** @type {Set<WebAssembly.Memory>} */
  const memories = new Set();
  const noticed = (/** @type {any} */ result) => {
    for (const value of Object.values((result.instance ?? result).exports ?? {})) {
      if (value instanceof Memory) memories.add(value);
    }
    return result;
  };
  const { Memory, instantiate, instantiateStreaming } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, values) {
      const memory = Reflect.construct(target, values);
      memories.add(memory);
      return memory;
    },
  });
  /** @type {any} */ (WebAssembly).instantiate = (/** @type {[any]} */ ...values) =>
    instantiate(...values).then(noticed);
  WebAssembly.instantiateStreaming = (...values) => instantiateStreaming(...values).then(noticed);
  /** @type {any} */ (globalThis).memoryBytes = () =>
    [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

/** A sentence as long as those that the page offers. */
const TYPED = 'The little girl is wearing a blue dress.';

/**
 * The shipped translation models of each task, all of it in one instance.
 *
 * @param {Bench} bench
 * @returns {Promise<{ name: string, description: Description }[]>}
 */
async function ofShipped({ root, engines }) {
  const manifest = JSON.parse(await readFile(path.join(root, 'www/models/manifest.json'), 'utf8'));
  /** @type {{ task: string, file: string, files?: { file: string }[] }[]} */
  const entries = manifest.models;
  return engines.flatMap(({ name, glue, wasm }) => ['en-fr', 'en-zh'].map((task) => {
    const models = entries.filter((entry) => entry.task === task)
      .map((entry) => (entry.files ?? [entry]).map(({ file }) => `/www/models/${file}`));
    return {
      name: `${name}, the ${models.length} shipped ${task} models`,
      description: /** @type {const} */ ({ engine: 'shipped', glue, wasm, models, text: TYPED }),
    };
  }));
}

/**
 * Bytes of WebAssembly memory, which only grows: what is there afterwards is the most that was needed.
 *
 * @param {Bench} bench
 */
export async function memory(bench) {
  const reference = await bench.references.get(SENTENCE);
  const contenders = [
    ...ofSeqscope(bench, reference),
    ...bench.engines.map((engine) => (
      { name: `${engine.name} int4 file, search`, description: reference.seqscope(engine, 'search', 'i4') })),
    ...await ofShipped(bench),
    { name: ONNX, description: reference.onnxRuntime('search', 32) },
    { name: ONNX_INT8, description: reference.onnxRuntime('search', 8) },
  ];
  const rows = [];
  for (const { name, description } of contenders) {
    const context = await bench.browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(keepMemories);
    await page.goto(`${bench.origin}/benches/browser/bench.html`);
    await page.waitForFunction(() => 'bench' in globalThis);
    const bytes = await page.evaluate(async (description) => {
      const { bench: { start }, memoryBytes } = /** @type {any} */ (globalThis);
      const run = await start(description);
      if (!run) return null;
      const loaded = memoryBytes();
      await run();
      const first = memoryBytes();
      for (let times = 1; times < 50; times++) await run();
      return { loaded, first, last: memoryBytes() };
    }, description);
    await context.close();
    if (bytes) rows.push({ name, ...bytes });
  }
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  bench.say(table(['WebAssembly memory, MB', 'loaded', 'after 1 run', 'after 50 runs'],
    rows.map(({ name, loaded, first, last }) => [name, megabytes(loaded), megabytes(first), megabytes(last)])));
  return { sizes: SENTENCE, rows };
}
