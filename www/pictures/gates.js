// The gates and states of one layer: one raster each, units by steps.

import { POINTED, tellAtPointer } from './at-pointer.js';
import { cellKindOf } from '../trace/cell-values.js';
import { h } from '../kit/dom.js';
import { cellUnder, columnWidth, fittingHeight, headFor, unitHeight } from '../kit/geometry.js';
import { gateValues } from '../trace/layers.js';
import { sizeOf, transposed } from '../trace/matrix.js';
import { picture } from '../kit/picture.js';
import { shownNumber } from '../kit/shown-number.js';
import { kindOf } from '../trace/signals.js';
import { pieceLabel, shownText, tokenLabel } from '../trace/tokens.js';

/** @typedef {import('../elements/types.js').GateCell} GateCell */
/** @typedef {import('../elements/types.js').Layer} Layer */
/** @typedef {import('../elements/types.js').GridToken} GridToken */
/** @typedef {import('../words/strings.js').Strings} Strings */

/** The share of a memory's values that its colour scale tells apart. */
const WITHIN = 0.98;

/** @type {WeakMap<Float32Array, { limit: number, beyond: boolean }>} */
const limits = new WeakMap();

/**
 * What lies at the ends of a signal's colour scale: 1 for what is bounded by it. A memory is not bounded; a few
 * values that have grown far would leave all others pale, so that they get the colour of the end.
 *
 * @param {import('../elements/types.js').Signal} signal
 */
export function limitOf({ name, values: { data } }) {
  if (name !== 'c') return { limit: 1, beyond: false };
  let found = limits.get(data);
  if (!found) {
    const sizes = data.map(Math.abs).sort();
    const limit = Math.max(1, Math.ceil((sizes[Math.floor((sizes.length - 1) * WITHIN)] ?? 0) * 2) / 2);
    found = { limit, beyond: (sizes.at(-1) ?? 0) > limit };
    limits.set(data, found);
  }
  return found;
}

/**
 * @param {{
 *   layer: Layer, tokens: GridToken[], slanted: boolean, axis: 'source' | 'target', gate: GateCell | null,
 *   steps: import('../elements/types.js').Steps | null, unit: number | null, room: import('../kit/geometry.js').Room,
 *   paint: import('../elements/types.js').Paint, scheme: unknown,
 *   strings: Strings, legendFor: (scale: 'gate' | 'signed', limit: number, beyond: boolean) => import('../kit/dom.js').Child,
 *   onHover: (gate: GateCell | null) => void, onPin: (unit: number) => void,
 *   onKey: (event: KeyboardEvent) => void, onFocus: (event: FocusEvent) => void, onScroll: (event: Event) => void,
 * }} props tokens: one a step; steps: those linked from the attention maps; unit: the one whose lines are open
 */
export function gates(props) {
  return h('div', { class: 'cards', style: { '--cards': props.room.cards } },
    props.layer.signals.map((signal) => raster(signal, props)));
}

/**
 * @param {{ layer: Layer, tokens: GridToken[], gate: GateCell | null, strings: Strings }} props
 */
export function gateReadout({ layer, tokens, gate, strings }) {
  const token = gate ? tokens[gate.step] : undefined;
  return h('p', { class: gate && token ? `gate-readout ${POINTED}` : 'gate-readout' },
    gate && token
      ? [
        h('span', { class: 'value' }, h('b', null, strings.unitNumber(gate.unit))),
        h('span', { class: 'value' }, `${strings.step} ${gate.step + 1} `,
          pieceLabel(token.text, '')),
        ...gateValues(layer, gate).map(({ name, number, value }) => h('span', { class: 'value' },
          h('i', null, name), ' ', h('b', null, shownNumber(name, number, value)))),
      ]
      : strings.gatesGrammar);
}

/**
 * @param {import('../elements/types.js').Signal} signal
 * @param {Parameters<typeof gates>[0]} props
 */
function raster(signal, props) {
  const { tokens, slanted, axis, gate, unit, strings } = props;
  const { name } = signal;
  const { rows: length, columns: units } = sizeOf(signal.values);
  const kind = kindOf(name);
  const { limit, beyond } = limitOf(signal);
  const { head, overhang } = headFor(tokens.map(shownText), slanted);
  const room = { ...props.room, field: props.room.field - overhang };
  const width = columnWidth(room, length, slanted);
  const height = fittingHeight(unitHeight(room, units), units, width * length);
  const css = (/** @type {number} */ pixels) => `${pixels / room.ratio}px`;
  const under = (/** @type {MouseEvent} */ event) =>
    cellUnder(event, /** @type {Element} */ (event.currentTarget).getBoundingClientRect(), units, length);
  const linked = gate ? { first: gate.step, last: gate.step } : props.steps;
  const notKnown = strings.notInVocabulary;
  return h('figure', { key: name, class: 'card raster', part: 'raster', 'data-signal': name },
    h('figcaption', { class: 'card-head' },
      h('span', { class: 'signal' }, h('i', null, name), ' ', strings.signalName(name)),
      h('span', { class: 'card-words' }, strings.signalWords(name, cellKindOf(props.layer))),
      props.legendFor(kind, limit, beyond)),
    h('div', {
      class: slanted ? 'plot raster-plot slanted' : 'plot raster-plot', tabindex: 0, role: 'application', 'aria-roledescription': strings.rasterRole,
      'aria-label': strings.rasterLabel(name, strings.signalName(name)), 'data-axis': axis,
      style: { '--head': `${head}px` }, onkeydown: props.onKey, onfocus: props.onFocus, onscroll: props.onScroll,
      onpointerleave: () => props.onHover(null),
    },
    h('div', {
      class: 'plot-inner', style: { '--cell': css(width), '--row': css(height), 'padding-inline-end': `${overhang}px` },
    },
      h('div', { class: 'corner' }),
      h('div', { class: 'columns' },
        tokens.map((token, index) => {
          const text = tokenLabel(token, notKnown, linked !== null && linked.first <= index && index <= linked.last);
          return slanted ? h('span', { class: 'tick' }, text) : text;
        })),
      h('div', { class: 'units', 'aria-hidden': 'true' },
        h('span', null, '0'), h('span', { class: 'unit-axis' }, strings.unit), h('span', null, String(units - 1))),
      h('div', {
        class: 'field',
        onpointermove: (/** @type {PointerEvent} */ event) => {
          const found = under(event);
          props.onHover(found && { unit: found.row, step: found.column });
          tellAtPointer(event);
        },
        onclick: (/** @type {MouseEvent} */ event) => {
          const found = under(event);
          if (found) props.onPin(found.row);
          tellAtPointer(event);
        },
      },
      picture({
        rows: units, columns: length, cellWidth: width, cellHeight: height, ratio: room.ratio,
        after: [(/** @type {HTMLCanvasElement} */ canvas) => props.paint(canvas, {
          // Only for those that are painted: most are out of sight while somebody types.
          get data() {
            return transposed(signal.values);
          },
          rows: units, columns: length, scale: kind, limit, cellWidth: width,
          cellHeight: height, gap: 0,
        }), signal.values.data, props.scheme],
      }),
      linked && linked.last < length
        ? h('div', {
          key: 'step', class: 'band',
          style: { left: css(linked.first * width), width: css((linked.last - linked.first + 1) * width), height: '100%' },
        })
        : null,
      unit !== null && unit < units
        ? h('div', { key: 'unit', class: 'band open', style: { top: css(unit * height), height: css(height), width: '100%' } })
        : null,
      gate
        ? h('div', {
          key: 'gate', class: 'cursor',
          style: { left: css(gate.step * width), top: css(gate.unit * height), width: css(width), height: css(height) },
        })
        : null))));
}
