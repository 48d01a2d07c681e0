// Another token, another row of attention, other gates, and dropout left on.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { withKeys } from '../../kit/for-keys.js';
import { gridOf } from '../../trace/grid.js';
import { gatesOf, isUnchanged, padded, withHold, withRow, withSilence } from './interventions.js';
import { attends, sizeOf, valueAt } from '../../trace/matrix.js';
import { evenly, onlyAt, reweighted } from './reweight.js';
import { tally } from './tallies.js';
import { taskNamed } from '../../tasks/tasks.js';
import { glyphFor } from '../../trace/tokens.js';
import { gateForm } from './gates.js';
import { weightRow } from './row.js';
import { runsView } from './runs.js';
import { tokenChoices } from './tokens.js';
import { startsWordIn } from './parts.js';

/** @typedef {import('./parts.js').Around} Around */
/** @typedef {import('./parts.js').Answer} Answer */
/** @typedef {import('./parts.js').Trace} Trace */
/** @typedef {import('./interventions.js').Units} Units */

/** Runs with dropout left on. */
export const RUNS = 20;

/** @param {Around} around */
export function tokensTool({ context, words, changes, fitting, shown, change }) {
  return [
    h('p', { class: 'panel-note' }, withKeys(words.tokensLead)),
    tokenChoices({
      trace: shown, forced: fitting.prefix.length, startsWord: startsWordIn(context), words,
      onChoose: (step, id) => {
        const before = shown.target.slice(0, step).map((token) => token.id);
        if (id !== shown.target[step]?.id) change({ ...changes, prefix: [...before, id] });
        // What is chosen already is let go of.
        else if (step < fitting.prefix.length) change({ ...changes, prefix: withoutNeed(before, context.trace) });
      },
    }),
  ];
}

/**
 * A prefix that the model writes anyway is none.
 *
 * @param {number[]} prefix
 * @param {Trace} trace
 */
function withoutNeed(prefix, { target }) {
  return prefix.every((id, step) => id === target[step]?.id) ? [] : prefix;
}

/** @param {Around} around */
export function attentionTool({ context, own, words, set, changes, fitting, shown, change }) {
  if (!attends(context.trace)) return [h('p', { class: 'absent' }, context.strings.withoutAttention)];
  const { source, target } = gridOf(shown, context.slanted ? 'pieces' : 'characters');
  const pinned = context.grid.target[context.selection.pinned?.target ?? -1]?.first;
  const step = Math.min(own.step >= 0 ? own.step : pinned ?? 0, target.length - 1);
  const edited = fitting.rows.find((row) => row.step === step) ?? fitting.rows.find((row) => row.step === null);
  const model = rowOf(context.trace, step);
  const given = edited && padded(edited.weights, source.length);
  const weights = given ? normalised(given) : rowOf(shown, step) ?? evenly(source.length);
  const give = (/** @type {number[]} */ row) => change(withRow(changes, { step, weights: row }));
  const options = target.map((token, index) =>
    /** @type {[string, string]} */ ([String(index), glyphFor(token.text) ?? token.text]));
  return [
    h('p', { class: 'panel-note' }, words.attentionLead),
    choice('whatif-step', words.step, options, String(step), (chosen) => set({ step: Number(chosen) })),
    weightRow({
      tokens: source, weights, own: model, startsWord: startsWordIn(context), words,
      label: `${words.stepLabel(step + 1)}: ${options[step]?.[1] ?? ''}`,
      onWeight: (token, weight) => give(reweighted(weights, token, weight, model)),
      onOnly: (token) => give(onlyAt(source.length, token)),
    }),
    h('div', { class: 'whatif-actions' },
      h('button', { type: 'button', class: 'whatif-do', onclick: () => give(evenly(source.length)) }, words.evenly),
      h('button', {
        type: 'button', class: 'whatif-do', onclick: () => change({ ...changes, rows: [{ step: null, weights }] }),
      }, words.everyStep)),
  ];
}

/**
 * @param {Trace} trace
 * @param {number} step
 * @returns {number[] | null}
 */
function rowOf({ weights }, step) {
  const { rows, columns } = sizeOf(weights);
  return step < rows ? Array.from({ length: columns }, (_, column) => valueAt(weights, step, column)) : null;
}

/** @param {number[]} weights */
function normalised(weights) {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** @param {Around} around */
export function gatesTool({ context, own, words, set, changes, change }) {
  const { trace, selection, gatesView, layer: pinnedLayer, strings } = context;
  const component = /** @type {'encoder' | 'decoder'} */ (own.part);
  const all = trace[component];
  const layers = 1 + Math.max(...all.map(({ layer }) => layer));
  const directions = [...new Set(all.map(({ direction }) => direction))];
  const gates = all[0] ? gatesOf(all[0]) : [];
  const count = all[0]?.signals[0]?.values.shape[1] ?? 0;
  const gate = gates.includes(own.gate) ? own.gate : gates.includes('z') ? 'z' : gates[0] ?? '';
  const direction = directions.find((each) => each === own.way);
  /** @type {Units} */
  const units = {
    component,
    ...(own.level > 0 && own.level <= layers ? { layer: own.level - 1 } : {}),
    ...(direction && directions.length > 1 ? { direction } : {}),
    ...(own.unit >= 0 && own.unit < count ? { unit: own.unit } : {}),
  };
  const choose = (/** @type {Units} */ chosen) => set({
    part: chosen.component, level: (chosen.layer ?? -1) + 1, way: chosen.direction ?? '', unit: chosen.unit ?? -1,
  });
  return [
    h('p', { class: 'panel-note' },
      gates.length === 0 ? words.noGates : words.gatesLead, gates.includes('z') ? words.gruGates : ''),
    gateForm({
      layers, directions, gates, count, units, gate, value: own.value, selected: selection.unit, words, strings,
      onUnits: choose, onGate: (chosen) => set({ gate: chosen, value: Math.max(own.value, 0) }),
      onValue: (value) => set({ value }),
      onSelected: () => choose({
        component: gatesView.component, layer: pinnedLayer.layer, direction: pinnedLayer.direction,
        unit: selection.unit ?? 0,
      }),
      onHold: () => change(withHold(changes, { ...units, gate, value: own.value })),
      onSilence: () => change(withSilence(changes, units)),
    }),
  ];
}

/**
 * @param {Around} around
 * @param {Record<string, Answer>} answers
 */
export function dropoutTool({ context, words, fitting, shown }, answers) {
  const runs = Array.from({ length: RUNS }, (_, run) => answers[`run${run}`]);
  const failure = runs.find((run) => run?.failure)?.failure;
  const done = runs.flatMap((run) => (run?.value && !run.stale ? [/** @type {Trace} */ (run.value)] : []));
  return [
    h('p', { class: 'panel-note' }, words.dropoutLead, isUnchanged(fitting) ? '' : words.dropoutWithChanges),
    failure ? h('p', { class: 'failure', role: 'alert' }, words.runsFailed, h('code', null, failure))
      : runsView({
        tallies: tally(done), done: done.length, all: RUNS, output: shown.output, lang: taskNamed(context.task).target,
        words,
      }),
  ];
}
