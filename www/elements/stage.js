// The room that an element has in a page: its shadow tree, what stands between its tags, and what it finds around it.

import { adviceFor, hasSwallowed, isEmpty } from './between-tags.js';
import { keepKeys } from '../kit/keys.js';
import { Palette } from '../kit/palette.js';
import { watchSurroundings } from '../kit/surroundings.js';

/** @typedef {import('../kit/surroundings.js').Theme} Theme */
/** @typedef {import('../kit/surroundings.js').Surroundings} Surroundings */

const THEMES = ['light', 'dark'];
/** How wide pictures are on paper, in CSS pixels: A4 and Letter have a little more between their margins. */
const PAPER = 672;
/** Printers are finer than screens. */
const PAPER_RATIO = 3;
/** Never seen. It inherits from the page: a transition tells when the page's ink changes, and its size how large the
    page draws it. Its style is there before any sheet. */
const PROBE = {
  position: 'absolute', visibility: 'hidden', 'pointer-events': 'none', 'inline-size': '100px', 'block-size': '0',
  overflow: 'clip', transition: 'color 1ms',
};
/** As high as the reader wants text, whatever the page has made of it. */
const MEASURE = { all: 'initial', display: 'block', 'font-size': 'var(--seq-font-size, medium)', 'inline-size': '1em' };

export class Stage {
  /** What the element draws. */
  content = document.createElement('div');
  root;
  palette = new Palette(() => this.#onChange());

  #host;
  #onChange;
  #both = document.createElement('div');
  #stage = document.createElement('div');
  #probe = document.createElement('div');
  #measure = document.createElement('div');
  #slot = document.createElement('slot');
  /** Whether a parser has made the host, so that its tag may lack its end. */
  #isWritten;
  #isOpen = false;
  #around = { width: 0, ratio: 1 };
  #dark = false;
  #isOnPaper = false;
  /** @type {ReturnType<typeof watchSurroundings> | null} */
  #watched = null;

  /**
   * @param {HTMLElement} host
   * @param {string} name of the whole, for a page that styles it
   * @param {() => void} onChange something around it is another now
   * @param {() => boolean} letGo of what is selected; whether anything was
   */
  constructor(host, name, onChange, letGo) {
    this.#host = host;
    this.#onChange = onChange;
    this.#isWritten = host.isConnected;
    this.root = host.attachShadow({ mode: 'open' });
    this.#both.className = 'both';
    this.#stage.className = 'stage';
    this.#stage.translate = false;
    this.#stage.part.add(name);
    for (const [name, value] of Object.entries(PROBE)) this.#probe.style.setProperty(name, value);
    for (const [name, value] of Object.entries(MEASURE)) this.#measure.style.setProperty(name, value);
    this.#probe.append(this.#measure);
    this.#stage.append(this.content);
    this.#both.append(this.#stage, this.#slot);
    const end = document.createElement('div');
    end.className = 'end';
    this.root.append(this.#probe, this.#both, end);
    keepKeys(this.root, letGo);
  }

  watch() {
    if (document.readyState === 'loading') this.#isWritten = true;
    this.#look();
    this.#watched = watchSurroundings(this.#host,
      { stage: this.#stage, probe: this.#probe, measure: this.#measure }, () => this.#theme(),
      (changes) => this.#adopt(changes));
  }

  unwatch() {
    this.#watched?.stop();
    this.#watched = null;
  }

  /** Looks anew at what is around it. */
  look() {
    this.#watched?.look();
  }

  /** @param {number} height in CSS pixels that is kept at least */
  reserve(height) {
    const kept = height > 0 ? `${height}px` : '';
    if (this.#stage.style.minBlockSize !== kept) this.#stage.style.minBlockSize = kept;
  }

  /**
   * Shows what is drawn, or only keeps its room.
   *
   * @param {boolean} isKnown whether what is drawn is more than a guess
   * @param {boolean} hasResult whether there is something to see, so that what stands in its place goes
   */
  show(isKnown, hasResult) {
    if (hasResult && isKnown) this.#isOpen = true;
    const isReplaced = this.#slot.parentNode === this.#both;
    if (isReplaced) this.#slot.hidden = this.#isOpen;
    this.#stage.classList.toggle('waits', !isKnown || (isReplaced && !this.#isOpen && !isEmpty(this.#host)));
  }

  /** What views are told of where they stand. */
  around() {
    const { engine, dark, failure } = this.palette;
    const { width, ratio } = this.#around;
    return {
      width: this.#isOnPaper ? Math.min(width, PAPER) : width,
      ratio: this.#isOnPaper ? Math.max(ratio, PAPER_RATIO) : ratio, isOnPaper: this.#isOnPaper, paintFailure: failure, scheme: engine && (dark ? 'dark' : 'light'),
      paint: (/** @type {HTMLCanvasElement} */ canvas, /** @type {import('./types.js').Picture} */ picture) =>
        this.palette.show(canvas, picture),
      stops: (/** @type {import('./types.js').Scale} */ scale) => this.palette.stops(scale),
    };
  }

  /**
   * Has everything drawn for paper, in ink on white and as wide as that, or for the screen again. Whoever says so draws.
   *
   * @param {boolean} isOnPaper
   */
  print(isOnPaper) {
    this.#isOnPaper = isOnPaper;
    this.#stage.style.setProperty('--paper', `${Math.min(this.#around.width || PAPER, PAPER)}px`);
    this.#colour();
  }

  #colour() {
    const dark = this.#dark && !this.#isOnPaper;
    this.palette.dark = dark;
    this.#stage.classList.toggle('dark', dark);
    this.#stage.classList.toggle('light', !dark);
  }

  /** @returns {Theme} */
  #theme() {
    const theme = this.#host.getAttribute('theme') ?? '';
    return THEMES.includes(theme) ? /** @type {Theme} */ (theme) : 'auto';
  }

  /** Puts what stands between the tags where it belongs, once all of it is there. */
  #look() {
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => this.#look(), { once: true });
    }
    if (isEmpty(this.#host) || this.#slot.parentNode !== this.#both) return;
    if (document.readyState !== 'loading' && this.#isWritten && hasSwallowed(this.#host)) {
      this.root.append(this.#slot);
      this.#onChange();
      console.warn(adviceFor(this.#host));
    }
  }

  /** @param {Partial<Surroundings>} changes */
  #adopt({ dark, ownGround, ground, rem, ...size }) {
    const { classList, style } = this.#stage;
    if (dark !== undefined) {
      this.#dark = dark;
      this.#colour();
    }
    if (ownGround !== undefined) classList.toggle('own-ground', ownGround);
    if (ground !== undefined) style.setProperty('--ground', ground);
    if (rem !== undefined) style.setProperty('--rem', `${rem}px`);
    // On paper the stage is as wide as that.
    if (this.#isOnPaper) delete size.width;
    Object.assign(this.#around, size);
    this.#onChange();
  }
}
