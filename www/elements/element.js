// <seq-scope>: type a text, see what the models do with it. Its attributes, properties and events are listed in
// interface.js.

import { actionsOf } from './actions.js';
import { AttachedViews } from './attached-views.js';
import { Chosen } from './chosen.js';
import { Drawing } from './drawing.js';
import { Gestures } from './gestures.js';
import { Loading } from './loading.js';
import { Reflecting, upgrade } from './properties.js';
import { own } from './saved.js';
import { announceScope, forgetScope } from './scopes.js';
import { shownState } from './shown-state.js';
import { Telling } from './telling.js';
import { startEngine } from '../engine/engine.js';
import { useCopies } from '../engine/starting.js';
import { WITHOUT_TANH } from '../tasks/tasks.js';

/** @typedef {import('./types.js').PageState} PageState */

/** How near the window an element is that loads when it is needed, in CSS pixels. */
const NEAR = 600;
/** Properties that may have been set before the class was known. */
const OWN = ['task', 'text', 'attention', 'parts', 'theme', 'loading'];

export class SeqScope extends Reflecting {
  static observedAttributes = ['task', 'text', 'attention', 'parts', 'theme', 'loading', 'lang', 'id', 'models', 'worker', 'model', 'vocabularies'];

  #chosen = new Chosen();
  #gestures = new Gestures(this.#chosen, {
    trace: (attention) => this.#loading.runs?.state(attention)?.trace ?? null,
    state: () => this.#composeState(),
  }, {
    onChange: (isLinked) => (isLinked ? this.#changed() : this.#drawing.schedule()),
    speak: (say) => this.#telling.pointed(say),
  });
  #loading = new Loading(this.#chosen, {
    onTask: () => this.#changed(),
    onChange: () => this.#drawing.schedule(),
    onProgress: (model) => this.#telling.progress(model),
    onAnswered: () => this.#answered(),
    // Whoever waited for the answers finds them.
    onLoaded: (outcome) => {
      this.#drawing.finish();
      this.views.wake();
      this.#telling.ready(outcome);
    },
  });

  #actions = actionsOf({
    element: this, chosen: this.#chosen, gestures: this.#gestures,
    open: (attention) => {
      this.#loading.open(attention);
      this.#startEngine();
    },
    chooseAttention: (attention) => this.#chooseAttention(attention),
    showWithoutTanh: (shown) => this.#showWithoutTanh(shown),
    follow: (event) => this.#drawing.follow(event),
    onChange: () => this.#changed(),
  });

  /** What is shown of this element elsewhere in the page. */
  views = new AttachedViews(
    () => (this.#isReady() ? {
      state: this.#composeState(), actions: this.#actions, manifest: this.#chosen.manifest, engine: this.#drawing.engine,
    } : null),
    () => this.#changed());

  #drawing = new Drawing(this, {
    isReady: () => this.#isReady(), state: () => this.#composeState(),
    actions: this.#actions, gestures: this.#gestures, views: this.views,
  });

  #telling = new Telling(this, () => this.#composeState(), (say) => this.#drawing.speak(say));
  #near = new IntersectionObserver((entries) => {
    if (entries.at(-1)?.isIntersecting) this.#start();
  }, { rootMargin: `${NEAR}px` });

  connectedCallback() {
    upgrade(this, OWN);
    this.takeDropped();
    this.#drawing.watch();
    announceScope(this);
    this.#begin();
  }

  disconnectedCallback() {
    forgetScope(this);
    this.#telling.quiet();
    this.#near.disconnect();
    this.#drawing.unwatch();
    this.#loading.stop();
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} value
   */
  attributeChangedCallback(name, before, value) {
    if (name === 'task') this.task = value;
    else if (name === 'text') this.text = /** @type {any} */ (value);
    else if (name === 'attention') this.attention = /** @type {any} */ (value);
    else if (name === 'theme') this.#drawing.look();
    else if (name === 'loading' && this.isConnected) this.#begin();
    else if (name === 'id' && this.isConnected) announceScope(this);
    else if (name === 'worker' && value) useCopies(value);
    else if (name === 'model' || name === 'vocabularies') {
      if (value !== before && this.#loading.isStarted) this.#bring();
    }
    else if (name === 'parts') {
      this.#chosen.nameParts(value);
      this.#show();
    } else if (name === 'models') {
      this.#chosen.folder = value;
      if (value !== before) this.#loading.restart();
    }
    this.#drawing.schedule();
  }

  /** Loads now, or when it comes near. */
  #begin() {
    if (this.loading === 'lazy' && !this.#loading.isStarted) this.#near.observe(this);
    else this.#start();
    this.#drawing.schedule();
  }

  #start() {
    this.#near.disconnect();
    if (this.#loading.isStarted) return;
    this.#startEngine();
    if (this.getAttribute('model')) this.#bring();
    else this.#loading.start();
  }

  /** Has the models come that the attribute names. */
  #bring() {
    own().then(({ bring }) => bring(this), (error) => this.#drawing.fail(error));
  }

  /**
   * Shows the models of a list that is nowhere but in this page; own/ has it.
   *
   * @param {string} folder
   * @param {import('./types.js').Manifest} manifest
   */
  adopt(folder, manifest) {
    this.#chosen.adopt(folder, manifest);
    this.#gestures.forget();
    this.#loading.changeTask();
    if (!this.#loading.isStarted) this.#loading.start();
    else if (!this.#loading.runs) this.#loading.restart();
    this.#changed();
  }

  /**
   * Resolves when every model of the task that loads by itself has loaded and answered the text, or has failed.
   *
   * @type {Promise<import('./loading.js').Outcome>}
   */
  get ready() {
    return this.#loading.ready;
  }

  /**
   * Which models: `dates`, `en-fr`, `en-zh`. Without one it is `en-fr` where the manifest has it; null until the
   * manifest is read.
   *
   * @returns {string | null}
   */
  get task() {
    return this.#chosen.task;
  }

  /** @param {string | null | undefined} task nothing for the default */
  set task(task) {
    if (!this.#chosen.chooseTask(task ?? null)) return;
    this.#gestures.forget();
    this.#drawing.speak(() => '');
    this.#loading.changeTask();
    this.#changed();
  }

  /**
   * What the models read; each task has its own.
   *
   * @returns {string}
   */
  get text() {
    return this.#chosen.text;
  }

  /** @param {string | null | undefined} text nothing for the first example of the task */
  set text(text) {
    const before = this.#chosen.typed;
    this.#chosen.typed = text === null || text === undefined ? null : String(text);
    if (this.#chosen.typed === before) return;
    this.#telling.quiet();
    this.#loading.runs?.setText(this.#chosen.text);
    this.#changed();
  }

  /**
   * Score functions, separated by spaces: whose gates are shown, and, where there are several or `parts` are named, all
   * that is shown. `dot`, `general`, `concat` or `concat_without_tanh`, with `-gru` or `-rnn` behind it for a model with
   * another cell. Of models of one's own a name stands for all that have this score function.
   *
   * @returns {string}
   */
  get attention() {
    return this.#chosen.named;
  }

  /** @param {string | null | undefined} attention nothing for the default */
  set attention(attention) {
    if (!this.#chosen.name(String(attention ?? ''))) return;
    this.#show();
    this.#changed();
  }

  /**
   * All that a link has to hold to come back to what is shown; `lang` is left to the page.
   *
   * @returns {PageState}
   */
  get state() {
    const { pinned: cell, unit } = this.#gestures.selection;
    return { ...this.#chosen.link, lang: null, cell, unit, panels: this.views.panels };
  }

  set state(state) {
    this.task = state.task;
    this.#chosen.typed = state.text;
    this.#chosen.pieces = state.pieces;
    this.#chooseAttention(state.attention ?? this.#chosen.first);
    this.#showWithoutTanh(state.withoutTanh || this.#chosen.attention === WITHOUT_TANH);
    const { component, layer, direction } = state;
    this.#chosen.gatesView = { component, layer, direction };
    this.#gestures.restore(state);
    this.views.panels = state.panels;
    this.#loading.runs?.setText(this.#chosen.text);
    this.#changed();
  }

  /** @param {string} attention whose gates are shown now */
  #chooseAttention(attention) {
    if (!this.#chosen.chooseAttention(attention)) return;
    this.#show();
    this.#changed();
  }

  /** Something else is shown now; what is asked for does not wait for its turn. */
  #show() {
    if (this.#chosen.task === null) return;
    this.#loading.runs?.open(this.#chosen.attention);
    this.#loading.openWanted();
  }

  #isReady() {
    return this.#loading.runs !== null && this.task !== null;
  }

  #startEngine() {
    startEngine().then((engine) => this.#drawing.paintWith(engine), () => {
      // Each model's card says that the engine is not there.
    });
  }

  #answered() {
    this.#chosen.settleFirst();
    this.#gestures.keepWithin();
    this.#drawing.schedule();
    this.views.wake();
    this.#telling.answered();
  }

  /** @param {boolean} shown */
  #showWithoutTanh(shown) {
    this.#chosen.withoutTanh = shown;
    if (shown) this.#loading.runs?.open(WITHOUT_TANH);
  }

  /** Something that a link holds has changed. */
  #changed() {
    this.#drawing.schedule();
    this.#telling.changed();
  }

  #composeState() {
    return shownState(this.#chosen, this.#loading, this.#gestures.selection, this.#drawing.around());
  }
}
