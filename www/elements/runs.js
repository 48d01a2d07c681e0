// The models of one element: how far each is, and its trace of the newest text. Knows nothing of the document.

import { failureOf, LoadError } from '../engine/causes.js';
import { NewestOnly } from '../engine/newest-only.js';
import { modelOf } from '../tasks/tasks.js';

/** @typedef {import('./types.js').ManifestModel} ManifestModel */
/** @typedef {import('./types.js').ModelState} ModelState */

/**
 * @typedef {{
 *   readManifest: () => Promise<import('./types.js').Manifest>,
 *   loadModel: (entry: ManifestModel, onProgress: (received: number) => void) =>
 *     Promise<import('./types.js').ModelInfo>,
 *   runModel: (entry: ManifestModel, text: string) => Promise<import('./types.js').Trace>,
 * }} Inference
 */

/**
 * @typedef {{
 *   state: ModelState, newest: NewestOnly<string, import('./types.js').Trace> | null, opening: Promise<void> | null,
 * }} OpenModel
 */

/** A model that has not moved for so many milliseconds does not keep the next one from loading. */
const STUCK = 3000;
/** Nor does one of which no more bytes are to come than arrive while the next is being asked for. */
const NEARLY = 200_000;
/** An answer that takes longer than so many milliseconds is told of. */
const LATE = 500;

export class Runs {
  #inference;
  #task;
  #onChange;
  #onAnswered;
  #text = '';
  #closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;
  /** @type {Map<string, OpenModel>} */
  #models = new Map();
  /** Who waits for a model to be nearly there. @type {Set<() => void>} */
  #watching = new Set();

  /**
   * @param {Inference} inference
   * @param {string} task
   * @param {{ onChange: () => void, onAnswered: () => void }} listeners onChange: some state has changed;
   *   onAnswered: every model that is ready has answered the newest text
   */
  constructor(inference, task, { onChange, onAnswered }) {
    this.#inference = inference;
    this.#task = task;
    this.#onChange = onChange;
    this.#onAnswered = onAnswered;
  }

  /**
   * How far a model is; undefined for one that was never opened.
   *
   * @param {string} attention
   */
  state(attention) {
    return this.#models.get(attention)?.state;
  }

  /**
   * Gives a model its place and says how large it is, before it is its turn to load.
   *
   * @param {string} attention
   */
  announce(attention) {
    const state = emptyState(attention);
    this.#models.set(attention, { state, newest: null, opening: null });
    this.#changed();
    this.#inference.readManifest().then((manifest) => {
      state.bytes = modelOf(manifest, this.#task, attention)?.bytes ?? 0;
      this.#changed();
    }, () => {
      // Said when the model is opened.
    });
  }

  /**
   * Loads a model and runs the newest text on it. Resolves when it has answered or has failed.
   *
   * @param {string} attention
   * @returns {Promise<void>}
   */
  open(attention) {
    const opened = this.#models.get(attention);
    if (opened?.opening && opened.state.status !== 'failed') return opened.opening;
    /** @type {OpenModel} */
    const model = opened?.state.status === 'waiting'
      ? opened : { state: emptyState(attention), newest: null, opening: null };
    this.#models.set(attention, model);
    const opening = this.#load(model);
    model.opening = opening;
    this.#changed();
    return opening;
  }

  /**
   * Opens models one after the other, so that each is there as soon as it can be; small ones all at once. Resolves when all of them have answered
   * or have failed.
   *
   * @param {string[]} attentions
   */
  async openInTurn(attentions) {
    const opening = [];
    for (const attention of attentions) {
      if (this.#closed) return;
      const opened = this.open(attention);
      opening.push(opened);
      await this.#openedOrStuck(attention, opened);
    }
    await Promise.all(opening);
  }

  /**
   * Resolves when a model is open, has nearly arrived, or no longer moves.
   *
   * @param {string} attention
   * @param {Promise<void>} opened
   * @returns {Promise<void>}
   */
  #openedOrStuck(attention, opened) {
    return new Promise((resolve) => {
      let before = 0;
      const watching = setInterval(() => {
        const received = this.state(attention)?.received ?? 0;
        if (received === before) resolve();
        before = received;
      }, STUCK);
      const look = () => {
        const state = this.state(attention);
        if (state?.status === 'loading' && state.bytes - state.received <= NEARLY) resolve();
      };
      this.#watching.add(look);
      look();
      // A timer that runs on would keep the element that has gone.
      opened.then(resolve).finally(() => {
        clearInterval(watching);
        this.#watching.delete(look);
      });
    });
  }

  /**
   * @param {string} text what every ready model is to run, and what models opened later start with
   */
  setText(text) {
    this.#text = text;
    for (const model of this.#models.values()) this.#run(model);
    clearTimeout(this.#late);
    if (this.#closed) return;
    this.#tellLate(false);
    this.#late = setTimeout(() => this.#tellLate(true), LATE);
  }

  /** @param {boolean} late whether the newest text has waited long for its answers */
  #tellLate(late) {
    let isNew = false;
    for (const { state } of this.#models.values()) {
      const isLate = late && state.status === 'ready' && state.answered !== this.#text;
      isNew ||= isLate;
      state.late = isLate;
    }
    if (isNew) this.#changed();
  }

  /** Answers that come after this change nothing. */
  close() {
    this.#closed = true;
    clearTimeout(this.#late);
  }

  /** @param {OpenModel} model */
  async #load(model) {
    const { state } = model;
    try {
      const manifest = await this.#inference.readManifest().catch((error) => {
        throw error instanceof LoadError ? error : new LoadError('manifest', 'manifest.json', error);
      });
      const entry = modelOf(manifest, this.#task, state.attention);
      if (!entry) throw new LoadError('unlisted', state.attention, this.#task);
      Object.assign(state, { status: 'loading', bytes: entry.bytes });
      state.info = await this.#inference.loadModel(entry, (received) => {
        state.received = received;
        this.#changed();
      });
      state.status = 'ready';
      model.newest = new NewestOnly((text) => this.#inference.runModel(entry, text));
    } catch (error) {
      Object.assign(state, { status: 'failed', failure: failureOf(error, 'file', state.attention) });
      this.#changed();
      return;
    }
    this.#changed();
    await this.#run(model);
  }

  /** @param {OpenModel} model */
  async #run({ state, newest }) {
    if (!newest) return;
    const text = this.#text;
    if (text === '') {
      newest.cancel();
      // What belonged to another text is no answer to none.
      Object.assign(state, { trace: null, answered: null, refusal: null, late: false });
      return;
    }
    try {
      const trace = await newest.ask(text);
      if (trace === null || text !== this.#text) return;
      // It may have failed for a text before, as its worker ended.
      Object.assign(state, { status: 'ready', trace, answered: text, refusal: null, late: false });
    } catch (error) {
      if (error instanceof LoadError) {
        // The worker has ended, and its models could not be loaded again.
        Object.assign(state, { status: 'failed', failure: error.failure, trace: null });
        this.#changed();
        return;
      }
      if (text !== this.#text) return;
      Object.assign(state, { answered: text, late: false, refusal: error instanceof Error ? error.message : String(error) });
    }
    this.#changed();
    if (!this.#closed && this.#allAnswered()) this.#onAnswered();
  }

  #allAnswered() {
    return [...this.#models.values()]
      .every(({ state }) => state.status !== 'ready' || state.answered === this.#text);
  }

  #changed() {
    for (const look of this.#watching) look();
    if (!this.#closed) this.#onChange();
  }
}

/**
 * @param {string} attention
 * @returns {ModelState}
 */
function emptyState(attention) {
  return {
    attention, status: 'waiting', bytes: 0, received: 0, trace: null, info: null, answered: null, refusal: null,
  };
}
