// The only importer of the built module. The import is dynamic: where the module is missing or broken, the page
// still starts and can say so.

/** @typedef {import('./types.js').Engine} Engine */

/** @type {Promise<Engine> | undefined} */
let engine;

/**
 * Starts the module; every call gives the same instance.
 *
 * @param {WebAssembly.Module} [compiled] the module if it has been compiled elsewhere, so that it is fetched once
 * @returns {Promise<Engine>}
 */
export function startEngine(compiled) {
  engine ??= start(compiled).catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

/** @param {WebAssembly.Module} [compiled] */
async function start(compiled) {
  const [glue, module] = await Promise.all([import('../pkg/seqscope.js'), compiled ?? compileEngine()]);
  await glue.default({ module_or_path: module });
  const { Model, paintMatrix, scaleStops } = glue;
  return { Model, paintMatrix, scaleStops };
}

/** @type {Promise<WebAssembly.Module> | undefined} */
let compilation;

/**
 * Fetches and compiles the module once. The result can be posted to a worker.
 *
 * @returns {Promise<WebAssembly.Module>}
 */
export function compileEngine() {
  compilation ??= compile().catch((error) => {
    compilation = undefined;
    throw error;
  });
  return compilation;
}

async function compile() {
  const response = await fetch(new URL('../pkg/seqscope_bg.wasm', import.meta.url));
  if (!response.ok) throw new Error(`seqscope_bg.wasm: HTTP ${response.status}`);
  // Not compileStreaming: it refuses a module that a simple server sends under another content type.
  return WebAssembly.compile(await response.arrayBuffer());
}
