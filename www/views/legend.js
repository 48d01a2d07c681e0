// What a colour scale means.

import { h } from '../dom.js';
import { fixed } from '../numbers.js';

/**
 * @param {{
 *   stops: string[], scale: import('../types.js').Scale, limit: number, strings: import('../strings.js').Strings,
 * }} props stops: colours from the lowest to the highest value
 */
export function legend({ stops, scale, limit, strings }) {
  const high = limit === 1 ? '1' : fixed(limit, 1);
  const low = scale === 'signed' ? `−${high}` : '0';
  return h('span', { class: 'legend', role: 'img', 'aria-label': strings.legend(low, high) },
    h('span', { class: 'legend-end' }, low),
    h('span', { class: 'legend-bar', style: { 'background-image': `linear-gradient(to right, ${stops.join(', ')})` } }),
    h('span', { class: 'legend-end' }, high));
}
