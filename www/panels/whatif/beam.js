// The beam as a tree.

import { columnsOf, gridOfPath, pathTo, textOfPath, walkTree } from '../../measures/beam-tree.js';
import { choice } from '../../controls.js';
import { h } from '../../dom.js';
import { gridOf } from '../../grid.js';
import { isUnchanged } from '../parts/interventions.js';
import { logarithm } from '../../numbers.js';
import { shownCell } from '../../selection.js';
import { shownNumber } from '../../shown-number.js';
import { beamTree } from '../../views/whatif-tree.js';
import { map, waiting } from './parts.js';

/** @typedef {import('./parts.js').Around} Around */
/** @typedef {import('./parts.js').Answer} Answer */

const WIDEST_BEAM = 8;

/** @param {{ beam: number }} own */
export function widthOf({ beam }) {
  return Math.min(Math.max(Math.round(beam), 1), WIDEST_BEAM);
}

/**
 * @param {Around} around
 * @param {Record<string, Answer>} answers
 */
export function beamTool({ context, own, words, set, changes, fitting, change }, { tree: answer }) {
  const width = widthOf(own);
  const widths = Array.from({ length: WIDEST_BEAM }, (_, index) =>
    /** @type {[string, string]} */ ([String(index + 1), String(index + 1)]));
  /** @type {import('../../measures/beam-tree.js').BeamTree | null} */
  const tree = answer?.value ?? null;
  const head = [
    h('p', { class: 'panel-note' }, words.beamLead, isUnchanged(fitting) ? '' : words.beamUntouched),
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
