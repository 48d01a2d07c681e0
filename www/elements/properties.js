// Properties of elements and the attributes that they stand for.

import { BaseElement } from '../kit/base-element.js';
import { own, saving } from './saved.js';

/** An element whose page may name its theme. */
export class Themed extends BaseElement {
  /**
   * `auto`, `light` or `dark`.
   *
   * @returns {string}
   */
  get theme() {
    return this.getAttribute('theme') ?? 'auto';
  }

  /** @param {string | null | undefined} theme */
  set theme(theme) {
    reflect(this, 'theme', theme);
  }

  /**
   * A picture as an SVG file, for paper.
   *
   * @param {string} [name] of a score function: its map; `gates`; `unit`, the lines of the unit that is open. Without one the
   *   map, and of a panel the panel.
   * @param {{ ground?: 'white' | 'none' }} [options] ground: what it stands on, white if it is left out
   * @returns {Promise<string>}
   */
  async toSVG(name, options) {
    return (await saving()).svgOf(/** @type {any} */ (this), name, options);
  }

  /**
   * A picture as a file: a PNG of twice its size, or what `type` says.
   *
   * @param {string} [name] as in {@link toSVG}
   * @param {{ type?: 'image/png' | 'image/svg+xml' | 'text/csv' | 'application/json', ground?: 'white' | 'none' }} [options]
   * @returns {Promise<Blob>}
   */
  async toBlob(name, options) {
    return (await saving()).blobOf(/** @type {any} */ (this), name, options);
  }
}

/** What of a scope stands in its attributes, and what it does with files. */
export class Reflecting extends Themed {
  /**
   * What is shown, of `input outputs maps gates`; null for all.
   *
   * @returns {string | null}
   */
  get parts() {
    return this.getAttribute('parts');
  }

  /** @param {string | null | undefined} parts */
  set parts(parts) {
    reflect(this, 'parts', parts);
  }

  /**
   * `eager` or `lazy`.
   *
   * @returns {string}
   */
  get loading() {
    return this.getAttribute('loading') ?? 'eager';
  }

  /** @param {string | null | undefined} loading */
  set loading(loading) {
    reflect(this, 'loading', loading);
  }

  /** What the chosen model did, as docs/trace.md says. @returns {Promise<import('./types.js').TraceFile>} */
  get trace() {
    return saving().then(({ traceOf }) => traceOf(/** @type {any} */ (this)));
  }

  /**
   * Shows models of one's own: files as PyTorch writes them, or as this program does. Several that are each a model stand side
   * by side. Nothing of them leaves this machine.
   *
   * @param {import('./own/types.js').Bytes | import('./own/types.js').Bytes[]} files
   * @param {import('./own/types.js').LoadOptions} [options]
   * @returns {Promise<import('./loading.js').Outcome>} as `ready`; rejects where a file is no such model
   */
  async load(files, options) {
    return (await own()).load(/** @type {any} */ (this), files, options);
  }

  #drop = (/** @type {DragEvent} */ event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    // The browser would open it in place of the page.
    event.preventDefault();
    event.stopPropagation();
    const files = [...event.dataTransfer.files];
    if (files.length > 0) own().then(({ take }) => take(/** @type {any} */ (this), files));
  };

  /** Takes files that are dropped on it. */
  takeDropped() {
    this.addEventListener('dragover', this.#drop);
    this.addEventListener('drop', this.#drop);
  }
}

/**
 * Sets an attribute from a property.
 *
 * @param {Element} element
 * @param {string} name
 * @param {string | null | undefined} value nothing for its default
 */
export function reflect(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/**
 * Hands properties over that were set before the class was known: they hide the accessors.
 *
 * @param {any} element
 * @param {readonly string[]} names
 */
export function upgrade(element, names) {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}
