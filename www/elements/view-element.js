// <seq-view name="…">: one panel, drawn from the run of a <seq-scope>: the one whose id the attribute `for` names, or
// the first in the same tree, or in those around it. Draws nothing while it is far from the window, and keeps nothing that
// is no longer so.

import { patch, h } from '../kit/dom.js';
import { DrawnPanel } from './drawn-panel.js';
import { loadPanel, panelStyles } from './panel-files.js';
import { isSettled } from './standing.js';
import { unloaded } from './standing-words.js';
import { LoadError } from '../engine/causes.js';
import { reflect, Themed, upgrade } from './properties.js';
import { scopeOf, watchScopes } from './scopes.js';
import { Sight } from '../kit/sight.js';
import { Stage } from './stage.js';
import { adoptStyles } from '../kit/style-sheets.js';
import { languageFor, stringsFor } from '../words/strings.js';

/** @typedef {import('./element.js').SeqScope} SeqScope */
/** @typedef {import('../panels/types.js').Panel} Panel */

/** The sheet that all others build on. */
const BASE = new URL('../styles/base.css', import.meta.url);
/** How near the window a panel is drawn, in CSS pixels. */
const NEAR = 500;

export class SeqView extends Themed {
  static observedAttributes = ['name', 'for', 'theme'];

  #stage = new Stage(this, 'panel', () => this.#scope?.views.schedule(), () => this.#shown?.actions.letGo() ?? false);
  #drawn = new DrawnPanel(this.#stage);
  /** @type {Panel | null} */
  #panel = null;
  /** @type {SeqScope | null} */
  #scope = null;
  #near = false;
  #awake = false;
  #styled = false;
  /** Whether it is drawn wherever it stands. */
  #isWanted = false;
  /** How high it was on the screen before it was drawn for paper, in CSS pixels. */
  #height = 0;
  /** Whether the panel could not be loaded. */
  #failed = false;
  /** @type {(() => void)[]} */
  #disconnect = [];
  /** What there was to show last. @type {import('./attached-views.js').Shown | null} */
  #shown = null;
  // What has waited may be far by now.
  #drawing = new Sight(this, () => (this.#near || this.#isWanted ? this.#draw() : this.#forget()));

  #sight = new IntersectionObserver((entries) => {
    this.#near = entries.at(-1)?.isIntersecting ?? false;
    if (this.#near) this.#open();
    else if (!this.#isWanted) this.#forget();
  }, { rootMargin: `${NEAR}px` });

  constructor() {
    super();
    this.#stage.content.className = 'panel';
  }

  /**
   * Which panel.
   *
   * @returns {string}
   */
  get name() {
    return this.getAttribute('name') ?? '';
  }

  /** @param {string | null | undefined} name */
  set name(name) {
    reflect(this, 'name', name);
  }

  /**
   * The id of its `<seq-scope>`; empty for the first.
   *
   * @returns {string}
   */
  get htmlFor() {
    return this.getAttribute('for') ?? '';
  }

  /** @param {string | null | undefined} id */
  set htmlFor(id) {
    reflect(this, 'for', id);
  }

  connectedCallback() {
    upgrade(this, ['name', 'htmlFor', 'theme']);
    this.#stage.watch();
    this.#sight.observe(this);
    this.#drawing.watch();
    this.#disconnect.push(watchScopes(() => this.#attach()));
    // Scopes of the same page that are about to be known come first.
    queueMicrotask(() => this.#attach());
  }

  disconnectedCallback() {
    for (const disconnect of this.#disconnect.splice(0)) disconnect();
    this.#stage.unwatch();
    this.#sight.disconnect();
    this.#drawing.unwatch();
    this.#leave();
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (name === 'theme') {
      this.#stage.look();
    } else if (name === 'for') {
      if (this.isConnected) this.#attach();
    } else {
      this.#panel = null;
      if (this.#near) this.#open();
    }
  }

  #leave() {
    this.#scope?.views.detach(this);
    this.#scope = null;
    this.#awake = false;
    this.#shown = null;
    this.#drawn.leave();
  }

  /** Belongs to the right scope, or says which is missing. */
  #attach() {
    if (!this.isConnected) return;
    const id = this.getAttribute('for');
    const found = scopeOf(this, id);
    if (found.scope && found.scope === this.#scope) return;
    this.#leave();
    if (!found.scope) {
      this.#tell(h('p', { class: 'failure', role: 'alert' }, stringsFor(languageFor(this)).scopeMissing[found.missing](id ?? '')));
      return;
    }
    patch(this.#stage.content, []);
    const scope = found.scope;
    this.#scope = scope;
    scope.views.attach(this);
    scope.views.awake.then(() => {
      if (this.#scope !== scope) return;
      this.#awake = true;
      if (this.#near || this.#isWanted) this.#open();
    });
  }

  /** @param {...import('../kit/dom.js').Child} told */
  #tell(...told) {
    this.#style([]);
    this.#drawn.tell(told);
  }

  /** @param {import('../kit/style-sheets.js').Style[]} own style sheets of the panel */
  async #style(own) {
    const { root } = this.#stage;
    if (root.adoptedStyleSheets.length === 0) adoptStyles(root, [BASE]);
    // Without all of its style a panel is still better than none.
    const shared = await panelStyles().catch(() => null);
    await adoptStyles(root, shared ? [...shared.STYLES, ...own, shared.PAPER] : [BASE, ...own]);
  }

  /** Loads the panel and its style sheets the first time that it comes near. */
  async #open() {
    if (!this.#awake) {
      // Until there is an answer it says what it waits for.
      await this.#style([]);
      this.#scope?.views.schedule();
      return;
    }
    this.#scope?.views.prepareQuestions();
    const { name } = this;
    this.#failed = false;
    try {
      const { panel, Questions } = await loadPanel(name);
      if (this.name !== name) return;
      this.#panel = panel;
      this.#scope?.views.answerWith(Questions);
      await this.#style(panel.styles);
      this.#styled = true;
    } catch (error) {
      this.#failed = true;
      const strings = stringsFor(languageFor(this));
      if (error instanceof LoadError) this.#tell(unloaded(error.failure, strings, () => this.#open()));
      else this.#tell(h('p', { class: 'failure', role: 'alert' }, error instanceof Error ? error.message : String(error)));
      return;
    }
    this.#scope?.views.schedule();
  }

  /**
   * Draws the panel from what its scope shows, when it is in sight or everything is at rest.
   *
   * @param {import('./attached-views.js').Shown} shown
   */
  show(shown) {
    this.#shown = shown;
    if (this.#isWanted) this.#draw();
    else if (this.#near) this.#drawing.draw();
    else this.#forget();
  }

  /** Has it drawn wherever it stands, until it is printed. */
  prepare() {
    this.#isWanted = true;
    if (!this.#styled) this.#open();
  }

  /** Whether what is drawn stays as it is until the reader does something. */
  get isSettled() {
    return isSettled(this.#drawn.standing);
  }

  /** What is drawn; null as long as that is nothing. */
  drawn() {
    return this.#drawn.isDrawn ? this.#drawn.source : null;
  }

  /** Draws it now. */
  redraw() {
    this.#draw();
  }

  /**
   * For paper it is drawn wherever it stands, for the screen again only near the window. Whoever says so draws.
   *
   * @param {boolean} isOnPaper
   */
  print(isOnPaper) {
    this.#stage.print(isOnPaper);
    const { content } = this.#stage;
    if (isOnPaper) {
      this.#height = content.offsetHeight;
      this.prepare();
      return;
    }
    this.#isWanted = false;
    if (this.#failed || (this.#near && this.#drawn.isDrawn)) return;
    this.#drawn.empty(this.#height);
  }

  /** Paints what waits to come near. */
  finish() {
    this.#stage.palette.finish();
  }

  /** Takes out what is drawn of another run: far from the window nobody would see it, but find and scripts would. */
  #forget() {
    if (this.#shown) this.#drawn.forget(this.#shown.state);
  }

  #draw() {
    if (!this.#shown || this.#failed) return;
    this.#drawn.draw(this.#shown, this.#styled ? this.#panel : null, () => this.#scope?.views.retry());
  }
}
