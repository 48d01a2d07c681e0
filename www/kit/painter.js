// Paints canvases that are in sight or near it. What is further away waits until it comes near, as the newest picture
// only: two layers of gates are many pixels, and nobody types and looks at all of them at once.

/** @typedef {import('../elements/types.js').Picture} Picture */

/** How near, in CSS pixels. */
const NEAR = 300;

export class Painter {
  #paint;
  /** @type {WeakSet<Element>} */
  #near = new WeakSet();
  /** @type {Map<HTMLCanvasElement, Picture>} */
  #waiting = new Map();
  #observer = new IntersectionObserver((entries) => this.#moved(entries), { rootMargin: `${NEAR}px` });

  /** @param {import('../elements/types.js').Paint} paint */
  constructor(paint) {
    this.#paint = paint;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Picture} picture
   */
  show(canvas, picture) {
    // For what saves it.
    /** @type {any} */ (canvas).picture = picture;
    if (this.#near.has(canvas)) {
      this.#paint(canvas, picture);
      return;
    }
    this.#waiting.set(canvas, picture);
    this.#observer.observe(canvas);
  }

  /** Paints all that waits, for a printer that sees the whole page. */
  finish() {
    for (const [canvas, picture] of this.#waiting) this.#paint(canvas, picture);
    this.#waiting.clear();
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #moved(entries) {
    for (const { target, isIntersecting } of entries) {
      const canvas = /** @type {HTMLCanvasElement} */ (target);
      const picture = this.#waiting.get(canvas);
      if (!isIntersecting) {
        this.#near.delete(canvas);
        continue;
      }
      this.#near.add(canvas);
      this.#waiting.delete(canvas);
      if (picture) this.#paint(canvas, picture);
    }
    // Those that have left the page before they came near are not kept.
    for (const canvas of this.#waiting.keys()) {
      if (!canvas.isConnected) this.#waiting.delete(canvas);
    }
  }
}
