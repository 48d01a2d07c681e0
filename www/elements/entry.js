// Where the reader types: the task, the text, examples, and what is to be said of them.

import { asLine } from './chosen.js';
import { choice } from '../kit/controls.js';
import { h } from '../kit/dom.js';
import { OWN } from '../tasks/tasks.js';

/** @typedef {import('../words/strings.js').Strings} Strings */

/**
 * @typedef {{
 *   text: string, language: 'en' | 'zh', strings: Strings, words: import('../words/strings.js').TaskStrings,
 *   examples: import('../tasks/examples/index.js').Example[], refusal: string | null, hasResult: boolean,
 *   unknown: string[], note: import('./types.js').Trace['note'], paintFailure: string,
 * }} Remarks unknown: what the vocabulary lacks; note: why an answer should not be taken at its word
 */

/**
 * @param {Remarks & {
 *   tasks: [string, string][], areTasksKnown?: boolean, task: string, lang: string,
 *   marked: { start: number, end: number } | null,
 *   onTask: (task: string) => void, onBring?: () => void, onType: (text: string) => void,
 * }} props tasks: names and words; areTasksKnown: until they are, only their room is kept; lang: of what is typed;
 *   marked: what is pointed at, in UTF-16 units of the text; onBring: asks for models of the reader's own
 */
export function entry(props) {
  const { tasks, areTasksKnown = true, task, text, strings, words, examples } = props;
  return h('section', { key: 'entry', class: 'entry', part: 'input' },
    tasks.length > 1
      ? h('div', { key: 'tasks', class: areTasksKnown ? 'tasks' : 'tasks to-come' },
        choice('task', strings.task, tasks, task, props.onTask),
        props.onBring ? h('button', { key: 'own', type: 'button', class: 'quiet bring', onclick: props.onBring },
          strings.bring(tasks.some(([name]) => name === OWN))) : null)
      : null,
    h('label', { key: 'label', for: 'text' }, words.inputLabel),
    h('div', { key: 'typing', class: 'typing' },
      // Behind the box, as high as the text needs, and never seen but for the mark: a box cannot mark a part of its text.
      h('div', { class: 'typed', 'aria-hidden': 'true', dir: 'auto' }, marking(text, props.marked)),
      h('textarea', {
        id: 'text', part: 'text-box', rows: 1, value: text, placeholder: words.inputPlaceholder, autocomplete: 'off',
        autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', enterkeyhint: 'done', dir: 'auto',
        lang: props.lang || undefined, 'aria-describedby': 'remarks', onbeforeinput: keepLine, onpaste: pasteLine,
        oninput: (/** @type {Event} */ event) => props.onType(/** @type {HTMLTextAreaElement} */ (event.target).value),
      })),
    h('div', { key: 'examples', class: 'examples', part: 'examples', role: 'group', 'aria-label': strings.examples },
      examples.length > 0 ? h('span', { class: 'examples-word', 'aria-hidden': 'true' }, strings.examples) : null,
      examples.map((example) => h('button', {
        type: 'button', class: example.odd ? 'chip odd' : 'chip', lang: props.lang || undefined, title: example.text,
        'aria-pressed': String(example.text === text), onclick: (/** @type {Event} */ event) => take(event, example.text, props.onType),
      }, example.text))),
    told(props));
}

/**
 * What is to be said of the text. It is spoken when typing rests, with the results.
 *
 * @param {Remarks} remarks
 */
export function told({ text, language, strings, words, examples, refusal, hasResult, unknown, note, paintFailure }) {
  const look = examples.find((example) => example.text === text)?.look?.[language];
  return h('div', { key: 'remarks', id: 'remarks', class: 'remarks' },
    text === '' ? h('p', { key: 'hint' }, words.emptyHint) : null,
    text !== '' && text.trim() === '' ? h('p', { key: 'blank' }, strings.blank)
      : refusal ? h('p', { key: 'refusal', class: 'refusal' },
        strings.refused(refusal), ' ', hasResult ? strings.lastResult : null) : null,
    paintFailure ? h('p', { key: 'paint', class: 'refusal' }, strings.paintFailed(paintFailure)) : null,
    look ? h('p', { key: 'look' }, look) : null,
    note && !look ? h('p', { key: 'note' }, strings.dateNotes[note]) : null,
    unknown.length > 0
      ? h('p', { key: 'unknown' }, strings.unknownNote(unknown.slice(0, 12)))
      : null);
}

/**
 * Takes an example as if it were typed, so that undoing brings back what it replaced.
 *
 * @param {Event} event
 * @param {string} text
 * @param {(text: string) => void} onType
 */
function take(event, text, onType) {
  const chip = /** @type {HTMLElement} */ (event.currentTarget);
  const input = /** @type {HTMLTextAreaElement | null | undefined} */ (chip.closest('.entry')?.querySelector('#text'));
  const isTouched = /** @type {PointerEvent} */ (event).pointerType === 'touch';
  // A touch would bring up the keyboard of the screen.
  if (input && !isTouched && input.value !== text) {
    input.focus({ preventScroll: true });
    input.select();
    insert(text);
    chip.focus({ preventScroll: true });
  }
  onType(text);
}

/**
 * A text is one line, however many it takes to show.
 *
 * @param {InputEvent} event
 */
function keepLine(event) {
  if (/^insert(LineBreak|Paragraph)$/.test(event.inputType)) event.preventDefault();
}

/**
 * Words on both sides of a line break are not one word.
 *
 * @param {ClipboardEvent} event
 */
function pasteLine(event) {
  const pasted = event.clipboardData?.getData('text/plain') ?? '';
  if (!/[\r\n]/.test(pasted) || !insert(asLine(pasted))) return;
  event.preventDefault();
}

/**
 * Types a text for the reader where the caret is: no other way is kept by browsers as a step to undo.
 *
 * @param {string} text
 */
function insert(text) {
  return document.execCommand('insertText', false, text);
}

/**
 * @param {string} text
 * @param {{ start: number, end: number } | null} marked
 */
function marking(text, marked) {
  if (!marked || marked.end > text.length) return [text];
  return [text.slice(0, marked.start), h('mark', null, text.slice(marked.start, marked.end)), text.slice(marked.end)];
}
