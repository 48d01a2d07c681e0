// Writes a model of seqscope as ONNX graphs, the way an engineer would who wants onnxruntime to be fast with it.
//
// Three graphs of the same numbers: `encoder`, which also makes the attention's keys; `step`, one step of the decoder,
// called once a token; and `search`, all of a greedy search in one call, with the decoder's steps in a Loop. With
// `bits: 8` the graphs have the nodes that onnxruntime's quantize_dynamic makes of those of 32 bits: MatMul becomes
// DynamicQuantizeLinear, MatMulInteger, Cast and Mul; LSTM becomes DynamicQuantizeLSTM; an embedding is stored in
// 8 bits.

import { bytes, float, integer, message, string } from './protobuf.js';
import { readCheckpoint } from './safetensors.js';

/** @typedef {import('./safetensors.js').Tensor} Tensor */
/** @typedef {import('./protobuf.js').Field} Field */
/** @typedef {number | number[] | string | string[] | Graph} Attribute */

/**
 * How a graph is written.
 *
 * @typedef {object} Form
 * @property {32 | 8} [bits]
 * @property {'operator' | 'gates'} [lstm] the decoder's: onnxruntime's LSTM operator, or a product and its gates
 * @property {boolean} [perColumn] whether each column of a product's matrix of 8 bits has a scale
 */

const START = 2n;
const END = 3n;
const TYPES = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9 };
/** @typedef {keyof typeof TYPES} Type */
const OPSET = 17;
const IR_VERSION = 8;
const MICROSOFT = 'com.microsoft';
/** Blocks of an LSTM's rows: PyTorch has i, f, g, o; ONNX i, o, f, g. */
const ONNX_BLOCKS = [0, 3, 1, 2];
/** The three that go through σ first, then g. */
const GATE_BLOCKS = [0, 1, 3, 2];

class Graph {
  /** @type {Field[]} */
  #nodes = [];
  /** @type {Field[]} */
  #initializers = [];
  /** @type {Field[]} */
  #inputs = [];
  /** @type {Field[]} */
  #outputs = [];
  #names;

  /** @param {string} name a prefix of every value's name, so that a graph inside of another hides none of its values */
  constructor(name) {
    this.name = name;
    this.#names = 0;
  }

  #newName() {
    this.#names += 1;
    return `${this.name}_${this.#names}`;
  }

  /**
   * @param {string} operator
   * @param {string[]} inputs
   * @param {Record<string, Attribute>} [attributes]
   * @param {{ domain?: string, outputs?: number | string[] }} [more] outputs: their number, or their names
   * @returns {string[]}
   */
  nodes(operator, inputs, attributes = {}, { domain = '', outputs = 1 } = {}) {
    const names = typeof outputs === 'number' ? Array.from({ length: outputs }, () => this.#newName()) : outputs;
    this.#nodes.push(bytes(1, message([
      ...inputs.map((input) => string(1, input)),
      ...names.map((output) => string(2, output)),
      string(4, operator),
      ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
      string(7, domain),
    ])));
    return names;
  }

  /**
   * A node with one output.
   *
   * @param {string} operator
   * @param {string[]} inputs
   * @param {Record<string, Attribute>} [attributes]
   */
  node(operator, inputs, attributes = {}) {
    return /** @type {string} */ (this.nodes(operator, inputs, attributes)[0]);
  }

  /**
   * @param {Type} type
   * @param {number[]} shape
   * @param {ArrayBufferView} data
   */
  constant(type, shape, data) {
    const name = this.#newName();
    this.#initializers.push(bytes(5, message([
      ...shape.map((size) => integer(1, size)),
      integer(2, TYPES[type]),
      string(8, name),
      bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    ])));
    return name;
  }

  /** @param {...number} values */
  integers(...values) {
    return this.constant('int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  /** @param {Tensor} tensor */
  floats({ shape, data }) {
    return this.constant('float', shape, data);
  }

  /**
   * @param {string} name
   * @param {Type} type
   * @param {(number | string)[]} shape a string names a length that is known when the graph runs
   */
  input(name, type, shape) {
    this.#inputs.push(bytes(11, valueInfo(name, type, shape)));
    return name;
  }

  /**
   * @param {string} name
   * @param {Type} type
   * @param {(number | string)[]} shape
   */
  output(name, type, shape) {
    this.#outputs.push(bytes(12, valueInfo(name, type, shape)));
  }

  message() {
    return message([...this.#nodes, string(2, this.name), ...this.#initializers, ...this.#inputs, ...this.#outputs]);
  }

  /** The bytes of a file with this graph. */
  file() {
    const opset = (/** @type {string} */ domain, /** @type {number} */ version) =>
      bytes(8, message([string(1, domain), integer(2, version)]));
    return message([
      integer(1, IR_VERSION), string(2, 'seqscope'), bytes(7, this.message()), opset('', OPSET), opset(MICROSOFT, 1),
    ]);
  }
}

/**
 * @param {string} name
 * @param {Attribute} value
 */
function attribute(name, value) {
  const FLOAT = 1, INT = 2, STRING = 3, GRAPH = 5, INTS = 7, STRINGS = 8;
  /** @type {[number, Field[]]} */
  let [type, fields] = [INT, /** @type {Field[]} */ ([])];
  if (value instanceof Graph) [type, fields] = [GRAPH, [bytes(6, value.message())]];
  else if (typeof value === 'string') [type, fields] = [STRING, [string(4, value)]];
  else if (typeof value === 'number' && Number.isInteger(value)) [type, fields] = [INT, [integer(3, value)]];
  else if (typeof value === 'number') [type, fields] = [FLOAT, [float(2, value)]];
  else if (typeof value[0] === 'string') [type, fields] = [STRINGS, value.map((text) => string(9, String(text)))];
  else [type, fields] = [INTS, value.map((number) => integer(8, Number(number)))];
  return message([string(1, name), ...fields, integer(20, type)]);
}

/**
 * @param {string} name
 * @param {Type} type
 * @param {(number | string)[]} shape
 */
function valueInfo(name, type, shape) {
  const dimensions = shape.map((size) =>
    bytes(1, message([typeof size === 'number' ? integer(1, size) : string(2, size)])));
  const tensor = message([integer(1, TYPES[type]), bytes(2, message(dimensions))]);
  return message([string(1, name), bytes(2, message([bytes(1, tensor)]))]);
}

/**
 * [rows, columns] → [columns, rows].
 *
 * @param {Tensor} tensor
 * @returns {Tensor}
 */
function transposed({ shape: [rows = 0, columns = 0], data }) {
  const result = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = data[row * columns + column] ?? NaN;
    }
  }
  return { shape: [columns, rows], data: result };
}

/**
 * The same rows in another order of their four blocks.
 *
 * @param {Tensor} tensor
 * @param {number[]} blocks
 * @returns {Tensor}
 */
function inBlocks({ shape, data }, blocks) {
  const size = data.length / blocks.length;
  const result = new Float32Array(data.length);
  blocks.forEach((from, to) => result.set(data.subarray(from * size, (from + 1) * size), to * size));
  return { shape, data: result };
}

/**
 * @param {Tensor[]} tensors of which all but the first axis have the same lengths
 * @returns {Tensor}
 */
function below(tensors) {
  const data = new Float32Array(tensors.reduce((length, tensor) => length + tensor.data.length, 0));
  let start = 0;
  for (const tensor of tensors) {
    data.set(tensor.data, start);
    start += tensor.data.length;
  }
  const rows = tensors.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  return { shape: [rows, ...tensors[0]?.shape.slice(1) ?? []], data };
}

/**
 * [rows, a] and [rows, b] → [rows, a + b].
 *
 * @param {Tensor} left
 * @param {Tensor} right
 */
function beside(left, right) {
  return transposed(below([transposed(left), transposed(right)]));
}

/**
 * @param {Tensor} a
 * @param {Tensor} b
 * @returns {Tensor}
 */
function sum(a, b) {
  return { shape: a.shape, data: a.data.map((value, index) => value + (b.data[index] ?? NaN)) };
}

/**
 * In 8 bits with sign: symmetric, from −127 to 127, with one scale or one for each column.
 *
 * @param {Tensor} matrix
 * @param {boolean} perColumn
 * @returns {{ data: Int8Array, scales: Float32Array }}
 */
function quantised({ shape: [, columns = 0], data }, perColumn) {
  const scales = new Float32Array(perColumn ? columns : 1);
  const values = new Int8Array(data.length);
  const scaleOf = (/** @type {number} */ index) => perColumn ? index % columns : 0;
  for (let index = 0; index < data.length; index++) {
    const place = scaleOf(index);
    scales[place] = Math.max(scales[place] ?? 0, Math.abs(data[index] ?? NaN));
  }
  for (let place = 0; place < scales.length; place++) scales[place] = (scales[place] ?? NaN) / 127 || 1;
  for (let index = 0; index < data.length; index++) {
    values[index] = Math.round((data[index] ?? NaN) / (scales[scaleOf(index)] ?? NaN));
  }
  return { data: values, scales };
}

/** Writes the parts of one model into graphs. */
class Exporter {
  /**
   * @param {Uint8Array} checkpoint
   * @param {Form} form
   */
  constructor(checkpoint, { bits = 32, lstm = 'operator', perColumn = true }) {
    const { config, tensor } = readCheckpoint(checkpoint);
    if (config.model.rnn_type !== 'lstm') throw new Error(`rnn_type: expected lstm, found ${config.model.rnn_type}`);
    this.model = config.model;
    this.tensor = tensor;
    this.bits = bits;
    this.lstm = lstm;
    this.perColumn = perColumn;
  }

  /** Width of everything. */
  get width() {
    return /** @type {number} */ (this.model.d_model);
  }

  /**
   * x · matrix, which is [in, out].
   *
   * @param {Graph} graph
   * @param {string} x
   * @param {Tensor} matrix
   */
  product(graph, x, matrix) {
    if (this.bits === 32) return graph.node('MatMul', [x, graph.floats(matrix)]);
    const { data, scales } = quantised(matrix, this.perColumn);
    const ofScales = this.perColumn ? [scales.length] : [];
    const [rounded, scale, zero] = graph.nodes('DynamicQuantizeLinear', [x], {}, { outputs: 3 });
    const integers = graph.node('MatMulInteger', [
      rounded ?? '', graph.constant('int8', matrix.shape, data), zero ?? '',
      graph.constant('int8', ofScales, new Int8Array(scales.length)),
    ]);
    const scaled = graph.node('Mul', [scale ?? '', graph.constant('float', ofScales, scales)]);
    return graph.node('Mul', [graph.node('Cast', [integers], { to: TYPES.float }), scaled]);
  }

  /**
   * @param {Graph} graph
   * @param {string} name of the table
   * @param {string} ids
   */
  embedding(graph, name, ids) {
    const table = this.tensor(name);
    if (this.bits === 32) return graph.node('Gather', [graph.floats(table), ids]);
    const { data, scales } = quantised(table, false);
    const rows = graph.node('Gather', [graph.constant('int8', table.shape, data), ids]);
    const zero = graph.constant('int8', [], new Int8Array(1));
    return graph.node('DequantizeLinear', [rows, graph.constant('float', [], scales), zero]);
  }

  /**
   * The LSTM operator: x [steps, 1, in] → the outputs Y [steps, directions, 1, units], Y_h and Y_c.
   *
   * @param {Graph} graph
   * @param {string} x
   * @param {string} prefix of the parameters' names
   * @param {string[]} suffixes of the parameters' names, one for each direction
   * @param {{ hidden: string, cell: string }} [state]
   */
  lstmOperator(graph, x, prefix, suffixes, state) {
    const of = (/** @type {string} */ parameter) => suffixes.map((suffix) =>
      inBlocks(this.tensor(`${prefix}.${parameter}_${suffix}`), ONNX_BLOCKS));
    const [ofInput, ofState] = [of('weight_ih'), of('weight_hh')];
    const units = ofState[0]?.shape[1] ?? 0;
    const directions = suffixes.length;
    const stateBiases = of('bias_hh');
    const biases = graph.constant('float', [directions, 8 * units],
      below(of('bias_ih').flatMap((bias, index) => [bias, stateBiases[index] ?? bias])).data);
    const attributes = { hidden_size: units, direction: directions === 2 ? 'bidirectional' : 'forward' };
    const initial = state ? [state.hidden, state.cell] : ['', ''];
    if (this.bits === 32) {
      const [weights, recurrences] = [ofInput, ofState].map((matrices) =>
        graph.constant('float', [directions, ...matrices[0]?.shape ?? []], below(matrices).data));
      return graph.nodes('LSTM', [x, weights ?? '', recurrences ?? '', biases, '', ...initial], attributes,
        { outputs: 3 });
    }
    const [weights, recurrences] = [ofInput, ofState].map((matrices) => {
      const directed = matrices.map((matrix) => quantised(transposed(matrix), this.perColumn));
      const scales = Float32Array.from(directed.flatMap(({ scales }) => [...scales]));
      const ofScales = this.perColumn ? [directions, 4 * units] : [directions];
      return {
        values: graph.constant('int8', [directions, matrices[0]?.shape[1] ?? 0, 4 * units],
          Int8Array.from(directed.flatMap(({ data }) => [...data]))),
        scales: graph.constant('float', ofScales, scales),
        zeros: graph.constant('int8', ofScales, new Int8Array(scales.length)),
      };
    });
    return graph.nodes('DynamicQuantizeLSTM', [
      x, weights?.values ?? '', recurrences?.values ?? '', biases, '', ...initial, '',
      weights?.scales ?? '', weights?.zeros ?? '', recurrences?.scales ?? '', recurrences?.zeros ?? '',
    ], attributes, { domain: MICROSOFT, outputs: 3 });
  }

  /**
   * One step of an LSTM as a product and its gates: everything [1, d_model].
   *
   * @param {Graph} graph
   * @param {string} x
   * @param {string} prefix
   * @param {string} suffix
   * @param {{ hidden: string, cell: string }} state
   */
  lstmGates(graph, x, prefix, suffix, state) {
    const units = this.width;
    const of = (/** @type {string} */ parameter) =>
      inBlocks(this.tensor(`${prefix}.${parameter}_${suffix}`), GATE_BLOCKS);
    const matrix = transposed(beside(of('weight_ih'), of('weight_hh')));
    const product = this.product(graph, graph.node('Concat', [x, state.hidden], { axis: 1 }), matrix);
    const sums = graph.node('Add', [product, graph.floats(sum(of('bias_ih'), of('bias_hh')))]);
    const [gates = '', candidate = ''] =
      graph.nodes('Split', [sums, graph.integers(3 * units, units)], { axis: 1 }, { outputs: 2 });
    const [input = '', forget = '', output = ''] = graph.nodes('Split',
      [graph.node('Sigmoid', [gates]), graph.integers(units, units, units)], { axis: 1 }, { outputs: 3 });
    const kept = graph.node('Mul', [forget, state.cell]);
    const added = graph.node('Mul', [input, graph.node('Tanh', [candidate])]);
    const cell = graph.node('Add', [kept, added]);
    return { hidden: graph.node('Mul', [output, graph.node('Tanh', [cell])]), cell };
  }

  /**
   * ids [src] → memory [src, d_model] and keys, [d_model, src] or for concat [src, d_model].
   *
   * @param {Graph} graph
   * @param {string} ids
   */
  encoder(graph, ids) {
    const suffixes = (/** @type {number} */ layer) =>
      this.model.bidirectional ? [`l${layer}`, `l${layer}_reverse`] : [`l${layer}`];
    const sequence = graph.integers(-1, 1, this.width);
    let x = graph.node('Reshape', [this.embedding(graph, 'encoder.input_embedding.weight', ids), sequence]);
    for (let layer = 0; layer < this.model.encoder_layers; layer++) {
      const [y = ''] = this.lstmOperator(graph, x, 'encoder.rnn', suffixes(layer));
      // [src, directions, 1, units]: with one sentence both directions already stand side by side.
      x = graph.node('Reshape', [y, sequence]);
    }
    const memory = graph.node('Reshape', [x, graph.integers(-1, this.width)]);
    const attention = this.model.attention;
    if (attention === 'concat') {
      const matrix = transposed(this.tensor('decoder.attention.W_align_memory.weight'));
      return { memory, keys: this.product(graph, memory, matrix) };
    }
    const keys = attention === 'general'
      ? this.product(graph, memory, this.tensor('decoder.attention.W_align.weight')) : memory;
    return { memory, keys: graph.node('Transpose', [keys], { perm: [1, 0] }) };
  }

  /**
   * A step of the decoder: token [1], states of every layer → logits [1, words] and the states to go on from.
   *
   * @param {Graph} graph
   * @param {string} token
   * @param {{ hidden: string, cell: string }[]} states
   * @param {string} memory
   * @param {string} keys
   */
  step(graph, token, states, memory, keys) {
    let x = this.embedding(graph, 'decoder.input_embedding.weight', token);
    const next = states.map((state, layer) => {
      if (this.lstm === 'gates') {
        const after = this.lstmGates(graph, x, 'decoder.rnn', `l${layer}`, state);
        x = after.hidden;
        return after;
      }
      const sequence = graph.integers(1, 1, this.width);
      const [, hidden = '', cell = ''] =
        this.lstmOperator(graph, graph.node('Reshape', [x, sequence]), 'decoder.rnn', [`l${layer}`], state);
      x = graph.node('Reshape', [hidden, graph.integers(1, this.width)]);
      return { hidden, cell };
    });
    const weights = graph.node('Softmax', [this.scores(graph, x, keys)], { axis: -1 });
    const context = graph.node('MatMul', [weights, memory]);
    const joined = graph.node('Concat', [context, x], { axis: 1 });
    let output = this.product(graph, joined, transposed(this.tensor('decoder.W_context.weight')));
    if (this.model.context_tanh) output = graph.node('Tanh', [output]);
    const tied = this.model.tied_embeddings;
    const ofWords = this.tensor(tied ? 'decoder.input_embedding.weight' : 'generator.weight');
    let logits = this.product(graph, output, transposed(ofWords));
    if (this.model.generator_bias) logits = graph.node('Add', [logits, graph.floats(this.tensor('generator.bias'))]);
    return { logits, next };
  }

  /**
   * [1, src].
   *
   * @param {Graph} graph
   * @param {string} state
   * @param {string} keys
   */
  scores(graph, state, keys) {
    if (this.model.attention !== 'concat') return graph.node('MatMul', [state, keys]);
    const query = this.product(graph, state, transposed(this.tensor('decoder.attention.W_align_source.weight')));
    const hidden = graph.node('Tanh', [graph.node('Add', [keys, query])]);
    const scores = this.product(graph, hidden, transposed(this.tensor('decoder.attention.v_align.weight')));
    return graph.node('Reshape', [scores, graph.integers(1, -1)]);
  }

  get keysShape() {
    return this.model.attention === 'concat' ? ['source', this.width] : [this.width, 'source'];
  }

  get stateShape() {
    return this.lstm === 'gates' ? [1, this.width] : [1, 1, this.width];
  }

  /** Names of the states of every layer, in the order in which a step takes and gives them. */
  stateNames() {
    return Array.from({ length: this.model.decoder_layers }, (_, layer) => [`hidden_${layer}`, `cell_${layer}`]).flat();
  }

  /** ids → memory, keys. */
  encoderFile() {
    const graph = new Graph('encoder');
    const { memory, keys } = this.encoder(graph, graph.input('ids', 'int64', ['source']));
    for (const [value, name, shape] of /** @type {[string, string, (string | number)[]][]} */ ([
      [memory, 'memory', ['source', this.width]], [keys, 'keys', this.keysShape],
    ])) {
      graph.nodes('Identity', [value], {}, { outputs: [name] });
      graph.output(name, 'float', shape);
    }
    return graph.file();
  }

  /**
   * token, memory, keys, states → next_token, or the logits, and the states with `next_` before their names.
   *
   * @param {{ argmax: boolean }} options whether the graph looks for the highest logit itself
   */
  stepFile({ argmax }) {
    const graph = new Graph('step');
    const token = graph.input('token', 'int64', [1]);
    const memory = graph.input('memory', 'float', ['source', this.width]);
    const keys = graph.input('keys', 'float', this.keysShape);
    const states = [];
    for (let layer = 0; layer < this.model.decoder_layers; layer++) {
      states.push({
        hidden: graph.input(`hidden_${layer}`, 'float', this.stateShape),
        cell: graph.input(`cell_${layer}`, 'float', this.stateShape),
      });
    }
    const { logits, next } = this.step(graph, token, states, memory, keys);
    if (argmax) {
      graph.nodes('ArgMax', [logits], { axis: 1, keepdims: 0 }, { outputs: ['next_token'] });
      graph.output('next_token', 'int64', [1]);
    } else {
      graph.nodes('Identity', [logits], {}, { outputs: ['logits'] });
      graph.output('logits', 'float', [1, this.model.n_tgt_words]);
    }
    next.forEach(({ hidden, cell }, layer) => {
      for (const [value, name] of [[hidden, `next_hidden_${layer}`], [cell, `next_cell_${layer}`]]) {
        graph.nodes('Identity', [value ?? ''], {}, { outputs: [name ?? ''] });
        graph.output(name ?? '', 'float', this.stateShape);
      }
    });
    return graph.file();
  }

  /** ids, most_steps → tokens [steps, 1]: a greedy search in one call. */
  searchFile() {
    const graph = new Graph('search');
    const { memory, keys } = this.encoder(graph, graph.input('ids', 'int64', ['source']));
    const mostSteps = graph.input('most_steps', 'int64', []);
    const body = new Graph('body');
    body.input('iteration', 'int64', []);
    body.input('goes_on', 'bool', []);
    const token = body.input('token', 'int64', [1]);
    const names = this.stateNames();
    const inputs = names.map((name) => body.input(name, 'float', this.stateShape));
    const states = Array.from({ length: inputs.length / 2 }, (_, layer) =>
      ({ hidden: inputs[2 * layer] ?? '', cell: inputs[2 * layer + 1] ?? '' }));
    const { logits, next } = this.step(body, token, states, memory, keys);
    const found = body.node('ArgMax', [logits], { axis: 1, keepdims: 0 });
    const ends = body.node('Equal', [found, body.constant('int64', [1], BigInt64Array.of(END))]);
    body.nodes('Squeeze', [body.node('Not', [ends])], {}, { outputs: ['goes_on_next'] });
    body.output('goes_on_next', 'bool', []);
    body.nodes('Identity', [found], {}, { outputs: ['next_token'] });
    body.output('next_token', 'int64', [1]);
    next.flatMap(({ hidden, cell }) => [hidden, cell]).forEach((value, index) => {
      body.nodes('Identity', [value], {}, { outputs: [`next_${names[index]}`] });
      body.output(`next_${names[index]}`, 'float', this.stateShape);
    });
    body.nodes('Identity', [found], {}, { outputs: ['written'] });
    body.output('written', 'int64', [1]);
    const zero = graph.constant('float', this.stateShape, new Float32Array(this.width));
    const start = graph.constant('int64', [1], BigInt64Array.of(START));
    const goesOn = graph.constant('bool', [], Uint8Array.of(1));
    const lasts = Array.from({ length: 1 + names.length }, (_, index) => `last_${index}`);
    graph.nodes('Loop', [mostSteps, goesOn, start, ...names.map(() => zero)], { body },
      { outputs: [...lasts, 'tokens'] });
    graph.output('tokens', 'int64', ['steps', 1]);
    return graph.file();
  }
}

/**
 * The graphs of a model.
 *
 * @param {Uint8Array} checkpoint a model file of seqscope in 32 bits
 * @param {Form & { argmax?: boolean }} [form]
 * @returns {{ encoder: Uint8Array, step: Uint8Array, search: Uint8Array }}
 */
export function exportOnnx(checkpoint, { argmax = true, ...form } = {}) {
  const exporter = new Exporter(checkpoint, form);
  return { encoder: exporter.encoderFile(), step: exporter.stepFile({ argmax }), search: exporter.searchFile() };
}
