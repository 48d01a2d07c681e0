// The menu of a picture: it is saved, its numbers are, and what leads to it is copied.

import { chooseFile, showFile } from './dropped.js';
import { embedCode } from './embed-code.js';
import { blobOf } from './files.js';
import { subjectOf, wordsFor } from './subjects.js';
import { adoptStyles } from '../../kit/style-sheets.js';
import { languageFor } from '../../words/strings.js';

/** @typedef {import('../element.js').SeqScope} SeqScope */
/** @typedef {import('../view-element.js').SeqView} SeqView */
/** @typedef {import('./subjects.js').Subject} Subject */
/** @typedef {{ words: string, run: (at: Menu) => unknown }} Item */

const STYLE = new URL('./menu.css', import.meta.url);
/** How long it is said what has been done, in milliseconds. */
const SAID = 4000;
/** Between the menu and the edge of the window, in CSS pixels. */
const EDGE = 8;

/** The one that is open, or says something. @type {Menu | null} */
let current = null;

/**
 * Opens the menu of the picture that a button belongs to, or closes it.
 *
 * @param {HTMLElement} button
 */
export function openMenu(button) {
  // The menu's code may have come after the picture has gone.
  if (!button.isConnected) return;
  const wasOpen = current?.button === button && current.isOpen;
  current?.close();
  if (!wasOpen) current = new Menu(button);
}

class Menu {
  isOpen = true;
  button;
  host;
  words;
  #box = document.createElement('div');
  #root;
  #lang;

  /** @param {HTMLElement} button */
  constructor(button) {
    this.button = button;
    const tree = /** @type {ShadowRoot} */ (button.getRootNode());
    this.host = /** @type {SeqScope | SeqView} */ (tree.host);
    this.#lang = languageFor(/** @type {HTMLElement} */ (this.host));
    this.words = wordsFor(this.#lang);
    this.#root = this.#box.attachShadow({ mode: 'open' });
    this.#box.className = 'save-menu';
    this.#box.lang = this.#lang === 'zh' ? 'zh-CN' : 'en';
    // On top of all, wherever the element stands.
    if ('popover' in this.#box) this.#box.popover = 'manual';
    /** @type {HTMLElement} */ (button.closest('.stage')).append(this.#box);
    this.#box.showPopover?.();
    button.setAttribute('aria-expanded', 'true');
    this.#box.style.visibility = 'hidden';
    Promise.resolve(adoptStyles(this.#root, [STYLE])).then(() => this.#show());
    addEventListener('pointerdown', this.#onPointer, true);
    addEventListener('scroll', this.#onScroll, true);
    addEventListener('resize', this.#onScroll);
  }

  #show() {
    if (!this.isOpen) return;
    /** @type {Subject | null} */
    let subject = null;
    try {
      subject = subjectOf(this.host, this.button.dataset['picture']);
    } catch {
      this.say(this.words.failed(this.words.nothing));
      return;
    }
    const menu = document.createElement('div');
    menu.setAttribute('role', 'menu');
    menu.setAttribute('aria-label', this.words.menu(subject.title));
    itemsFor(subject, this.words).forEach((group, index) => {
      if (index > 0) menu.append(Object.assign(document.createElement('div'), { className: 'rule', role: 'separator' }));
      for (const { words, run } of group) {
        const item = document.createElement('button');
        Object.assign(item, { type: 'button', tabIndex: -1, textContent: words, onclick: () => this.#run(run) });
        item.setAttribute('role', 'menuitem');
        menu.append(item);
      }
    });
    menu.onkeydown = (event) => this.#onKey(event);
    this.#root.replaceChildren(menu);
    this.#place();
    this.#items()[0]?.focus({ preventScroll: true });
  }

  /** Below the button, or above where there is no room, and within the window. */
  #place() {
    const { left, right, top, bottom } = this.button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#box;
    const [wide, high] = [document.documentElement.clientWidth, innerHeight];
    const isBelow = bottom + height + EDGE <= high || top < high - bottom;
    const x = Math.max(EDGE, Math.min(right - width, wide - width - EDGE, Math.max(left, EDGE)));
    const y = Math.max(EDGE, Math.min(isBelow ? bottom + 2 : top - height - 2, high - height - EDGE));
    Object.assign(this.#box.style, { left: `${x}px`, top: `${y}px`, visibility: '' });
  }

  #items() {
    return /** @type {HTMLElement[]} */ ([...this.#root.querySelectorAll('[role=menuitem]')]);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const items = this.#items();
    const at = items.indexOf(/** @type {HTMLElement} */ (this.#root.activeElement));
    const { key } = event;
    const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 }[key];
    if (key === 'Tab') {
      this.close(true);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (to !== undefined) items[to]?.focus();
    else if (key === 'Escape') this.close(true);
    else if ([...key].length === 1 && key !== ' ') {
      const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      turned.find(({ textContent }) => textContent?.toLowerCase().startsWith(key.toLowerCase()))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onPointer = (/** @type {Event} */ event) => {
    const path = event.composedPath();
    if (!path.includes(this.#box) && !path.includes(this.button)) this.close();
  };

  /** What moves away from its picture is no use. */
  #onScroll = (/** @type {Event} */ event) => {
    if (event.composedPath()[0] !== this.#root) this.close();
  };

  /** @param {Item['run']} run */
  async #run(run) {
    this.button.focus({ preventScroll: true });
    this.#root.replaceChildren();
    try {
      await run(this);
    } catch (error) {
      this.say(this.words.failed(error instanceof Error ? error.message : String(error)));
    }
    if (this.#root.childElementCount === 0) this.close();
  }

  /**
   * @param {string} text
   * @param {string} [copy] what the reader is to copy, where the browser does not let the page do it
   */
  say(text, copy) {
    const said = document.createElement('p');
    said.setAttribute('role', 'status');
    // What is there before its words come is read out.
    this.#root.replaceChildren(said);
    said.textContent = text;
    if (copy !== undefined) {
      const field = Object.assign(document.createElement('textarea'), { readOnly: true, value: copy, rows: 4 });
      field.setAttribute('aria-label', text);
      field.onkeydown = (event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        this.close(true);
      };
      said.after(field);
      field.focus({ preventScroll: true });
      field.select();
    } else {
      setTimeout(() => this.close(), SAID);
    }
    this.#place();
  }

  /** @param {boolean} [returns] whether the focus goes back to the button */
  close(returns = false) {
    if (!this.isOpen) return;
    this.isOpen = false;
    removeEventListener('pointerdown', this.#onPointer, true);
    removeEventListener('scroll', this.#onScroll, true);
    removeEventListener('resize', this.#onScroll);
    this.button.setAttribute('aria-expanded', 'false');
    if (returns) this.button.focus({ preventScroll: true });
    this.#box.remove();
    if (current === this) current = null;
  }
}

/**
 * What can be done with a picture, in groups.
 *
 * @param {Subject} subject
 * @param {ReturnType<typeof wordsFor>} words
 * @returns {Item[][]}
 */
function itemsFor(subject, words) {
  const save = (/** @type {string} */ label, /** @type {string} */ ending, /** @type {Parameters<typeof blobOf>[2]} */ options) => ({
    words: label,
    run: async (/** @type {Menu} */ menu) => {
      const name = `seqscope-${subject.file}.${ending}`;
      download(await blobOf(menu.host, menu.button.dataset['picture'], options), name);
      menu.say(words.saved(name));
    },
  });
  return [
    [
      save(words.svg, 'svg', { type: 'image/svg+xml' }),
      save(words.transparentSvg, 'svg', { type: 'image/svg+xml', ground: 'none' }),
      save(words.png, 'png', { type: 'image/png' }),
    ],
    [
      save(words.csv, 'csv', { type: 'text/csv' }),
      save(subject.isTrace ? words.trace : words.json, subject.isTrace ? 'trace.json' : 'json', { type: 'application/json' }),
    ],
    [
      { words: words.link, run: (menu) => copy(location.href, menu) },
      { words: words.embed, run: (menu) => copy(embedCode(subject), menu) },
    ],
    ...subject.isTrace ? [[{
      words: words.open,
      run: async (/** @type {Menu} */ menu) => {
        const file = await chooseFile();
        if (file) await showFile(menu.host, file);
      },
    }]] : [],
  ];
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  // A browser may begin to read it a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {string} text @param {Menu} menu */
async function copy(text, menu) {
  try {
    await navigator.clipboard.writeText(text);
    menu.say(menu.words.copied);
  } catch {
    menu.say(menu.words.copy, text);
  }
}
