// A small table: names on the left, numbers right of them.

import { h } from '../kit/dom.js';

/** @typedef {import('../kit/dom.js').Child} Child */

/**
 * @param {{
 *   caption: string, head: Child[], rows: { key: string, name: Child, cells: Child[], lit?: boolean }[],
 *   hidden?: boolean,
 * }} props hidden: only for screen readers, where a picture shows the same
 */
export function numberTable({ caption, head, rows, hidden = false }) {
  const table = h('table', { class: 'numbers' },
    h('caption', null, caption),
    h('thead', null, h('tr', null, head.map((words) => h('th', { scope: 'col' }, words)))),
    h('tbody', null, rows.map(({ key, name, cells, lit }) => h('tr', { key, class: lit ? 'lit' : '' },
      h('th', { scope: 'row' }, name), cells.map((cell) => h('td', null, cell))))));
  return h('div', { key: caption, class: hidden ? 'visually-hidden' : 'number-table' }, table);
}
