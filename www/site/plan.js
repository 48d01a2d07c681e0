// The plan of the sections, at hand wherever the reader is.

import { h } from '../kit/dom.js';

/**
 * @param {{ id: string, heading: string }[]} sections
 * @param {string} words what the plan is called
 * @returns {import('../kit/dom.js').Child[]}
 */
export function plan(sections, words) {
  const close = (/** @type {Event} */ { currentTarget }) =>
    /** @type {Element} */ (currentTarget).closest('details')?.removeAttribute('open');
  return [h('details', {
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      const details = /** @type {HTMLElement} */ (event.currentTarget);
      details.removeAttribute('open');
      details.querySelector('summary')?.focus();
    },
  },
  h('summary', null, words),
  h('ol', null, sections.map(({ id, heading }) => h('li', { key: id }, h('a', {
    href: `#${id}`,
    onclick: (/** @type {MouseEvent} */ event) => {
      event.preventDefault();
      close(event);
      const section = document.getElementById(id);
      section?.scrollIntoView({ block: 'start' });
      const head = section?.querySelector('h2');
      head?.setAttribute('tabindex', '-1');
      head?.focus({ preventScroll: true });
    },
  }, heading)))))];
}
