// What an element tells of itself: events to the page, and words to a screen reader.

/** @typedef {import('./types.js').ModelState} ModelState */
/** @typedef {import('./compose.js').State} State */

/** Screen readers are told of results when typing rests this long, in milliseconds. */
const REST = 700;

export class Telling {
  #element;
  #state;
  #speak;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest;

  /**
   * @param {HTMLElement} element
   * @param {() => State} state
   * @param {(say: import('./drawing.js').Say) => void} speak
   */
  constructor(element, state, speak) {
    this.#element = element;
    this.#state = state;
    this.#speak = speak;
  }

  /** @param {ModelState} model that is further than it was */
  progress(model) {
    const { attention, status, received, bytes } = model;
    this.#dispatch('progress', { attention, status, received, bytes });
    if (model.status === 'failed') this.#dispatch('error', { attention, ...model.failure });
  }

  /** @param {import('./loading.js').Outcome} outcome */
  ready(outcome) {
    this.#dispatch('ready', outcome);
  }

  /** The newest text has been answered. */
  answered() {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#speak(({ spokenResults }) => spokenResults(this.#state())), REST);
    const { models, text } = this.#state();
    const answers = models.filter((model) => model.trace && model.answered === text && model.refusal === null);
    if (answers.length === 0) return;
    const detail = Object.fromEntries(answers.map((model) => [model.attention, model.trace]));
    this.#dispatch('trace', detail, { bubbles: true, composed: true });
  }

  /**
   * What is pointed at now is more than the results of a moment ago.
   *
   * @param {import('./drawing.js').Say} say
   */
  pointed(say) {
    this.quiet();
    this.#speak(say);
  }

  /** Something that a link holds has changed. */
  changed() {
    if (this.#element.isConnected) this.#element.dispatchEvent(new Event('statechange'));
  }

  /** Nothing more is said of what was. */
  quiet() {
    clearTimeout(this.#rest);
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   * @param {EventInit} [options]
   */
  #dispatch(name, detail, options) {
    this.#element.dispatchEvent(new CustomEvent(name, { ...options, detail }));
  }
}
