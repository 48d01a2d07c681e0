// One attention map: rows are what was written, columns what was read. Labels are text around the canvas.

import { h } from '../dom.js';
import { cellUnder, columnUnder, columnWidth, GUTTER, gutterFor, headFor, rowHeight } from '../geometry.js';
import { picture } from '../picture.js';
import { shownText, tokenLabel } from '../tokens.js';

/** @typedef {import('../types.js').Cell} Cell */

/**
 * @param {{
 *   grid: import('../types.js').Grid, name: string, label: string, cell: Cell | null, pinned: boolean,
 *   room: import('../geometry.js').Room, paint: import('../types.js').Paint, scheme: unknown,
 *   strings: import('../strings.js').Strings,
 *   onHover: (cell: Cell | null) => void, onPin: (cell: Cell) => void,
 *   onKey: (event: KeyboardEvent) => void, onFocus: (event: FocusEvent) => void, onScroll: (event: Event) => void,
 * }} props cell: what is shown; scheme: changes when the same values are to be painted again
 */
export function heatmap(props) {
  const { grid, name, label, cell, pinned, strings } = props;
  const { source, target, weights } = grid;
  const [rows, columns] = [target.length, source.length];
  const slanted = grid.unit !== 'characters';
  const gutter = slanted ? gutterFor(props.room, target.map(shownText)) : GUTTER;
  const { head, overhang } = headFor(source.map(shownText), slanted);
  const room = { ...props.room, field: props.room.field + GUTTER - gutter - overhang };
  const width = columnWidth(room, columns, slanted);
  const height = rowHeight(room, width);
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
    onpointermove: (/** @type {PointerEvent} */ event) => props.onHover(under(event, part)),
    onclick: (/** @type {MouseEvent} */ event) => {
      const found = under(event, part);
      if (found) props.onPin(found);
    },
  });
  const row = cell?.target ?? null;
  const column = cell?.source ?? null;
  const notKnown = strings.notInVocabulary;
  return h('div', {
    class: slanted ? 'plot map-plot slanted' : 'plot map-plot', tabindex: 0, role: 'application',
    'aria-roledescription': strings.mapRole, 'aria-label': label, 'data-name': name, 'data-axis': 'source',
    style: { '--gutter': `${gutter}px`, '--head': `${head}px` },
    onkeydown: props.onKey, onfocus: props.onFocus, onscroll: props.onScroll,
    onpointerleave: () => props.onHover(null),
  },
  h('div', {
    class: 'plot-inner', style: { '--cell': css(width), '--row': css(height), 'padding-inline-end': `${overhang}px` },
  },
  h('div', { class: 'corner' }),
  h('div', { class: 'columns', ...pointing('column') },
    source.map((token, index) => {
      const text = tokenLabel(token, notKnown, index === column);
      return slanted ? h('span', { class: 'tick' }, text) : text;
    })),
  h('div', { class: 'rows', ...pointing('row') },
    target.map((token, index) => tokenLabel(token, notKnown, index === row))),
  h('div', { class: 'field', ...pointing('cell') },
    picture({
      rows, columns, cellWidth: width, cellHeight: height, ratio: room.ratio,
      after: [(/** @type {HTMLCanvasElement} */ canvas) => props.paint(canvas, {
        data: weights.data, rows, columns, scale: 'attention', limit: 1, cellWidth: width, cellHeight: height,
        gap: Math.round(room.ratio),
      }), weights.data, props.scheme],
    }),
    row !== null && row < rows
      ? h('div', { key: 'row', class: 'band', style: { top: css(row * height), height: css(height), width: '100%' } })
      : null,
    column !== null && column < columns
      ? h('div', { key: 'column', class: 'band', style: { left: css(column * width), width: css(width), height: '100%' } })
      : null,
    row !== null && column !== null && row < rows && column < columns
      ? h('div', {
        key: 'cell', class: pinned ? 'cursor pinned' : 'cursor',
        style: { left: css(column * width), top: css(row * height), width: css(width), height: css(height) },
      })
      : null)));
}
