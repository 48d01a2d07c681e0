// Paints the pictures of an element with its engine, in the colours of its surroundings.

import { CANVAS_ROOM } from './geometry.js';
import { Painter } from './painter.js';

/** @typedef {import('../elements/types.js').Picture} Picture */
/** @typedef {import('../elements/types.js').Scale} Scale */

/** Colours of a legend, from one end of its scale to the other. */
const STOPS = 9;

export class Palette {
  /** @type {import('../elements/types.js').Engine | null} null until it has started; nothing is painted before */
  engine = null;
  dark = false;
  #onFailure;
  /** Why pictures could not be painted. @type {Map<HTMLCanvasElement, string>} */
  #failures = new Map();
  /** @type {Map<string, string[]>} */
  #knownStops = new Map();
  #painter = new Painter((canvas, picture) => this.#paint(canvas, picture));

  /** @param {() => void} onFailure {@link failure} is another one now */
  constructor(onFailure) {
    this.#onFailure = onFailure;
  }

  /**
   * Paints a canvas if it is near enough to be seen, or as soon as it is.
   *
   * @param {HTMLCanvasElement} canvas
   * @param {Picture} picture
   */
  show(canvas, picture) {
    this.#painter.show(canvas, picture);
  }

  /** Paints all that waits, for a printer that sees the whole page. */
  finish() {
    this.#painter.finish();
  }

  /**
   * Colours of a legend, asked for once: every raster has one at every key.
   *
   * @param {Scale} scale
   */
  stops(scale) {
    const name = `${scale} ${this.dark}`;
    const stops = this.#knownStops.get(name) ?? this.engine?.scaleStops(scale, this.dark, STOPS);
    if (!stops) return ['transparent', 'transparent'];
    this.#knownStops.set(name, stops);
    return stops;
  }

  /** Why a picture that is shown could not be painted; empty as long as all could. */
  get failure() {
    return [...this.#failures].find(([canvas]) => canvas.isConnected)?.[1] ?? '';
  }

  /** @type {import('../elements/types.js').Paint} */
  #paint(canvas, { data, rows, columns, scale, limit, cellWidth, cellHeight, gap }) {
    const before = this.failure;
    try {
      this.engine?.paintMatrix(
        canvas, data, rows, columns, scale, limit, this.dark, cellWidth, cellHeight, gap, CANVAS_ROOM);
      this.#failures.delete(canvas);
    } catch (error) {
      this.#failures.set(canvas, error instanceof Error ? error.message : String(error));
    }
    for (const failed of this.#failures.keys()) {
      if (!failed.isConnected) this.#failures.delete(failed);
    }
    if (this.failure !== before) this.#onFailure();
  }
}
