// Two texts side by side: outputs, maps and gates of both, and the difference where they are of the same length.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { roomFor } from '../../kit/geometry.js';
import { fixed, logarithm, percentage } from '../../kit/numbers.js';
import { shownNumber, withNumbers } from '../../kit/shown-number.js';
import { heatmap } from '../../pictures/heatmap.js';
import { taskNamed } from '../../tasks/tasks.js';
import { gridOf } from '../../trace/grid.js';
import { layerOf } from '../../trace/layers.js';
import { attends, sizeOf, valueAt } from '../../trace/matrix.js';
import { quoted } from '../../trace/tokens.js';
import { differenceOf, largestSize, sameShape } from './differences.js';
import { rasters } from './rasters.js';
import { en, zh } from './words.js';

/** @typedef {import('../../elements/types.js').Trace} Trace */
/** @typedef {import('../../elements/types.js').Cell} Cell */
/** @typedef {{ text: string, signal: string, at: string }} Own text: empty for that of the task; at: row and column that are pointed at */

/** What stands beside the first text of a task: as long as that, with something else in it. @type {Record<string, string>} */
const SECOND = {
  dates: 'Monday, 9 April 2021',
  'en-fr': 'The little girl is wearing a red dress.',
  'en-zh': 'I saw your sister in the park yesterday.',
};

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'compare',
  defaults: { text: '', signal: '', at: '' },
  styles: [
    new URL('../../styles/maps.css', import.meta.url), new URL('../../styles/outputs.css', import.meta.url),
    new URL('../shared/known.css', import.meta.url), new URL('./style.css', import.meta.url),
  ],
  questions: (context, own) => {
    const text = secondOf(context, own);
    return text.trim() === '' ? /** @type {Record<string, import('../../elements/types.js').Question>} */ ({})
      : { run: { method: 'run', args: [text, { candidates: 1 }] } };
  },
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    const text = secondOf(context, own);
    const { value, failure, stale } = answers['run'] ?? { value: null, failure: null, stale: false };
    const below = () => {
      if (text.trim() === '') return [h('p', { key: 'empty', class: 'absent' }, words.empty)];
      if (failure) return [h('p', { key: 'failure', class: 'failure', role: 'alert' }, failure)];
      if (!value) return [h('p', { key: 'coming', class: 'absent' }, words.coming)];
      return [h('div', { key: 'both', class: stale ? 'stale' : '' }, both(context, own, value, words, set))];
    };
    return [
      h('div', { key: 'ask', class: 'recall-ask' }, h('label', { key: 'text' }, words.second, h('input', {
        type: 'text', value: text, lang: taskNamed(context.task).source || undefined, dir: 'auto', autocomplete: 'off',
        autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', 'data-field': 'text',
        // An emptied box is told from one that was never written in.
        oninput: (/** @type {Event} */ { target }) => set({ text: /** @type {HTMLInputElement} */ (target).value || ' ', at: '' }),
      })), h('button', {
        key: 'swap', type: 'button', class: 'compare-swap', onclick: () => {
          set({ text: context.trace.input, at: '' });
          context.actions.type(text);
        },
      }, words.swap)),
      ...below(),
    ];
  },
};

/**
 * @param {import('../types.js').PanelContext} context
 * @param {Own} own
 */
function secondOf({ task, trace }, own) {
  return own.text === '' ? SECOND[task] ?? trace.input : own.text;
}

/**
 * @param {import('../types.js').PanelContext} context
 * @param {Own} own
 * @param {Trace} second
 * @param {typeof en} words
 * @param {(changes: Partial<Own>) => void} set
 */
function both(context, own, second, words, set) {
  const { trace: first, gatesView } = context;
  const layers = [layerOf(first, gatesView), layerOf(second, gatesView)];
  const names = layers[0]?.signals.map(({ name }) => name) ?? [];
  const signal = names.includes(own.signal) ? own.signal : names.includes('f') ? 'f' : names.at(-1) ?? '';
  return [
    h('h3', { key: 'outputs-heading', class: 'small-heading' }, words.outputs),
    outputsOf(context, [first, second], words),
    h('h3', { key: 'maps-heading', class: 'small-heading' }, words.maps),
    mapsOf(context, own, [first, second], words, set),
    h('h3', { key: 'gates-heading', class: 'small-heading' }, words.gates(words.layer(words.components[gatesView.component],
      layers[0] ? layers[0].layer + 1 : 1, words.directions[layers[0]?.direction ?? 'forward']))),
    h('div', { key: 'signal', class: 'panel-tools' }, choice('compare-signal', words.signal,
      names.map((name) => /** @type {[string, string]} */ ([name, name])), signal, (chosen) => set({ signal: chosen }))),
    rasters(context, [first, second], signal, words),
  ];
}

/**
 * @param {import('../types.js').PanelContext} context
 * @param {[Trace, Trace]} traces
 * @param {typeof en} words
 */
function outputsOf({ task }, traces, words) {
  return h('div', { key: 'outputs', class: 'known-scroll', tabindex: 0, role: 'group', 'aria-label': words.outputs },
    h('table', { class: 'known compare-outputs' }, h('tbody', null, traces.map(({ input, output, logProbability }, index) =>
      h('tr', { key: String(index) },
        h('th', { scope: 'row' }, index === 0 ? words.first : words.other),
        h('td', { dir: 'auto' }, input), h('td', { 'aria-hidden': 'true' }, '→'),
        h('td', { dir: 'auto', lang: taskNamed(task).target || undefined, class: 'compare-output' }, output || '∅'),
        h('td', null, 'p = ', shownNumber(`p.${index + 1}`, Math.exp(logProbability), percentage(logProbability))),
        h('td', null, 'log p = ', shownNumber(`log.${index + 1}`, logProbability, logarithm(logProbability))))))));
}

/**
 * @param {import('../types.js').PanelContext} context
 * @param {Own} own
 * @param {[Trace, Trace]} traces
 * @param {typeof en} words
 * @param {(changes: Partial<Own>) => void} set
 */
function mapsOf(context, own, traces, words, set) {
  const { strings, unit, attention } = context;
  const grids = traces.map((trace) => gridOf(trace, unit));
  const [first, second] = grids;
  if (!first || !second || traces.some((trace) => !attends(trace))) return h('p', { key: 'maps', class: 'absent' }, strings.withoutAttention);
  const isSame = sameShape(first.weights, second.weights);
  const room = roomFor(context.width, context.ratio, isSame ? 3 : 2);
  const [target = NaN, source = NaN] = own.at === '' ? [] : own.at.split('.').map(Number);
  const name = strings.attentionName(attention);
  const map = (/** @type {string} */ title, /** @type {string} */ label, /** @type {import('../../elements/types.js').Grid} */ grid,
    /** @type {object} */ more = {}) => {
    const cell = grid.target[target] && grid.source[source] ? { target, source } : null;
    return h('figure', { key: label, class: 'card map' },
      h('figcaption', { class: 'card-head' }, h('span', { class: 'name' }, title)),
      heatmap({
        grid, name: 'compare', label, cell, pinned: false, room, paint: context.paint, scheme: context.scheme, strings,
        onHover: (found) => point(found), onPin: (found) => point(found), onKey: (event) => walkCell(event, cell, grid, point),
        onFocus: () => {}, onScroll: () => {}, ...more,
      }));
  };
  const point = (/** @type {Cell | null} */ cell) => {
    const at = cell && cell.target !== null && cell.source !== null ? `${cell.target}.${cell.source}` : '';
    if (at !== own.at) set({ at });
  };
  const difference = isSame ? differenceOf(first.weights, second.weights) : null;
  return h('div', { key: 'maps' },
    h('div', { class: 'cards', style: { '--cards': room.cards } },
      map(words.first, words.mapLabel(words.first, name), first), map(words.other, words.mapLabel(words.other, name), second),
      difference ? map(words.difference, words.differenceLabel, second, { values: difference, scale: 'signed', limit: 1 }) : null),
    h('p', { class: 'gradient-fades', role: 'status' }, difference
      ? withNumbers((write) => words.moved(write('moved', largestSize(difference), fixed(largestSize(difference), 2))))
      : words.otherSize(words.size(first.target.length, first.source.length), words.size(second.target.length, second.source.length)),
    ' ', ...grids.map((grid, index) => {
      const [written, read] = [grid.target[target], grid.source[source]];
      return written && read ? h('span', { key: String(index) }, `${index === 0 ? words.first : words.other}: `, withNumbers((write) =>
        words.looked(quoted(written), quoted(read), write(`weight.${index + 1}`, valueAt(grid.weights, target, source),
          fixed(valueAt(grid.weights, target, source), 3)))), '. ') : null;
    })));
}

/**
 * @param {KeyboardEvent} event
 * @param {Cell | null} cell
 * @param {import('../../elements/types.js').Grid} grid
 * @param {(cell: Cell | null) => void} point
 */
function walkCell(event, cell, grid, point) {
  if (event.key === 'Escape') point(null);
  const [row, column] = /** @type {Record<string, [number, number]>} */ ({
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  })[event.key] ?? [];
  if (row === undefined || column === undefined) return;
  event.preventDefault();
  const { rows, columns } = sizeOf(grid.weights);
  const moved = (/** @type {number | null | undefined} */ from, /** @type {number} */ by, /** @type {number} */ count) =>
    (from === null || from === undefined ? 0 : Math.min(Math.max(from + by, 0), count - 1));
  point({ target: moved(cell?.target, row, rows), source: moved(cell?.source, column, columns) });
}
