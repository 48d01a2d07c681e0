// What the views are told: what was chosen, how far the models are, what is selected, and where the element stands.

import { ATTENTIONS, EXPECTED_TASK, PARTS } from './chosen.js';
import { expectedCells } from './expected.js';
import { firstTextOf } from '../tasks/examples/first.js';
import { CONCAT, KNOWN_TASKS, modelOf, tasksOf } from '../tasks/tasks.js';
import { gridOf } from '../trace/grid.js';

/**
 * @param {import('./chosen.js').Chosen} chosen
 * @param {import('./loading.js').Loading} loading
 * @param {import('./types.js').Selection} selection
 * @param {ReturnType<import('./drawing.js').Drawing['around']>} around
 * @returns {import('./compose.js').State}
 */
export function shownState(chosen, loading, selection, around) {
  const { manifest, attention, withoutTanh, gatesView } = chosen;
  const task = chosen.task ?? EXPECTED_TASK;
  const wanted = chosen.wanted();
  const models = wanted.flatMap((name) => loading.state(name) ?? []);
  const unit = chosen.unit();
  return {
    tasks: manifest ? tasksOf(manifest) : KNOWN_TASKS, areTasksKnown: manifest !== null, task, text: chosen.typed ?? firstTextOf(task), attention, withoutTanh,
    offersWithoutTanh: chosen.offersWithoutTanh(), mayOfferWithoutTanh: !manifest && chosen.allows(CONCAT), otherCells: manifest ? chosen.otherCells() : expectedCells(task).filter((key) => chosen.allows(key)), unit, gatesView, selection, models,
    isFirst: chosen.isFirst, parts: new Set(PARTS.filter((part) => chosen.has(part))),
    grids: new Map(models.flatMap(({ attention: name, trace }) => (trace ? [[name, gridOf(trace, unit)]] : []))),
    entry: wanted.concat(ATTENTIONS).map((name) => modelOf(manifest, task, name)).find(Boolean),
    onDemand: loading.onDemand,
    ...around,
  };
}
