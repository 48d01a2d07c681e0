// <seq-view name="…">: one panel, drawn from the run of a <seq-scope> of the same page: the one whose id the attribute
// `for` names, or the first. Draws nothing while it is far from the window.

import { patch, h } from './dom.js';
import { contextOf, ownOf, writtenOf } from './panel-context.js';
import { PANELS } from './panels/index.js';
import { Sight } from './sight.js';
import { partsOf } from './tasks.js';

/** @typedef {import('./element.js').SeqScope} SeqScope */
/** @typedef {import('./panels/types.js').Panel} Panel */

/** Style sheets of every panel. */
const STYLES = ['base', 'controls', 'plots', 'panels/panel'];
/** How near the window a panel is drawn, in CSS pixels. */
const NEAR = 500;

export class SeqView extends HTMLElement {
  static observedAttributes = ['name'];

  #root = this.attachShadow({ mode: 'open' });
  #content = document.createElement('div');
  /** @type {Panel | null} */
  #panel = null;
  #failure = '';
  /** @type {SeqScope | null} */
  #scope = null;
  #width = 0;
  #near = false;
  #awake = false;
  #styled = false;
  /** What there was to show last. @type {import('./attached-views.js').Shown | null} */
  #shown = null;
  #drawing = new Sight(this, () => this.#draw());

  #size = new ResizeObserver(([entry]) => {
    this.#width = Math.floor(entry?.contentRect.width ?? 0);
    this.#scope?.views.schedule();
  });

  #sight = new IntersectionObserver((entries) => {
    this.#near = entries.at(-1)?.isIntersecting ?? false;
    if (this.#near) this.#open();
  }, { rootMargin: `${NEAR}px` });

  constructor() {
    super();
    this.#content.className = 'panel';
    this.#root.append(this.#content);
  }

  connectedCallback() {
    this.#size.observe(this);
    this.#sight.observe(this);
    this.#drawing.watch();
    const named = this.getAttribute('for');
    const scope = named === null ? document.querySelector('seq-scope') : document.getElementById(named);
    customElements.whenDefined('seq-scope').then(() => {
      if (!this.isConnected || !scope) return;
      this.#scope = /** @type {SeqScope} */ (scope);
      this.#scope.views.attach(this);
      // Before there is anything to show, what comes further down stands high up, and would fetch what nobody looks at.
      this.#scope.ready.then(() => {
        this.#awake = true;
        if (this.#near) this.#open();
      });
    });
  }

  disconnectedCallback() {
    this.#size.disconnect();
    this.#sight.disconnect();
    this.#drawing.unwatch();
    this.#scope?.views.detach(this);
    this.#scope = null;
  }

  attributeChangedCallback() {
    this.#panel = null;
    if (this.#near) this.#open();
  }

  /** Loads the panel and its style sheets the first time that it comes near. */
  async #open() {
    if (!this.#awake) return;
    this.#scope?.views.prepareQuestions();
    const name = this.getAttribute('name') ?? '';
    try {
      const load = PANELS[name];
      if (!load) throw new Error(`${name}: expected one of ${Object.keys(PANELS).join(', ')}`);
      const { panel } = await load();
      if (this.getAttribute('name') !== name) return;
      this.#panel = panel;
      await this.#style([...STYLES, ...panel.styles.map((style) => `panels/${style}`)]);
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      patch(this.#content, [h('p', { class: 'failure', role: 'alert' }, this.#failure)]);
      return;
    }
    this.#scope?.views.schedule();
  }

  /** @param {string[]} names */
  async #style(names) {
    const there = new Set([...this.#root.querySelectorAll('link')].map((link) => link.dataset.name));
    await Promise.all(names.filter((name) => !there.has(name)).map((name) => new Promise((resolve) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.dataset.name = name;
      link.href = new URL(`./styles/${name}.css`, import.meta.url).href;
      // Without its style a panel is still better than none.
      link.onload = link.onerror = () => resolve(undefined);
      this.#root.prepend(link);
    })));
    this.#styled = true;
  }

  /**
   * Draws the panel from what its scope shows, when it is in sight or everything is at rest.
   *
   * @param {import('./attached-views.js').Shown} shown
   */
  show(shown) {
    if (!this.#panel || !this.#near || !this.#styled) return;
    this.#shown = shown;
    this.#drawing.draw();
  }

  #draw() {
    const panel = this.#panel;
    if (!panel || !this.#shown) return;
    const { state, actions, manifest, analysis, panels, setPanel, questions } = this.#shown;
    const context = contextOf(state, actions, { manifest, analysis, width: this.#width });
    const lang = state.language === 'zh' ? 'zh-CN' : 'en';
    // Set anew, it would have every style looked at again.
    if (this.#content.lang !== lang) this.#content.lang = lang;
    if (!context) return;
    const own = ownOf(panel, panels[panel.name]);
    const answers = Object.fromEntries(Object.entries(panel.questions?.(context, own) ?? {}).map(([name, question]) => {
      const model = question.model ?? { task: context.task, ...partsOf(context.attention) };
      return [name, questions.answer(panel.name, name, { ...question, model })];
    }));
    const set = (/** @type {object} */ changes) => setPanel(panel.name, writtenOf(panel, { ...own, ...changes }));
    patch(this.#content, panel.view(context, own, answers, set));
  }
}
