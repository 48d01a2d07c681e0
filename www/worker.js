// Owns the models. Requests are answered in order; who asks takes care not to ask for what it no longer wants.

import { startEngine } from './engine.js';

/** @type {Map<string, import('./types.js').Model>} */
const models = new Map();

/**
 * @typedef {{ type: 'start', compiled: WebAssembly.Module }
 *   | { type: 'load', id: number, model: string, bytes: ArrayBuffer }
 *   | { type: 'run', id: number, model: string, text: string }
 *   | { type: 'ask', id: number, model: string, method: string, args: unknown[] }} Request
 */

/** Methods of a model that the page may ask for. */
const METHODS = new Set([
  'run', 'beamTree', 'terms', 'padding', 'dropoutMasks', 'gradientNorms', 'occlusion', 'inputGradients',
]);

self.addEventListener('message', async (/** @type {MessageEvent<Request>} */ { data: request }) => {
  if (request.type === 'start') {
    // What goes wrong here is reported to the first request that needs the engine.
    startEngine(request.compiled).catch(() => {});
    return;
  }
  try {
    const [result, transfer] = await answer(request);
    self.postMessage({ id: request.id, result }, { transfer });
  } catch (error) {
    self.postMessage({ id: request.id, error: error instanceof Error ? error.message : String(error) });
  }
});

/**
 * @param {Exclude<Request, { type: 'start' }>} request
 * @returns {Promise<[object, Transferable[]]>}
 */
async function answer(request) {
  const engine = await startEngine();
  if (request.type === 'load') {
    const model = new engine.Model(new Uint8Array(request.bytes));
    models.get(request.model)?.free();
    models.set(request.model, model);
    return [model.info, []];
  }
  const model = models.get(request.model);
  if (!model) throw new Error(`${request.model}: not loaded`);
  if (request.type === 'ask') {
    if (!METHODS.has(request.method)) throw new Error(`${request.method}: not a question that is answered`);
    // A method that this build of the module does not have is an error like any other.
    const result = /** @type {any} */ (model)[request.method](...request.args);
    return [result, [...buffersIn(result)]];
  }
  const trace = model.run(request.text, { candidates: 5 });
  return [trace, buffersOf(trace)];
}

/**
 * Buffers of all tensors of a trace, to be moved instead of copied.
 *
 * @param {import('./types.js').Trace} trace
 */
function buffersOf(trace) {
  const layers = [...trace.encoder, ...trace.decoder];
  const tensors = [trace.scores, trace.weights, trace.context,
    ...layers.flatMap((layer) => layer.signals.map((signal) => signal.values))];
  return [...new Set(tensors.map((tensor) => /** @type {ArrayBuffer} */ (tensor.data.buffer)))];
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
