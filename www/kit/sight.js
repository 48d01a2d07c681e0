// Draws what is in sight with the frame, and what is not when nothing has changed for a while: a long page shows most
// readers one or two of its parts at a time, and those are to follow the pointer.

/** How near the window counts as in sight, in CSS pixels: what a wheel brings in meanwhile is drawn already. */
const NEAR = 100;
/** What is out of sight is drawn when nothing was to be drawn for so long, in milliseconds. */
const REST = 150;

export class Sight {
  #element;
  #draw;
  // Until the browser has said where it is.
  #isSeen = true;
  #waits = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest;
  #observer = new IntersectionObserver((entries) => {
    this.#isSeen = entries.at(-1)?.isIntersecting ?? true;
    if (this.#isSeen) this.finish();
  }, { rootMargin: `${NEAR}px` });

  /**
   * @param {Element} element
   * @param {() => void} draw
   */
  constructor(element, draw) {
    this.#element = element;
    this.#draw = draw;
  }

  watch() {
    this.#observer.observe(this.#element);
  }

  /** Ends it; nothing that waits is drawn any more. */
  unwatch() {
    this.#observer.disconnect();
    clearTimeout(this.#rest);
    this.#waits = false;
    this.#isSeen = true;
  }

  /** Draws now or later. Called in a frame. */
  draw() {
    this.#waits = true;
    if (this.#isSeen) {
      this.finish();
      return;
    }
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.finish(), REST);
  }

  /** Draws what waits, in sight or not. */
  finish() {
    clearTimeout(this.#rest);
    if (!this.#waits) return;
    this.#waits = false;
    this.#draw();
  }
}
