// Words that are of use to those alone who have keys.

import { h } from './dom.js';

/**
 * A sentence of which what stands between bars is about keys. Where there are none it is not shown.
 *
 * @param {string} text
 * @returns {import('./dom.js').Child[]}
 */
export function withKeys(text) {
  return text.split('|').map((part, index) => (index % 2 === 0 ? part : h('span', { class: 'for-keys' }, part)));
}
