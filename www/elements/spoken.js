// What a screen reader is told: results, and the cell under the cursor, in words.

import { gateValues, layerOf } from '../trace/layers.js';
import { fixed, percentage } from '../kit/numbers.js';
import { valueAt } from '../trace/matrix.js';
import { shownCell } from '../trace/selection.js';
import { quoted } from '../trace/tokens.js';

/** @typedef {import('./compose.js').State} State */

/**
 * The results.
 *
 * @param {State} state
 */
export function spokenResults({ models, strings, text }) {
  const refusal = models.find((model) => model.refusal !== null)?.refusal;
  if (refusal) return strings.refused(refusal);
  return strings.announce(models
    .filter((model) => model.trace && model.answered === text && model.refusal === null)
    .map(({ attention, trace }) => `${strings.attentionName(attention)}: ${trace?.output}, `
      + percentage(trace?.logProbability ?? 0)));
}

/**
 * The shown cell, with its weight in every model.
 *
 * @param {State} state
 * @param {string} attention the model whose map is walked
 */
export function spokenCell({ models, grids, strings, selection }, attention) {
  const cell = shownCell(selection);
  const walked = grids.get(attention);
  if (!cell || !walked || cell.target === null || cell.source === null) return '';
  const { target, source } = cell;
  const [written, read] = [walked.target[target], walked.source[source]];
  if (!written || !read) return '';
  const weights = models.flatMap(({ attention: name }) => {
    const grid = grids.get(name);
    return grid && target < grid.target.length
      ? [`${strings.attentionName(name)} ${fixed(valueAt(grid.weights, target, source), 3)}`] : [];
  });
  return strings.cellSpoken(quoted(written), quoted(read), weights);
}

/**
 * The raster cell under the cursor.
 *
 * @param {State} state
 */
export function spokenGate({ models, strings, selection, attention, gatesView }) {
  const trace = models.find((model) => model.attention === attention)?.trace;
  const { gate } = selection;
  if (!trace || !gate) return '';
  const token = (gatesView.component === 'encoder' ? trace.source : trace.target)[gate.step];
  if (!token) return '';
  const values = gateValues(layerOf(trace, gatesView), gate);
  return strings.gateSpoken(gate.unit, quoted(token), values.map(({ name, value }) => `${name} ${value}`));
}
