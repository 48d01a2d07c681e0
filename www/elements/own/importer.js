// What reads the files of other programs: a module of its own, which no page fetches that is brought none.

import { startImporter } from '../../engine/importing.js';

/** @typedef {import('./types.js').NamedBytes} NamedBytes */
/** @typedef {import('./types.js').Vocabularies} Vocabularies */

/**
 * The config that a file of this program has, as it is written.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {any} null where it has none
 */
export function configIn(bytes) {
  return headerOf(bytes)?.config ?? null;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes of a safetensors file
 * @returns {{ config: any, check: import('./types.js').Check | null, parameters: number } | null} null where it is none of this
 *   program
 */
export function headerOf(bytes) {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = Number(view.getBigUint64(0, true));
    if (length > bytes.length - 8) return null;
    const { __metadata__: said, ...tensors } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    const config = JSON.parse(said.config);
    if (typeof config?.model?.attention !== 'string' || typeof config.model.rnn_type !== 'string') return null;
    const size = (/** @type {any} */ { shape }) => shape.reduce((/** @type {number} */ product, /** @type {number} */ length) => product * length, 1);
    const parameters = Object.entries(tensors).reduce((sum, [name, tensor]) => sum + (/scales?$/.test(name) ? 0 : size(tensor)), 0);
    return { config, check: said.check ? JSON.parse(said.check) : null, parameters };
  } catch {
    return null;
  }
}

/**
 * @param {NamedBytes[]} files of one model
 * @param {Vocabularies} vocabularies
 * @param {Record<string, string>} settings
 * @returns {Promise<import('./types.js').Inspection>}
 * @throws {Error} that says which file is no such model, and what to do
 */
export function inspect(files, vocabularies, settings) {
  return importing(files, vocabularies, (model) => model.inspect(settings));
}

/**
 * @param {NamedBytes[]} files of one model
 * @param {Vocabularies} vocabularies
 * @param {Record<string, string>} settings
 * @returns {Promise<Uint8Array<ArrayBuffer>>} a checkpoint of ours
 */
export function convert(files, vocabularies, settings) {
  return importing(files, vocabularies, (model) =>
    /** @type {Uint8Array<ArrayBuffer>} */ (model.convert(settings)));
}

/**
 * @template Result
 * @param {NamedBytes[]} files
 * @param {Vocabularies} vocabularies
 * @param {(model: import('./types.js').Import) => Result} act
 */
async function importing(files, vocabularies, act) {
  const { Import } = await startImporter();
  const model = new Import();
  try {
    for (const { name, bytes } of files) model.addFile(name, bytes);
    for (const side of /** @type {const} */ (['source', 'target'])) {
      const file = vocabularies[side];
      if (file) model.setVocabulary(side, file.name, file.bytes);
    }
    return act(model);
  } finally {
    model.free();
  }
}
