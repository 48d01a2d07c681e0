// The engine without an element, for scripts of one's own: a model runs on the thread that calls it.

import { startAnalysis, startEngine } from './engine.js';
import { readManifest } from './manifest.js';
import { fetchModel } from './model-files.js';
import { filesIn } from './requests.js';

export { readManifest };
export { startAnalysis, startEngine };

/** @typedef {import('../elements/types.js').Manifest} Manifest */
/** @typedef {import('../elements/types.js').Trace} Trace */
/** @typedef {import('../../pkg/seqscope.js').Model} Model */
/** @typedef {import('../../pkg/seqscope_analysis.js').Study} Study */

/**
 * Which of the shipped models.
 *
 * @typedef {{ task: string, attention?: string, rnn?: string }} Choice task: `dates`, `en-fr` or `en-zh`; attention:
 *   `dot`, `general`, which it is by itself, `concat` or `concat_without_tanh`; rnn: `lstm`, which it is by itself,
 *   `gru` or `rnn`
 */

/**
 * Fetches a shipped model, ready to run: `model.run(text)` gives the trace. Whoever is done with it calls `free`.
 *
 * @param {Choice} choice
 * @returns {Promise<Model>}
 */
export async function loadModel(choice) {
  const [{ Model }, [first, head]] = await Promise.all([startEngine(), filesOf(choice)]);
  return new Model(first, head);
}

/**
 * Fetches a shipped model for questions about one text: gradients, occlusion, terms of the gates and what else `Study`
 * answers. Whoever is done with it calls `free`.
 *
 * @param {Choice} choice
 * @returns {Promise<Study>}
 */
export async function loadStudy(choice) {
  const [{ Study }, [first, head]] = await Promise.all([startAnalysis(), filesOf(choice)]);
  return new Study(first, head);
}

/** @param {Choice} choice */
async function filesOf({ task, attention = 'general', rnn = 'lstm' }) {
  const { models } = await readManifest();
  const entry = models.find((model) => model.task === task && model.attention === attention && model.rnn === rnn);
  if (!entry) {
    const there = models.map((model) => `${model.task} ${model.attention} ${model.rnn}`).join(', ');
    throw new Error(`no model ${task} ${attention} ${rnn}: expected one of ${there}`);
  }
  const files = await fetchModel(entry, () => {});
  return filesIn(files);
}
