// Where a memory comes from: which token wrote how much of what a unit, or a whole layer, now holds.

import { carriedOf, cellKindOf, isReadBy, lastStep, lineOf, stepsOf } from '../../trace/cell-values.js';
import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { roomFor } from '../../kit/geometry.js';
import { layerControls } from '../shared/layer-controls.js';
import { valueAt } from '../../trace/matrix.js';
import { canUnroll, layerHistory, mostBands, unitHistory } from './memory-parts.js';
import { fixed } from '../../kit/numbers.js';
import { walk } from '../../trace/selection.js';
import { shownNumber, withNumbers } from '../../kit/shown-number.js';
import { quoted } from '../../trace/tokens.js';
import { shownUnit, unitControl } from '../shared/unit-control.js';
import { POINTED } from '../../pictures/at-pointer.js';
import { heatmap } from '../../pictures/heatmap.js';
import { memoryStack } from './stack.js';
import { unrolledFormula } from './unrolled-formula.js';
import { en, zh } from './words.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */
/** @typedef {import('../../elements/types.js').Tensor} Tensor */
/** @typedef {{ step: number, view: string }} Own step: the chosen T, −1 for none; view: `unit` or `layer` */

const NONE = -1;
/** How many of the largest parts are read out. */
const READ_OUT = 3;

/** The T under the pointer in each scope, which its actions stand for. @type {WeakMap<object, number>} */
const pointed = new WeakMap();

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'memory',
  defaults: { step: NONE, view: 'unit' },
  options: { view: ['unit', 'layer'] },
  styles: [
    new URL('../../styles/gates.css', import.meta.url),
    new URL('../../styles/maps.css', import.meta.url),
    new URL('../shared/steps.css', import.meta.url),
    new URL('./style.css', import.meta.url),
  ],
  view: (context, own, _, set) => {
    const { layer, analysis, gatesView } = context;
    const words = context.language === 'zh' ? zh : en;
    const ability = canUnroll(analysis, layer);
    const tools = (/** @type {import('../../kit/dom.js').Child[]} */ ...more) =>
      h('div', { key: 'tools', class: 'panel-tools' }, layerControls(context), ...more);
    if (ability !== 'yes') {
      const why = ability === 'missing' ? words.coming : words.notAdditive;
      return [tools(), h('p', { key: 'absent', class: 'panel-note' }, why)];
    }
    const kind = /** @type {'lstm' | 'gru'} */ (cellKindOf(layer));
    const view = /** @type {'unit' | 'layer'} */ (own.view);
    return [
      tools(
        choice('memory-view', words.shown, Object.entries(words.views), view, (chosen) => set({ view: chosen })),
        view === 'unit' ? unitControl(context, words) : null),
      h('div', { key: 'about', class: 'memory-about' }, unrolledFormula(kind, layer.direction),
        h('p', { class: 'panel-note' }, words.about[view](carriedOf(layer)), ' ', words.reads[layer.direction], ' ',
          gatesView.component === 'decoder' ? words.decoder : null)),
      ...(view === 'unit' ? unitView : layerView)(context, own, set, words),
    ];
  },
};

/**
 * The module, which is there wherever a memory can be unrolled.
 *
 * @param {PanelContext} context
 */
function unroller({ analysis }) {
  return /** @type {import('../../elements/types.js').Analysis} */ (analysis);
}

/**
 * The T that is taken apart: the chosen one, which is the last that was read where there are not so many, else the one under
 * the pointer, else the given one.
 *
 * @param {PanelContext} context
 * @param {Own} own
 * @param {number} standard
 */
function shownLast({ layer, actions }, own, standard) {
  const steps = stepsOf(layer);
  if (own.step >= 0) return { last: own.step < steps ? own.step : lastStep(layer), held: true };
  const under = pointed.get(actions) ?? NONE;
  return { last: under >= 0 && under < steps ? under : standard, held: false };
}

/**
 * Marks token k on the whole page, and T here.
 *
 * @param {PanelContext} context
 */
function hovering(context) {
  const { unit } = shownUnit(context);
  return (/** @type {{ last: number | null, token: number } | null} */ at) => {
    if (typeof at?.last === 'number') pointed.set(context.actions, at.last);
    else if (!at) pointed.delete(context.actions);
    // Another T alone would select nothing new, and nothing would be drawn.
    context.actions.hoverGate(null);
    context.actions.hoverGate(at && { unit, step: at.token });
  };
}

/**
 * Steps of a row by how large they are, the largest first.
 *
 * @param {Tensor} parts
 * @param {number} last
 */
function largestOf(parts, last) {
  const steps = Array.from({ length: parts.shape[1] ?? 0 }, (_, step) => step);
  const size = (/** @type {number} */ step) => Math.abs(valueAt(parts, last, step));
  return steps.filter((step) => size(step) > 0).sort((a, b) => size(b) - size(a)).slice(0, READ_OUT);
}

/** @param {number} share */
function percent(share) {
  return `${fixed(share * 100, 1)} %`;
}

/**
 * @param {PanelContext} context
 * @param {Own} own
 * @param {(changes: Partial<Own>) => void} set
 * @param {typeof en} words
 */
function unitView(context, own, set, words) {
  const { layer, tokens, slanted, width, step: marked } = context;
  const { unit } = shownUnit(context);
  const parts = unitHistory(unroller(context), layer, unit);
  const letter = carriedOf(layer);
  const totals = lineOf(layer, letter, unit);
  const { last, held } = shownLast(context, own, mostBands(parts, layer));
  const name = (/** @type {number} */ step) => (tokens[step] ? quoted(tokens[step]) : '');
  const row = tokens.map((_, step) => valueAt(parts, last, step));
  const sum = row.reduce((total, part) => total + part, 0);
  const sizes = row.reduce((total, part) => total + Math.abs(part), 0);
  const total = totals[last] ?? NaN;
  const wrote = row[marked ?? -1] ?? 0;
  return [
    h('figure', { key: 'unit' },
      h('div', { class: 'age-key' }, words.age, ' ', words.early, h('span', { class: 'age-bar' }), words.late),
      memoryStack({
        tokens, slanted, backward: layer.direction === 'backward', parts, totals, last, held, marked, letter, width,
        label: words.stackLabel,
        spoken: words.stackSpoken(name(last), letter, fixed(total, 2),
          largestOf(parts, last).map((step) => words.partOf(name(step), fixed(row[step] ?? 0, 2)))),
        words, onHover: hovering(context), onChoose: (chosen) => set({ step: chosen }),
        onRelease: () => set({ step: NONE }),
      }),
      h('figcaption', { class: 'memory-readout' },
        h('span', null, withNumbers((write) => words.sum(name(last), letter,
          write('sum', sum, fixed(sum, 4)), write('total', total, fixed(total, 4))))), ' ',
        marked === null ? null : h('span', { key: 'wrote', class: `wrote ${POINTED}` }, isReadBy(layer, marked, last)
          ? withNumbers((write) => words.wrote(name(marked), write('wrote', wrote, fixed(wrote, 4)),
            write('wrote.share', Math.abs(wrote) / (sizes || 1), percent(Math.abs(wrote) / (sizes || 1)))))
          : words.notYet(name(marked))), ' ',
        held ? letGo(words, set) : null)),
    h('table', { key: 'table', class: 'visually-hidden' },
      h('caption', null, words.tableCaption(name(last), letter)),
      h('thead', null, h('tr', null,
        h('th', { scope: 'col' }, words.tableToken), h('th', { scope: 'col' }, words.tablePart))),
      h('tbody', null, row.map((part, step) => (isReadBy(layer, step, last)
        ? h('tr', null, h('th', { scope: 'row' }, name(step)),
          h('td', null, shownNumber(`part.${step}`, part, fixed(part, 4)))) : null)))),
  ];
}

/**
 * @param {PanelContext} context
 * @param {Own} own
 * @param {(changes: Partial<Own>) => void} set
 * @param {typeof en} words
 */
function layerView(context, own, set, words) {
  const { layer, tokens, slanted, strings, step: marked } = context;
  const shares = layerHistory(unroller(context), layer);
  const { last, held } = shownLast(context, own, lastStep(layer));
  const name = (/** @type {number} */ step) => (tokens[step] ? quoted(tokens[step]) : '');
  const share = (/** @type {number} */ step, /** @type {import('../../kit/shown-number.js').Write} */ write) =>
    write(`share.${step}`, valueAt(shares, last, step), percent(valueAt(shares, last, step)));
  const hover = hovering(context);
  const over = (/** @type {import('../../elements/types.js').Cell | null} */ cell) =>
    (cell ? { last: cell.target, token: cell.source ?? cell.target ?? 0 } : null);
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') {
      set({ step: NONE });
      hover(null);
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      set({ step: held ? NONE : last });
      return;
    }
    const to = walk(event.key, { row: last, column: marked ?? last }, { rows: tokens.length, columns: tokens.length });
    if (!to) return;
    event.preventDefault();
    if (held) set({ step: to.row });
    hover({ last: to.row, token: to.column });
  };
  return [
    h('figure', { key: 'layer' },
      heatmap({
        grid: { unit: slanted ? 'pieces' : 'characters', source: tokens, target: tokens, weights: shares },
        name: 'memory', label: words.mapLabel, cell: { target: last, source: marked }, pinned: held,
        room: roomFor(Math.min(context.width, 720), context.ratio, 1), paint: context.paint, scheme: context.scheme,
        strings: { ...strings, mapRole: words.mapRole }, onHover: (cell) => hover(over(cell)),
        onPin: (cell) => {
          const chosen = cell.target ?? cell.source ?? NONE;
          set({ step: held && chosen === last ? NONE : chosen });
        },
        onKey, onFocus: () => {}, onScroll: () => {},
      }),
      h('figcaption', { class: 'memory-readout' },
        h('span', { role: 'status' },
          withNumbers((write) => words.mapMost(name(last), largestOf(shares, last).map((step) =>
            words.partOf(name(step), share(step, write))))), ' ',
          marked === null ? null : h('span', { key: 'wrote', class: `wrote ${POINTED}` }, isReadBy(layer, marked, last)
            ? withNumbers((write) => words.mapReadout(name(last), name(marked), share(marked, write)))
            : words.notYet(name(marked)))), ' ',
        held ? letGo(words, set) : null)),
  ];
}

/**
 * @param {typeof en} words
 * @param {(changes: Partial<Own>) => void} set
 */
function letGo(words, set) {
  return h('button', {
    key: 'follow', type: 'button', class: 'quiet', onclick: () => set({ step: NONE }),
  }, words.follow);
}
