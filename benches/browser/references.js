// Reference models: made by the command line, and written as ONNX graphs beside.

import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { exportOnnx } from '../peers/onnx.js';

/** @import { Call, Description } from './engines.js' */

const run = promisify(execFile);

/**
 * Sizes of a model and of what it reads and writes; `words` is the size of each vocabulary.
 *
 * @typedef {{ dModel: number, layers: number, words: number, sourceTokens: number, steps: number }} Sizes
 */

/**
 * A reference model by the addresses that it is served under.
 *
 * @typedef {object} Reference
 * @property {number[]} ids what seqscope's own greedy search writes, built for this machine
 * @property {(engine: Engine, call: Call, precision: 'f32' | 'i8' | 'i4') => Description} seqscope
 * @property {(graphs: 'search' | 'steps', bits: 32 | 8) => Description} onnxRuntime
 */

/** @typedef {{ name: string, glue: string, wasm: string }} Engine a build of the module */

/**
 * What onnxruntime is fastest with: its LSTM operator and a product with gates take the same time, one scale for a
 * matrix of 8 bits a few percent less than one for each column.
 */
const FORM = /** @type {const} */ ({ lstm: 'gates', argmax: true, perColumn: false });

export class References {
  #program;
  #folder;
  /** @type {Map<string, Promise<Reference>>} */
  #made = new Map();

  /**
   * @param {string} program the command line
   * @param {string} folder where the files go
   */
  constructor(program, folder) {
    this.#program = program;
    this.#folder = folder;
  }

  /**
   * A model of these sizes, made once.
   *
   * @param {Sizes} sizes
   * @returns {Promise<Reference>}
   */
  get(sizes) {
    const name = Object.values(sizes).join('-');
    const made = this.#made.get(name) ?? this.#make(name, sizes);
    this.#made.set(name, made);
    return made;
  }

  /**
   * @param {string} name
   * @param {Sizes} sizes
   * @returns {Promise<Reference>}
   */
  async #make(name, { dModel, layers, words, sourceTokens, steps }) {
    const folder = path.join(this.#folder, name);
    const options = { '--d-model': dModel, '--layers': layers, '--words': words, '--source-tokens': sourceTokens,
      '--steps': steps, '--precision': 'f32,i8,i4', '--into': folder };
    await run(this.#program, ['reference-model', ...Object.entries(options).flat().map(String)]);
    const { text, sourceIds, ids } = JSON.parse(await readFile(path.join(folder, 'reference.json'), 'utf8'));
    const checkpoint = await readFile(path.join(folder, 'f32.safetensors'));
    for (const bits of /** @type {const} */ ([32, 8])) {
      const graphs = exportOnnx(checkpoint, { bits, ...FORM });
      for (const [graph, bytes] of Object.entries(graphs)) {
        await writeFile(path.join(folder, `${graph}-${bits}.onnx`), bytes);
      }
    }
    const address = (/** @type {string} */ file) => `/references/${name}/${file}`;
    return {
      ids,
      seqscope: ({ glue, wasm }, call, precision) =>
        ({ engine: 'seqscope', glue, wasm, model: address(`${precision}.safetensors`), call, text }),
      onnxRuntime: (graphs, bits) => graphs === 'search'
        ? { engine: 'onnxruntime', graphs, search: address(`search-${bits}.onnx`), sourceIds, steps }
        : { engine: 'onnxruntime', graphs, encoder: address(`encoder-${bits}.onnx`), step: address(`step-${bits}.onnx`),
          sourceIds, steps, layers, width: dModel },
    };
  }
}
