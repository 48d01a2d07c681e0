// What the links of the article do: they set fields of the address, show where something has changed, and bring the reader's
// own text back.

import { keepInPlace } from './in-place.js';
import { fieldsOf, stateOf } from './link.js';

/** @typedef {import('../elements/types.js').PageState} PageState */

/** How long the figure stands out that a link has changed, in milliseconds. */
const LIT = 1200;

/**
 * Whether a link shows something else than the reader's own text.
 *
 * @param {string} fields as in a fragment
 */
export function leavesText(fields) {
  const named = new URLSearchParams(fields);
  return named.has('task') || named.has('text');
}

export class Drives {
  #scope;
  #page;
  /** Where the reader was, and what a link has shown in its place. @type {{ before: PageState, was: string, task: string | null, text: string } | null} */
  #left = null;

  /**
   * @param {import('../elements/element.js').SeqScope} scope
   * @param {{ lang: () => string | null, onStep: () => void, render: () => void }} page
   */
  constructor(scope, page) {
    this.#scope = scope;
    this.#page = page;
    scope.addEventListener('statechange', () => {
      // Whoever types something else is there of their own will.
      if (!this.#left || (scope.task === this.#left.task && scope.text === this.#left.text)) return;
      this.#left = null;
      page.render();
    });
  }

  /**
   * Sets some fields of the address, so that what is shown is what a paragraph speaks of.
   *
   * @param {string} fields as in a fragment; an empty value stands for the default
   * @param {HTMLElement} link
   */
  drive(fields, link) {
    const view = /** @type {HTMLElement | null} */ (link.closest('.explorable')?.querySelector('seq-view') ?? null);
    // Where words and figure stand one above the other, the figure is what the reader is to see.
    const isBeside = !view || view.getBoundingClientRect().left >= link.getBoundingClientRect().right;
    if (isBeside) keepInPlace(link);
    const { state: before, text, task } = this.#scope;
    const merged = fieldsOf({ ...before, lang: this.#page.lang() });
    for (const [name, value] of new URLSearchParams(fields)) {
      if (value === '') merged.delete(name);
      else merged.set(name, value);
    }
    this.#scope.state = stateOf(merged);
    this.#page.onStep();
    const { task: task2, text: text2 } = this.#scope;
    if (task2 !== task || text2 !== text) {
      this.#left = { before: this.#left?.before ?? before, was: this.#left?.was ?? text, task: task2, text: text2 };
      this.#page.render();
    }
    if (view) show(view, isBeside);
  }

  /** What the reader had typed, where a link has put something else in its place. */
  get leftText() {
    return this.#left?.was ?? null;
  }

  /** Brings back what the reader had. */
  goBack() {
    const before = this.#left?.before;
    if (!before) return;
    this.#left = null;
    const { panels } = this.#scope.state;
    this.#scope.state = { ...before, panels };
    this.#page.onStep();
    this.#page.render();
  }
}

/**
 * Makes a figure stand out for a moment, also where nothing had to change in it.
 *
 * @param {HTMLElement} view
 * @param {boolean} isBeside whether it stands beside the words
 */
function show(view, isBeside) {
  const { top, bottom } = view.getBoundingClientRect();
  const isSeen = top < innerHeight - 120 && bottom > 120;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (!isBeside || !isSeen) view.scrollIntoView({ block: isBeside ? 'nearest' : 'start', behavior: isStill ? 'instant' : 'smooth' });
  view.classList.add('shown-now');
  setTimeout(() => view.classList.remove('shown-now'), LIT);
}
