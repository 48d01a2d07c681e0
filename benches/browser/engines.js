// In the page: starts an engine with a model and gives a function that runs it once. Nothing is fetched before.

/**
 * What an engine is to be started with.
 *
 * @typedef {{ engine: 'seqscope', glue: string, wasm: string, model: string, call: Call, text: string }
 *   | { engine: 'shipped', glue: string, wasm: string, models: string[][], text: string }
 *   | { engine: 'onnxruntime', graphs: 'search', search: string, sourceIds: number[], steps: number }
 *   | { engine: 'onnxruntime', graphs: 'steps', encoder: string, step: string, sourceIds: number[], steps: number,
 *       layers: number, width: number }
 *   | { engine: 'tensorflow', backend: 'cpu' | 'wasm', passes: number }} Description
 */

/**
 * What is asked of seqscope: a trace in a buffer that was made before, as the page does it; in a buffer of its own; or only
 * the output.
 *
 * @typedef {'trace' | 'trace in a new buffer' | 'search'} Call
 */

/** @typedef {() => number[] | Promise<number[]>} Run the ids that were written */

const PEERS = '/benches/peers/node_modules';
const START = 2;

/** Bytes for the numbers of any trace that is measured. */
const ROOM = 1 << 24;

/**
 * @param {Description} description
 * @returns {Promise<Run | null>} null where the engine has no such call
 */
export async function start(description) {
  if (description.engine === 'seqscope') return startSeqscope(description);
  if (description.engine === 'shipped') return startShipped(description);
  if (description.engine === 'onnxruntime') {
    return description.graphs === 'search' ? startOnnxSearch(description) : startOnnxSteps(description);
  }
  return startTensorFlow(description);
}

/** @param {string} address */
async function fetchBytes(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** @param {Extract<Description, { engine: 'seqscope' }>} description */
async function startSeqscope({ glue, wasm, model: address, call, text }) {
  const bytes = fetchBytes(address);
  const engine = await import(glue);
  await engine.default({ module_or_path: fetch(wasm) });
  const model = new engine.Model(await bytes);
  if (call === 'search') return typeof model.search === 'function' ? () => [...model.search(text).ids] : null;
  const options = { candidates: 5, ...call === 'trace' && { room: new Uint8Array(ROOM).fill(1).buffer } };
  if (call === 'trace' && !takesRoom(model)) return null;
  return () => model.run(text, options).target.map((/** @type {{ id: number }} */ { id }) => id);
}

/**
 * All models of a task, loaded one after the other and run by turns with their traces, as the page's worker does it.
 *
 * @param {Extract<Description, { engine: 'shipped' }>} description
 * @returns {Promise<Run>}
 */
async function startShipped({ glue, wasm, models: addresses, text }) {
  const engine = await import(glue);
  await engine.default({ module_or_path: fetch(wasm) });
  /** @type {any[]} */
  const models = [];
  /** A model of each trunk. @type {Map<string, any>} */
  const onTrunk = new Map();
  for (const [first = '', head] of addresses) {
    const trunk = head && onTrunk.get(first);
    const ofHead = head && await fetchBytes(head);
    const model = trunk ? trunk.withHead(ofHead) : new engine.Model(await fetchBytes(first), ofHead);
    onTrunk.set(first, model);
    models.push(model);
  }
  const target = (/** @type {any} */ model) => model.run(text, { candidates: 5 }).target;
  return () => models.flatMap((model) => target(model).map((/** @type {{ id: number }} */ { id }) => id));
}

/** Builds that do not refuse the option. @param {any} model */
function takesRoom(model) {
  try {
    return model.run('1', { room: new ArrayBuffer(0) });
  } catch {
    return false;
  }
}

/** @type {Promise<any> | undefined} */
let onnxRuntime;

function loadOnnxRuntime() {
  onnxRuntime ??= import(`${PEERS}/onnxruntime-web/dist/ort.wasm.min.mjs`).then((runtime) => {
    runtime.env.wasm.numThreads = 1;
    runtime.env.wasm.wasmPaths = `${PEERS}/onnxruntime-web/dist/`;
    // It says which constants it found unused; that is no trouble of ours.
    runtime.env.logLevel = 'error';
    return runtime;
  });
  return onnxRuntime;
}

const SESSION = { executionProviders: ['wasm'], graphOptimizationLevel: 'all', logSeverityLevel: 3 };

/** @param {number[]} ids */
const int64 = (ids) => BigInt64Array.from(ids, BigInt);

/**
 * The whole search in one call.
 *
 * @param {Extract<Description, { graphs: 'search' }>} description
 * @returns {Promise<Run>}
 */
async function startOnnxSearch({ search, sourceIds, steps }) {
  const bytes = fetchBytes(search);
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const session = await InferenceSession.create(await bytes, SESSION);
  return async () => {
    const ids = new Tensor('int64', int64(sourceIds), [sourceIds.length]);
    const { tokens } = await session.run({ ids, most_steps: new Tensor('int64', int64([steps]), []) });
    return Array.from(tokens.data, Number);
  };
}

/**
 * A call for the encoder and one for each step of the decoder.
 *
 * @param {Extract<Description, { graphs: 'steps' }>} description
 * @returns {Promise<Run>}
 */
async function startOnnxSteps({ encoder, step, sourceIds, steps, layers, width }) {
  const files = Promise.all([fetchBytes(encoder), fetchBytes(step)]);
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const [ofEncoder, ofStep] = await files;
  const encoderSession = await InferenceSession.create(ofEncoder, SESSION);
  const stepSession = await InferenceSession.create(ofStep, SESSION);
  const zeros = new Tensor('float32', new Float32Array(width), [1, width]);
  const token = new Tensor('int64', int64([START]), [1]);
  const states = Array.from({ length: layers }, (_, layer) => [`hidden_${layer}`, `cell_${layer}`]).flat();
  return async () => {
    const source = new Tensor('int64', int64(sourceIds), [sourceIds.length]);
    const { memory, keys } = await encoderSession.run({ ids: source });
    /** @type {Record<string, unknown>} */
    const feeds = { memory, keys, token };
    for (const state of states) feeds[state] = zeros;
    const ids = [];
    while (ids.length < steps) {
      const next = await stepSession.run(feeds);
      // What a step gives is what the next one takes, without a copy of ours.
      feeds['token'] = next.next_token;
      for (const state of states) feeds[state] = next[`next_${state}`];
      ids.push(Number(next.next_token.data[0]));
    }
    return ids;
  };
}

/**
 * Each backend has a frame of its own: TensorFlow.js keeps one backend at a time and would move the weights.
 *
 * @param {Extract<Description, { engine: 'tensorflow' }>} description
 * @returns {Promise<Run>}
 */
async function startTensorFlow({ backend, passes }) {
  const frame = document.createElement('iframe');
  frame.src = `/benches/peers/tensorflow.html`;
  await new Promise((resolve) => {
    frame.addEventListener('load', resolve);
    document.body.append(frame);
  });
  const { startDates } = /** @type {any} */ (frame.contentWindow);
  return startDates(backend, passes, `${PEERS}/@tensorflow/tfjs-backend-wasm/dist/`);
}
