// The views that show more of what an element shows: what they are drawn from, what they keep for themselves, and what
// they ask. Knows of no panel.

import { startAnalysis } from './engine.js';
import { askModel, loadModel } from './inference.js';
import { readManifest } from './manifest.js';
import { Questions } from './questions.js';

/** @typedef {import('./view-element.js').SeqView} SeqView */

/**
 * What the element shows.
 *
 * @typedef {{
 *   state: import('./compose.js').State, actions: import('./compose.js').Actions,
 *   manifest: import('./types.js').Manifest | null,
 * }} Source
 *
 * @typedef {Source & {
 *   analysis: import('./types.js').Analysis | null, panels: import('./types.js').PanelStates,
 *   setPanel: (name: string, written: Record<string, string>) => void, questions: Questions,
 * }} Shown
 */

export class AttachedViews {
  /** What panels keep for themselves. @type {import('./types.js').PanelStates} */
  panels = {};

  #source;
  #onPanelChange;
  /** @type {Set<SeqView>} */
  #views = new Set();
  #questions = new Questions({ readManifest, loadModel, askModel }, () => this.schedule());
  /** Started when a view first comes into sight. @type {import('./types.js').Analysis | null} */
  #analysis = null;
  #frame = 0;

  /**
   * @param {() => Source | null} source null as long as the element shows nothing
   * @param {() => void} onPanelChange a panel keeps something else now
   */
  constructor(source, onPanelChange) {
    this.#source = source;
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

  /** Draws the views with the next frame. */
  schedule() {
    this.#frame ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const source = this.#views.size === 0 ? null : this.#source();
    if (!source) return;
    /** @type {Shown} */
    const shown = {
      ...source, analysis: this.#analysis, panels: this.panels, questions: this.#questions,
      setPanel: (name, written) => this.#keep(name, written),
    };
    for (const view of this.#views) view.show(shown);
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
