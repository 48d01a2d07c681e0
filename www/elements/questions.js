// What panels ask of models: one answer for each question of a panel, and the newest question first. Knows nothing of
// the document.

import { LoadError } from '../engine/causes.js';
import { contextOf, ownOf, writtenOf } from './panel-context.js';
import { pictureButton } from './picture-button.js';
import { NewestOnly } from '../engine/newest-only.js';
import { keyOf, modelOf } from '../tasks/tasks.js';

/** @typedef {import('./types.js').Question} Question */
/** @typedef {import('./types.js').Answer} Answer */

/** Answers that are kept, so that what is taken back is there at once. */
const KEPT = 24;
/** How long a question stays the same before it is asked, if it is one that rests, in milliseconds. */
const REST = 300;

/**
 * @typedef {{
 *   readManifest: () => Promise<import('./types.js').Manifest>,
 *   loadModel: (entry: import('./types.js').ManifestModel, onProgress: (received: number) => void) => Promise<unknown>,
 *   askModel: (entry: import('./types.js').ManifestModel, method: string, args: unknown[]) => Promise<any>,
 * }} Inference
 */

/**
 * @typedef {{
 *   asked: string, task: string | undefined, answer: Answer, newest: NewestOnly<Question, any>,
 *   rest?: ReturnType<typeof setTimeout>,
 *   cause?: import('./types.js').Failure | null,
 * }} Slot cause: of its failure, where something could not be loaded
 */

export class Questions {
  // What else comes with the first panel, and not before.
  pictureButton = pictureButton;
  contextOf = contextOf;
  ownOf = ownOf;
  writtenOf = writtenOf;
  #inference;
  #onChange;
  /** By panel and name of the question. @type {Map<string, Slot>} */
  #slots = new Map();
  /** By question. @type {Map<string, any>} */
  #kept = new Map();

  /**
   * @param {Inference} inference
   * @param {() => void} onChange an answer has come
   */
  constructor(inference, onChange) {
    this.#inference = inference;
    this.#onChange = onChange;
  }

  /**
   * What is known of a question; asks it if it is new.
   *
   * @param {string} panel
   * @param {string} name
   * @param {Question} question with its model
   * @param {string} [task] that the panel shows; the question may be of the same model in every task
   * @returns {Answer}
   */
  answer(panel, name, question, task = question.model?.task) {
    const place = `${panel} ${name}`;
    let slot = this.#slots.get(place);
    if (!slot) {
      slot = {
        asked: '', task, answer: { value: null, stale: true, failure: null },
        newest: new NewestOnly((/** @type {Question} */ asked) => this.#ask(asked)),
      };
      this.#slots.set(place, slot);
    }
    const asked = JSON.stringify(question);
    if (asked !== slot.asked) {
      const isFirst = slot.asked === '';
      slot.asked = asked;
      // What was said of another task is not shown of this one.
      if (task !== slot.task) slot.answer = { value: null, stale: true, failure: null };
      slot.task = task;
      this.#start(slot, question, asked, isFirst);
    }
    return slot.answer;
  }

  /**
   * What could not be loaded for the questions of a panel.
   *
   * @param {string} panel
   * @returns {import('./types.js').Failure | null}
   */
  cause(panel) {
    for (const [place, { cause }] of this.#slots) {
      if (cause && place.startsWith(`${panel} `)) return cause;
    }
    return null;
  }

  /** Asks again what could not be asked, when it is asked for next. */
  retry() {
    for (const slot of this.#slots.values()) {
      if (!slot.cause) continue;
      slot.cause = null;
      slot.asked = '';
      slot.answer = { value: null, stale: true, failure: null };
    }
  }

  /**
   * @param {Slot} slot
   * @param {Question} question
   * @param {string} asked
   * @param {boolean} isFirst whether nothing was asked in its place before
   */
  #start(slot, question, asked, isFirst) {
    clearTimeout(slot.rest);
    slot.cause = null;
    if (this.#kept.has(asked)) {
      slot.newest.cancel();
      slot.answer = { value: this.#kept.get(asked), stale: false, failure: null };
      return;
    }
    slot.answer = { ...slot.answer, stale: true, failure: null };
    if (question.rests && !isFirst) slot.rest = setTimeout(() => this.#send(slot, question, asked), REST);
    else this.#send(slot, question, asked);
  }

  /**
   * @param {Slot} slot
   * @param {Question} question
   * @param {string} asked
   */
  #send(slot, question, asked) {
    slot.newest.ask(question).then((value) => {
      if (value === null || slot.asked !== asked) return;
      slot.answer = { value, stale: false, failure: null };
      this.#keep(asked, value);
      this.#onChange();
    }, (error) => {
      if (slot.asked !== asked) return;
      const failure = error instanceof Error ? error.message : String(error);
      slot.answer = { value: null, stale: false, failure };
      slot.cause = error instanceof LoadError ? error.failure : null;
      this.#onChange();
    });
  }

  /**
   * @param {string} asked
   * @param {any} value
   */
  #keep(asked, value) {
    this.#kept.set(asked, value);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** @param {Question} question */
  async #ask({ method, args, model }) {
    if (!model) throw new Error(`${method}: expected a model to ask`);
    const manifest = await this.#inference.readManifest();
    const entry = modelOf(manifest, model.task, keyOf(model));
    if (!entry) throw new Error(`${model.task}, ${model.attention}, ${model.rnn}: the manifest has no such model`);
    await this.#inference.loadModel(entry, () => {});
    return this.#inference.askModel(entry, method, args);
  }
}
