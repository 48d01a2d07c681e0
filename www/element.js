// <seq-scope>: type a text, see what the models do with it. Attributes and properties `task`, `text`, `attention`
// and `lang`; promise `ready`; event `trace`, whose detail holds a trace for each attention type.

import { AttachedViews } from './attached-views.js';
import { cellOfStep, compose } from './compose.js';
import { patch } from './dom.js';
import { startEngine } from './engine.js';
import { examplesOf } from './examples/index.js';
import { gridOf, movedCell } from './grid.js';
import { loadModel, runModel } from './inference.js';
import { layerOf } from './layers.js';
import { LinkedScrolling } from './linked-scrolling.js';
import { readManifest } from './manifest.js';
import { sizeOf } from './matrix.js';
import { forgetOldModels } from './model-files.js';
import { Palette } from './palette.js';
import { Runs } from './runs.js';
import {
  hoverCell, hoverGate, moveTo, NOTHING, pinCell, pinUnit, release, shownCell, walk, within,
} from './selection.js';
import { Sight } from './sight.js';
import { spokenCell, spokenGate, spokenResults } from './spoken.js';
import { languageOf, stringsFor } from './strings.js';
import { watchSurroundings } from './surroundings.js';
import { defaultTask, modelOf, otherCells, partsOf, taskNamed, tasksOf } from './tasks.js';

/** @typedef {import('./types.js').Trace} Trace */
/** @typedef {import('./types.js').Selection} Selection */
/** @typedef {import('./types.js').PageState} PageState */

const ATTENTIONS = ['dot', 'general', 'concat'];
const WITHOUT_TANH = 'concat_without_tanh';
/** Loaded before the others, and what the gates are shown of at first. */
const FIRST = 'general';
/** For where the manifest, which says what there is, cannot be read. */
const FALLBACK_TASK = 'dates';
/** Style sheets of the element, by what they style; the first holds what the others use. */
const STYLES = ['base', 'controls', 'entry', 'outputs', 'plots', 'maps', 'gates'];
/** Screen readers are told of results when typing rests this long, in milliseconds. */
const REST = 700;

export class SeqScope extends HTMLElement {
  static observedAttributes = ['task', 'text', 'attention', 'lang'];

  /** @type {string | null} null until it is chosen or the manifest has said what there is */
  #task = null;
  /** Whether the reader or the page has chosen the task, so that a link has to name it. */
  #taskIsChosen = false;
  /** What is typed for each task; the empty name stands for one that is not known yet. @type {Map<string, string>} */
  #texts = new Map();
  /** @type {import('./types.js').Manifest | null} */
  #manifest = null;
  #pieces = false;
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
  #surroundings = { width: 0, ratio: 1 };
  #spoken = '';
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
  #sight = new Sight(this, () => this.#draw());
  #palette = new Palette(() => this.#schedule());
  #scrolling = new LinkedScrolling(this.#root);

  /**
   * Resolves when every model of the task that loads by itself has loaded and answered the text, or has failed.
   *
   * @type {Promise<{ loaded: string[], failed: string[] }>}
   */
  ready = this.#newReady();

  /** What is shown of this element elsewhere in the page. */
  views = new AttachedViews(
    () => (this.#runs && this.#task !== null
      ? { state: this.#composeState(), actions: this.#actions, manifest: this.#manifest } : null),
    () => this.#changed());

  constructor() {
    super();
    const styles = STYLES.map((name) => {
      const style = document.createElement('link');
      style.rel = 'stylesheet';
      style.href = new URL(`./styles/${name}.css`, import.meta.url).href;
      return style;
    });
    this.#content.className = 'scope';
    this.#probe.className = 'probe';
    this.#root.append(...styles, this.#probe, this.#content);
  }

  connectedCallback() {
    for (const name of /** @type {const} */ (['task', 'text', 'attention'])) this.#upgrade(name);
    this.#watch();
    this.#sight.watch();
    this.#start();
  }

  disconnectedCallback() {
    for (const disconnect of this.#disconnect.splice(0)) disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    clearTimeout(this.#rest);
    this.#sight.unwatch();
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

  /**
   * Which models: `dates`, `en-fr`, `en-zh`. Without one it is `en-fr` where the manifest has it; null until the
   * manifest is read.
   *
   * @returns {string | null}
   */
  get task() {
    return this.#task;
  }

  set task(task) {
    if (task !== null) this.#taskIsChosen = true;
    if (task === this.#task || (task === null && !this.#taskIsChosen)) return;
    if (task === null) this.#taskIsChosen = false;
    this.#task = task ?? (this.#manifest && defaultTask(this.#manifest));
    this.#adoptText();
    this.#selection = NOTHING;
    // Other cells are there for some tasks only.
    if (!ATTENTIONS.includes(this.#attention)) this.#attention = FIRST;
    this.#resolveReady({ loaded: [], failed: [] });
    this.ready = this.#newReady();
    // What waits for the manifest takes the task that it finds then.
    if (this.#runs) {
      this.#runs.close();
      this.#start();
    }
    this.#changed();
  }

  /** What the models read; each task has its own. */
  get text() {
    return this.#texts.get(this.#task ?? '') ?? examplesOf(this.#task)[0]?.text ?? '';
  }

  set text(text) {
    if (text === this.#texts.get(this.#task ?? '')) return;
    this.#texts.set(this.#task ?? '', String(text));
    this.#runs?.setText(this.text);
    this.#changed();
  }

  /**
   * Whose gates are shown: `dot`, `general`, `concat` or `concat_without_tanh`, with `-gru` or `-rnn` behind it for a
   * model with another cell, which has a map of its own as long as it is chosen.
   */
  get attention() {
    return this.#attention;
  }

  set attention(attention) {
    if (attention === this.#attention || ![...ATTENTIONS, WITHOUT_TANH].includes(partsOf(attention).attention)) return;
    this.#attention = attention;
    if (attention === WITHOUT_TANH) this.#showWithoutTanh(true);
    // What is asked for does not wait for its turn.
    else this.#runs?.open(attention);
    this.#changed();
  }

  /**
   * All that a link has to hold to come back to what is shown; `lang` is left to the page.
   *
   * @returns {PageState}
   */
  get state() {
    const typed = this.#texts.get(this.#task ?? '') ?? null;
    return {
      // A text is for its task, whatever the default will be.
      task: this.#taskIsChosen || typed !== null ? this.#task : null,
      text: typed,
      lang: null,
      attention: this.#attention === FIRST ? null : this.#attention,
      withoutTanh: this.#withoutTanh,
      pieces: this.#pieces,
      ...this.#gatesView,
      cell: this.#selection.pinned,
      unit: this.#selection.unit,
      panels: this.views.panels,
    };
  }

  set state(state) {
    this.task = state.task;
    if (state.text === null) this.#texts.delete(this.#task ?? '');
    else this.text = state.text;
    this.#pieces = state.pieces;
    this.attention = state.attention ?? FIRST;
    this.#showWithoutTanh(state.withoutTanh || this.#attention === WITHOUT_TANH);
    const { component, layer, direction } = state;
    this.#gatesView = { component, layer, direction };
    this.#selection = { hover: null, pinned: state.cell, gate: null, unit: state.unit };
    this.views.panels = state.panels;
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
    const own = /** @type {any} */ (this);
    const value = own[name];
    delete own[name];
    own[name] = value;
  }

  /** A text that was set before the task was known is the task's. */
  #adoptText() {
    const text = this.#texts.get('');
    if (this.#task === null || text === undefined) return;
    this.#texts.delete('');
    this.#texts.set(this.#task, text);
  }

  #start() {
    this.#startEngine();
    const preferred = readManifest().then((manifest) => {
      this.#manifest = manifest;
      return defaultTask(manifest);
    }, () => FALLBACK_TASK);
    const runs = this.#task === null ? null : this.#newRuns(this.#task);
    this.#runs = runs;
    preferred.then((task) => {
      // Meanwhile the element may have been taken out, or been given another task.
      if (!this.isConnected || this.#runs !== runs) return;
      if (this.#task === null) {
        this.#task = task;
        this.#adoptText();
        this.#changed();
      }
      this.#runs ??= this.#newRuns(this.#task);
      this.#open(this.#runs, this.#resolveReady);
    });
  }

  /** @param {string} task */
  #newRuns(task) {
    const runs = new Runs({ readManifest, loadModel, runModel }, task, {
      onChange: () => this.#schedule(),
      onAnswered: () => this.#answered(),
    });
    runs.setText(this.text);
    for (const attention of ATTENTIONS) runs.announce(attention);
    return runs;
  }

  #startEngine() {
    startEngine().then((engine) => {
      this.#palette.engine = engine;
      this.#schedule();
    }, () => {
      // Each model's card says that the engine is not there.
    });
  }

  /**
   * Opens the first model, and then the others one by one, so that each is there as soon as it can be.
   *
   * @param {Runs} runs
   * @param {(state: { loaded: string[], failed: string[] }) => void} resolve
   */
  async #open(runs, resolve) {
    const isReady = (/** @type {string} */ attention) => runs.state(attention)?.status === 'ready';
    const hasFailed = (/** @type {string} */ attention) => runs.state(attention)?.status === 'failed';
    await runs.open(FIRST);
    for (const attention of this.#onDemand() ? [this.#attention] : this.#wanted()) {
      if (this.#runs !== runs) return;
      await runs.open(attention);
    }
    this.#render();
    // Whoever waited for the answers finds them, in sight or not.
    this.#sight.finish();
    resolve({ loaded: ATTENTIONS.filter(isReady), failed: ATTENTIONS.filter(hasFailed) });
    if (this.#manifest) forgetOldModels(this.#manifest);
  }

  /** Whether the reader has asked the browser to spare data: models then load one by one as they are asked for. */
  #onDemand() {
    return Boolean(/** @type {any} */ (navigator).connection?.saveData);
  }

  /** @returns {import('./types.js').GridUnit} */
  #unit() {
    if (!taskNamed(this.#task ?? '').pieces) return 'characters';
    return this.#pieces ? 'pieces' : 'words';
  }

  /** The map of a model, if it has answered. @param {string} attention */
  #grid(attention) {
    const trace = this.#runs?.state(attention)?.trace;
    return trace ? gridOf(trace, this.#unit()) : null;
  }

  #offersWithoutTanh() {
    return modelOf(this.#manifest, this.#task ?? '', WITHOUT_TANH) !== undefined;
  }

  /** Attention types that have a place on the page now. */
  #wanted() {
    const others = otherCells(this.#manifest, this.#task ?? '').filter((key) => key === this.#attention);
    return [...ATTENTIONS, ...this.#withoutTanh && this.#offersWithoutTanh() ? [WITHOUT_TANH] : [], ...others];
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
    const grids = this.#wanted().flatMap((attention) => this.#grid(attention) ?? []);
    if (grids.length === 0) return;
    const bounds = {
      rows: Math.max(...grids.map((grid) => grid.target.length)),
      columns: Math.max(...grids.map((grid) => grid.source.length)),
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
    open: (attention) => {
      this.#runs?.open(attention);
      this.#startEngine();
    },
    chooseTask: (task) => {
      this.task = task;
    },
    chooseUnit: (unit) => this.#chooseUnit(unit === 'pieces'),
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
    scroll: (event) => this.#scrolling.follow(/** @type {HTMLElement} */ (event.currentTarget)),
  };

  /**
   * Links the raster cell under the pointer to the attention maps: its step is a column or a row of them.
   *
   * @param {Selection} selection
   * @returns {Selection}
   */
  #linked(selection) {
    const { gate } = selection;
    const grid = this.#grid(this.#attention);
    return hoverCell(selection, gate && grid ? cellOfStep(grid, this.#gatesView, gate.step) : null);
  }

  /**
   * Shows maps by words or by pieces; what was selected stays so.
   *
   * @param {boolean} pieces
   */
  #chooseUnit(pieces) {
    const before = this.#grid(this.#attention);
    this.#pieces = pieces;
    const now = this.#grid(this.#attention);
    const moved = (/** @type {import('./types.js').Cell | null} */ cell) =>
      cell && before && now && movedCell(cell, before, now);
    const { hover, pinned } = this.#selection;
    this.#selection = { ...this.#selection, hover: moved(hover), pinned: moved(pinned) };
    this.#changed();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} attention
   */
  #walkMap(event, attention) {
    const grid = this.#grid(attention);
    if (!grid) return;
    const cell = shownCell(this.#selection);
    if (this.#releases(event)) return;
    if ((event.key === 'Enter' || event.key === ' ') && cell) {
      event.preventDefault();
      this.#select(pinCell(this.#selection, cell));
      return;
    }
    const { rows, columns } = sizeOf(grid.weights);
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

  /** Repaints when the size, the resolution or the colour scheme changes. */
  #watch() {
    const styles = [...this.#root.querySelectorAll('link')];
    this.#disconnect.push(watchSurroundings(this.#content, this.#probe, styles, ({ dark, ...size }) => {
      if (dark !== undefined) this.#palette.dark = dark;
      Object.assign(this.#surroundings, size);
      this.#schedule();
    }));
    const keys = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape' && this.#selection !== NOTHING) this.#select(release());
    };
    const print = () => {
      this.#sight.finish();
      this.#palette.finish();
    };
    document.addEventListener('keydown', keys);
    addEventListener('beforeprint', print);
    this.#disconnect.push(
      () => document.removeEventListener('keydown', keys),
      () => removeEventListener('beforeprint', print),
    );
  }

  #schedule() {
    if (this.#frame || !this.isConnected) return;
    this.#frame = requestAnimationFrame(() => this.#render());
  }

  #render() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#runs || this.#task === null) return;
    if (this.#selectionWaits) this.#keepSelectionWithin();
    const lang = this.#language() === 'zh' ? 'zh-CN' : 'en';
    // Set anew, it would have every style looked at again.
    if (this.#content.lang !== lang) this.#content.lang = lang;
    this.#sight.draw();
    this.views.draw();
  }

  /** The part of the element that is seen, drawn at once, or when nothing has changed for a while. */
  #draw() {
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
    const task = this.#task ?? FALLBACK_TASK;
    const { engine, dark, failure } = this.#palette;
    const wanted = this.#wanted();
    const language = this.#language();
    return {
      tasks: tasksOf(this.#manifest),
      task,
      text: this.text,
      attention: this.#attention,
      withoutTanh: this.#withoutTanh,
      offersWithoutTanh: this.#offersWithoutTanh(),
      otherCells: otherCells(this.#manifest, task),
      unit: this.#unit(),
      gatesView: this.#gatesView,
      selection: this.#selection,
      models: wanted.flatMap((attention) => this.#runs?.state(attention) ?? []),
      grids: new Map(wanted.flatMap((attention) => {
        const grid = this.#grid(attention);
        return grid ? [[attention, grid]] : [];
      })),
      entry: modelOf(this.#manifest, task, FIRST),
      onDemand: this.#onDemand(),
      ...this.#surroundings,
      scheme: engine && (dark ? 'dark' : 'light'),
      language,
      strings: stringsFor(language),
      spoken: this.#spoken,
      paintFailure: failure,
      paint: (canvas, picture) => this.#palette.show(canvas, picture),
      stops: (scale) => this.#palette.stops(scale),
    };
  }
}

/** @param {FocusEvent} event */
function isByKeyboard(event) {
  return /** @type {Element} */ (event.currentTarget).matches(':focus-visible');
}
