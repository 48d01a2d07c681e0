// Owns the models. Requests are answered in order; who asks takes care not to ask for what it no longer wants.

import { startEngine } from './engine.js';

/** @type {Map<string, import('./types.js').Model>} */
const models = new Map();

/** What has been answered waits for the next answer until so many milliseconds have passed. */
const TOGETHER = 4;

/**
 * @typedef {{ type: 'load', id: number, model: string, bytes: ArrayBuffer }
 *   | { type: 'run', id: number, model: string, text: string }} Request
 * @typedef {{ type: 'start', compiled: WebAssembly.Module } | { type: 'requests', requests: Request[] }} Message
 */

self.addEventListener('message', async (/** @type {MessageEvent<Message>} */ { data: message }) => {
  if (message.type === 'start') {
    // What goes wrong here is reported to the first request that needs the engine.
    startEngine(message.compiled).catch(() => {});
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
    const model = new engine.Model(new Uint8Array(request.bytes));
    models.get(request.model)?.free();
    models.set(request.model, model);
    return [model.info, []];
  }
  const model = models.get(request.model);
  if (!model) throw new Error(`${request.model}: not loaded`);
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
