// The page's side of the workers: one that runs models and one that answers questions about them, however many elements
// there are.

import { compileAnalysis, compileEngine, startEngine } from './engine.js';
import { Lives } from './lives.js';
import { addressOf } from './manifest.js';
import { fetchModel } from './model-files.js';
import { isApart } from '../tasks/tasks.js';

/** @typedef {import('../elements/types.js').ManifestModel} ManifestModel */
/** @typedef {import('../elements/types.js').ModelInfo} ModelInfo */
/** @typedef {import('../elements/types.js').Trace} Trace */

const ofModels = new Lives('models', compileEngine, 5000);
// Some questions take many runs of a model.
const ofQuestions = new Lives('questions', compileAnalysis, 30_000);

/** How far each model that is being fetched is, and who is told. */
class Progress {
  received = 0;
  /** @type {Set<(received: number) => void>} */
  listeners = new Set();

  /** @param {number} received */
  moved(received) {
    this.received = received;
    for (const listener of this.listeners) listener(received);
  }
}

/** By model. @type {Map<string, Progress>} */
const fetching = new Map();

/** Files that were asked for before there was a worker to give them to, by model. @type {Map<string, Promise<ArrayBuffer[]>>} */
const ahead = new Map();

/**
 * Loads a model into the worker, once for the whole page, and starts what paints; a failure is not kept.
 *
 * @param {ManifestModel} entry
 * @param {(received: number) => void} onProgress called with the bytes that have arrived
 * @returns {Promise<ModelInfo>}
 */
export async function loadModel(entry, onProgress) {
  // Without it they are looked for beside the manifest.
  if (isApart(entry.task)) await import('./apart.js').catch(() => {});
  const id = idOf(entry);
  const progress = fetching.get(id) ?? new Progress();
  fetching.set(id, progress);
  progress.listeners.add(onProgress);
  onProgress(progress.received);
  const model = holding(entry);
  if (!ofModels.holds(id) && !ahead.has(id)) {
    // Nothing waits for the module to arrive first.
    const files = model.files();
    files.catch(() => {});
    ahead.set(id, files);
  }
  try {
    const [info] = await Promise.all([ofModels.hold(model), startEngine()]);
    onProgress(entry.bytes);
    return info;
  } finally {
    progress.listeners.delete(onProgress);
    if (progress.listeners.size === 0) {
      fetching.delete(id);
      ahead.delete(id);
    }
  }
}

/**
 * Runs a model on a text.
 *
 * @param {ManifestModel} entry
 * @param {string} text
 * @returns {Promise<Trace>}
 */
export function runModel(entry, text) {
  return ofModels.ask(holding(entry), { type: 'run', text });
}

/** Methods of the model that runs. Those of the other one take longer, and no key should wait for them. */
const OF_RUNNING = new Set(['run', 'beamTree']);

/**
 * Asks a model for the result of one of its methods.
 *
 * @param {ManifestModel} entry
 * @param {string} method
 * @param {unknown[]} args
 * @returns {Promise<any>}
 */
export function askModel(entry, method, args) {
  const model = holding(entry);
  if (OF_RUNNING.has(method)) return ofModels.ask(model, { type: 'ask', method, args });
  const files = () => ofModels.ask(model, { type: 'files' });
  return ofQuestions.ask({ ...model, files }, { type: 'ask', method, args });
}

/**
 * What the worker that runs models is given of one.
 *
 * @param {ManifestModel} entry
 * @returns {import('./lives.js').Holding}
 */
function holding(entry) {
  const id = idOf(entry);
  return {
    id, subject: entry.file,
    trunk: entry.files[1] ? addressOf(entry, entry.files[0].file).href : null,
    files: () => {
      const asked = ahead.get(id);
      // Whoever has the bytes hands them away.
      ahead.delete(id);
      return asked ?? fetchModel(entry, (received) => fetching.get(id)?.moved(received));
    },
  };
}

/** @param {ManifestModel} entry */
function idOf(entry) {
  return addressOf(entry).href;
}
