// The beam as a tree.

import { columnsOf, gridOfPath, pathTo, textOfPath, walkTree } from './beam-tree.js';
import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { withKeys } from '../../kit/for-keys.js';
import { gridOf } from '../../trace/grid.js';
import { isUnchanged } from './interventions.js';
import { logarithm } from '../../kit/numbers.js';
import { shownCell } from '../../trace/selection.js';
import { shownNumber, withNumbers } from '../../kit/shown-number.js';
import { beamTree } from './tree.js';
import { map, waiting } from './parts.js';

/** @typedef {import('./parts.js').Around} Around */
/** @typedef {import('./parts.js').Answer} Answer */

const WIDEST_BEAM = 8;
/** All widths but that of greedy search. */
const WIDER = Array.from({ length: WIDEST_BEAM - 1 }, (_, index) => index + 2);

/** @param {{ beam: number }} own */
export function widthOf({ beam }) {
  return Math.min(Math.max(Math.round(beam), 1), WIDEST_BEAM);
}

/**
 * What a wider search would find, to be asked: the whole run for each width but the first, which is greedy search.
 *
 * @param {string} text
 */
export function widerRuns(text) {
  return Object.fromEntries(WIDER.map((beam) => [`beam${beam}`, { method: 'run', args: [text, { beam, candidates: 1 }], rests: true }]));
}

/**
 * Whether a beam of any width finds something that greedy search does not; nothing until all have answered.
 *
 * @param {import('./parts.js').Trace} greedy
 * @param {Record<string, Answer>} answers
 * @param {import('./words.js').Words} words
 */
function againstGreedy(greedy, answers, words) {
  const ids = (/** @type {import('./parts.js').Trace} */ { target }) => target.map(({ id }) => id).join();
  const found = WIDER.map((width) => ({ width, trace: answers[`beam${width}`]?.value }));
  if (found.some(({ trace }) => trace?.input !== greedy.input)) return null;
  const other = found.find(({ trace }) => ids(trace) !== ids(greedy));
  return h('p', { key: 'greedy', class: 'whatif-greedy', role: 'status' }, other
    ? withNumbers((write) => words.betterThanGreedy(other.width, other.trace.output,
      write('found', other.trace.logProbability, logarithm(other.trace.logProbability)),
      write('greedy', greedy.logProbability, logarithm(greedy.logProbability))))
    : words.sameAsGreedy(WIDEST_BEAM));
}

/**
 * @param {Around} around
 * @param {Record<string, Answer>} answers
 */
export function beamTool({ context, own, words, set, changes, fitting, change }, answers) {
  const { tree: answer } = answers;
  const width = widthOf(own);
  const widths = Array.from({ length: WIDEST_BEAM }, (_, index) =>
    /** @type {[string, string]} */ ([String(index + 1), String(index + 1)]));
  /** @type {import('./beam-tree.js').BeamTree | null} */
  const tree = answer?.value ?? null;
  const head = [
    h('p', { class: 'panel-note' }, withKeys(words.beamLead), isUnchanged(fitting) ? '' : words.beamUntouched),
    againstGreedy(context.trace, answers, words),
    choice('whatif-beam', words.beamWidth, widths, String(width), (chosen) => set({ beam: Number(chosen), node: -1 })),
  ];
  if (!tree || tree.nodes.length === 0) return [...head, waiting(answer, words.treeFailed, words)];
  const columns = columnsOf(tree);
  const node = columns.some(({ shown }) => shown.includes(own.node)) ? own.node : tree.best;
  const path = pathTo(tree, node);
  const current = tree.nodes[node];
  const start = (/** @type {number} */ index) => change({
    ...changes, prefix: pathTo(tree, index).flatMap((each) => tree.nodes[each]?.id ?? []),
  });
  const unit = context.slanted ? 'pieces' : 'characters';
  const { source } = gridOf(context.trace, unit);
  return [
    ...head,
    h('div', { key: 'tree', class: answer?.stale ? 'whatif-scroll stale' : 'whatif-scroll' }, beamTree({
      tree, columns, path, width, words, textOf: (nodes) => textOfPath(tree, nodes), onChoose: start,
      onPoint: (index) => {
        if (index !== node) set({ node: index });
      },
      onKey: (event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          start(node);
          return;
        }
        const to = walkTree(event.key, tree, columns, node);
        if (to === null) return;
        event.preventDefault();
        const around = /** @type {Element} */ (event.currentTarget);
        /** @type {SVGElement | null} */ (around.querySelector(`[data-node="${to}"]`))?.focus();
      },
    })),
    current ? h('p', { key: 'node', class: 'whatif-node' },
      h('span', { class: 'value' }, `${words.path} `, h('b', { dir: 'auto' }, `“${textOfPath(tree, path)}”`)),
      h('span', { class: 'value' }, `${words.ofToken} `, h('b', null,
        shownNumber('node', current.logProbability, logarithm(current.logProbability)))),
      h('span', { class: 'value' }, `${words.ofPath} `, h('b', null,
        shownNumber('path', current.total, logarithm(current.total)))),
      h('span', { class: 'value' }, node === tree.best ? words.isBest : current.kept ? words.isKept : words.isDropped),
      h('button', { type: 'button', class: 'whatif-do', onclick: () => start(node) }, words.writeThis)) : null,
    current && current.weights.length === source.length && !answer?.stale
      ? map(context, gridOfPath(tree, node, source, unit), words.pathMap, 'path',
        { target: path.length - 1, source: shownCell(context.selection)?.source ?? null })
      : null,
  ];
}
