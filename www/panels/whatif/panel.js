// What if: the reader changes something inside the run, and the model goes on from there.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { roomFor } from '../../kit/geometry.js';
import { gridOf } from '../../trace/grid.js';
import {
  eachChange, fit, formatChanges, isUnchanged, NO_CHANGES, optionsOf, parseChanges, takenBack, withHold,
} from './interventions.js';
import { sizeOf, valueAt } from '../../trace/matrix.js';
import { fixed } from '../../kit/numbers.js';
import { isOn, presetsOf, toggled } from './presets.js';
import { shownCell } from '../../trace/selection.js';
import { withNumbers } from '../../kit/shown-number.js';
import { taskNamed } from '../../tasks/tasks.js';
import { quoted } from '../../trace/tokens.js';
import { changesList, changeWords } from './changes.js';
import { comparison } from './result.js';
import { beamTool, widerRuns, widthOf } from './beam.js';
import { defaults, map, waiting } from './parts.js';
import { samplingArguments, samplingTool } from './sampling.js';
import { attentionTool, dropoutTool, gatesTool, RUNS, tokensTool } from './tools.js';
import { en, zh } from './words.js';

/** @typedef {import('./parts.js').PanelContext} PanelContext */
/** @typedef {import('./parts.js').Answer} Answer */
/** @typedef {import('./parts.js').Trace} Trace */
/** @typedef {import('./parts.js').Own} Own */
/** @typedef {import('./parts.js').Around} Around */

/** @typedef {(around: Around, answers: Record<string, Answer>) => import('../../kit/dom.js').Child[]} Tool */

/** @type {Record<keyof typeof en.modes, Tool>} */
const TOOLS = { tokens: tokensTool, beam: beamTool, attention: attentionTool, gates: gatesTool, dropout: dropoutTool, sampling: samplingTool };

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'whatif',
  defaults,
  options: { mode: /** @type {(keyof typeof en.modes)[]} */ (Object.keys(en.modes)), part: ['encoder', 'decoder'] },
  fractions: ['value', 'temperature', 'topp'],
  styles: [
    new URL('../../styles/maps.css', import.meta.url),
    new URL('../../styles/outputs.css', import.meta.url),
    new URL('./style.css', import.meta.url),
    new URL('./beam.css', import.meta.url),
    new URL('./result.css', import.meta.url),
  ],
  questions: (context, own) => {
    const { trace } = context;
    const { fitting } = fitTo(context, own);
    const options = optionsOf(fitting, trace.source.length);
    /** @type {Record<string, import('../../elements/types.js').Question>} */
    const asked = {};
    if (!isUnchanged(fitting)) asked['whatIf'] = { method: 'run', args: [trace.input, options] };
    if (own.mode === 'beam') {
      asked['tree'] = { method: 'beamTree', args: [trace.input, { beam: widthOf(own) }] };
      Object.assign(asked, widerRuns(trace.input));
    }
    if (own.mode === 'sampling') {
      asked['samples'] = { method: 'samples', args: samplingArguments(trace.input, own), rests: context.unit !== 'characters' };
    }
    if (own.mode === 'dropout') {
      for (let run = 0; run < RUNS; run++) {
        asked[`run${run}`] = {
          method: 'run', args: [trace.input, { ...options, candidates: 1, dropout: run + 1 }],
          rests: context.unit !== 'characters',
        };
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
        /** @type {keyof typeof en.modes} */ (own.mode), (mode) => set({ mode }))),
      h('div', { key: `tool-${/** @type {keyof typeof en.modes} */ (own.mode)}`, class: 'whatif-tool' }, ...TOOLS[/** @type {keyof typeof en.modes} */ (own.mode)](around, answers)),
      changesList({
        changes: eachChange(fitting), aside, words,
        describe: (change) => changeWords(change, { prefix: given, source, words }),
        onTakeBack: (change) => around.change(takenBack(changes, change)),
        onTakeAllBack: () => around.change(NO_CHANGES),
        onValue: (hold, value) => around.change(withHold(changes, { ...hold, value })),
      }),
      presetsOf(context.trace).some((preset) => preset.name === 'writeNothing' && isOn(preset, changes))
        ? h('p', { key: 'tie', class: 'panel-note' }, words.tie) : null,
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

/** @param {Around} around */
function presetRow({ context, own, words, set, changes, change }) {
  return h('div', { key: 'presets', class: 'whatif-presets', role: 'group', 'aria-label': words.presets },
    h('span', { class: 'whatif-presets-word', 'aria-hidden': 'true' }, `${words.presets} …`),
    presetsOf(context.trace).map((preset) => h('button', {
      type: 'button', class: 'whatif-preset', 'aria-pressed': String(isOn(preset, changes)),
      // What another preset has changed would be in the way of seeing what this one does.
      onclick: () => change(toggled(preset, own.also || isOn(preset, changes) ? changes : { ...NO_CHANGES, prefix: changes.prefix })),
    }, words.preset[preset.name])),
    h('label', { key: 'also', class: 'whatif-also' }, h('input', {
      type: 'checkbox', checked: own.also, onchange: () => set({ also: !own.also }),
    }), h('span', null, words.also)));
}

/**
 * @param {Around} around
 * @param {Trace | null} after
 * @param {Answer} answer
 */
function result({ context, words }, after, answer) {
  if (!after) return h('div', { key: 'result', class: 'whatif-result' }, waiting(answer, words.failed, words));
  const { trace, slanted, strings, unit, selection } = context;
  const cell = shownCell(selection);
  const grid = gridOf(after, unit);
  return h('div', { key: 'result', class: answer.stale ? 'whatif-result stale' : 'whatif-result' },
    comparison({ before: trace, after, slanted, lang: taskNamed(context.task).target, words, strings }),
    h('div', { class: 'cards whatif-maps', style: { '--cards': roomFor(context.width, context.ratio, 2).cards } },
      figure(words.mapBefore, map(context, context.grid, words.mapBefore, 'before', cell)),
      figure(words.mapAfter, map(context, grid, words.mapAfter, 'after', cell))),
    h('p', { class: 'panel-note', role: 'status' }, cell && cell.target !== null && cell.source !== null
      ? withNumbers((write) => words.cellWords(
        cellText(context.grid, cell, (value, text) => write('before.weight', value, text)),
        cellText(grid, cell, (value, text) => write('after.weight', value, text)))) : words.mapWords));
}

/**
 * @param {import('../../elements/types.js').Grid} grid
 * @param {import('../../elements/types.js').Cell} cell
 * @param {(value: number, text: string) => string} write
 */
function cellText({ target, source, weights }, cell, write) {
  const [written, read] = [target[cell.target ?? -1], source[cell.source ?? -1]];
  if (!written || !read || sizeOf(weights).columns === 0) return '–';
  const weight = valueAt(weights, cell.target ?? 0, cell.source ?? 0);
  return `${quoted(written)} ← ${quoted(read)} ${write(weight, fixed(weight, 3))}`;
}

/**
 * @param {string} caption
 * @param {import('../../kit/dom.js').Child} content
 */
function figure(caption, content) {
  return h('figure', { class: 'card map' },
    h('figcaption', { class: 'card-head' }, h('span', { class: 'name' }, caption)), content);
}
