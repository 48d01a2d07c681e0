// The worker that runs the models. Who asks takes care not to ask for what it no longer wants.

import { startEngine } from '../engine.js';
import { Room } from '../room.js';
import { answerRequests, buffersIn } from './requests.js';

/**
 * A model that runs, its file, and room for the numbers of its next trace.
 *
 * @typedef {{ model: import('../types.js').Model, bytes: Uint8Array, room: Room }} Loaded
 */

/** @type {Map<string, Loaded>} */
const models = new Map();

/**
 * bytes: what has been loaded, for who else reads it.
 *
 * @typedef {{ type: 'load', id: number, model: string, bytes: ArrayBuffer }
 *   | { type: 'run', id: number, model: string, text: string }
 *   | { type: 'ask', id: number, model: string, method: string, args: unknown[] }
 *   | { type: 'bytes', id: number, model: string }} Request
 */

/** Methods that the page may ask for. */
const METHODS = new Set(['run', 'beamTree']);

answerRequests(startEngine, answer);

/**
 * @param {Request} request
 * @returns {Promise<[object, Transferable[]]>}
 */
async function answer(request) {
  const engine = await startEngine();
  if (request.type === 'load') {
    const bytes = new Uint8Array(request.bytes);
    const model = new engine.Model(bytes);
    models.get(request.model)?.model.free();
    models.set(request.model, { model, bytes, room: new Room() });
    return [model.info, []];
  }
  const loaded = models.get(request.model);
  if (!loaded) throw new Error(`${request.model}: not loaded`);
  if (request.type === 'bytes') {
    const { buffer } = loaded.bytes.slice();
    return [buffer, [buffer]];
  }
  if (request.type === 'ask') {
    if (!METHODS.has(request.method)) throw new Error(`${request.method}: not a question that is answered`);
    const result = /** @type {any} */ (loaded.model)[request.method](...request.args);
    return [result, [...buffersIn(result)]];
  }
  const trace = loaded.model.run(request.text, { candidates: 5, room: loaded.room.take() });
  const numbers = tensorsOf(trace).map((tensor) => tensor.data);
  loaded.room.prepareFor(numbers.reduce((bytes, { byteLength }) => bytes + byteLength, 0));
  return [trace, [...new Set(numbers.map(({ buffer }) => /** @type {ArrayBuffer} */ (buffer)))]];
}

/** @param {import('../types.js').Trace} trace */
function tensorsOf(trace) {
  const layers = [...trace.encoder, ...trace.decoder];
  return [trace.scores, trace.weights, trace.context,
    ...layers.flatMap((layer) => layer.signals.map((signal) => signal.values))];
}
