// The only importer of the built modules. The imports are dynamic: where a module is missing or broken, the page still
// starts and can say so. One runs and paints at every key press. The others are fetched when they are needed: what
// answers questions about one text, and what draws pictures to be saved.

import { ANALYSIS, ENGINE } from './addresses.js';
import { kindOfUncompiled, LoadError } from './causes.js';
import { fetchFile, importModule } from './fetching.js';

/** @typedef {import('../elements/types.js').Engine} Engine */
/** @typedef {import('../elements/types.js').Analysis} Analysis */

/**
 * A built module: compiled once, so that it can be posted to a worker, and started once.
 *
 * @template Exports
 */
export class Built {
  #name;
  #address;
  #glue;
  /** @type {Promise<WebAssembly.Module> | undefined} */
  #compiled;
  /** @type {Promise<Exports> | undefined} */
  #started;

  /**
   * @param {string} name of its files in pkg/
   * @param {string} address of the module
   * @param {() => Promise<Exports & { default: (options: { module_or_path: WebAssembly.Module }) => Promise<unknown> }>} glue
   */
  constructor(name, address, glue) {
    this.#name = name;
    this.#address = address;
    this.#glue = glue;
  }

  /**
   * A failure is not kept.
   *
   * @returns {Promise<WebAssembly.Module>}
   */
  compile() {
    this.#compiled ??= this.#fetch().catch((error) => {
      this.#compiled = undefined;
      throw error;
    });
    return this.#compiled;
  }

  /**
   * Every call gives the same instance; a failure is not kept.
   *
   * @param {WebAssembly.Module} [compiled] the module if it has been compiled elsewhere, so that it is fetched once
   * @returns {Promise<Exports>}
   */
  start(compiled) {
    this.#started ??= this.#start(compiled).catch((error) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  /** @param {WebAssembly.Module} [compiled] */
  async #start(compiled) {
    const subject = `${this.#name}.js`;
    const [glue, module] = await Promise.all([
      importModule(this.#glue, subject).catch((error) => {
        throw error instanceof LoadError ? error : new LoadError('broken', subject, error);
      }),
      compiled ?? this.compile(),
    ]);
    await glue.default({ module_or_path: module }).catch((error) => {
      throw new LoadError(error instanceof RangeError ? 'memory' : 'broken', `${this.#name}_bg.wasm`, error);
    });
    return glue;
  }

  async #fetch() {
    const subject = `${this.#name}_bg.wasm`;
    const { bytes } = await fetchFile(new URL(this.#address), { subject });
    try {
      // Not compileStreaming: it refuses a module that a simple server sends under another content type.
      return await WebAssembly.compile(bytes);
    } catch (error) {
      throw new LoadError(await kindOfUncompiled(bytes, error, globalThis.WebAssembly), subject, error);
    }
  }
}

// Each worker uses one of them; a bundler leaves the other out.
/** @type {Built<Engine>} */
const engine = /* @__PURE__ */ new Built('seqscope', ENGINE, () => import('../../pkg/seqscope.js'));
/** @type {Built<Analysis>} */
const analysis = /* @__PURE__ */ new Built('seqscope_analysis', ANALYSIS, () => import('../../pkg/seqscope_analysis.js'));

/** @param {WebAssembly.Module} [compiled] */
export function startEngine(compiled) {
  return engine.start(compiled);
}

export function compileEngine() {
  return engine.compile();
}

/** @param {WebAssembly.Module} [compiled] */
export function startAnalysis(compiled) {
  return analysis.start(compiled);
}

export function compileAnalysis() {
  return analysis.compile();
}
