// In a frame: a model for dates in TensorFlow.js, built as its example date-conversion-attention builds it, with random
// weights, and decoded as that example decodes: the whole model runs again for every character of the output.

/** @type {any} */
const frame = globalThis;
// What the scripts of TensorFlow.js leave.
const { tf } = frame;

const UNITS = 64;
/** Characters of a date as it is typed, and the vocabulary of them. */
const SOURCE = { length: 12, words: 35 };
/** Characters of YYYY-MM-DD, and the vocabulary of them. */
const TARGET = { length: 10, words: 13 };
const START = 1;

/** The state behind the last character. */
class LastStep extends tf.layers.Layer {
  static className = 'LastStep';

  constructor() {
    super({});
    this.supportsMasking = true;
  }

  /** @param {(number | null)[]} shape */
  computeOutputShape([batch, , units]) {
    return [batch, units];
  }

  /** @param {any} inputs */
  call(inputs) {
    const [states] = Array.isArray(inputs) ? inputs : [inputs];
    return tf.tidy(() => states.gather([states.shape[1] - 1], 1).squeeze([1]));
  }
}

function build() {
  const embedded = (/** @type {typeof SOURCE} */ { length, words }, /** @type {unknown} */ input) => {
    const options = { inputDim: words, outputDim: UNITS, inputLength: length, maskZero: true };
    return tf.layers.embedding(options).apply(input);
  };
  const recurrent = () => tf.layers.lstm({ units: UNITS, returnSequences: true });
  /** A dense layer behind `input`, at every step. */
  const dense = (/** @type {object} */ options, /** @type {unknown} */ input) =>
    tf.layers.timeDistributed({ layer: tf.layers.dense(options) }).apply(input);

  const source = tf.input({ shape: [SOURCE.length] });
  const target = tf.input({ shape: [TARGET.length] });
  const memory = recurrent().apply(embedded(SOURCE, source));
  const last = new LastStep().apply(memory);
  const states = recurrent().apply(embedded(TARGET, target), { initialState: [last, last] });
  const scores = tf.layers.dot({ axes: [2, 2] }).apply([states, memory]);
  const weights = tf.layers.activation({ activation: 'softmax' }).apply(scores);
  const context = tf.layers.dot({ axes: [2, 1] }).apply([weights, memory]);
  const joined = tf.layers.concatenate().apply([context, states]);
  const hidden = dense({ units: UNITS, activation: 'tanh' }, joined);
  const output = dense({ units: TARGET.words, activation: 'softmax' }, hidden);
  return tf.model({ inputs: [source, target], outputs: output });
}

/**
 * @param {'cpu' | 'wasm'} backend
 * @param {number} passes how many characters are decoded, each with a run of the whole model
 * @param {string} binaries the folder of the backend's .wasm files
 * @returns {Promise<() => number[]>}
 */
async function startDates(backend, passes, binaries) {
  tf.wasm.setWasmPaths(binaries);
  // One thread, as the others: with this the backend takes its binary with SIMD and without threads.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!await tf.setBackend(backend)) throw new Error(`${backend}: this backend of TensorFlow.js does not start`);
  await tf.ready();
  const model = build();
  const typed = Float32Array.from({ length: SOURCE.length }, (_, index) => 1 + (7 * index) % (SOURCE.words - 1));
  return () => tf.tidy(() => {
    const source = tf.tensor2d(typed, [1, SOURCE.length]);
    const target = tf.buffer([1, TARGET.length]);
    target.set(START, 0, 0);
    const ids = [];
    for (let step = 0; step < passes; step++) {
      const probabilities = model.predict([source, target.toTensor()]);
      const id = probabilities.argMax(2).dataSync()[step];
      probabilities.dispose();
      if (step + 1 < TARGET.length) target.set(id, 0, step + 1);
      ids.push(id);
    }
    return ids;
  });
}

frame.startDates = startDates;
