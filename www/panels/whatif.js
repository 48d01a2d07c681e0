// What if: the reader changes something inside the run, and the model goes on from there.

import { columnsOf, gridOfPath, pathTo, textOfPath, walkTree } from '../beam-tree.js';
import { choice } from '../controls.js';
import { h } from '../dom.js';
import { roomFor } from '../geometry.js';
import { gridOf } from '../grid.js';
import {
  eachChange, fit, formatChanges, gatesOf, isUnchanged, NO_CHANGES, optionsOf, parseChanges, takenBack, withHold, withRow,
  withSilence,
} from '../interventions.js';
import { sizeOf, valueAt } from '../matrix.js';
import { fixed, logarithm } from '../numbers.js';
import { isOn, presetsOf, toggled } from '../presets.js';
import { evenly, onlyAt, reweighted } from '../reweight.js';
import { shownCell } from '../selection.js';
import { tally } from '../tallies.js';
import { taskNamed } from '../tasks.js';
import { glyphFor, quoted } from '../tokens.js';
import { heatmap } from '../views/heatmap.js';
import { changesList, changeWords } from '../views/whatif-changes.js';
import { gateForm } from '../views/whatif-gates.js';
import { comparison } from '../views/whatif-result.js';
import { weightRow } from '../views/whatif-row.js';
import { runsView } from '../views/whatif-runs.js';
import { tokenChoices } from '../views/whatif-tokens.js';
import { beamTree } from '../views/whatif-tree.js';
import { en, zh } from './words/whatif.js';

/** @typedef {import('./types.js').PanelContext} PanelContext */
/** @typedef {import('../types.js').Answer} Answer */
/** @typedef {import('../types.js').Trace} Trace */
/** @typedef {import('../interventions.js').Changes} Changes */
/** @typedef {import('../interventions.js').Units} Units */

/** Runs with dropout left on. */
const RUNS = 20;
const WIDEST_BEAM = 8;

/** The changes, spelled as in interventions.js; the task that the prefix was chosen in; and what each tool shows. */
const defaults = {
  prefix: '', holds: '', silenced: '', rows: '', task: '',
  mode: 'tokens', beam: 3, node: -1, step: -1, part: 'encoder', level: 0, way: '', unit: -1, gate: 'f', value: 1,
};

/** @typedef {typeof defaults} Own */

/**
 * @typedef {{
 *   context: PanelContext, own: Own, words: import('./words/whatif.js').Words, set: (changes: Partial<Own>) => void,
 *   changes: Changes, fitting: Changes, shown: Trace, change: (changes: Changes) => void,
 * }} Around changes: all of them; fitting: those that are made; shown: the newest run
 */

/** @type {import('./types.js').Panel<Own>} */
export const panel = {
  name: 'whatif',
  defaults,
  styles: ['../maps', '../outputs', 'whatif'],
  questions: (context, own) => {
    const { trace } = context;
    const { fitting } = fitTo(context, own);
    const options = optionsOf(fitting, trace.source.length);
    /** @type {Record<string, import('../types.js').Question>} */
    const asked = {};
    if (!isUnchanged(fitting)) asked['whatIf'] = { method: 'run', args: [trace.input, options] };
    if (own.mode === 'beam') asked['tree'] = { method: 'beamTree', args: [trace.input, { beam: widthOf(own) }] };
    if (own.mode === 'dropout') {
      for (let run = 0; run < RUNS; run++) {
        asked[`run${run}`] = { method: 'run', args: [trace.input, { ...options, candidates: 1, dropout: run + 1 }] };
      }
    }
    return asked;
  },
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    const { changes, fitting, aside } = fitTo(context, own);
    const answer = isUnchanged(fitting) ? undefined : answers['whatIf'];
    /** @type {Trace | null} */
    const after = answer?.value?.input === context.trace.input ? answer?.value : null;
    /** @type {Around} */
    const around = {
      context, own, words, set, changes, fitting, shown: after ?? context.trace,
      change: (next) => set({ ...formatChanges(next), task: next.prefix.length > 0 ? context.task : '' }),
    };
    const source = context.trace.source;
    const given = after ? { text: givenText(after, fitting.prefix.length), count: fitting.prefix.length }
      : { text: null, count: changes.prefix.length };
    return [
      h('p', { key: 'lead', class: 'panel-note' }, words.lead),
      presetRow(around),
      h('div', { key: 'tools', class: 'panel-tools' }, choice('whatif-mode', words.mode, Object.entries(words.modes),
        modeOf(own), (mode) => set({ mode }))),
      h('div', { key: `tool-${modeOf(own)}`, class: 'whatif-tool' }, ...TOOLS[modeOf(own)](around, answers)),
      changesList({
        changes: eachChange(fitting), aside, words,
        describe: (change) => changeWords(change, { prefix: given, source, words }),
        onTakeBack: (change) => around.change(takenBack(changes, change)),
        onTakeAllBack: () => around.change(NO_CHANGES),
        onValue: (hold, value) => around.change(withHold(changes, { ...hold, value })),
      }),
      answer ? result(around, after, answer) : null,
    ];
  },
};

/**
 * @param {PanelContext} context
 * @param {Own} own
 */
function fitTo({ trace, task }, own) {
  const changes = parseChanges(own);
  return { changes, ...fit(changes, trace, own.task === '' || own.task === task) };
}

/** @param {Own} own */
function widthOf({ beam }) {
  return Math.min(Math.max(Math.round(beam), 1), WIDEST_BEAM);
}

/** @param {Own} own */
function modeOf({ mode }) {
  return /** @type {keyof typeof en.modes} */ (Object.hasOwn(en.modes, mode) ? mode : defaults.mode);
}

/**
 * The first tokens of an output as text.
 *
 * @param {Trace} trace
 * @param {number} count
 */
function givenText({ output, target }, count) {
  const last = target[Math.min(count, target.length) - 1];
  return output.slice(0, last?.end ?? 0);
}

/** @param {PanelContext} context */
function startsWordIn({ slanted, strings }) {
  return slanted ? strings.startsWord : '';
}

/** @param {Around} around */
function presetRow({ context, words, changes, change }) {
  return h('div', { key: 'presets', class: 'whatif-presets', role: 'group', 'aria-label': words.presets },
    h('span', { class: 'whatif-presets-word', 'aria-hidden': 'true' }, `${words.presets} …`),
    presetsOf(context.trace).map((preset) => h('button', {
      type: 'button', class: 'whatif-preset', 'aria-pressed': String(isOn(preset, changes)),
      onclick: () => change(toggled(preset, changes)),
    }, words.preset[preset.name])));
}

/** @type {Record<keyof typeof en.modes, (around: Around, answers: Record<string, Answer>) => import('../dom.js').Child[]>} */
const TOOLS = { tokens: tokensTool, beam: beamTool, attention: attentionTool, gates: gatesTool, dropout: dropoutTool };

/** @param {Around} around */
function tokensTool({ context, words, changes, fitting, shown, change }) {
  return [
    h('p', { class: 'panel-note' }, words.tokensLead),
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

/**
 * @param {Around} around
 * @param {Record<string, Answer>} answers
 */
function beamTool({ context, own, words, set, changes, fitting, change }, { tree: answer }) {
  const width = widthOf(own);
  const widths = Array.from({ length: WIDEST_BEAM }, (_, index) =>
    /** @type {[string, string]} */ ([String(index + 1), String(index + 1)]));
  /** @type {import('../beam-tree.js').BeamTree | null} */
  const tree = answer?.value ?? null;
  const head = [
    h('p', { class: 'panel-note' }, words.beamLead, isUnchanged(fitting) ? '' : ` ${words.beamUntouched}`),
    choice('whatif-beam', words.beamWidth, widths, String(width), (chosen) => set({ beam: Number(chosen), node: -1 })),
  ];
  if (!tree || tree.nodes.length === 0) return [...head, waiting(answer, words)];
  const columns = columnsOf(tree);
  const node = columns.some(({ shown }) => shown.includes(own.node)) ? own.node : tree.best;
  const path = pathTo(tree, node);
  const current = tree.nodes[node];
  const start = (/** @type {number} */ index) => change({
    ...changes, prefix: pathTo(tree, index).flatMap((each) => tree.nodes[each]?.id ?? []),
  });
  const unit = context.slanted ? 'pieces' : 'characters';
  const { source } = gridOf(context.trace, unit);
  return [
    ...head,
    h('div', { key: 'tree', class: answer?.stale ? 'whatif-scroll stale' : 'whatif-scroll' }, beamTree({
      tree, columns, path, width, words, textOf: (nodes) => textOfPath(tree, nodes), onChoose: start,
      onPoint: (index) => {
        if (index !== node) set({ node: index });
      },
      onKey: (event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          start(node);
          return;
        }
        const to = walkTree(event.key, tree, columns, node);
        if (to === null) return;
        event.preventDefault();
        const around = /** @type {Element} */ (event.currentTarget);
        /** @type {SVGElement | null} */ (around.querySelector(`[data-node="${to}"]`))?.focus();
      },
    })),
    current ? h('p', { key: 'node', class: 'whatif-node' },
      h('span', { class: 'value' }, `${words.path} `, h('b', { dir: 'auto' }, `“${textOfPath(tree, path)}”`)),
      h('span', { class: 'value' }, `${words.ofToken} `, h('b', null, logarithm(current.logProbability))),
      h('span', { class: 'value' }, `${words.ofPath} `, h('b', null, logarithm(current.total))),
      h('span', { class: 'value' }, node === tree.best ? words.isBest : current.kept ? words.isKept : words.isDropped),
      h('button', { type: 'button', class: 'whatif-do', onclick: () => start(node) }, words.writeThis)) : null,
    current && current.weights.length === source.length && !answer?.stale
      ? map(context, gridOfPath(tree, node, source, unit), words.pathMap, 'path',
        { target: path.length - 1, source: shownCell(context.selection)?.source ?? null })
      : null,
  ];
}

/** @param {Around} around */
function attentionTool({ context, own, words, set, changes, fitting, shown, change }) {
  const { source, target } = gridOf(shown, context.slanted ? 'pieces' : 'characters');
  const pinned = context.grid.target[context.selection.pinned?.target ?? -1]?.first;
  const step = Math.min(own.step >= 0 ? own.step : pinned ?? 0, target.length - 1);
  const edited = fitting.rows.find((row) => row.step === step) ?? fitting.rows.find((row) => row.step === null);
  const model = rowOf(context.trace, step);
  const weights = edited ? normalised(edited.weights) : rowOf(shown, step) ?? evenly(source.length);
  const give = (/** @type {number[]} */ row) => change(withRow(changes, { step, weights: row }));
  const options = target.map((token, index) =>
    /** @type {[string, string]} */ ([String(index), glyphFor(token.text) ?? token.text]));
  return [
    h('p', { class: 'panel-note' }, words.attentionLead),
    choice('whatif-step', words.step, options, String(step), (chosen) => set({ step: Number(chosen) })),
    weightRow({
      tokens: source, weights, own: model, startsWord: startsWordIn(context), words,
      label: `${words.stepLabel(step + 1)}: ${options[step]?.[1] ?? ''}`,
      onWeight: (token, weight) => give(reweighted(weights, token, weight)),
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
function gatesTool({ context, own, words, set, changes, change }) {
  const { trace, selection, gatesView, layer: pinnedLayer, strings } = context;
  const component = own.part === 'decoder' ? 'decoder' : 'encoder';
  const all = trace[component];
  const layers = 1 + Math.max(...all.map(({ layer }) => layer));
  const directions = [...new Set(all.map(({ direction }) => direction))];
  const gates = all[0] ? gatesOf(all[0]) : [];
  const count = all[0]?.signals[0]?.values.shape[1] ?? 0;
  const gate = gates.includes(own.gate) ? own.gate : gates.includes('z') ? 'z' : gates[0] ?? '';
  /** @type {Units} */
  const units = {
    component,
    ...(own.level > 0 && own.level <= layers ? { layer: own.level - 1 } : {}),
    ...(directions.length > 1 && directions.includes(/** @type {any} */ (own.way)) ? { direction: /** @type {any} */ (own.way) } : {}),
    ...(own.unit >= 0 && own.unit < count ? { unit: own.unit } : {}),
  };
  const choose = (/** @type {Units} */ chosen) => set({
    part: chosen.component, level: (chosen.layer ?? -1) + 1, way: chosen.direction ?? '', unit: chosen.unit ?? -1,
  });
  return [
    h('p', { class: 'panel-note' }, words.gatesLead,
      gates.length === 0 ? ` ${words.noGates}` : gates.includes('z') ? ` ${words.gruGates}` : ''),
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
function dropoutTool({ context, words, fitting, shown }, answers) {
  const runs = Array.from({ length: RUNS }, (_, run) => answers[`run${run}`]);
  const failure = runs.find((run) => run?.failure)?.failure;
  const done = runs.flatMap((run) => (run?.value && !run.stale ? [/** @type {Trace} */ (run.value)] : []));
  return [
    h('p', { class: 'panel-note' }, words.dropoutLead, isUnchanged(fitting) ? '' : ` ${words.dropoutWithChanges}`),
    failure ? h('p', { class: 'failure', role: 'alert' }, words.runsFailed, h('code', null, failure))
      : runsView({
        tallies: tally(done), done: done.length, all: RUNS, output: shown.output, lang: taskNamed(context.task).target,
        words,
      }),
  ];
}

/**
 * @param {Around} around
 * @param {Trace | null} after
 * @param {Answer} answer
 */
function result({ context, words }, after, answer) {
  if (!after) return h('div', { key: 'result', class: 'whatif-result' }, waiting(answer, words));
  const { trace, slanted, strings, unit, selection } = context;
  const cell = shownCell(selection);
  const grid = gridOf(after, unit);
  return h('div', { key: 'result', class: answer.stale ? 'whatif-result stale' : 'whatif-result' },
    comparison({ before: trace, after, slanted, lang: taskNamed(context.task).target, words, strings }),
    h('div', { class: 'cards whatif-maps', style: { '--cards': roomFor(context.width, context.ratio, 2).cards } },
      figure(words.mapBefore, map(context, context.grid, words.mapBefore, 'before', cell)),
      figure(words.mapAfter, map(context, grid, words.mapAfter, 'after', cell))),
    h('p', { class: 'panel-note', role: 'status' }, cell && cell.target !== null && cell.source !== null
      ? words.cellWords(cellText(context.grid, cell), cellText(grid, cell)) : words.mapWords));
}

/**
 * @param {import('../types.js').Grid} grid
 * @param {import('../types.js').Cell} cell
 */
function cellText({ target, source, weights }, cell) {
  const [written, read] = [target[cell.target ?? -1], source[cell.source ?? -1]];
  if (!written || !read) return '–';
  return `${quoted(written)} ← ${quoted(read)} ${fixed(valueAt(weights, cell.target ?? 0, cell.source ?? 0), 3)}`;
}

/**
 * @param {string} caption
 * @param {import('../dom.js').Child} content
 */
function figure(caption, content) {
  return h('figure', { class: 'card map' }, h('figcaption', { class: 'card-head' }, h('span', { class: 'name' }, caption)),
    content);
}

/**
 * @param {PanelContext} context
 * @param {import('../types.js').Grid} grid
 * @param {string} label
 * @param {string} name
 * @param {import('../types.js').Cell | null} cell
 */
function map({ width, ratio, paint, scheme, strings, selection, actions, attention }, grid, label, name, cell) {
  return heatmap({
    grid, name, label, cell, pinned: selection.pinned !== null, room: roomFor(width, ratio, 2), paint, scheme, strings,
    onHover: actions.hoverCell, onPin: actions.pinCell, onKey: (event) => actions.walkMap(event, attention),
    onFocus: actions.focusMap, onScroll: actions.scroll,
  });
}

/**
 * @param {Answer | undefined} answer
 * @param {import('./words/whatif.js').Words} words
 */
function waiting(answer, words) {
  return answer?.failure
    ? h('p', { key: 'failure', class: 'failure', role: 'alert' }, words.failed, h('code', null, answer.failure))
    : h('p', { key: 'running', class: 'panel-note' }, words.running);
}
