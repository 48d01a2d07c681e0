// Numbers beside the rows of a map, on bars.

import { h } from '../kit/dom.js';

/**
 * @param {{ rows: { share: number, words: import('../kit/dom.js').Child[], lit: boolean }[] }} props share: how long the
 *   bar is, from 0 to 1; words: what stands on it, each in a column of its own
 */
export function rowBars({ rows }) {
  return rows.map(({ share, words, lit }) => h('span', {
    class: lit ? 'bar-row lit' : 'bar-row', style: { '--share': Math.min(Math.max(share, 0), 1).toFixed(3) },
  }, words.map((text) => h('span', null, text))));
}
