// Steps on by itself until it is stopped, is at the end, or nobody looks any more.

/** @typedef {{ step: () => boolean, redraw: () => void }} Shown step: goes one on, false where there is none */

export class Player {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #pause = 0;
  /** @type {Shown | null} */
  #shown = null;
  /** Whether it was drawn since it stepped. */
  #seen = false;
  #around;

  /** @param {EventTarget} around what any touch or key within stops it, but for those on what plays itself */
  constructor(around) {
    this.#around = around;
  }

  get playing() {
    return this.#timer !== undefined;
  }

  /**
   * To be called at every drawing: from now on it steps like this.
   *
   * @param {Shown} shown
   */
  show(shown) {
    this.#shown = shown;
    this.#seen = true;
  }

  /** @param {number} pause between two steps, in milliseconds */
  play(pause) {
    if (this.playing) return;
    for (const type of ['pointerdown', 'keydown']) this.#around.addEventListener(type, this.#interrupt, true);
    this.#pause = pause;
    this.#timer = setTimeout(this.#tick, pause);
    this.#seen = true;
    this.#shown?.redraw();
  }

  stop() {
    if (!this.playing) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const type of ['pointerdown', 'keydown']) this.#around.removeEventListener(type, this.#interrupt, true);
    this.#shown?.redraw();
  }

  #tick = () => {
    const seen = this.#seen;
    this.#seen = false;
    if (seen && this.#shown?.step()) this.#timer = setTimeout(this.#tick, this.#pause);
    else this.stop();
  };

  /** @param {Event} event */
  #interrupt = (event) => {
    const isOfPlayer = event.composedPath().some((node) => /** @type {any} */ (node).dataset?.plays !== undefined);
    const key = /** @type {KeyboardEvent} */ (event).key;
    // The button stops it by itself, and would start it again.
    if (isOfPlayer && (key === undefined || key === 'Enter' || key === ' ')) return;
    this.stop();
  };
}
