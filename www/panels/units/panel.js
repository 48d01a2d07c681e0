// Many units, readable: all units of a layer in an order that says something, the most telling ones as lines, how
// saturated the gates are, and which units are on for a stretch of tokens.

import { brushed, levelOf, stretchOf } from './brush.js';
import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { placeOf } from '../../trace/grid.js';
import { sizeOf, valueAt } from '../../trace/matrix.js';
import { fixed } from '../../kit/numbers.js';
import { saturationOf } from './saturation-numbers.js';
import { shownCell } from '../../trace/selection.js';
import { shownNumber } from '../../kit/shown-number.js';
import { kindOf } from '../../trace/signals.js';
import { quoted } from '../../trace/tokens.js';
import { rankingOf } from './unit-orders.js';
import { POINTED } from '../../pictures/at-pointer.js';
import { limitOf } from '../../pictures/gates.js';
import { legend } from '../../pictures/legend.js';
import { unitsRaster } from './raster.js';
import { saturationScatter, saturationTable } from './saturation.js';
import { layerName } from '../shared/layer-controls.js';
import { courseWidth, unitsTelling } from './telling.js';
import { en, zh } from './words.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */
/** @typedef {import('./unit-orders.js').OrderName} OrderName */
/** @typedef {import('../../elements/types.js').Steps} Steps */
/** @typedef {{ signal: string, order: string, from: number, to: number, level: number }} Own from, to: where a
 *   stretch of steps was begun and where it is now; level: from which size on a unit is on; −1 for none */

/** How many of the most telling units are shown. */
const TELLING = 8;
/** From which width on two columns stand beside each other, and what is between them, in CSS pixels. */
const WIDE = 760;
const GAP = 32;
const ORDERS = /** @type {const} */ (['range', 'alike', 'step', 'index', 'brush']);

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'units',
  defaults: { signal: 'h', order: 'range', from: -1, to: -1, level: -1 },
  options: { order: ORDERS },
  fractions: ['level'],
  styles: [
    new URL('../../styles/gates.css', import.meta.url),
    new URL('./style.css', import.meta.url),
  ],
  view: (context, own, _, set) => {
    const shown = shownOf(context, own);
    const { words, stretch } = shown;
    const letGo = () => set({ from: -1, to: -1, order: own.order === 'brush' ? 'range' : own.order });
    const wide = context.width >= WIDE;
    const left = wide ? Math.round((context.width - GAP) * 0.54) : context.width;
    const right = wide ? context.width - GAP - left : context.width;
    return [h('div', {
      class: wide ? 'units-panel wide' : 'units-panel', style: { '--left': `${left}px` },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'Escape' && stretch) letGo();
      },
    },
    tools(context, shown, own, set),
    h('p', { key: 'whose', class: 'panel-note' }, layerName(context)),
    h('div', { class: 'units-column' }, all(context, shown, left, own, set, letGo)),
    h('div', { class: 'units-column' }, telling(context, shown, right)),
    saturation(context, words, context.width))];
  },
};

/**
 * What of the layer is shown, and in which order.
 *
 * @param {PanelContext} context
 * @param {Own} own
 */
function shownOf(context, own) {
  const { layer, tokens, grid, axis, selection } = context;
  const words = context.language === 'zh' ? zh : en;
  const signal = /** @type {import('../../elements/types.js').Signal} */ (
    layer.signals.find(({ name }) => name === own.signal) ?? layer.signals.at(-1));
  const stretch = stretchOf(own.from, own.to, tokens.length);
  const pinned = grid[axis][selection.pinned?.[axis] ?? -1];
  const lastRead = layer.direction === 'backward' ? 0 : tokens.length - 1;
  const token = pinned && pinned.last < tokens.length ? pinned : { first: lastRead, last: lastRead };
  const asked = /** @type {OrderName} */ (own.order);
  /** @type {OrderName} */
  const order = asked === 'brush' && !stretch ? 'range' : asked;
  // What has no measure of its own leaves it to the range who is telling.
  const measure = order === 'index' || order === 'alike' ? 'range' : order;
  const selected = { direction: layer.direction, token, stretch };
  const gate = selection.gate && selection.gate.step < tokens.length ? selection.gate : null;
  const linked = grid[axis][shownCell(selection)?.[axis] ?? -1] ?? null;
  return {
    words, signal, stretch, order, measure, gate, level: own.level > 0 ? own.level : levelOf(signal.name),
    token: { ...token, isChosen: pinned !== undefined, words: stepsQuoted(tokens, token) },
    steps: linked && linked.last < tokens.length ? linked : null,
    ranking: rankingOf(order, signal, selected), tellingRanking: rankingOf(measure, signal, selected),
  };
}

/** @typedef {ReturnType<typeof shownOf>} Shown */

/**
 * @param {PanelContext} context
 * @param {Shown} shown
 * @param {Own} own
 * @param {(changes: Partial<Own>) => void} set
 */
function tools({ layer }, { words, signal, order, stretch }, own, set) {
  const orders = ORDERS.filter((name) => name !== 'brush' || stretch);
  return h('div', { class: 'panel-tools' },
    choice('units-signal', words.signal, layer.signals.map(({ name }) => [name, name]), signal.name,
      (name) => set({ signal: name, level: -1 })),
    choice('units-order', words.order, orders.map((name) => [name, words.orders[name]]), order,
      (name) => set({ order: name })));
}

/**
 * @param {PanelContext} context
 * @param {Shown} shown
 * @param {number} width
 * @param {Own} own
 * @param {(changes: Partial<Own>) => void} set
 * @param {() => void} letGo
 */
function all(context, shown, width, own, set, letGo) {
  const { tokens, axis, grid, slanted, selection, strings, actions } = context;
  const { words, signal, ranking, order, stretch, gate, level } = shown;
  const kind = kindOf(signal.name);
  const { limit, beyond } = limitOf(signal);
  const units = ranking.order.length;
  const cellOf = (/** @type {number} */ step) => {
    const place = placeOf(grid[axis], step);
    return axis === 'source' ? { target: null, source: place } : { target: place, source: null };
  };
  return h('figure', { class: 'card' },
    h('figcaption', { class: 'card-head' },
      h('span', { class: 'signal' }, h('i', null, signal.name), ' ', strings.signalName(signal.name)),
      legend({ stops: context.stops(kind), scale: kind, limit, beyond, strings })),
    h('p', { class: 'panel-note order-words' }, orderWords(shown)),
    readout(context, shown),
    unitsRaster({
      signal, ranking, limit, tokens, slanted, axis, gate, steps: shown.steps, unit: selection.unit, from: own.from,
      stretch, width, ratio: context.ratio, paint: context.paint, scheme: context.scheme,
      notKnown: strings.notInVocabulary,
      words: {
        role: words.rasterRole, first: words.first, last: words.last, everything: words.everything,
        label: words.rasterLabel(signal.name, strings.signalName(signal.name), units, words.orders[order]),
        measure: order === 'index' || order === 'alike' ? '' : words.barsName[order],
        ends: order === 'index' ? ['0', String(units - 1)] : /** @type {[string, string]} */ (words.ends[order]),
        cell: ({ unit, step }, row) =>
          words.cell(row + 1, unit, quotedAt(tokens, step), fixed(valueAt(signal.values, step, unit), 2)),
        token: (step) => quotedAt(tokens, step),
      },
      onHover: actions.hoverGate, onPin: actions.pinUnit, onScroll: actions.scroll,
      onHoverToken: (step) => actions.hoverCell(step === null ? null : cellOf(step)),
      onPinToken: (step) => actions.pinCell(cellOf(step)),
      onStretch: (from, to) => {
        if (stretchOf(from, to, tokens.length)) set({ from, to, order: 'brush' });
        else letGo();
      },
    }),
    stretch
      ? [
        h('p', { key: 'stretch', class: 'stretch-words', role: 'status' },
          words.stretch(quotedAt(tokens, stretch.first), quotedAt(tokens, stretch.last)), ' ',
          words.fitting(brushed(signal, stretch, level).fits.filter(Boolean).length, units)),
        h('p', { key: 'level', class: 'level' },
          h('label', { for: 'units-level' }, words.level),
          h('input', {
            id: 'units-level', type: 'range', min: 0.05, max: limit, step: 0.05, value: String(level),
            oninput: (/** @type {Event} */ event) =>
              set({ level: Number(/** @type {HTMLInputElement} */ (event.target).value) }),
          }),
          h('output', { for: 'units-level' }, fixed(level, 2)),
          h('button', { type: 'button', class: 'quiet', onclick: letGo }, words.clear)),
      ]
      : null);
}

/**
 * @param {Shown} shown
 */
function orderWords({ words, order, signal, token, level }) {
  if (order === 'brush') return words.orderWords.brush(fixed(level, 2));
  if (order !== 'step') return words.orderWords[order];
  const carried = signal.name === 'c' || signal.name === 'h';
  return [(carried ? words.movedWords : words.meanWords)(token.words), token.isChosen ? '' : ` ${words.chooseToken}`];
}

/**
 * The value under the pointer or the cursor.
 *
 * @param {PanelContext} context
 * @param {Shown} shown
 */
function readout({ tokens, strings }, { words, signal, ranking, order, gate }) {
  if (!gate) return h('p', { class: 'gate-readout' }, words.grammar);
  const measure = ranking.measures?.[gate.unit];
  const value = valueAt(signal.values, gate.step, gate.unit);
  return h('p', { class: `gate-readout ${POINTED}` },
    h('span', { class: 'value' }, h('b', null, strings.unitNumber(gate.unit))),
    h('span', { class: 'value' }, `${words.row} ${ranking.order.indexOf(gate.unit) + 1}`),
    h('span', { class: 'value' }, `${strings.step} ${gate.step + 1} `, h('b', null, quotedAt(tokens, gate.step))),
    h('span', { class: 'value' }, h('i', null, signal.name), ' ',
      h('b', null, shownNumber('value', value, fixed(value, 2)))),
    measure === undefined || order === 'index' || order === 'alike' ? null
      : h('span', { class: 'value' }, `${words.measures[order]} `,
        h('b', null, shownNumber('measure', measure, fixed(measure, 2)))));
}

/**
 * @param {PanelContext} context
 * @param {Shown} shown
 * @param {number} width
 */
function telling({ tokens, slanted, selection, actions }, shown, width) {
  const { words, signal, measure, tellingRanking, stretch, level, gate, steps } = shown;
  const measures = tellingRanking.measures ?? [];
  const brush = measure === 'brush' && stretch ? brushed(signal, stretch, level) : null;
  const columns = [
    ...(brush
      ? [
        { id: 'inside', name: words.inside, values: brush.inside },
        { id: 'elsewhere', name: words.elsewhere, values: brush.elsewhere },
      ] : []),
    { id: measure, name: words.measures[measure], values: measures },
  ];
  return h('figure', { class: 'card' },
    h('figcaption', { class: 'card-head' }, h('span', { class: 'name' }, words.telling[measure])),
    unitsTelling({
      signal, units: tellingRanking.order.slice(0, TELLING), unit: selection.unit, gate, tokens, slanted, steps,
      stretch, width: courseWidth(width, columns.length), columns, fits: brush?.fits ?? null,
      words: {
        caption: words.telling[measure], unit: words.unit, course: words.course, fits: words.fits, follow: words.follow,
        span: words.span,
      },
      onHover: actions.hoverGate, onPin: actions.pinUnit,
    }));
}

/**
 * @param {PanelContext} context
 * @param {typeof en} words
 * @param {number} width
 */
function saturation(context, words, width) {
  const { layer, selection, step, tokens, strings, actions } = context;
  const gates = layer.signals.filter(({ name }) => kindOf(name) === 'gate');
  const head = h('figcaption', { class: 'card-head' }, h('span', { class: 'name' }, words.saturation), layerName(context));
  if (gates.length === 0) {
    return h('figure', { key: 'saturation', class: 'card saturation' }, head, h('p', { class: 'panel-note' }, words.noGates));
  }
  const units = sizeOf(/** @type {import('../../elements/types.js').Signal} */ (gates[0]).values).columns;
  const pointed = selection.gate?.unit ?? selection.unit;
  const shown = pointed !== null && pointed < units ? pointed : null;
  const size = Math.floor(Math.min(Math.max(width / 3 - 10, 132), 190));
  const percent = (/** @type {number} */ share) => `${Math.round(share * 100)} %`;
  return h('figure', { key: 'saturation', class: 'card saturation' }, head,
    h('div', { class: 'scatters' }, gates.map((gate) => {
      const found = saturationOf(gate);
      const name = strings.signalName(gate.name);
      return h('div', { key: gate.name, class: 'scatter' },
        h('span', { class: 'signal' }, h('i', null, gate.name), ' ', name),
        saturationScatter({
          name: gate.name, saturation: found, size, shown, unit: selection.unit,
          label: words.scatterLabel(gate.name, name, percent(found.leftOfAll), percent(found.rightOfAll)),
          words: {
            role: words.scatterRole, open: words.openShare, closed: words.closedShare,
            place: ({ left, right, units: others }, unit) =>
              words.place(unit, others.length - 1, percent(left), percent(right)),
          },
          // A unit has no step of its own: the one that is shown stays, or it is the last.
          onHover: (unit) => actions.hoverGate(unit === null ? null : { unit, step: step ?? tokens.length - 1 }),
          onPin: actions.pinUnit,
        }));
    })),
    saturationTable({
      gates: gates.map((gate) => ({ name: gate.name, saturation: saturationOf(gate) })), shown,
      words: {
        caption: words.saturationCaption, gate: words.gate, closed: words.closed, open: words.open,
        closedUnits: words.closedUnits, openUnits: words.openUnits, unit: words.shareOfUnit, percent,
      },
    }),
    h('p', { class: 'panel-note' }, words.saturationWords, ' ', words.nearlyAlways));
}

/**
 * @param {import('../../elements/types.js').GridToken[]} tokens
 * @param {number} step
 */
function quotedAt(tokens, step) {
  const token = tokens[step];
  return token ? quoted(token) : '';
}

/**
 * @param {import('../../elements/types.js').GridToken[]} tokens
 * @param {Steps} steps
 */
function stepsQuoted(tokens, { first, last }) {
  return tokens.slice(first, last + 1).map(quoted).join('');
}
