// The models of one element: how far each is, and its trace of the newest text. Knows nothing of the document.

import { NewestOnly } from './inference.js';
import { modelOf } from './tasks.js';

/** @typedef {import('./types.js').ManifestModel} ManifestModel */
/** @typedef {import('./types.js').ModelState} ModelState */
/** @typedef {import('./types.js').Failure} Failure */

/**
 * @typedef {{
 *   readManifest: () => Promise<import('./types.js').Manifest>,
 *   loadModel: (entry: ManifestModel, onProgress: (received: number) => void) =>
 *     Promise<import('./types.js').ModelInfo>,
 *   runModel: (file: string, text: string) => Promise<import('./types.js').Trace>,
 * }} Inference
 */

/**
 * @typedef {{
 *   state: ModelState, newest: NewestOnly<string, import('./types.js').Trace> | null, opening: Promise<void> | null,
 * }} OpenModel
 */

export class Runs {
  #inference;
  #task;
  #onChange;
  #onAnswered;
  #text = '';
  #closed = false;
  /** @type {Map<string, OpenModel>} */
  #models = new Map();

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
   * @param {string} text what every ready model is to run, and what models opened later start with
   */
  setText(text) {
    this.#text = text;
    for (const model of this.#models.values()) this.#run(model);
  }

  /** Answers that come after this change nothing. */
  close() {
    this.#closed = true;
  }

  /** @param {OpenModel} model */
  async #load(model) {
    const { state } = model;
    try {
      const manifest = await this.#inference.readManifest().catch((error) => {
        throw failed('manifest', 'manifest.json', error);
      });
      const entry = modelOf(manifest, this.#task, state.attention);
      if (!entry) throw failed('unlisted', state.attention, this.#task);
      Object.assign(state, { status: 'loading', bytes: entry.bytes });
      state.info = await this.#inference.loadModel(entry, (received) => {
        state.received = received;
        this.#changed();
      });
      state.status = 'ready';
      model.newest = new NewestOnly((text) => this.#inference.runModel(entry.file, text));
    } catch (error) {
      const failure = /** @type {any} */ (error).failure ?? failed('file', state.attention, error).failure;
      Object.assign(state, { status: 'failed', failure });
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
      state.refusal = null;
      return;
    }
    try {
      const trace = await newest.ask(text);
      if (trace === null || text !== this.#text) return;
      Object.assign(state, { trace, answered: text, refusal: null });
    } catch (error) {
      if (text !== this.#text) return;
      Object.assign(state, { answered: text, refusal: error instanceof Error ? error.message : String(error) });
    }
    this.#changed();
    if (!this.#closed && this.#allAnswered()) this.#onAnswered();
  }

  #allAnswered() {
    return [...this.#models.values()]
      .every(({ state }) => state.status !== 'ready' || state.answered === this.#text);
  }

  #changed() {
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

/**
 * @param {Failure['kind']} kind
 * @param {string} subject
 * @param {unknown} reason
 */
function failed(kind, subject, reason) {
  return { failure: { kind, subject, reason: reason instanceof Error ? reason.message : String(reason) } };
}
