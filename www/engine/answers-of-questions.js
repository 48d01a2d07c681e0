// Answers questions about a model, in a worker or on the page's own thread.

import { startAnalysis } from './engine.js';
import { buffersIn, filesIn } from './requests.js';

/** @type {Map<string, import('../../pkg/seqscope_analysis.js').Study>} */
const studies = new Map();

/**
 * @typedef {{ type: 'load', id: number, model: string, files: ArrayBuffer[] }
 *   | { type: 'ask', id: number, model: string, method: string, args: unknown[] }} Request
 */

/** Methods that the page may ask for. */
const METHODS = new Set(['terms', 'padding', 'dropoutMasks', 'gradientNorms', 'occlusion', 'inputGradients', 'samples']);

export { startAnalysis as start };

/**
 * @param {Request} request
 * @returns {Promise<[object, Transferable[]]>}
 */
export async function answer(request) {
  const { Study } = await startAnalysis();
  if (request.type === 'load') {
    const [first, head] = filesIn(request.files);
    const study = new Study(first, head);
    studies.get(request.model)?.free();
    studies.set(request.model, study);
    return [{}, []];
  }
  const study = studies.get(request.model);
  if (!study) throw new Error(`${request.model}: not loaded`);
  if (!METHODS.has(request.method)) throw new Error(`${request.method}: not a question that is answered`);
  const result = /** @type {any} */ (study)[request.method](...request.args);
  return [result, [...buffersIn(result)]];
}
