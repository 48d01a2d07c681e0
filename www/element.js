// <seq-scope>: type a text, see what the models do with it. Attributes and properties `task`, `text`, `attention`
// and `lang`; promise `ready`; event `trace`, whose detail holds a trace for each attention type.

import { compose, layerOf, spokenCell, spokenGate, spokenResults } from './compose.js';
import { patch } from './dom.js';
import { startEngine } from './engine.js';
import { EXAMPLES } from './examples.js';
import { loadModel, runModel } from './inference.js';
import { readManifest } from './manifest.js';
import { sizeOf } from './matrix.js';
import { Runs } from './runs.js';
import {
  hoverCell, hoverGate, moveTo, NOTHING, pinCell, pinUnit, release, shownCell, walk, within,
} from './selection.js';
import { languageOf, stringsFor } from './strings.js';

/** @typedef {import('./types.js').Trace} Trace */
/** @typedef {import('./types.js').Selection} Selection */
/** @typedef {import('./types.js').PageState} PageState */
/** @typedef {import('./types.js').Scale} Scale */

const ATTENTIONS = ['dot', 'general', 'concat'];
const WITHOUT_TANH = 'concat_without_tanh';
/** Loaded before the others, and what the gates are shown of at first. */
const FIRST = 'general';
/** Screen readers are told of results when typing rests this long, in milliseconds. */
const REST = 700;

export class SeqScope extends HTMLElement {
  static observedAttributes = ['task', 'text', 'attention', 'lang'];

  #task = 'dates';
  /** @type {string | null} */
  #text = null;
  #attention = FIRST;
  #withoutTanh = false;
  /** @type {import('./types.js').GatesView} */
  #gatesView = { component: 'encoder', layer: 0, direction: 'forward' };
  /** @type {Selection} */
  #selection = NOTHING;
  /** A selection from outside waits for the first trace, which says whether it fits. */
  #selectionWaits = true;

  /** @type {Runs | null} */
  #runs = null;
  /** @type {import('./types.js').Engine | null} */
  #engine = null;
  #width = 0;
  #ratio = 1;
  #dark = false;
  #spoken = '';
  /** Why a picture could not be painted. */
  #paintFailure = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest;
  #frame = 0;
  #revealCursor = false;
  /** @type {(() => void)[]} */
  #disconnect = [];
  /** @type {(state: { loaded: string[], failed: string[] }) => void} */
  #resolveReady = () => {};

  #root = this.attachShadow({ mode: 'open' });
  #content = document.createElement('div');
  #probe = document.createElement('div');

  /**
   * Resolves when every model of the task has loaded and answered the text, or has failed.
   *
   * @type {Promise<{ loaded: string[], failed: string[] }>}
   */
  ready = this.#newReady();

  constructor() {
    super();
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = new URL('./element.css', import.meta.url).href;
    this.#content.className = 'scope';
    this.#probe.className = 'probe';
    this.#root.append(style, this.#probe, this.#content);
  }

  connectedCallback() {
    for (const name of /** @type {const} */ (['task', 'text', 'attention'])) this.#upgrade(name);
    this.#watch();
    this.#start();
  }

  disconnectedCallback() {
    for (const disconnect of this.#disconnect.splice(0)) disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    clearTimeout(this.#rest);
    this.#runs?.close();
    this.#runs = null;
  }

  /**
   * @param {'task' | 'text' | 'attention' | 'lang'} name
   * @param {string | null} _before
   * @param {string | null} value
   */
  attributeChangedCallback(name, _before, value) {
    if (name === 'lang') this.#schedule();
    else if (value !== null) this[name] = value;
  }

  /** Which models: `dates`. */
  get task() {
    return this.#task;
  }

  set task(task) {
    if (task === this.#task) return;
    this.#task = task;
    this.#resolveReady({ loaded: [], failed: [] });
    this.ready = this.#newReady();
    if (this.#runs) {
      this.#runs.close();
      this.#start();
    }
    this.#changed();
  }

  /** What the models read. */
  get text() {
    return this.#text ?? EXAMPLES[this.#task]?.[0]?.text ?? '';
  }

  set text(text) {
    if (text === this.#text) return;
    this.#text = String(text);
    this.#runs?.setText(this.text);
    this.#changed();
  }

  /** Whose gates are shown: `dot`, `general`, `concat` or `concat_without_tanh`. */
  get attention() {
    return this.#attention;
  }

  set attention(attention) {
    if (attention === this.#attention || ![...ATTENTIONS, WITHOUT_TANH].includes(attention)) return;
    this.#attention = attention;
    if (attention === WITHOUT_TANH) this.#showWithoutTanh(true);
    this.#changed();
  }

  /**
   * All that a link has to hold to come back to what is shown; `lang` is left to the page.
   *
   * @returns {PageState}
   */
  get state() {
    return {
      task: this.#task,
      text: this.#text,
      lang: null,
      attention: this.#attention === FIRST ? null : this.#attention,
      withoutTanh: this.#withoutTanh,
      ...this.#gatesView,
      cell: this.#selection.pinned,
      unit: this.#selection.unit,
    };
  }

  set state(state) {
    this.task = state.task;
    if (state.text === null) this.#text = null;
    else this.text = state.text;
    this.attention = state.attention ?? FIRST;
    this.#showWithoutTanh(state.withoutTanh || this.#attention === WITHOUT_TANH);
    const { component, layer, direction } = state;
    this.#gatesView = { component, layer, direction };
    this.#selection = { hover: null, pinned: state.cell, gate: null, unit: state.unit };
    this.#selectionWaits = true;
    this.#runs?.setText(this.text);
    this.#changed();
  }

  #newReady() {
    return new Promise((/** @type {(state: { loaded: string[], failed: string[] }) => void} */ resolve) => {
      this.#resolveReady = resolve;
    });
  }

  /**
   * A property that was set before the class was known hides the accessor; hands it over.
   *
   * @param {'task' | 'text' | 'attention'} name
   */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete (/** @type {any} */ (this)[name]);
    this[name] = value;
  }

  #start() {
    const runs = new Runs({ readManifest, loadModel, runModel }, this.#task, {
      onChange: () => this.#schedule(),
      onAnswered: () => this.#answered(),
    });
    this.#runs = runs;
    const resolve = this.#resolveReady;
    runs.setText(this.text);
    startEngine().then((engine) => {
      this.#engine = engine;
      this.#schedule();
    }, () => {
      // Each model's card says that the engine is not there.
    });
    const others = ATTENTIONS.filter((attention) => attention !== FIRST);
    for (const attention of others) runs.announce(attention);
    runs.open(FIRST)
      .then(() => Promise.all(this.#wanted().map((attention) => runs.open(attention))))
      .then(() => {
        this.#render();
        const isReady = (/** @type {string} */ attention) => runs.state(attention)?.status === 'ready';
        resolve({
          loaded: ATTENTIONS.filter(isReady),
          failed: ATTENTIONS.filter((attention) => !isReady(attention)),
        });
      });
  }

  /** Attention types that have a place on the page now. */
  #wanted() {
    return this.#withoutTanh ? [...ATTENTIONS, WITHOUT_TANH] : ATTENTIONS;
  }

  #answered() {
    const state = this.#composeState();
    const answers = state.models.filter((model) =>
      model.trace && model.answered === state.text && model.refusal === null);
    this.#keepSelectionWithin();
    this.#schedule();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#speak(spokenResults(this.#composeState())), REST);
    if (answers.length === 0) return;
    const detail = Object.fromEntries(answers.map((model) => [model.attention, model.trace]));
    this.dispatchEvent(new CustomEvent('trace', { detail, bubbles: true, composed: true }));
  }

  #keepSelectionWithin() {
    const traces = this.#wanted().flatMap((attention) => this.#runs?.state(attention)?.trace ?? []);
    if (traces.length === 0) return;
    const bounds = {
      rows: Math.max(...traces.map((trace) => trace.target.length)),
      columns: Math.max(...traces.map((trace) => trace.source.length)),
    };
    const before = this.#selection;
    this.#selection = within(before, bounds, this.#gateBounds() ?? { units: Infinity, steps: Infinity });
    this.#selectionWaits = false;
    if (before.pinned !== this.#selection.pinned || before.unit !== this.#selection.unit) this.#changed();
  }

  #gateBounds() {
    const trace = this.#runs?.state(this.#attention)?.trace;
    if (!trace) return null;
    const signal = layerOf(trace, this.#gatesView).signals[0];
    if (!signal) return null;
    const { rows: steps, columns: units } = sizeOf(signal.values);
    return { units, steps };
  }

  /** @param {boolean} shown */
  #showWithoutTanh(shown) {
    this.#withoutTanh = shown;
    if (shown) this.#runs?.open(WITHOUT_TANH);
    else if (this.#attention === WITHOUT_TANH) this.#attention = FIRST;
  }

  /** @param {string} words */
  #speak(words) {
    if (words === this.#spoken) return;
    this.#spoken = words;
    this.#schedule();
  }

  /** Something that a link holds has changed. */
  #changed() {
    this.#schedule();
    if (this.isConnected) this.dispatchEvent(new Event('statechange'));
  }

  /** @param {Selection} selection */
  #select(selection) {
    const before = this.#selection;
    if (selection === before) return;
    this.#selection = selection;
    if (selection.pinned !== before.pinned || selection.unit !== before.unit) this.#changed();
    else this.#schedule();
  }

  /** @type {import('./compose.js').Actions} */
  #actions = {
    type: (text) => {
      this.text = text;
    },
    retry: (attention) => {
      this.#runs?.open(attention);
      startEngine().then((engine) => {
        this.#engine = engine;
        this.#schedule();
      }, () => {});
    },
    showWithoutTanh: (shown) => {
      this.#showWithoutTanh(shown);
      this.#changed();
    },
    chooseAttention: (attention) => {
      this.attention = attention;
    },
    chooseGates: (view) => {
      this.#gatesView = view;
      this.#keepSelectionWithin();
      this.#changed();
    },
    hoverCell: (cell) => this.#select(hoverCell(this.#selection, cell)),
    pinCell: (cell) => this.#select(pinCell(this.#selection, cell)),
    walkMap: (event, attention) => this.#walkMap(event, attention),
    hoverGate: (gate) => this.#select(this.#linked(hoverGate(this.#selection, gate))),
    pinUnit: (unit) => this.#select(pinUnit(this.#selection, unit)),
    walkGates: (event) => this.#walkGates(event),
    hoverStep: (step) => {
      const { unit } = this.#selection;
      this.#actions.hoverGate(step === null || unit === null ? null : { unit, step });
    },
    focusMap: (event) => {
      if (!shownCell(this.#selection) && isByKeyboard(event)) {
        this.#select(hoverCell(this.#selection, { target: 0, source: 0 }));
      }
    },
    focusGates: (event) => {
      if (!this.#selection.gate && isByKeyboard(event)) this.#actions.hoverGate({ unit: 0, step: 0 });
    },
    scroll: (event) => this.#scrollAlike(/** @type {HTMLElement} */ (event.currentTarget)),
  };

  /**
   * Links the raster cell under the pointer to the attention maps: its step is a column or a row of them.
   *
   * @param {Selection} selection
   * @returns {Selection}
   */
  #linked(selection) {
    const { gate } = selection;
    if (!gate) return hoverCell(selection, null);
    return hoverCell(selection, this.#gatesView.component === 'encoder'
      ? { target: null, source: gate.step } : { target: gate.step, source: null });
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} attention
   */
  #walkMap(event, attention) {
    const trace = this.#runs?.state(attention)?.trace;
    if (!trace) return;
    const cell = shownCell(this.#selection);
    if (this.#releases(event)) return;
    if ((event.key === 'Enter' || event.key === ' ') && cell) {
      event.preventDefault();
      this.#select(pinCell(this.#selection, cell));
      return;
    }
    const { rows, columns } = sizeOf(trace.weights);
    const from = cell && { row: cell.target ?? 0, column: cell.source ?? 0 };
    const to = walk(event.key, from, { rows, columns });
    if (!to) return;
    event.preventDefault();
    this.#revealCursor = true;
    this.#select(moveTo(this.#selection, { target: to.row, source: to.column }));
    this.#speak(spokenCell(this.#composeState(), attention));
  }

  /** @param {KeyboardEvent} event */
  #walkGates(event) {
    const bounds = this.#gateBounds();
    if (!bounds || this.#releases(event)) return;
    const { gate } = this.#selection;
    if ((event.key === 'Enter' || event.key === ' ') && gate) {
      event.preventDefault();
      this.#select(pinUnit(this.#selection, gate.unit));
      return;
    }
    const to = walk(event.key, gate && { row: gate.unit, column: gate.step },
      { rows: bounds.units, columns: bounds.steps });
    if (!to) return;
    event.preventDefault();
    this.#revealCursor = true;
    this.#actions.hoverGate({ unit: to.row, step: to.column });
    this.#speak(spokenGate(this.#composeState()));
  }

  /** @param {KeyboardEvent} event */
  #releases(event) {
    if (event.key !== 'Escape') return false;
    this.#select(release());
    return true;
  }

  /**
   * Plots over the same tokens scroll together, so that linked cells stay in sight.
   *
   * @param {HTMLElement} scrolled
   */
  #scrollAlike(scrolled) {
    for (const plot of this.#root.querySelectorAll(`.plot[data-axis="${scrolled.dataset.axis}"]`)) {
      if (plot.scrollLeft !== scrolled.scrollLeft) plot.scrollLeft = scrolled.scrollLeft;
    }
  }

  /** Repaints when the size, the resolution or the colour scheme changes. */
  #watch() {
    const size = new ResizeObserver(([entry]) => {
      this.#width = Math.floor(entry?.contentRect.width ?? 0);
      this.#schedule();
    });
    size.observe(this.#content);
    const resolution = () => {
      this.#ratio = Math.max(1, devicePixelRatio);
      const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
      query.addEventListener('change', resolution, { once: true });
      forgetResolution = () => query.removeEventListener('change', resolution);
      this.#schedule();
    };
    let forgetResolution = () => {};
    resolution();
    // The style sheet gives the probe another colour in a dark scheme, whoever asks for it: the reader's system, the
    // page or the element's own style. A transition of that colour tells when it changes.
    const scheme = () => {
      const dark = getComputedStyle(this.#probe).color === 'rgb(255, 255, 255)';
      if (dark === this.#dark) return;
      this.#dark = dark;
      this.#schedule();
    };
    const style = /** @type {HTMLLinkElement} */ (this.#root.firstElementChild);
    this.#probe.addEventListener('transitionend', scheme);
    style.addEventListener('load', scheme);
    scheme();
    const keys = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape' && this.#selection !== NOTHING) this.#select(release());
    };
    document.addEventListener('keydown', keys);
    this.#disconnect.push(
      () => size.disconnect(),
      () => forgetResolution(),
      () => this.#probe.removeEventListener('transitionend', scheme),
      () => style.removeEventListener('load', scheme),
      () => document.removeEventListener('keydown', keys),
    );
  }

  #schedule() {
    if (this.#frame || !this.isConnected) return;
    this.#frame = requestAnimationFrame(() => this.#render());
  }

  #render() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#runs) return;
    if (this.#selectionWaits) this.#keepSelectionWithin();
    this.#content.lang = this.#language() === 'zh' ? 'zh-CN' : 'en';
    patch(this.#content, compose(this.#composeState(), this.#actions));
    if (this.#revealCursor) {
      this.#revealCursor = false;
      for (const cursor of this.#root.querySelectorAll('.plot:focus .cursor')) {
        cursor.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
    }
  }

  #language() {
    const tagged = /** @type {HTMLElement | null} */ (this.closest('[lang]'));
    return languageOf(this.lang || tagged?.lang);
  }

  /** @returns {import('./compose.js').State} */
  #composeState() {
    return {
      task: this.#task,
      text: this.text,
      attention: this.#attention,
      withoutTanh: this.#withoutTanh,
      gatesView: this.#gatesView,
      selection: this.#selection,
      models: this.#wanted().flatMap((attention) => this.#runs?.state(attention) ?? []),
      width: this.#width,
      ratio: this.#ratio,
      scheme: this.#engine && (this.#dark ? 'dark' : 'light'),
      strings: stringsFor(this.#language()),
      spoken: this.#spoken,
      paintFailure: this.#paintFailure,
      paint: (canvas, picture) => this.#paint(canvas, picture),
      stops: (scale) => this.#engine?.scaleStops(scale, this.#dark, 9) ?? ['transparent', 'transparent'],
    };
  }

  /** @type {import('./types.js').Paint} */
  #paint = (canvas, { data, rows, columns, scale, limit, cellWidth, cellHeight, gap }) => {
    try {
      this.#engine?.paintMatrix(canvas, data, rows, columns, scale, limit, this.#dark, cellWidth, cellHeight, gap);
    } catch (error) {
      this.#paintFailure = error instanceof Error ? error.message : String(error);
      this.#schedule();
    }
  };
}

/** @param {FocusEvent} event */
function isByKeyboard(event) {
  return /** @type {Element} */ (event.currentTarget).matches(':focus-visible');
}
