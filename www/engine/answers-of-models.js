// Runs the models, in a worker or on the page's own thread. Who asks takes care not to ask for what it no longer wants.

import { startEngine } from './engine.js';
import { Room } from './room.js';
import { buffersIn, filesIn } from './requests.js';

/**
 * A model that runs, its files, and room for the numbers of its next trace.
 *
 * @typedef {{ model: import('../elements/types.js').Model, files: import('./requests.js').Files, room: Room }} Loaded
 */

/** @type {Map<string, Loaded>} */
const models = new Map();

/** A model of each trunk: heads of one have its weights once. @type {Map<string, Loaded>} */
const onTrunk = new Map();

/**
 * files: what has been loaded, for who else reads it.
 *
 * @typedef {{ type: 'load', id: number, model: string, trunk: string | null, files: ArrayBuffer[] }
 *   | { type: 'run', id: number, model: string, text: string }
 *   | { type: 'ask', id: number, model: string, method: string, args: unknown[] }
 *   | { type: 'files', id: number, model: string }} Request
 */

/** Methods that the page may ask for. */
const METHODS = new Set(['run', 'beamTree']);

export { startEngine as start };

/**
 * @param {Request} request
 * @returns {ReturnType<import('./requests.js').Answering<Request>>}
 */
export async function answer(request) {
  const engine = await startEngine();
  if (request.type === 'load') {
    const loaded = load(engine, filesIn(request.files), request.trunk);
    models.get(request.model)?.model.free();
    models.set(request.model, loaded);
    if (request.trunk) onTrunk.set(request.trunk, loaded);
    return [loaded.model.info, []];
  }
  const loaded = models.get(request.model);
  if (!loaded) throw new Error(`${request.model}: not loaded`);
  if (request.type === 'files') {
    const files = loaded.files.map((file) => /** @type {ArrayBuffer} */ (file.slice().buffer));
    return [files, files];
  }
  if (request.type === 'ask') {
    if (!METHODS.has(request.method)) throw new Error(`${request.method}: not a question that is answered`);
    const result = /** @type {any} */ (loaded.model)[request.method](...request.args);
    return [result, [...buffersIn(result)]];
  }
  const trace = loaded.model.run(request.text, { candidates: 5, room: loaded.room.take() });
  const numbers = tensorsOf(trace).map((tensor) => tensor.data);
  const buffers = new Set(numbers.map(({ buffer }) => /** @type {ArrayBuffer} */ (buffer)));
  // Without what the encoder did for another head: that stands in the other's buffer.
  const own = numbers.filter(({ buffer }) => buffer === trace.scores.data.buffer);
  const bytes = own.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return [trace, [...buffers], () => loaded.room.prepareFor(bytes)];
}

/**
 * @param {Awaited<ReturnType<typeof startEngine>>} engine
 * @param {import('./requests.js').Files} files
 * @param {string | null} trunk
 * @returns {Loaded}
 */
function load({ Model }, [first, head], trunk) {
  const room = new Room();
  if (!head) return { model: new Model(first), files: [first], room };
  const other = trunk && onTrunk.get(trunk);
  if (other) return { model: other.model.withHead(head), files: [other.files[0], head], room };
  return { model: new Model(first, head), files: [first, head], room };
}

/** @param {import('../elements/types.js').Trace} trace */
function tensorsOf(trace) {
  const layers = [...trace.encoder, ...trace.decoder];
  return [trace.scores, trace.weights, trace.context,
    ...layers.flatMap((layer) => layer.signals.map((signal) => signal.values))];
}
