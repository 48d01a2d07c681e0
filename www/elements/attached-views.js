// The views that show more of what an element shows: what they are drawn from, what they keep for themselves, and what
// they ask. Knows of no panel.

import { startAnalysis } from '../engine/engine.js';
import { askModel, loadModel } from '../engine/inference.js';
import { readManifest } from '../engine/manifest.js';

/** @typedef {import('./questions.js').Questions} Questions */
/** @typedef {import('./view-element.js').SeqView} SeqView */

/**
 * What the element shows.
 *
 * @typedef {{
 *   state: import('./compose.js').State, actions: import('./compose.js').Actions,
 *   manifest: import('./types.js').Manifest | null, engine: import('./types.js').Engine | null,
 * }} Source engine: what pictures are painted with
 *
 * @typedef {Source & {
 *   analysis: import('./types.js').Analysis | null, panels: import('./types.js').PanelStates,
 *   setPanel: (name: string, written: Record<string, string>) => void, questions: Questions | null,
 * }} Shown questions: null before the first panel is there
 */

export class AttachedViews {
  /** What panels keep for themselves. @type {import('./types.js').PanelStates} */
  panels = {};

  /** Lets views load what they need. */
  wake = () => {};
  /**
   * Resolves with the first answer, or when there will be none. Before there is anything to show, what comes further down
   * stands high up, and would fetch what nobody looks at.
   *
   * @type {Promise<void>}
   */
  awake = new Promise((resolve) => {
    this.wake = () => resolve();
  });

  /** What the element shows. */
  source;
  #onPanelChange;
  /** @type {Set<SeqView>} */
  #views = new Set();
  /** @type {Questions | null} */
  #questions = null;
  /** Started when a view first comes into sight. @type {import('./types.js').Analysis | null} */
  #analysis = null;
  #frame = 0;
  /** Who waits for everything to be drawn. @type {(() => void)[]} */
  #waiting = [];

  /**
   * @param {() => Source | null} source null as long as the element shows nothing
   * @param {() => void} onPanelChange a panel keeps something else now
   */
  constructor(source, onPanelChange) {
    this.source = source;
    this.#onPanelChange = onPanelChange;
  }

  /**
   * From now on `view` is drawn whenever something that it may show has changed.
   *
   * @param {SeqView} view
   */
  attach(view) {
    this.#views.add(view);
    this.schedule();
  }

  /**
   * Has every view drawn for paper, near or not, or for the screen again.
   *
   * @param {boolean} isOnPaper
   */
  print(isOnPaper) {
    for (const view of this.#views) view.print(isOnPaper);
  }

  /** Paints what waits to come near. */
  finish() {
    for (const view of this.#views) view.finish();
  }

  /**
   * Has every view drawn, near or not, until {@link print} is called for the screen.
   *
   * @returns {Promise<void>} resolves when nothing that is shown is on its way
   */
  prepare() {
    for (const view of this.#views) view.prepare();
    this.schedule();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #settle() {
    if (this.#waiting.length === 0 || [...this.#views].some((view) => !view.isSettled)) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** @param {SeqView} view */
  detach(view) {
    this.#views.delete(view);
  }

  /** Fetches what answers questions, for the first view that comes into sight. */
  prepareQuestions() {
    if (this.#analysis) return;
    startAnalysis().then((analysis) => {
      this.#analysis = analysis;
      this.schedule();
    }, () => {
      // A question that needs it says what is missing.
    });
  }

  /**
   * Has the questions of panels answered.
   *
   * @param {typeof import('./questions.js').Questions} Answering their class, which comes with the first panel
   */
  answerWith(Answering) {
    this.#questions ??= new Answering(
      { readManifest: async () => this.source()?.manifest ?? readManifest(), loadModel, askModel }, () => this.schedule());
  }

  /** Loads again what could not be loaded for an answer, and asks again. */
  retry() {
    this.prepareQuestions();
    this.#questions?.retry();
    this.schedule();
  }

  /** Draws the views with the next frame. */
  schedule() {
    this.#frame ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const source = this.#views.size === 0 ? null : this.source();
    if (!source) return;
    /** @type {Shown} */
    const shown = {
      ...source, analysis: this.#analysis, panels: this.panels, questions: this.#questions,
      setPanel: (name, written) => this.#keep(name, written),
    };
    for (const view of this.#views) view.show(shown);
    this.#settle();
  }

  /**
   * @param {string} name
   * @param {Record<string, string>} written
   */
  #keep(name, written) {
    const { [name]: _, ...others } = this.panels;
    this.panels = Object.keys(written).length === 0 ? others : { ...others, [name]: written };
    this.#onPanelChange();
  }
}
