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

/**
 * The smallest module with an instruction of relaxed SIMD, `i8x16.relaxed_swizzle`: what it needs, the module with
 * relaxed SIMD needs too.
 */
const RELAXED_SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15,
  253, 128, 2, 11,
]);

async function compile() {
  const name = WebAssembly.validate(RELAXED_SIMD) ? 'seqscope_relaxed_bg.wasm' : 'seqscope_bg.wasm';
  const response = await fetch(new URL(`../pkg/${name}`, import.meta.url));
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
  // Not compileStreaming: it refuses a module that a simple server sends under another content type.
  return WebAssembly.compile(await response.arrayBuffer());
}
