// What a model makes of a text before it is shown in the page, and whether that is what it made of it elsewhere.

import { headerOf } from './importer.js';
import { mapPicture } from '../saving/subjects.js';
import { startEngine } from '../../engine/engine.js';
import { gridOf } from '../../trace/grid.js';
import { attends } from '../../trace/matrix.js';

/**
 * @typedef {{ output: string, logProbability: number, map: string | null, refusal: string | null }} Preview map: as SVG
 */

/**
 * @param {Uint8Array<ArrayBuffer>} bytes of a checkpoint of ours
 * @param {string} text
 * @param {'en' | 'zh'} language
 * @returns {Promise<Preview>}
 */
export async function preview(bytes, text, language) {
  const { Model } = await startEngine();
  const model = new Model(bytes);
  try {
    const trace = model.run(text, { candidates: 1 });
    const { config } = headerOf(bytes) ?? {};
    const grid = gridOf(trace, 'pieces');
    // Where the picture cannot be drawn, there is still the output.
    const map = attends(trace)
      ? await mapPicture(trace, grid, { task: 'own', attention: config?.model.attention ?? '', language }, true).catch(() => null) : null;
    return { output: trace.output, logProbability: trace.logProbability, map, refusal: null };
  } catch (error) {
    return { output: '', logProbability: 0, map: null, refusal: error instanceof Error ? error.message : String(error) };
  } finally {
    model.free();
  }
}

/**
 * Compares a model with what it gave where it was trained, if its file says.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes of a checkpoint of ours
 * @returns {Promise<import('./types.js').Checked | null>}
 */
export async function checkedOf(bytes) {
  const { runs } = headerOf(bytes)?.check ?? {};
  if (!runs || runs.length === 0) return null;
  const { Model } = await startEngine();
  const model = new Model(bytes);
  try {
    return { sentences: runs.length, largest: Math.max(...runs.map((run) => differenceIn(model, run))) };
  } catch {
    return { sentences: runs.length, largest: Infinity };
  } finally {
    model.free();
  }
}

/**
 * The largest difference of ln p in a sentence, as a share of its range at that step, as logits round by their size; infinite
 * where it is read as other tokens.
 *
 * @param {import('../types.js').Model} model
 * @param {import('./types.js').Check['runs'][number]} run
 */
function differenceIn(model, { text, source, target, best }) {
  const count = Math.max(...best.map((step) => step.length));
  const trace = model.run(text, { candidates: count, prefix: target });
  if (trace.source.map(({ id }) => id).join() !== source.join()) return Infinity;
  const differences = best.flatMap((step, index) => {
    const candidates = trace.candidates[index] ?? [];
    const range = Math.max(1, ...step.map(([, logProbability]) => Math.abs(logProbability)));
    return step.map(([id, logProbability]) => {
      // Of two that are as probable one may be the last that was kept.
      const found = candidates.find((candidate) => candidate.id === id) ?? candidates.at(-1);
      return Math.abs((found?.logProbability ?? -Infinity) - logProbability) / range;
    });
  });
  return Math.max(0, ...differences);
}
