// The worker that answers questions about a model. They take longer than a run, and no key waits for them here.

import { startAnalysis } from '../engine.js';
import { answerRequests, buffersIn } from './requests.js';

/** @type {Map<string, import('../../pkg/seqscope_analysis.js').Study>} */
const studies = new Map();

/**
 * @typedef {{ type: 'load', id: number, model: string, bytes: ArrayBuffer }
 *   | { type: 'ask', id: number, model: string, method: string, args: unknown[] }} Request
 */

/** Methods that the page may ask for. */
const METHODS = new Set(['terms', 'padding', 'dropoutMasks', 'gradientNorms', 'occlusion', 'inputGradients']);

answerRequests(startAnalysis, answer);

/**
 * @param {Request} request
 * @returns {Promise<[object, Transferable[]]>}
 */
async function answer(request) {
  const { Study } = await startAnalysis();
  if (request.type === 'load') {
    const study = new Study(new Uint8Array(request.bytes));
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
