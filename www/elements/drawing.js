// Draws an element: where it stands, in which colours and language, and when.

import { expectedHeight } from './expected.js';
import { LinkedScrolling } from './linked-scrolling.js';
import { Stage } from './stage.js';
import { unloaded } from './standing-words.js';
import { failureOf } from '../engine/causes.js';
import { importModule } from '../engine/fetching.js';
import { patch } from '../kit/dom.js';
import { keepFocus } from '../kit/focus.js';
import { Sight } from '../kit/sight.js';
import { adoptStyles } from '../kit/style-sheets.js';
import { fetchStrings, languageFor, stringsFor } from '../words/strings.js';

/** The sheet that all others build on. */
const BASE = new URL('../styles/base.css', import.meta.url);

/** @typedef {typeof import('./compose.js')} Composing */
/** @typedef {(composing: Composing) => string} Say words of what is shown */

export class Drawing {
  #element;
  #source;
  #stage;
  #sight;
  #scrolling;
  /** What a screen reader was told last. */
  #spoken = '';
  #frame = 0;
  /** What composes the content, once it and its style are there. @type {Composing | null} */
  #composing = null;
  #isComing = false;
  /** @type {(() => void)[]} */
  #disconnect = [];

  /**
   * @param {HTMLElement} element
   * @param {{
   *   isReady: () => boolean, state: () => import('./compose.js').State, actions: import('./compose.js').Actions,
   *   gestures: import('./gestures.js').Gestures, views: import('./attached-views.js').AttachedViews,
   * }} source what is drawn; isReady: whether there is anything yet
   */
  constructor(element, source) {
    this.#element = element;
    this.#source = source;
    this.#sight = new Sight(element, () => this.#draw());
    this.#stage = new Stage(element, 'scope', () => this.schedule(), () => source.gestures.release());
    this.#scrolling = new LinkedScrolling(this.#stage.root);
  }

  /** Draws from now on, and again when the size, the resolution or the colour scheme changes. */
  watch() {
    this.#prepare();
    const print = () => this.#print(true);
    const printed = () => this.#print(false);
    addEventListener('beforeprint', print);
    addEventListener('afterprint', printed);
    this.#sight.watch();
    this.#stage.watch();
    this.#disconnect.push(
      () => this.#stage.unwatch(),
      () => removeEventListener('beforeprint', print),
      () => removeEventListener('afterprint', printed),
      () => this.#sight.unwatch(),
    );
  }

  /** Has what composes the content come, and its style, without which it would have another height. */
  async #prepare() {
    const { root } = this.#stage;
    if (this.#composing) adoptStyles(root, [BASE, ...this.#composing.STYLES]);
    if (this.#composing || this.#isComing) return;
    this.#isComing = true;
    try {
      adoptStyles(root, [BASE]);
      const composing = await importModule(() => import('./compose.js'), 'compose.js');
      await adoptStyles(root, [BASE, ...composing.STYLES]);
      this.#composing = composing;
      this.schedule();
    } catch (error) {
      this.fail(failureOf(error, 'broken', 'compose.js'));
    } finally {
      this.#isComing = false;
    }
  }

  /** Says why nothing can be drawn. @param {import('./types.js').Failure} failure */
  fail(failure) {
    patch(this.#stage.content, [unloaded(failure, this.around().strings, () => this.#prepare())]);
    this.#stage.show(true, true);
  }

  unwatch() {
    for (const disconnect of this.#disconnect.splice(0)) disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** @param {import('./types.js').Engine} engine what pictures are painted with */
  paintWith(engine) {
    this.#stage.palette.engine = engine;
    this.schedule();
  }

  /**
   * Tells a screen reader, once there is something to tell of.
   *
   * @param {Say} say
   */
  speak(say) {
    const words = this.#composing ? say(this.#composing) : '';
    if (words === this.#spoken) return;
    this.#spoken = words;
    this.schedule();
  }

  /** @param {Event} event of a plot that was scrolled */
  follow(event) {
    this.#scrolling.follow(/** @type {HTMLElement} */ (event.currentTarget));
  }

  /** Draws with the next frame. */
  schedule() {
    if (this.#frame || !this.#element.isConnected) return;
    this.#frame = requestAnimationFrame(() => this.#render());
  }

  /** Draws now, in sight or not. */
  finish() {
    this.#render();
    this.#sight.finish();
  }

  /**
   * Draws everything for paper, and then for the screen again. What is not there at once is not on paper.
   *
   * @param {boolean} isOnPaper
   */
  #print(isOnPaper) {
    this.#stage.print(isOnPaper);
    this.#source.views.print(isOnPaper);
    this.finish();
    if (!isOnPaper) return;
    this.#stage.palette.finish();
    this.#source.views.finish();
  }

  /** What the views are told of where the element stands. */
  around() {
    const language = this.#language();
    return { ...this.#stage.around(), language, strings: stringsFor(language), spoken: this.#spoken };
  }

  /** What pictures are painted with; null until it has started. */
  get engine() {
    return this.#stage.palette.engine;
  }

  /** Looks anew at what is around the element. */
  look() {
    this.#stage.look();
  }

  #render() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { isReady, state, gestures, views } = this.#source;
    const coming = fetchStrings(this.#language());
    if (!this.#composing || coming) {
      if (this.#stage.content.firstChild === null) this.#stage.reserve(expectedHeight(state()));
      coming?.then(() => this.schedule());
      return;
    }
    const lang = this.#language() === 'zh' ? 'zh-CN' : 'en';
    const { content } = this.#stage;
    // Set anew, it would have every style looked at again.
    if (content.lang !== lang) {
      content.lang = lang;
      // It was said in another language.
      this.#spoken = '';
    }
    if (isReady()) gestures.settle();
    this.#sight.draw();
    if (isReady()) views.draw();
  }

  /** The part of the element that is seen, drawn at once, or when nothing has changed for a while. */
  #draw() {
    const { isReady, state, actions, gestures } = this.#source;
    const composing = this.#composing;
    if (!composing) return;
    const shown = state();
    this.#stage.reserve(0);
    keepFocus(this.#stage.root, () => patch(this.#stage.content, composing.compose(shown, actions)));
    // Until the task is known nothing is said of it, but its room is kept.
    this.#stage.show(isReady(),
      shown.models.some(({ trace, status }) => trace || status === 'ready' || status === 'failed'));
    if (!gestures.takeMoved()) return;
    for (const cursor of this.#stage.root.querySelectorAll('.plot:focus .cursor')) {
      cursor.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  #language() {
    return languageFor(this.#element);
  }
}
