// The one screen on which a model is settled: what was found, what is missing, what is guessed, and what comes of it.

import { dealOut, contentOf } from './files.js';
import { isKept, mayKeep } from './kept.js';
import { checkedOf, preview } from './preview.js';
import { settle } from './settling.js';
import { settlement } from './settlement.js';
import { en, zh } from './words.js';
import { failureOf } from '../../engine/causes.js';
import { NOT_HELD } from '../../engine/held-files.js';
import { patch, h } from '../../kit/dom.js';
import { OWN } from '../../tasks/tasks.js';
import { adoptStyles } from '../../kit/style-sheets.js';
import { languageFor, stringsFor } from '../../words/strings.js';

/** @typedef {import('./types.js').Brought} Brought */
/** @typedef {import('../element.js').SeqScope} SeqScope */
/** @typedef {(now: Brought, text: string, isKept: boolean) => Promise<void>} Show isKept: on this machine, for the next visit */

const STYLES = [new URL('../../styles/controls.css', import.meta.url), new URL('./style.css', import.meta.url)];
/** Until typing rests, in milliseconds. */
const REST = 150;

/** Whether the screen is open. @param {SeqScope} scope */
export function isOpen(scope) {
  return Boolean(scope.shadowRoot?.querySelector('.own-model'));
}

/**
 * Opens the screen in a dialog over the page, which stays as it is until what is settled is shown.
 *
 * @param {SeqScope} scope
 * @param {Brought} before
 * @param {File[]} files that are brought
 * @param {Show} show
 * @param {boolean} [isGone] whether what was kept on this machine cannot be had
 */
export async function openWizard(scope, before, files, show, isGone = false) {
  const stage = /** @type {HTMLElement} */ (scope.shadowRoot?.querySelector('.stage'));
  const open = /** @type {any} */ (stage.querySelector('.own-model'));
  if (open) {
    open.bring(files);
    return;
  }
  const box = document.createElement('div');
  box.className = 'own-model';
  const wizard = new Wizard(scope, box, before, show, isGone);
  /** @type {any} */ (box).bring = (/** @type {File[]} */ more) => wizard.bring(more);
  stage.append(box);
  await wizard.open();
  await wizard.bring(files);
}

/** What the screen shows. */
class Wizard {
  #scope;
  #root;
  #show;
  /** @type {Brought} */
  #brought;
  #words = en;
  #language = /** @type {'en' | 'zh'} */ ('en');
  #text;
  #chosen = 0;
  #isReading = false;
  #isKept = isKept();
  /** Why a file is refused, in English. */
  #error = '';
  /** What else is wrong, in the reader's language. */
  #said = '';
  /** @type {import('./preview.js').Preview | null} */
  #preview = null;
  /** @type {import('./types.js').Checked | null} */
  #checked = null;
  #turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest;

  /**
   * @param {SeqScope} scope
   * @param {HTMLElement} box
   * @param {Brought} before
   * @param {Show} show
   * @param {boolean} isGone
   */
  constructor(scope, box, before, show, isGone) {
    this.#scope = scope;
    this.#language = languageFor(scope);
    this.#words = this.#language === 'zh' ? zh : en;
    box.lang = this.#language === 'zh' ? 'zh-CN' : 'en';
    this.#root = box.attachShadow({ mode: 'open' });
    this.#brought = before;
    this.#show = show;
    this.#text = scope.task === OWN ? scope.text : before.text ?? '';
    if (isGone) this.#said = this.#words.gone;
  }

  async open() {
    await adoptStyles(this.#root, STYLES);
    this.#draw();
    const dialog = /** @type {HTMLDialogElement} */ (this.#root.querySelector('dialog'));
    dialog.addEventListener('close', () => this.#root.host.remove());
    for (const name of ['dragover', 'drop']) dialog.addEventListener(name, (event) => this.#drop(/** @type {DragEvent} */ (event)));
    dialog.showModal();
    if (this.#brought.models.length > 0) await this.#settle(this.#brought);
  }

  /** @param {DragEvent} event */
  #drop(event) {
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'drop') this.bring([...event.dataTransfer?.files ?? []]);
  }

  /** @param {File[]} files */
  async bring(files) {
    if (files.length === 0) return;
    this.#isReading = true;
    this.#draw();
    try {
      const contents = await Promise.all(files.map((file) => contentOf(file, file.name)));
      const dealt = await dealOut(contents, this.#brought);
      this.#chosen = Math.max(0, dealt.models.length - 1);
      await this.#settle(dealt);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#isReading = false;
    const failure = failureOf(error, 'file', '');
    this.#error = failure.kind === 'file' ? failure.reason : '';
    this.#said = failure.kind === 'file' ? ''
      : failure.reason === NOT_HELD ? this.#words.notHeld : stringsFor(this.#language).failure(failure);
    this.#draw();
  }

  /** @param {Brought} brought */
  async #settle(brought) {
    const turn = ++this.#turn;
    this.#brought = brought;
    this.#isReading = true;
    try {
      const settled = await settle(brought);
      if (turn !== this.#turn) return;
      this.#brought = settled;
      this.#isReading = false;
      this.#error = this.#said = '';
      const bytes = this.#model?.bytes;
      this.#checked = bytes ? await checkedOf(bytes) : null;
      await this.#run();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  get #model() {
    return this.#brought.models[this.#chosen];
  }

  async #run() {
    const turn = ++this.#turn;
    const bytes = this.#model?.bytes;
    const now = bytes && this.#text.trim() ? await preview(bytes, this.#text, this.#language) : null;
    if (turn !== this.#turn) return;
    this.#preview = now;
    this.#draw();
  }

  /** @param {string} key @param {string | null} value null for what would be guessed */
  #answer(key, value) {
    const { [key]: _, ...others } = this.#brought.settings;
    this.#settle({ ...this.#brought, settings: value === null ? others : { ...others, [key]: value } });
  }

  /** @param {'source' | 'target'} side */
  async #chooseVocabulary(side) {
    const [file] = await chooseFiles(false);
    if (!file) return;
    const content = await contentOf(file, file.name);
    this.#settle({ ...this.#brought, vocabularies: { ...this.#brought.vocabularies, [side]: content } });
  }

  #close() {
    this.#root.querySelector('dialog')?.close();
  }

  async #take() {
    try {
      await this.#show(this.#brought, this.#text, this.#isKept);
      this.#close();
    } catch (error) {
      this.#fail(error);
    }
  }

  #draw() {
    const { models, vocabularies } = this.#brought;
    const words = this.#words;
    const isWhole = models.length > 0 && models.every(({ bytes }) => bytes);
    patch(this.#root, [h('dialog', { class: 'own', 'aria-labelledby': 'heading' },
      h('div', { class: 'head' }, h('h2', { id: 'heading' }, words.heading),
        h('button', { type: 'button', onclick: () => this.#close() }, words.close)),
      h('p', { class: 'local' }, words.local),
      h('div', { class: 'files' },
        h('button', { type: 'button', onclick: async () => this.bring(await chooseFiles(true)) }, words.choose),
        models.length === 0 ? h('p', { class: 'muted' }, words.drop) : null,
        h('ul', { 'aria-label': words.models }, models.map((model, index) => h('li', { key: model.name },
          h('button', {
            type: 'button', class: 'file', 'aria-pressed': String(index === this.#chosen),
            onclick: () => {
              this.#chosen = index;
              this.#settle(this.#brought);
            },
          }, model.name),
          h('button', {
            type: 'button', class: 'remove', 'aria-label': words.remove(model.name), onclick: () => {
              this.#chosen = 0;
              this.#settle({ ...this.#brought, models: models.filter((other) => other !== model) });
            },
          }, '×')))),
        h('span', { role: 'status' }, this.#isReading ? words.reading : '')),
      this.#said ? h('p', { key: 'said', class: 'refusal', role: 'alert' }, this.#said) : null,
      this.#error ? h('p', { class: 'refusal', role: 'alert' }, h('code', null, this.#error)) : null,
      this.#model && !this.#said ? settlement({
        model: this.#model, vocabularies, settings: this.#brought.settings, words, text: this.#text, preview: this.#preview,
        checked: this.#checked, isReading: this.#isReading,
        onAnswer: (key, value) => this.#answer(key, value),
        onVocabulary: (side) => this.#chooseVocabulary(side),
        onExchange: () => this.#settle({
          ...this.#brought, vocabularies: { source: vocabularies.target, target: vocabularies.source },
        }),
        onText: (text) => {
          this.#text = text;
          clearTimeout(this.#rest);
          this.#rest = setTimeout(() => this.#run(), REST);
        },
      }) : null,
      models.length > 0 ? h('div', { class: 'actions' },
        h('button', { type: 'button', class: 'main', disabled: !isWhole, onclick: () => this.#take() }, words.show),
        mayKeep() ? h('label', null, h('input', {
          type: 'checkbox', checked: this.#isKept, onchange: (/** @type {Event} */ event) => {
            this.#isKept = /** @type {HTMLInputElement} */ (event.target).checked;
          },
        }), ` ${words.keep}`) : null) : null)]);
  }
}

/**
 * Has the reader choose files.
 *
 * @param {boolean} multiple
 * @returns {Promise<File[]>}
 */
function chooseFiles(multiple) {
  const input = Object.assign(document.createElement('input'), { type: 'file', multiple });
  return new Promise((resolve) => {
    input.onchange = () => resolve([...input.files ?? []]);
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
