// Where the files lie that the engine asks for. Each is written out as `new URL('…', import.meta.url)`: so xtask/dist finds it,
// gives it a name with a hash of its content, and leaves an expression by which other bundlers find it in the package.

/** The built modules. */
export const ENGINE = new URL('../../pkg/seqscope_bg.wasm', import.meta.url).href;
export const ANALYSIS = new URL('../../pkg/seqscope_analysis_bg.wasm', import.meta.url).href;

export const MANIFEST = new URL('../models/manifest.json', import.meta.url).href;

/**
 * Where the model files lie, by their names; any that is not here lies beside the manifest. A bundle has them all, as
 * bundlers of other projects may move each to another place.
 *
 * @type {Record<string, string>}
 */
export const MODEL_FILES = {};
