// What the reader or the page has chosen: the task, what is typed for each, the attention, the parts, the pieces, and
// which layer the gates are shown of. Knows nothing of the document.

import { firstTextOf } from '../tasks/examples/first.js';
import {
  ATTENTION_TYPES, CONCAT, defaultTask, DOT, GENERAL, keyOf, modelOf, NONE, otherCells, OWN, ownKeys, scoreOf, taskNamed,
  WITHOUT_TANH,
} from '../tasks/tasks.js';

/** @typedef {import('./types.js').PageState} PageState */
/** @typedef {Omit<PageState, 'lang' | 'cell' | 'unit' | 'panels'>} Link what a link says of it */

/** Shown by themselves. @type {string[]} */
export const ATTENTIONS = [DOT, GENERAL, CONCAT];
/** Loaded before the others, and what the gates are shown of at first. @type {string} */
export const FIRST = GENERAL;
/** What of the element is shown, from top to bottom. */
export const PARTS = ['input', 'outputs', 'maps', 'gates'];
/** Opened where nothing is chosen; room is made for it before the manifest has said whether it is there. */
export const EXPECTED_TASK = 'en-fr';
/** For where the manifest, which says what there is, cannot be read. */
export const FALLBACK_TASK = 'dates';

export class Chosen {
  /** What there is to choose from; null until it has been read. @type {import('./types.js').Manifest | null} */
  manifest = null;
  /** The folder of the models; null for those that come with the program. @type {string | null} */
  folder = null;
  /** Whether maps show the pieces that the models read, not words. */
  pieces = false;
  /** @type {import('./types.js').GatesView} */
  gatesView = { component: 'encoder', layer: 0, direction: 'forward' };

  /** @type {string | null} null until it is chosen or the manifest has said what there is */
  #task = null;
  /** Whether the reader or the page has chosen the task, so that a link has to name it. */
  #taskIsChosen = false;
  /** What is typed for each task; the empty name stands for one that is not known yet. @type {Map<string, string>} */
  #texts = new Map();
  #attention = FIRST;
  /** What was answered first; null as long as nothing was. @type {string | null} */
  #first = null;
  /** What the page has named. @type {string[]} */
  #named = [];
  /** What the page has named of {@link PARTS}; null for all. @type {string[] | null} */
  #parts = null;
  #withoutTanh = false;

  get task() {
    return this.#task;
  }

  /**
   * @param {string | null} task null for the default
   * @returns {boolean} whether it is another one now
   */
  chooseTask(task) {
    if (task !== null) this.#taskIsChosen = true;
    if (task === this.#task || (task === null && !this.#taskIsChosen)) return false;
    if (task === null) this.#taskIsChosen = false;
    this.#task = task ?? (this.manifest && defaultTask(this.manifest));
    this.#adoptText();
    // Other cells are there for some tasks only.
    if (!ATTENTIONS.includes(this.#attention) && !this.#listed && !this.#own) this.#attention = this.first;
    return true;
  }

  /**
   * Takes the reader's own models.
   *
   * @param {string} folder
   * @param {import('./types.js').Manifest} manifest
   */
  adopt(folder, manifest) {
    Object.assign(this, { folder, manifest });
    this.chooseTask(OWN);
  }

  /** Keys of the reader's own models, where these are shown. */
  get #own() {
    return ownKeys(this.manifest, this.#task);
  }

  /**
   * Takes the task that there is, where none was chosen and nothing was typed for one that there seemed to be.
   *
   * @param {string} task
   * @returns {boolean} whether it is another one now
   */
  settleTask(task) {
    if (task === this.#task || (this.#task !== null && this.link.task !== null)) return false;
    this.#task = task;
    this.#adoptText();
    return true;
  }

  /** What the models read; each task has its own. */
  get text() {
    return this.typed ?? firstTextOf(this.#task);
  }

  /** The text if one was typed or set; null for the task's own. */
  get typed() {
    return this.#texts.get(this.#task ?? '') ?? null;
  }

  set typed(text) {
    if (text === null) this.#texts.delete(this.#task ?? '');
    else this.#texts.set(this.#task ?? '', asLine(text));
  }

  /** A text that was set before the task was known is the task's. */
  #adoptText() {
    const text = this.#texts.get('');
    if (this.#task === null || text === undefined) return;
    this.#texts.delete('');
    this.#texts.set(this.#task, text);
  }

  /** Whose gates are shown. */
  get attention() {
    const keys = this.#only ?? this.#standard;
    return keys === ATTENTIONS ? this.#attention : keys.find((key) => isNamed(key, this.#attention)) ?? this.first;
  }

  /** Keys of the models that are shown by themselves: the three, or of a task that has none of them all that it has. */
  get #standard() {
    if (this.#own) return this.#own;
    const keys = this.manifest?.models.filter(({ task }) => task === this.#task).map(keyOf) ?? ATTENTIONS;
    return keys[0] && !keys.some((key) => ATTENTIONS.includes(key)) ? keys : ATTENTIONS;
  }

  /**
   * @param {string} attention
   * @returns {boolean} whether it is another one now
   */
  chooseAttention(attention) {
    if (attention === this.#attention || !isAttention(attention)) return false;
    if (!this.allows(attention)) return false;
    this.#attention = attention;
    if (attention === WITHOUT_TANH) this.#withoutTanh = true;
    return true;
  }

  /** What the page has named, whose gates are shown first. */
  get named() {
    return [this.#attention, ...(this.#listed ?? []).filter((name) => name !== this.#attention)].join(' ');
  }

  /**
   * @param {string} named separated by spaces; what is no attention is passed over
   * @returns {boolean} whether something else is shown now
   */
  name(named) {
    const names = [...new Set(named.split(/\s+/).filter(isAttention))];
    if (names.length === 0 && named.trim() !== '') return false;
    const before = `${this.named} ${this.#listed}`;
    this.#named = names;
    this.#attention = names[0] ?? FIRST;
    if (this.#attention === WITHOUT_TANH) this.#withoutTanh = true;
    return `${this.named} ${this.#listed}` !== before;
  }

  /** The only ones that are shown; null for all. A single name is only whose gates are shown, unless parts are named. */
  get #listed() {
    return this.#named.length > 1 || (this.#named.length === 1 && this.#parts) ? this.#named : null;
  }

  /** Keys of these. Of the reader's own they are all that have such a score function; where none has, all are shown. */
  get #only() {
    const own = this.#own;
    const keys = own ? this.#listed?.flatMap((name) => own.filter((key) => isNamed(key, name))) : this.#listed;
    return keys?.[0] ? keys : null;
  }

  /** Loaded before the others. */
  get first() {
    const keys = this.#standard;
    return this.#only?.[0] ?? keys.find((key) => isNamed(key, FIRST)) ?? keys.find((key) => isNamed(key, NONE)) ?? keys[0] ?? FIRST;
  }

  /** Whether a part is shown. @param {string} part */
  has(part) {
    return this.#parts?.includes(part) ?? true;
  }

  /** @param {string | null} named parts, separated by spaces; null, or nothing known, for all */
  nameParts(named) {
    const known = named?.split(/\s+/).filter((part) => PARTS.includes(part)) ?? [];
    this.#parts = known.length > 0 ? known : null;
    if (!this.allows(this.#attention)) this.#attention = this.first;
  }

  /** Whether concat without its tanh has a map. */
  get withoutTanh() {
    return this.#withoutTanh;
  }

  set withoutTanh(shown) {
    this.#withoutTanh = shown;
    if (!shown && this.#attention === WITHOUT_TANH && !this.#listed) this.#attention = FIRST;
  }

  offersWithoutTanh() {
    return !this.#own && (!this.#listed || (this.#listed.includes(CONCAT) && !this.#listed.includes(WITHOUT_TANH)))
      && modelOf(this.manifest, this.#task ?? '', WITHOUT_TANH) !== undefined;
  }

  /** Whether a page that names attentions has named this one. @param {string} key */
  allows(key) {
    return this.#only?.includes(key) ?? true;
  }

  /** Models with another cell that may be chosen. */
  otherCells() {
    const others = otherCells(this.manifest, this.#task ?? '');
    return others.filter((key) => this.allows(key));
  }

  /** Whether what is shown is what was shown first. */
  get isFirst() {
    return this.#first === null || this.#first === this.#now();
  }

  /** Something was answered: what is typed or chosen after it is not the first. */
  settleFirst() {
    this.#first ??= this.#now();
  }

  #now() {
    return JSON.stringify([this.#task, this.text, this.pieces, this.gatesView, this.#withoutTanh, this.wanted()]);
  }

  /** @returns {import('./types.js').GridUnit} */
  unit() {
    if (!taskNamed(this.#task ?? EXPECTED_TASK).pieces) return 'characters';
    return this.pieces ? 'pieces' : 'words';
  }

  /** Attention types that have a place on the page now. */
  wanted() {
    if (this.#own) return this.#own.filter((key) => this.allows(key));
    const known = [...ATTENTIONS, WITHOUT_TANH];
    if (this.#listed) {
      const shown = this.#withoutTanh && this.offersWithoutTanh() ? [...this.#listed, WITHOUT_TANH] : this.#listed;
      return [...known.filter((name) => shown.includes(name)), ...shown.filter((name) => !known.includes(name))];
    }
    const others = this.otherCells().filter((key) => key === this.#attention);
    const standard = this.#standard;
    if (standard !== ATTENTIONS) return standard;
    return [
      ...ATTENTIONS, ...this.#withoutTanh && this.offersWithoutTanh() ? [WITHOUT_TANH] : [],
      ...this.#attention === NONE ? [NONE] : [], ...others,
    ];
  }

  /** @returns {Link} */
  get link() {
    return {
      // A text is for its task, whatever the default will be.
      task: this.#taskIsChosen || this.typed !== null ? this.#task : null,
      text: this.typed,
      attention: this.attention === this.first ? null : this.attention,
      withoutTanh: this.#withoutTanh,
      pieces: this.pieces,
      ...this.gatesView,
    };
  }
}

/**
 * Whether a page that names `name` means the model: of several with that score function each of them.
 *
 * @param {string} key
 * @param {string} name
 */
function isNamed(key, name) {
  return key === name || key.replace(/~[^-]*/, '') === name;
}

/** @param {string} name with the cell behind it, if it is no LSTM */
function isAttention(name) {
  return /** @type {readonly string[]} */ (ATTENTION_TYPES).includes(scoreOf(name));
}

/**
 * A text on one line, as a text box has it: a line break, with the blanks around it, is a space.
 *
 * @param {string} text
 */
export function asLine(text) {
  return text.replace(/\s+/g, (blanks, at) => (/[\r\n\u2028\u2029]/.test(blanks)
    ? at > 0 && at + blanks.length < text.length ? ' ' : '' : blanks));
}
