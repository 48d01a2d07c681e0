// A picture as it is saved, in a page.

import { h } from '../../kit/dom.js';

/**
 * A file of ours as elements: an image could not be read by those who cannot see it, and a policy may forbid it.
 *
 * @param {string} key
 * @param {string} svg
 */
export function figure(key, svg) {
  return h('figure', {
    key, tabindex: 0, after: [(/** @type {HTMLElement} */ node) => {
      const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
      drawn.setAttribute('aria-label', drawn.querySelector('title')?.textContent ?? '');
      node.replaceChildren(document.importNode(drawn, true));
      // Always anew: it is empty where the rest is drawn again.
    }, {}],
  });
}
