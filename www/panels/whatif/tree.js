// A beam: what it weighed at each step, what it kept, and the path to one node.

import { pathTo } from './beam-tree.js';
import { h } from '../../kit/dom.js';
import { labelLength } from '../../kit/geometry.js';
import { logarithm, percentage } from '../../kit/numbers.js';
import { plainPiece } from '../../trace/tokens.js';

/** @typedef {import('./beam-tree.js').BeamTree} BeamTree */
/** @typedef {import('./beam-tree.js').Column} Column */

const LEFT = 60;
const TOP = 26;
const ROW = 28;
const NODE = 22;
/** Between the nodes of one step and the next: room for edges. */
const BETWEEN = 34;
/** Between what is kept and what is dropped. */
const GAP = 14;
const WIDEST_EDGE = 5;

/**
 * @param {{
 *   tree: BeamTree, columns: Column[], path: number[], width: number,
 *   words: import('./words.js').Words, textOf: (nodes: number[]) => string,
 *   onPoint: (node: number) => void, onChoose: (node: number) => void,
 *   onKey: (event: KeyboardEvent) => void,
 * }} props path: the nodes from the first token to the one that is pointed at; width: of the beam; textOf: what a path
 *   writes
 */
export function beamTree({ tree, columns, path, width, words, textOf, onPoint, onChoose, onKey }) {
  const { nodes, best } = tree;
  const shown = columns.flatMap((column) => column.shown);
  const label = (/** @type {number} */ index) => plainPiece(nodes[index]?.text ?? '');
  const size = 14 + 2 * Math.ceil(Math.max(...shown.map((index) => labelLength(label(index)))) / 2);
  const kept = Math.max(...columns.map((column) => column.kept));
  const dropped = Math.max(...columns.map((column) => column.shown.length - column.kept));
  /** @type {Map<number, { x: number, y: number }>} */
  const places = new Map();
  columns.forEach((column, step) => column.shown.forEach((index, row) => places.set(index, {
    x: LEFT + step * (size + BETWEEN),
    y: TOP + (row < column.kept ? row * ROW : (kept + row - column.kept) * ROW + GAP) + NODE / 2,
  })));
  const line = TOP + kept * ROW + (GAP - (ROW - NODE)) / 2;
  const bottom = TOP + (kept + dropped) * ROW + GAP;
  const right = LEFT + columns.length * (size + BETWEEN) - BETWEEN + 8;
  const onPath = new Set(path);
  const current = path.at(-1);
  const paths = new Map(shown.map((index) => [index, pathTo(tree, index)]));
  return h('svg', {
    class: 'beam-tree', width: right, height: bottom + 14, role: 'tree',
    'aria-label': words.treeLabel(width, textOf(pathTo(tree, best))), onkeydown: onKey,
  },
  h('g', { 'aria-hidden': 'true', class: 'beam-frame' },
    columns.map((_, step) => h('text', { x: LEFT + step * (size + BETWEEN) + size / 2, y: 14 }, step + 1)),
    h('text', { class: 'beam-side', x: 0, y: TOP + NODE / 2 + 4 }, words.kept),
    dropped > 0
      ? [
        h('line', { x1: 0, x2: right, y1: line, y2: line }),
        h('text', { class: 'beam-side', x: 0, y: TOP + kept * ROW + GAP + NODE / 2 + 4 }, words.dropped),
      ]
      : null,
    columns.map(({ hidden }, step) => (hidden > 0
      ? h('text', { x: LEFT + step * (size + BETWEEN) + size / 2, y: bottom + 8 },
        h('title', null, words.moreTitle(hidden)), words.more(hidden))
      : null))),
  h('g', { 'aria-hidden': 'true' }, shown.map((index) => {
    const node = nodes[index];
    const from = places.get(node?.parent ?? -1);
    const to = places.get(index);
    if (!node || !from || !to) return null;
    const start = from.x + size;
    const middle = (start + to.x) / 2;
    return h('path', {
      class: edgeClass(node.kept, onPath.has(index)),
      d: `M${start} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`,
      'stroke-width': (0.75 + (WIDEST_EDGE - 0.75) * Math.exp(node.logProbability)).toFixed(2),
    });
  })),
  shown.map((index) => {
    const node = nodes[index];
    const place = places.get(index);
    if (!node || !place) return null;
    const column = columns[node.step]?.shown ?? [];
    const classes = ['beam-node', node.kept ? 'kept' : 'dropped', onPath.has(index) && 'on-path',
      index === current && 'current'];
    return h('g', {
      key: index, class: classes.filter(Boolean).join(' '), role: 'treeitem', tabindex: index === current ? 0 : -1,
      'data-node': index, 'aria-level': node.step + 1, 'aria-posinset': column.indexOf(index) + 1,
      'aria-setsize': column.length, 'aria-selected': String(index === current),
      'aria-label': words.nodeLabel(label(index), percentage(node.logProbability), logarithm(node.total), node.kept,
        textOf(paths.get(index) ?? [])),
      onpointerenter: () => onPoint(index), onfocus: () => onPoint(index), onclick: () => onChoose(index),
    },
    h('rect', { x: place.x, y: place.y - NODE / 2, width: size, height: NODE, rx: 5 }),
    h('text', { x: place.x + size / 2, y: place.y + 4, 'aria-hidden': 'true' }, label(index)));
  }));
}

/**
 * @param {boolean} kept
 * @param {boolean} onPath
 */
function edgeClass(kept, onPath) {
  return `beam-edge ${kept ? 'kept' : 'dropped'}${onPath ? ' on-path' : ''}`;
}
