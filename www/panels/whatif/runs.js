// Outputs by how often they came.

import { h } from '../../kit/dom.js';
import { logarithm } from '../../kit/numbers.js';
import { shownNumber } from '../../kit/shown-number.js';

/**
 * @param {{
 *   tallies: import('./tallies.js').Tally[], done: number, all: number, output: string, lang: string,
 *   words: import('./words.js').Words,
 * }} props done: the runs that are there, of all that were asked for; output: what comes without dropout
 */
export function runsView({ tallies, done, all, output, lang, words }) {
  return h('div', { key: 'runs', class: 'whatif-runs' },
    h('p', { class: 'panel-note', role: 'status' }, words.runsSoFar(done, all)),
    h('ol', { class: 'whatif-tallies', 'aria-label': words.runsLabel },
      tallies.map((tally) => h('li', { key: tally.output, class: 'whatif-tally' },
        h('span', { class: 'whatif-tally-output', lang: lang || undefined, dir: 'auto' }, tally.output || '∅',
          tally.output === output ? h('small', null, ` ${words.asWithout}`) : null),
        h('span', { class: 'whatif-tally-bar', 'aria-hidden': 'true' },
          h('span', { style: { '--share': (tally.count / all).toFixed(4) } })),
        h('span', { class: 'whatif-tally-count' }, words.runsOf(tally.count, all)),
        h('span', { class: 'whatif-tally-log' }, `${words.meanLog} `,
          shownNumber(`mean.${tally.output}`, tally.logProbability, logarithm(tally.logProbability)))))));
}
