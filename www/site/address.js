// The address of the page and its history. What is typed, pointed at and chosen is written over what the address said before;
// another task, an example and what a paragraph shows are steps, which the back button takes back.

import { formatState, parseState } from './link.js';
import { examplesOf } from '../tasks/examples/index.js';

/** @typedef {import('../elements/types.js').PageState} PageState */

/** Browsers slow down or refuse pages that rewrite their address many times a second: it waits until typing rests. */
const REST = 300;
/** Where the address of a page that is left is kept: it may be loaded again as it was before. */
const UNWRITTEN = 'seqscope-unwritten';

/** What a page in one file begins with; null in any other page. */
const beginning = () => /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name=seqscope-link]'))?.content ?? null;

/** Whether this page holds all of its files itself. */
export const isOneFile = () => beginning() !== null;

export class Address {
  #page;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Whether what is to be written is a step from what is written. */
  #isStep = false;
  /** Whether anything was changed that an address holds. */
  #isChanged = false;
  /** What is shown now: its task and its text. @type {{ task: string | null, text: string | null }} */
  #shown = { task: null, text: null };
  /** The fragment that was read or written last. */
  #known = '';

  /**
   * @param {{
   *   state: () => PageState, task: () => string | null, show: (state: PageState) => void,
   * }} page state: what a link has to hold; task: the one that is shown, chosen or not
   */
  constructor(page) {
    this.#page = page;
  }

  /** Shows what the address says, now and whenever the reader goes back or forward, or changes it. */
  read() {
    this.#readUnwritten();
    this.#follow();
    // Not every browser tells of every change in the same way.
    for (const name of ['popstate', 'hashchange']) {
      addEventListener(name, () => {
        // A fragment without fields is a place in the page.
        if (location.hash !== this.#known && !/^#[^=]+$/.test(location.hash)) this.#follow();
      });
    }
    addEventListener('pagehide', () => {
      if (!this.#isChanged) return;
      this.#isStep = false;
      const fragment = formatState(this.#page.state());
      try {
        this.write();
      } catch {
        // Some browsers let no page that goes write its address.
      }
      // Of a page that is loaded again, browsers load the address from before, also where it was written while they
      // waited for the server.
      keepUnwritten(fragment);
    });
  }

  /** What is shown has changed: the address follows when that rests. */
  change() {
    const { task, text } = this.#now();
    const before = this.#shown;
    const isChosen = task !== before.task && before.task !== null;
    const isExample = text !== before.text && examplesOf(task).some((example) => example.text === text);
    if (isChosen || isExample) this.#isStep = true;
    this.#shown = { task, text };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.write(), REST);
    this.#isChanged = true;
  }

  /** What was shown just now is worth going back from. */
  step() {
    this.#isStep = true;
  }

  write() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const fragment = formatState(this.#page.state());
    if (fragment !== location.hash) {
      history[this.#isStep ? 'pushState' : 'replaceState'](null, '', location.pathname + fragment);
    }
    this.#known = fragment;
    this.#isStep = false;
  }

  #follow() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#known = location.hash;
    this.#page.show(parseState({ hash: location.hash || (beginning() ?? ''), search: location.search }));
    // What comes of it is no step of the reader.
    this.#shown = this.#now();
    this.#isStep = false;
  }

  #now() {
    return { task: this.#page.task(), text: this.#page.state().text };
  }

  /** Brings back what was typed just before the page was loaded again. */
  #readUnwritten() {
    try {
      const fragment = sessionStorage.getItem(UNWRITTEN);
      const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
      if (fragment !== null && navigation?.type === 'reload') history.replaceState(null, '', location.pathname + fragment);
    } catch {
      // A page that may not store anything writes its address a moment later.
    }
    keepUnwritten(null);
  }
}

/** @param {string | null} fragment */
function keepUnwritten(fragment) {
  try {
    if (fragment === null) sessionStorage.removeItem(UNWRITTEN);
    else sessionStorage.setItem(UNWRITTEN, fragment);
  } catch {
    // As above.
  }
}
