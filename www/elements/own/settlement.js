// What is known of one model, what is asked, and what comes of it.

import { figure } from '../saving/figure.js';
import { h } from '../../kit/dom.js';
import { fixed } from '../../kit/numbers.js';

/** @typedef {import('./types.js').Guess} Guess */
/** @typedef {typeof import('./words.js').en} Words */
/** @typedef {import('../../kit/dom.js').Child} Child */

/**
 * @typedef {{
 *   model: import('./types.js').OwnModel, vocabularies: import('./types.js').Vocabularies, settings: Record<string, string>,
 *   words: Words, text: string, preview: import('./preview.js').Preview | null, checked: import('./types.js').Checked | null,
 *   isReading: boolean,
 *   onAnswer: (key: string, value: string | null) => void, onVocabulary: (side: 'source' | 'target') => void,
 *   onExchange: () => void, onText: (text: string) => void,
 * }} Props
 */

/** @param {Props} props */
export function settlement(props) {
  const { model, words, checked } = props;
  const { inspection, error } = model;
  return h('div', { key: model.name, class: 'settlement' },
    error ? h('p', { class: 'refusal', role: 'alert' }, h('code', null, error)) : null,
    checked ? h('p', { class: 'checked' }, checked.largest <= 1e-5
      ? words.equal(checked.sentences) : words.unequal(checked.largest.toExponential(1), checked.sentences)) : null,
    result(props),
    inspection && inspection.notes.length > 0
      ? h('ul', { class: 'remarks' }, inspection.notes.map((note) => h('li', { lang: 'en' }, note))) : null,
    // Files that were saved here say all of themselves.
    inspection || error ? h('div', { class: 'columns' },
      h('section', null, h('h3', null, words.vocabularies), vocabularies(props),
        inspection && inspection.guesses.length > 0 ? [
          h('h3', null, words.guessed), h('p', { class: 'muted' }, words.guessedWords),
          h('div', { class: 'guesses' }, inspection.guesses.map((guess) => question(guess, props)))] : null),
      inspection ? h('section', null, h('h3', null, words.found),
        h('dl', null, inspection.found.map(({ key, value, from }) => h('div', { key },
          h('dt', null, words.names[key] ?? key), h('dd', null, words.values[value] ?? value,
            from ? h('span', { class: 'from' }, words.from(from)) : null))))) : null) : null,
    saved(props));
}

/** @param {Props} props */
function result({ model, vocabularies: { source }, words, text, preview, onText }) {
  return h('div', { class: 'result' },
    h('label', { for: 'own-text' }, source || !model.inspection ? words.text : words.ids),
    h('input', {
      id: 'own-text', type: 'text', value: text, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', dir: 'auto',
      oninput: (/** @type {Event} */ event) => onText(/** @type {HTMLInputElement} */ (event.target).value),
    }),
    h('p', { class: 'output', role: 'status' }, outcome(model, words, preview)),
    preview?.map ? figure('map', preview.map) : null);
}

/**
 * @param {import('./types.js').OwnModel} model
 * @param {Words} words
 * @param {import('./preview.js').Preview | null} preview
 * @returns {Child[]}
 */
function outcome({ bytes }, words, preview) {
  if (!bytes) return [h('span', { class: 'muted' }, words.waits)];
  if (!preview) return [];
  if (preview.refusal) return [h('span', { class: 'refusal' }, preview.refusal)];
  return [`${words.output}: `, h('bdi', { class: 'written' }, preview.output || words.nothing),
    h('span', { class: 'muted' }, ` ${words.probability} ${fixed(preview.logProbability, 2)}`)];
}

/** @param {Props} props */
function vocabularies({ vocabularies: brought, words, onVocabulary, onExchange }) {
  return h('div', { class: 'vocabularies' },
    /** @type {const} */ (['source', 'target']).map((side) => h('p', { key: side },
      h('span', null, `${words[side]}: `),
      h('button', { type: 'button', 'data-side': side, onclick: () => onVocabulary(side) }, brought[side]?.name ?? words.none))),
    brought.source || brought.target
      ? h('button', { type: 'button', class: 'quiet', onclick: onExchange }, words.exchange) : null);
}

/**
 * A question with its answer.
 *
 * @param {Guess} guess
 * @param {Props} props
 */
function question(guess, { words, settings, onAnswer }) {
  const { key, value, choices, reason } = guess;
  const [side, field] = key.includes('.') ? key.split('.') : ['', key];
  const name = words.names[field ?? ''] ?? key;
  const label = side ? words.ofSide(words.sides[/** @type {'source'} */ (side)] ?? side, name) : name;
  const given = Object.hasOwn(settings, key);
  const change = (/** @type {Event} */ event) => {
    const answer = /** @type {HTMLInputElement} */ (event.target).value;
    onAnswer(key, answer === '' ? null : answer);
  };
  return h('label', { key, class: given ? 'guess settled' : 'guess', 'data-key': key },
    h('span', { class: 'question' }, label),
    choices.length > 0
      ? h('select', { value, onchange: change }, choices.map((choice) =>
        h('option', { key: choice, value: choice, selected: choice === value }, words.values[choice] ?? choice)))
      : h('input', { type: 'text', inputmode: 'numeric', value, placeholder: words.nobody, onchange: change }),
    h('span', { class: 'reason' }, words.reasons[reason] ?? reason.replace(/^the token (".*")$/, (_, token) => words.token(token))));
}

/** @param {Props} props */
function saved({ model: { name, bytes }, text, words }) {
  if (!bytes) return null;
  const file = `${name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'model'}.seqscope.safetensors`;
  const quoted = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const script = new URL(['..', '..', 'seq-scope.js'].join('/'), String(import.meta.url)).href;
  return h('div', { class: 'saved' },
    h('p', null,
      h('button', { type: 'button', onclick: () => download(file, bytes) }, words.save), ` ${words.saveWords}`),
    h('details', null, h('summary', null, words.embed),
      h('pre', { tabindex: 0 }, `<script type="module" src="${script}"></script>\n<seq-scope model="${file}" text="${quoted}"></seq-scope>`),
      h('p', { class: 'muted' }, words.embedWords(file))));
}

/**
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
function download(name, bytes) {
  const href = URL.createObjectURL(new Blob([bytes]));
  Object.assign(document.createElement('a'), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
