// One map: rows are what was written, columns what was read, a number for each pair. Labels are text around the
// canvas.

import { h } from '../kit/dom.js';
import { cellUnder, columnUnder, columnWidth, fittingHeight, GUTTER, gutterFor, headFor, rowHeight } from '../kit/geometry.js';
import { picture } from '../kit/picture.js';
import { tellAtPointer } from './at-pointer.js';
import { attends } from '../trace/matrix.js';
import { shownText, tokenLabel } from '../trace/tokens.js';

/** @typedef {import('../elements/types.js').Cell} Cell */
/** @typedef {import('../elements/types.js').Steps} Steps */

/**
 * @param {{
 *   grid: import('../elements/types.js').Grid, name: string, label: string, cell: Cell | null, pinned: boolean,
 *   room: import('../kit/geometry.js').Room, paint: import('../elements/types.js').Paint, scheme: unknown,
 *   strings: import('../words/strings.js').Strings,
 *   onHover: (cell: Cell | null) => void, onPin: (cell: Cell) => void,
 *   onKey: (event: KeyboardEvent) => void, onFocus: (event: FocusEvent) => void, onScroll: (event: Event) => void,
 *   values?: import('../elements/types.js').Tensor, scale?: import('../elements/types.js').Scale, limit?: number,
 *   linked?: { rows: Steps | null, columns: Steps | null },
 *   beside?: { width: number, head: import('../kit/dom.js').Children, rows: import('../kit/dom.js').Child[] },
 * }} props cell: what is shown; scheme: changes when the same values are to be painted again; values: what is painted
 *   instead of the weights, and on which scale; linked: what is shown where a cell of another grid stands for several;
 *   beside: what stands between each row and its label, in so many CSS pixels
 */
export function heatmap(props) {
  const { grid, name, label, cell, pinned, strings } = props;
  const { source, target } = grid;
  if (!props.values && !attends(grid)) return h('p', { key: 'no-map', class: 'absent' }, strings.withoutAttention);
  const { values = grid.weights, scale = 'attention', limit = 1, beside } = props;
  const [rows, columns] = [target.length, source.length];
  const slanted = grid.unit !== 'characters';
  const gutter = slanted ? gutterFor(props.room, target.map(shownText)) : GUTTER;
  const { head, overhang } = headFor(source.map(shownText), slanted);
  const room = { ...props.room, field: props.room.field + GUTTER - gutter - overhang - (beside?.width ?? 0) };
  const width = columnWidth(room, columns, slanted);
  const height = fittingHeight(rowHeight(room, width), rows, width * columns);
  const css = (/** @type {number} */ pixels) => `${pixels / room.ratio}px`;
  const under = (/** @type {PointerEvent | MouseEvent} */ event, /** @type {'cell' | 'row' | 'column'} */ part) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const found = part === 'column' && slanted ? columnUnder(event, box, columns)
      : cellUnder(event, box, part === 'column' ? 1 : rows, part === 'row' ? 1 : columns);
    return found && {
      target: part === 'column' ? null : found.row, source: part === 'row' ? null : found.column,
    };
  };
  const pointing = (/** @type {'cell' | 'row' | 'column'} */ part) => ({
    onpointermove: (/** @type {PointerEvent} */ event) => {
      props.onHover(under(event, part));
      tellAtPointer(event);
    },
    onclick: (/** @type {MouseEvent} */ event) => {
      const found = under(event, part);
      if (found) props.onPin(found);
      tellAtPointer(event);
    },
  });
  const { rows: rowsShown, columns: columnsShown } = props.linked ?? {
    rows: spanOf(cell?.target ?? null), columns: spanOf(cell?.source ?? null),
  };
  const [row, column] = [within(rowsShown, rows), within(columnsShown, columns)];
  const left = column ? css(column.first * width) : '0';
  const top = row ? css(row.first * height) : '0';
  const [wide, high] = [css(width * lengthOf(column)), css(height * lengthOf(row))];
  const notKnown = strings.notInVocabulary;
  return h('div', {
    class: slanted ? 'plot map-plot slanted' : 'plot map-plot', tabindex: 0, role: 'application',
    'aria-roledescription': strings.mapRole, 'aria-label': label, 'data-name': name, 'data-axis': 'source',
    style: {
      '--gutter': `${gutter}px`, '--head': `${head}px`, ...(beside ? { '--beside': `${beside.width}px` } : {}),
    },
    onkeydown: props.onKey, onfocus: props.onFocus, onscroll: props.onScroll,
    onpointerleave: () => props.onHover(null),
  },
  h('div', {
    class: beside ? 'plot-inner with-beside' : 'plot-inner',
    style: { '--cell': css(width), '--row': css(height), 'padding-inline-end': `${overhang}px` },
  },
  h('div', { class: 'corner' }),
  h('div', { class: 'columns', ...pointing('column') },
    source.map((token, index) => {
      const text = tokenLabel(token, notKnown, holds(column, index));
      return slanted ? h('span', { class: 'tick' }, text) : text;
    })),
  h('div', { class: 'rows', ...pointing('row') },
    target.map((token, index) => tokenLabel(token, notKnown, holds(row, index)))),
  h('div', { class: 'field', ...pointing('cell') },
    picture({
      rows, columns, cellWidth: width, cellHeight: height, ratio: room.ratio,
      after: [(/** @type {HTMLCanvasElement} */ canvas) => props.paint(canvas, {
        data: values.data, rows, columns, scale, limit, cellWidth: width, cellHeight: height,
        gap: Math.round(room.ratio),
      }), values.data, scale, limit, props.scheme],
    }),
    row ? h('div', { key: 'row', class: 'band', style: { top, height: high, width: '100%' } }) : null,
    column ? h('div', { key: 'column', class: 'band', style: { left, width: wide, height: '100%' } }) : null,
    row && column
      ? h('div', {
        key: 'cell', class: pinned ? 'cursor pinned' : 'cursor', style: { left, top, width: wide, height: high },
      })
      : null),
  beside
    ? [
      h('div', { key: 'beside-head', class: 'beside-head' }, beside.head),
      h('div', { key: 'beside', class: 'beside', ...pointing('row') }, beside.rows),
    ]
    : null));
}

/**
 * @param {number | null} index
 * @returns {Steps | null}
 */
function spanOf(index) {
  return index === null ? null : { first: index, last: index };
}

/**
 * @param {Steps | null} span
 * @param {number} count
 */
function within(span, count) {
  return span && span.last < count ? span : null;
}

/** @param {Steps | null} span */
function lengthOf(span) {
  return span ? span.last - span.first + 1 : 0;
}

/**
 * @param {Steps | null} span
 * @param {number} index
 */
function holds(span, index) {
  return span !== null && span.first <= index && index <= span.last;
}
