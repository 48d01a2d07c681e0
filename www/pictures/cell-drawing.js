// What the drawings of cells are made of: flows, nodes, gates and their labels, in SVG.

import { h } from '../kit/dom.js';
import { fixed } from '../kit/numbers.js';
import { numberAttributes } from '../kit/shown-number.js';

/** @typedef {import('../kit/dom.js').Child} Child */
/** @typedef {[number, number]} Point */

/** Width of a flow of nothing, and what the largest adds to it, in CSS pixels. */
const THINNEST = 1.25;
const THICKEST = 8;
/** Radius of a node. */
export const NODE = 11;
/** Height of a gate. */
export const GATE = 42;

/**
 * A line whose width is the size of what flows and whose colour and dashes are its sign.
 *
 * @param {Point[]} points
 * @param {number} value
 * @param {number} limit the size that is drawn widest
 */
export function flow(points, value, limit) {
  const size = Math.min(Math.abs(value) / (limit || 1), 1);
  return h('path', {
    class: value < 0 ? 'flow negative' : 'flow', d: pathOf(points),
    style: { 'stroke-width': `${(THINNEST + size * THICKEST).toFixed(2)}px` },
  });
}

/**
 * A line for a whole vector, which has no one size; or for a flow that is not known yet.
 *
 * @param {Point[]} points
 */
export function wire(points) {
  return h('path', { class: 'wire', d: pathOf(points) });
}

/** @param {Point[]} points */
function pathOf(points) {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

/**
 * The head of an arrow to the right.
 *
 * @param {Point} tip
 * @param {number} value
 */
export function head([x, y], value) {
  return h('path', { class: value < 0 ? 'head negative' : 'head', d: `M${round(x)} ${round(y)}l-9 -7v14z` });
}

/**
 * A node that multiplies, adds or takes from 1.
 *
 * @param {Point} at
 * @param {string} sign
 */
export function node([x, y], sign) {
  return h('g', { class: 'node', transform: `translate(${round(x)} ${round(y)})` },
    h('circle', { r: NODE }), h('text', { y: 5 }, sign));
}

/**
 * A gate: its function, and its value as number and as strength of its colour.
 *
 * @param {{ at: Point, width: number, name: string, value: number, sign: string }} props
 */
export function gate({ at: [x, y], width, name, value, sign }) {
  return h('g', { class: `gate signal-${name}`, transform: `translate(${round(x)} ${round(y)})` },
    h('rect', {
      x: round(-width / 2), y: -GATE / 2, width: round(width), height: GATE, rx: 5,
      style: { '--share': `${Math.round(Math.min(Math.abs(value), 1) * 34)}%` },
    }),
    h('text', { class: 'gate-sign', y: -5 }, sign),
    h('text', { class: 'gate-value', y: 13, ...numberAttributes(name, value) }, fixed(value, 2)),
    h('text', { class: 'gate-name', x: -13, y: -GATE / 2 - 7 }, name));
}

/**
 * A function without weights of its own.
 *
 * @param {Point} at
 * @param {string} sign
 */
export function pointwise([x, y], sign) {
  return h('g', { class: 'pointwise', transform: `translate(${round(x)} ${round(y)})` },
    h('rect', { x: -20, y: -11, width: 40, height: 22, rx: 11 }), h('text', { y: 4 }, sign));
}

/**
 * @param {Point} at
 * @param {string} name
 * @param {number} value
 * @param {'start' | 'middle' | 'end'} anchor
 */
export function number([x, y], name, value, anchor) {
  return h('text', {
    class: `number ${anchor}`, x: round(x), y: round(y), ...numberAttributes(name, value),
  }, fixed(value, 2));
}

/**
 * A letter with its index, such as c at t−1, and its value below.
 *
 * @param {Point} at of the line that it belongs to
 * @param {string} letter
 * @param {string} index
 * @param {number} value
 * @param {'start' | 'end'} anchor
 */
export function port([x, y], letter, index, value, anchor) {
  return h('g', { class: `port ${anchor}` },
    h('text', { class: 'port-name', x: round(x), y: round(y - 11) },
      letter, h('tspan', { class: 'index', dy: 4 }, index)),
    h('text', {
      class: 'number strong', x: round(x), y: round(y + 21),
      ...numberAttributes(index === 't' ? letter : `${letter}.before`, value),
    }, fixed(value, 2)));
}

/**
 * What a cell reads: a short text under its arrow.
 *
 * @param {Point} at
 * @param {string} text
 */
export function reading([x, y], text) {
  return h('text', { class: 'reading', x: round(x), y: round(y) },
    h('tspan', { class: 'port-name' }, 'x'), h('tspan', { class: 'index', dy: 4 }, 't'),
    h('tspan', { class: 'read-token', dx: 10, dy: -4 }, text));
}

/**
 * The box that everything of a cell is in.
 *
 * @param {number} left
 * @param {number} top
 * @param {number} right
 * @param {number} bottom
 */
export function body(left, top, right, bottom) {
  return h('rect', {
    class: 'cell-body', x: round(left), y: top, width: round(right - left), height: bottom - top, rx: 12,
  });
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
