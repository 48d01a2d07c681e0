// What a colour scale means.

import { h } from '../kit/dom.js';
import { fixed } from '../kit/numbers.js';

/**
 * @param {{
 *   stops: string[], scale: import('../elements/types.js').Scale, limit: number, beyond: boolean,
 *   strings: import('../words/strings.js').Strings,
 * }} props stops: colours from the lowest to the highest value; beyond: some values lie outside of the limit and
 *   have the colour of the end
 */
export function legend({ stops, scale, limit, beyond, strings }) {
  const size = fixed(limit, Number.isInteger(limit) ? 0 : 1);
  const high = `${beyond ? '≥ ' : ''}${size}`;
  const low = scale === 'signed' ? `${beyond ? '≤ ' : ''}−${size}` : '0';
  return h('span', { class: 'legend', role: 'img', 'aria-label': strings.legend(low, high) },
    h('span', { class: 'legend-end' }, low),
    h('span', { class: 'legend-bar', style: { 'background-image': `linear-gradient(to right, ${stops.join(', ')})` } }),
    h('span', { class: 'legend-end' }, high));
}
