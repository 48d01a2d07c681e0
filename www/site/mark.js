// The mark of the page, as in icon.svg, drawn in place: a picture of its own would be asked for before the first map.

import { h } from '../kit/dom.js';

/** Cells of a map by their colour, from the diagonal outwards. */
const CELLS = {
  '#ffb27a': 'M3 3h3v3H3zM6.5 6.5h3v3h-3zM10 10h3v3h-3z',
  '#4d7da6': 'M6.5 3h3v3h-3zM3 6.5h3v3H3zM10 6.5h3v3h-3zM6.5 10h3v3h-3z',
  '#27507a': 'M10 3h3v3h-3zM3 10h3v3H3z',
};

export function mark() {
  return h('svg', { class: 'mark', viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    h('rect', { width: 16, height: 16, rx: 3, fill: '#12314f' }),
    Object.entries(CELLS).map(([fill, d]) => h('path', { d, fill })));
}
