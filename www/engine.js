// The only importer of the built modules. The imports are dynamic: where a module is missing or broken, the page still
// starts and can say so. There are two: one runs and paints at every key press, the other answers questions about one
// text and is fetched when the first is asked.

/** @typedef {import('./types.js').Engine} Engine */
/** @typedef {import('./types.js').Analysis} Analysis */

/**
 * A built module: compiled once, so that it can be posted to a worker, and started once.
 *
 * @template Exports
 */
class Built {
  #file;
  #glue;
  /** @type {Promise<WebAssembly.Module> | undefined} */
  #compiled;
  /** @type {Promise<Exports> | undefined} */
  #started;

  /**
   * @param {string} file of the module in pkg/
   * @param {() => Promise<Exports & { default: (options: { module_or_path: WebAssembly.Module }) => Promise<unknown> }>} glue
   */
  constructor(file, glue) {
    this.#file = file;
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
    const [glue, module] = await Promise.all([this.#glue(), compiled ?? this.compile()]);
    await glue.default({ module_or_path: module });
    return glue;
  }

  async #fetch() {
    const response = await fetch(new URL(`../pkg/${this.#file}`, import.meta.url));
    if (!response.ok) throw new Error(`${this.#file}: HTTP ${response.status}`);
    // Not compileStreaming: it refuses a module that a simple server sends under another content type.
    return WebAssembly.compile(await response.arrayBuffer());
  }
}

/** @type {Built<Engine>} */
const engine = new Built('seqscope_bg.wasm', () => import('../pkg/seqscope.js'));
/** @type {Built<Analysis>} */
const analysis = new Built('seqscope_analysis_bg.wasm', () => import('../pkg/seqscope_analysis.js'));

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
