// All units of one signal in an order: a row each, a column for each step. A stretch of steps is brushed over the
// tokens.

import { h } from '../../kit/dom.js';
import { cellUnder, columnUnder, columnWidth, fittingHeight, GUTTER, headFor } from '../../kit/geometry.js';
import { sizeOf } from '../../trace/matrix.js';
import { kindOf } from '../../trace/signals.js';
import { walk } from '../../trace/selection.js';
import { movedEnd } from './brush.js';
import { tellAtPointer } from '../../pictures/at-pointer.js';
import { picture } from '../../kit/picture.js';
import { shownText, tokenLabel } from '../../trace/tokens.js';
import { arranged } from './unit-orders.js';

/** @typedef {import('../../elements/types.js').GateCell} GateCell */
/** @typedef {import('../../elements/types.js').Steps} Steps */

/** Height of all rows, and of one, in CSS pixels. */
const FIELD_HEIGHT = 400;
const ROW = [2, 12];
/** Room for the bars right of the field, and for the rims of marks, in CSS pixels. */
const BARS = 30;
const RIM = 5;

/** The column where the drag that is under way over an element has begun. @type {WeakMap<Element, Drag>} */
const drags = new WeakMap();
/** @typedef {{ column: number, moved: boolean }} Drag */

/** Fields whose cursor was moved by keys and is to be in sight. @type {WeakSet<Element>} */
const walked = new WeakSet();

/**
 * @param {{
 *   signal: import('../../elements/types.js').Signal, ranking: import('./unit-orders.js').Ranking, limit: number,
 *   tokens: import('../../elements/types.js').GridToken[], slanted: boolean, axis: 'source' | 'target', gate: GateCell | null,
 *   steps: Steps | null, unit: number | null, from: number, stretch: Steps | null, width: number, ratio: number,
 *   paint: import('../../elements/types.js').Paint, scheme: unknown, notKnown: string,
 *   words: {
 *     label: string, role: string, first: string, last: string, everything: string, measure: string,
 *     ends: [string, string], cell: (gate: GateCell, row: number) => string, token: (step: number) => string,
 *   },
 *   onHover: (gate: GateCell | null) => void, onHoverToken: (step: number | null) => void,
 *   onPin: (unit: number) => void, onPinToken: (step: number) => void,
 *   onStretch: (from: number, to: number) => void, onScroll: (event: Event) => void,
 * }} props steps: those linked from the attention maps; unit: the one that is followed; from: where the stretch was
 *   begun; width in CSS pixels; ratio: device pixels a CSS pixel
 */
export function unitsRaster(props) {
  const { signal, ranking, tokens, slanted, gate, unit, stretch, ratio, words } = props;
  const { order, measures } = ranking;
  const { rows: length, columns: units } = sizeOf(signal.values);
  const { head, overhang } = headFor(tokens.map(shownText), slanted);
  const beside = Math.max(measures ? BARS : 0, overhang);
  const width = columnWidth({ cards: 1, field: props.width - GUTTER - beside - RIM, ratio }, length, slanted);
  const [lowest = 0, highest = 0] = ROW;
  const wanted = Math.round(Math.min(Math.max(FIELD_HEIGHT / units, lowest), highest) * ratio);
  const height = fittingHeight(wanted, units, width * length);
  const css = (/** @type {number} */ pixels) => `${pixels / ratio}px`;
  const linked = gate ? { first: gate.step, last: gate.step } : props.steps;
  const rowOf = (/** @type {number} */ each) => order.indexOf(each);
  const under = (/** @type {MouseEvent} */ event) => {
    const found = cellUnder(event, /** @type {Element} */ (event.currentTarget).getBoundingClientRect(), units, length);
    return found && { unit: order[found.row] ?? 0, step: found.column };
  };
  const cursor = gate && gate.unit < units && gate.step < length ? gate : null;
  const data = arranged(signal.values, ranking);
  return h('div', {
    class: slanted ? 'plot units-plot slanted' : 'plot units-plot', tabindex: 0, role: 'application',
    'aria-roledescription': words.role, 'aria-label': words.label, 'data-axis': props.axis,
    'aria-activedescendant': cursor ? idOf(cursor) : undefined,
    style: { '--head': `${head}px` }, onkeydown: (/** @type {KeyboardEvent} */ event) => onKey(event, props),
    onfocus: (/** @type {FocusEvent} */ event) => {
      const byKeyboard = /** @type {Element} */ (event.currentTarget).matches(':focus-visible');
      if (!gate && byKeyboard) props.onHover({ unit: order[0] ?? 0, step: 0 });
    },
    onscroll: props.onScroll, onpointerleave: () => props.onHover(null),
  },
  h('div', {
    class: 'plot-inner',
    style: { '--cell': css(width), '--row': css(height), 'padding-inline-end': `${beside - (measures ? BARS : 0)}px` },
  },
  h('div', { class: 'corner' }),
  h('div', { class: 'columns', ...brushing(props, slanted) },
    tokens.map((token, index) => {
      const text = tokenLabel(token, props.notKnown, isWithin(index, linked) || (!linked && isWithin(index, stretch)));
      return slanted ? h('span', { class: 'tick' }, text) : text;
    })),
  length > 1 ? bar(props, css, width) : null,
  h('div', { class: 'units', 'aria-hidden': 'true' },
    h('span', null, words.ends[0]), h('span', null, words.ends[1]),
    unit !== null && unit < units
      ? h('span', { key: 'unit', class: 'unit-mark', style: { top: css((rowOf(unit) + 0.5) * height) } }, String(unit))
      : null),
  h('div', {
    class: 'field',
    onpointermove: (/** @type {PointerEvent} */ event) => {
      props.onHover(under(event));
      tellAtPointer(event);
    },
    onclick: (/** @type {MouseEvent} */ event) => {
      const found = under(event);
      if (found) props.onPin(found.unit);
      tellAtPointer(event);
    },
  },
  picture({
    rows: units, columns: length, cellWidth: width, cellHeight: height, ratio,
    after: [(/** @type {HTMLCanvasElement} */ canvas) => props.paint(canvas, {
      data, rows: units, columns: length, scale: kindOf(signal.name), limit: props.limit, cellWidth: width,
      cellHeight: height, gap: 0,
    }), data, props.scheme],
  }),
  stretch ? band('stretch', 'stretch', stretch) : null,
  linked && linked.last < length ? band('step', 'band', linked) : null,
  unit !== null && unit < units
    ? h('div', {
      key: 'unit', class: 'band open',
      style: { top: css(rowOf(unit) * height), height: css(height), width: '100%' },
    })
    : null,
  cursor
    ? h('div', {
      key: idOf(cursor), id: idOf(cursor), class: 'cursor', role: 'img',
      'aria-label': words.cell(cursor, rowOf(cursor.unit)),
      style: {
        left: css(cursor.step * width), top: css(rowOf(cursor.unit) * height), width: css(width), height: css(height),
      },
      after: [(/** @type {HTMLElement} */ node) => {
        const plot = node.closest('.plot');
        if (plot && walked.delete(plot)) node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }, order],
    })
    : null),
  measures ? bars(ranking, measures, BARS, (height / ratio) * units, words.measure) : null));

  /**
   * @param {string} key
   * @param {string} name
   * @param {Steps} these
   */
  function band(key, name, { first, last }) {
    return h('div', {
      key, class: name, style: { left: css(first * width), width: css((last - first + 1) * width), height: '100%' },
    });
  }
}

/**
 * What the units are ordered by: a bar each, from 0 to the right and, if it is negative, to the left.
 *
 * @param {import('./unit-orders.js').Ranking} ranking
 * @param {number[]} measures by unit
 * @param {number} width in CSS pixels
 * @param {number} height in CSS pixels
 * @param {string} name
 */
function bars({ order }, measures, width, height, name) {
  const most = Math.max(...measures, 0);
  const least = Math.min(...measures, 0);
  const x = (/** @type {number} */ value) => 4 + ((value - least) / (most - least || 1)) * (width - 5);
  const tall = height / order.length;
  const outline = order.map((unit, row) =>
    `V${(row * tall).toFixed(1)}H${x(measures[unit] ?? 0).toFixed(1)}V${((row + 1) * tall).toFixed(1)}`);
  return [
    h('span', { class: 'bars-name', 'aria-hidden': 'true' }, name),
    h('svg', { class: 'bars', width, height, 'aria-hidden': 'true' },
      h('path', { d: `M${x(0).toFixed(1)},0${outline.join('')}H${x(0).toFixed(1)}Z` }),
      h('line', { x1: x(0), x2: x(0), y1: 0, y2: height })),
  ];
}

/**
 * The stretch under the tokens, with a handle at each end.
 *
 * @param {Parameters<typeof unitsRaster>[0]} props
 * @param {(pixels: number) => string} css
 * @param {number} width of a column in device pixels
 */
function bar(props, css, width) {
  const { tokens, words } = props;
  const shown = props.stretch ?? { first: 0, last: tokens.length - 1 };
  const handle = (/** @type {'first' | 'last'} */ end) => h('div', {
    class: 'brush-handle', role: 'slider', tabindex: 0, 'aria-label': words[end], 'aria-valuemin': 1,
    'aria-valuemax': tokens.length, 'aria-valuenow': shown[end] + 1,
    'aria-valuetext': props.stretch ? words.token(shown[end]) : words.everything,
    style: { left: css((end === 'first' ? shown.first : shown.last + 1) * width) },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const to = movedEnd(event.key, end, shown, tokens.length);
      if (!to) return;
      event.preventDefault();
      event.stopPropagation();
      props.onStretch(to.first, to.last);
    },
    onpointerdown: (/** @type {PointerEvent} */ event) => {
      event.stopPropagation();
      /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    },
    onpointermove: (/** @type {PointerEvent} */ event) => {
      const node = /** @type {Element} */ (event.currentTarget);
      if (!node.hasPointerCapture(event.pointerId) || !node.parentElement) return;
      event.stopPropagation();
      const column = columnAt(event, node.parentElement, tokens.length, false);
      props.onStretch(end === 'first' ? Math.min(column, shown.last) : shown.first,
        end === 'last' ? Math.max(column, shown.first) : shown.last);
    },
  });
  return h('div', { key: 'brush', class: props.stretch ? 'brush' : 'brush empty', ...brushing(props, false) },
    h('div', {
      class: 'brush-band',
      style: { left: css(shown.first * width), width: css((shown.last - shown.first + 1) * width) },
    }),
    handle('first'), handle('last'));
}

/**
 * Dragging over tokens selects them; a click without a drag pins one.
 *
 * @param {Parameters<typeof unitsRaster>[0]} props
 * @param {boolean} slanted
 */
function brushing(props, slanted) {
  const column = (/** @type {PointerEvent} */ event) =>
    columnAt(event, /** @type {Element} */ (event.currentTarget), props.tokens.length, slanted);
  return {
    onpointerdown: (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      const node = /** @type {Element} */ (event.currentTarget);
      node.setPointerCapture(event.pointerId);
      drags.set(node, { column: column(event), moved: false });
    },
    onpointermove: (/** @type {PointerEvent} */ event) => {
      const drag = drags.get(/** @type {Element} */ (event.currentTarget));
      const to = column(event);
      if (!drag) {
        props.onHoverToken(to);
        return;
      }
      drag.moved ||= to !== drag.column;
      if (drag.moved) props.onStretch(drag.column, to);
    },
    onpointerup: (/** @type {PointerEvent} */ event) => {
      const node = /** @type {Element} */ (event.currentTarget);
      const drag = drags.get(node);
      drags.delete(node);
      if (drag && !drag.moved) props.onPinToken(drag.column);
    },
    onpointercancel: (/** @type {PointerEvent} */ event) => drags.delete(/** @type {Element} */ (event.currentTarget)),
    onpointerleave: () => props.onHoverToken(null),
  };
}

/**
 * The column nearest to a pointer.
 *
 * @param {PointerEvent} event
 * @param {Element} node that spans all columns
 * @param {number} columns
 * @param {boolean} slanted
 */
function columnAt({ clientX, clientY }, node, columns, slanted) {
  const box = node.getBoundingClientRect();
  const risen = slanted ? Math.min(Math.max(box.bottom - clientY, 0), box.height) : 0;
  const inside = Math.min(Math.max(clientX - risen, box.left), box.right - 0.5);
  return columnUnder({ clientX: inside, clientY: box.bottom }, box, columns)?.column ?? 0;
}

/**
 * Rows are walked as they are shown. With Shift, the steps that are walked over become the stretch.
 *
 * @param {KeyboardEvent} event
 * @param {Parameters<typeof unitsRaster>[0]} props
 */
function onKey(event, { signal, ranking: { order }, gate, stretch, from, onHover, onPin, onStretch }) {
  if (event.target !== event.currentTarget) return;
  if ((event.key === 'Enter' || event.key === ' ') && gate) {
    event.preventDefault();
    onPin(gate.unit);
    return;
  }
  const { rows: length } = sizeOf(signal.values);
  const at = gate && { row: order.indexOf(gate.unit), column: gate.step };
  const to = walk(event.key, at, { rows: order.length, columns: length });
  if (!to) return;
  event.preventDefault();
  walked.add(/** @type {Element} */ (event.currentTarget));
  onHover({ unit: order[to.row] ?? 0, step: to.column });
  if (event.shiftKey && gate && to.column !== gate.step) {
    onStretch(isWithin(gate.step, stretch) ? from : gate.step, to.column);
  }
}

/** @param {GateCell} cell */
function idOf({ unit, step }) {
  return `unit-${unit}-at-${step}`;
}

/**
 * @param {number} step
 * @param {Steps | null} steps
 */
function isWithin(step, steps) {
  return steps !== null && steps.first <= step && step <= steps.last;
}
