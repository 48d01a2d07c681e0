// The head of a part of the element: what it is, how to read it, and its controls.

import { h } from '../kit/dom.js';

/** @typedef {import('../kit/dom.js').Children} Children */

/**
 * @param {{ id: string, heading: string, words: Children, tools: Children, isAlone: boolean }} props isAlone: nothing else
 *   is shown, so that the page has said what it is
 */
export function sectionHead({ id, heading, words, tools, isAlone }) {
  return h('div', { key: 'head', class: 'section-head' },
    isAlone ? null : h('div', { key: 'heading', class: 'section-heading', part: 'heading' },
      h('h2', { id }, heading), h('p', null, words)),
    h('div', { key: 'tools', class: 'section-tools', part: 'tools' }, tools));
}

/**
 * How a part is called by who cannot see it.
 *
 * @param {{ id: string, heading: string, isAlone: boolean }} props
 */
export function sectionName({ id, heading, isAlone }) {
  return isAlone ? { 'aria-label': heading } : { 'aria-labelledby': id };
}
