// Owns the models. Requests are answered in order; who asks takes care not to ask for what it no longer wants.

import { startAnalysis, startEngine } from './engine.js';
import { Room } from './room.js';

/**
 * A model that runs, its file, the model that answers questions once one has been asked, and room for the next trace.
 *
 * @typedef {{
 *   model: import('./types.js').Model, bytes: Uint8Array, study: import('../pkg/seqscope_analysis.js').Study | null,
 *   room: Room,
 * }} Loaded
 */

/** @type {Map<string, Loaded>} */
const models = new Map();

/** What has been answered waits for the next answer until so many milliseconds have passed. */
const TOGETHER = 4;

/**
 * @typedef {{ type: 'load', id: number, model: string, bytes: ArrayBuffer }
 *   | { type: 'run', id: number, model: string, text: string }
 *   | { type: 'ask', id: number, model: string, method: string, args: unknown[] }} Request
 * @typedef {{ type: 'start', compiled: WebAssembly.Module } | { type: 'startAnalysis', compiled: WebAssembly.Module }
 *   | { type: 'requests', requests: Request[] }} Message
 */

/** Methods that the page may ask for, of the model that runs and of the one that answers questions. */
const OF_MODEL = new Set(['run', 'beamTree']);
const OF_STUDY = new Set(['terms', 'padding', 'dropoutMasks', 'gradientNorms', 'occlusion', 'inputGradients']);

self.addEventListener('message', async (/** @type {MessageEvent<Message>} */ { data: message }) => {
  if (message.type === 'start') {
    // What goes wrong here is reported to the first request that needs the engine.
    startEngine(message.compiled).catch(() => {});
    return;
  }
  if (message.type === 'startAnalysis') {
    startAnalysis(message.compiled).catch(() => {});
    return;
  }
  /** @type {object[]} */
  let answers = [];
  /** @type {Transferable[]} */
  let transfer = [];
  let since = performance.now();
  for (const [index, request] of message.requests.entries()) {
    try {
      const [result, buffers] = await answer(request);
      answers.push({ id: request.id, result });
      transfer.push(...buffers);
    } catch (error) {
      answers.push({ id: request.id, error: error instanceof Error ? error.message : String(error) });
    }
    // Three small models are shown sooner in one message than in three; none waits for a large one.
    if (index < message.requests.length - 1 && performance.now() - since < TOGETHER) continue;
    self.postMessage(answers, { transfer });
    [answers, transfer, since] = [[], [], performance.now()];
  }
});

/**
 * @param {Request} request
 * @returns {Promise<[object, Transferable[]]>}
 */
async function answer(request) {
  const engine = await startEngine();
  if (request.type === 'load') {
    const bytes = new Uint8Array(request.bytes);
    const model = new engine.Model(bytes);
    const before = models.get(request.model);
    before?.model.free();
    before?.study?.free();
    models.set(request.model, { model, bytes, study: null, room: new Room() });
    return [model.info, []];
  }
  const loaded = models.get(request.model);
  if (!loaded) throw new Error(`${request.model}: not loaded`);
  if (request.type === 'ask') {
    const asked = await whoAnswers(request.method, loaded);
    const result = asked[request.method](...request.args);
    return [result, [...buffersIn(result)]];
  }
  const trace = loaded.model.run(request.text, { candidates: 5, room: loaded.room.take() });
  const numbers = tensorsOf(trace).map((tensor) => tensor.data);
  loaded.room.prepareFor(numbers.reduce((bytes, { byteLength }) => bytes + byteLength, 0));
  return [trace, [...new Set(numbers.map(({ buffer }) => /** @type {ArrayBuffer} */ (buffer)))]];
}

/**
 * @param {string} method
 * @param {Loaded} loaded
 * @returns {Promise<any>}
 */
async function whoAnswers(method, loaded) {
  if (OF_MODEL.has(method)) return loaded.model;
  if (!OF_STUDY.has(method)) throw new Error(`${method}: not a question that is answered`);
  const { Study } = await startAnalysis();
  loaded.study ??= new Study(loaded.bytes);
  return loaded.study;
}

/** @param {import('./types.js').Trace} trace */
function tensorsOf(trace) {
  const layers = [...trace.encoder, ...trace.decoder];
  return [trace.scores, trace.weights, trace.context,
    ...layers.flatMap((layer) => layer.signals.map((signal) => signal.values))];
}

/**
 * The buffers of all typed arrays in a result, wherever they stand.
 *
 * @param {unknown} value
 * @param {Set<ArrayBuffer>} [found]
 */
function buffersIn(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(/** @type {ArrayBuffer} */ (value.buffer));
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return found;
}
