// What an element loads: the manifest, then the models of its task one by one, so that each is there as soon as it
// can be.

import { FALLBACK_TASK } from './chosen.js';
import { Runs } from './runs.js';
import { loadModel, runModel } from '../engine/inference.js';
import { mayPass } from '../engine/causes.js';
import { readManifest, watchManifest } from '../engine/manifest.js';
import { forgetOldModels } from '../engine/model-files.js';
import { defaultTask } from '../tasks/tasks.js';

/** @typedef {{ loaded: string[], failed: string[] }} Outcome attention types of the models */
/** @typedef {import('./types.js').ModelState} ModelState */

/**
 * @typedef {{
 *   onTask: () => void, onChange: () => void, onProgress: (model: ModelState) => void, onAnswered: () => void,
 *   onLoaded: (outcome: Outcome) => void,
 * }} Listeners onTask: the task is known now; onChange: something that is shown of a model has changed; onProgress: a
 *   model is further than it was, or has failed; onAnswered: every model that is ready has answered the newest text;
 *   onLoaded: all that loads by itself has answered or has failed
 */

export class Loading {
  /** The models of the task; null until it is known, and while nothing is loaded. @type {Runs | null} */
  runs = null;
  /** @type {Promise<Outcome>} */
  ready;
  /** @type {(outcome: Outcome) => void} */
  #resolve = () => {};
  #isStarted = false;
  #isSettled = false;
  #unwatch = () => {};
  /** Whose models have been opened. @type {Runs | null} */
  #opened = null;
  #chosen;
  #listeners;
  /** How far each model was when that was told last. @type {Map<string, string>} */
  #told = new Map();

  /**
   * @param {import('./chosen.js').Chosen} chosen
   * @param {Listeners} listeners
   */
  constructor(chosen, listeners) {
    this.#chosen = chosen;
    this.#listeners = listeners;
    this.ready = this.#newReady();
  }

  start() {
    this.#isStarted = true;
    if (this.#isSettled) this.ready = this.#newReady();
    const { folder, task } = this.#chosen;
    this.runs = task === null ? null : this.#newRuns(task);
    this.#unwatch = watchManifest(folder, (manifest) => this.#learn(manifest));
    // With the network everything that it kept away comes back.
    addEventListener('online', this.#retryPassing);
    const runs = this.runs;
    readManifest(folder).catch(() => {
      // Meanwhile it may have been stopped, or been given another task.
      if (!this.#isStarted || this.runs !== runs) return;
      if (this.#chosen.settleTask(FALLBACK_TASK)) this.#listeners.onTask();
      this.#begin();
    });
  }

  stop() {
    this.#isStarted = false;
    this.#unwatch();
    removeEventListener('online', this.#retryPassing);
    const outcome = this.#outcome();
    this.runs?.close();
    this.runs = null;
    // One that is moved is put back at once; one that is not has nothing more to wait for.
    queueMicrotask(() => {
      if (!this.#isStarted) this.#settle(outcome);
    });
  }

  /** Loads the models of another task. */
  changeTask() {
    this.#settle({ loaded: [], failed: [] });
    this.ready = this.#newReady();
    // What waits for the manifest takes the task that it finds then.
    if (this.runs) this.restart();
  }

  /** Loads everything anew, from another folder for example. */
  restart() {
    if (!this.#isStarted) return;
    this.#unwatch();
    this.runs?.close();
    this.#opened = null;
    this.start();
  }

  get isStarted() {
    return this.#isStarted;
  }

  /**
   * How far a model is; undefined for one that is not asked for. Before anything is, all of them wait.
   *
   * @param {string} attention
   * @returns {ModelState | undefined}
   */
  state(attention) {
    if (this.runs) return this.runs.state(attention);
    return {
      attention, status: 'waiting', bytes: 0, received: 0, trace: null, info: null, answered: null, refusal: null,
    };
  }

  /** Loads what is wanted now and was not before. */
  openWanted() {
    for (const attention of this.#chosen.wanted()) {
      if (this.runs && !this.runs.state(attention)) this.runs.open(attention);
    }
  }

  /**
   * Loads a model that is asked for. If it is tried again, so is all that failed in the same way or for the same file.
   *
   * @param {string} attention
   */
  open(attention) {
    const failure = failureOf(this.runs?.state(attention));
    this.runs?.open(attention);
    if (!failure) return;
    this.#retry((other) => other.kind === failure.kind || other.subject === failure.subject);
  }

  #retryPassing = () => this.#retry(({ kind }) => mayPass(kind, undefined));

  /** @param {(failure: import('./types.js').Failure) => boolean} isTried */
  #retry(isTried) {
    for (const attention of this.#chosen.wanted()) {
      const failure = failureOf(this.runs?.state(attention));
      if (failure && isTried(failure)) this.runs?.open(attention);
    }
  }

  /**
   * What there is has become known, or known at last.
   *
   * @param {import('./types.js').Manifest} manifest
   */
  #learn(manifest) {
    this.#chosen.manifest = manifest;
    if (this.#chosen.settleTask(defaultTask(manifest))) {
      this.runs?.close();
      this.runs = null;
      this.#listeners.onTask();
    }
    this.#begin();
    this.#retry(({ subject }) => subject === 'manifest.json');
    this.#listeners.onChange();
  }

  #begin() {
    const { task } = this.#chosen;
    if (task === null) return;
    this.runs ??= this.#newRuns(task);
    if (this.#opened === this.runs) return;
    this.#opened = this.runs;
    this.#open(this.runs);
  }

  /** Whether the reader has asked the browser to spare data: models then load one by one as they are asked for. */
  get onDemand() {
    return Boolean(/** @type {any} */ (navigator).connection?.saveData);
  }

  #newReady() {
    this.#isSettled = false;
    return new Promise((/** @type {(outcome: Outcome) => void} */ resolve) => {
      this.#resolve = resolve;
    });
  }

  /** @param {Outcome} outcome */
  #settle(outcome) {
    this.#isSettled = true;
    this.#resolve(outcome);
  }

  /** @returns {Outcome} */
  #outcome() {
    const those = (/** @type {string} */ status) =>
      this.#chosen.wanted().filter((attention) => this.runs?.state(attention)?.status === status);
    return { loaded: those('ready'), failed: those('failed') };
  }

  /** @param {string} task */
  #newRuns(task) {
    const { onAnswered } = this.#listeners;
    this.#told.clear();
    const runs = new Runs({ readManifest: () => readManifest(this.#chosen.folder), loadModel, runModel }, task,
      { onChange: () => this.#changed(), onAnswered });
    runs.setText(this.#chosen.text);
    for (const attention of this.#chosen.wanted()) runs.announce(attention);
    return runs;
  }

  /** Tells how far models are, once for each step. */
  #changed() {
    const { onChange, onProgress } = this.#listeners;
    for (const attention of this.runs ? this.#chosen.wanted() : []) {
      const model = this.runs?.state(attention);
      const far = `${model?.status} ${model?.received}`;
      if (!model || model.status === 'waiting' || far === this.#told.get(attention)) continue;
      this.#told.set(attention, far);
      onProgress(model);
    }
    onChange();
  }

  /** @param {Runs} runs */
  async #open(runs) {
    const { first, attention } = this.#chosen;
    const wanted = this.onDemand ? [first, attention] : [first, ...this.#chosen.wanted()];
    await runs.openInTurn([...new Set(wanted)]);
    if (this.runs !== runs) return;
    const outcome = this.#outcome();
    this.#listeners.onLoaded(outcome);
    this.#settle(outcome);
    if (this.#chosen.manifest) forgetOldModels(this.#chosen.manifest);
  }
}

/** @param {import('./types.js').ModelState | undefined} state */
function failureOf(state) {
  return state?.status === 'failed' ? state.failure : null;
}
