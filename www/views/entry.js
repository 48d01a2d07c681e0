// Where the reader types: the task, the text, examples, and what is to be said of them.

import { choice } from '../controls.js';
import { h } from '../dom.js';

/** @typedef {import('../strings.js').Strings} Strings */

/**
 * @param {{
 *   tasks: [string, string][], task: string, text: string, lang: string, strings: Strings,
 *   words: import('../strings.js').TaskStrings, examples: import('../examples/index.js').Example[],
 *   language: 'en' | 'zh', marked: { start: number, end: number } | null, refusal: string | null, hasResult: boolean,
 *   unknown: string[], paintFailure: string, onTask: (task: string) => void, onType: (text: string) => void,
 * }} props tasks: names and words; lang: of what is typed; marked: what is pointed at, in UTF-16 units of the text;
 *   unknown: what the vocabulary lacks
 */
export function entry(props) {
  const { tasks, task, text, strings, words, examples, refusal, paintFailure, unknown } = props;
  const look = examples.find((example) => example.text === text)?.look?.[props.language];
  return h('section', { key: 'entry', class: 'entry' },
    tasks.length > 1 ? choice('task', strings.task, tasks, task, props.onTask) : null,
    h('label', { key: 'label', for: 'text' }, words.inputLabel),
    h('div', { key: 'typing', class: 'typing' },
      // Behind the input and never seen but for the mark: inputs cannot mark a part of their text.
      h('div', {
        class: 'typed', 'aria-hidden': 'true', dir: 'auto',
        // Behind all else that is drawn: asking where things are costs a layout, which is then the frame's own.
        after: [(/** @type {HTMLElement} */ node) => queueMicrotask(() => reveal(node)), text, props.marked?.start, props.marked?.end],
      }, marking(text, props.marked)),
      h('input', {
        id: 'text', type: 'text', value: text, placeholder: words.inputPlaceholder, autocomplete: 'off',
        autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', enterkeyhint: 'done', dir: 'auto',
        lang: props.lang || undefined, 'aria-describedby': 'remarks',
        oninput: (/** @type {Event} */ event) => props.onType(/** @type {HTMLInputElement} */ (event.target).value),
        onscroll: (/** @type {Event} */ event) =>
          scrollWith(/** @type {HTMLElement} */ (/** @type {Element} */ (event.target).previousElementSibling)),
        // An input that is left goes back to its beginning; what is pointed at should be in sight then too.
        onblur: (/** @type {Event} */ event) => {
          const typed = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).previousElementSibling);
          requestAnimationFrame(() => reveal(typed));
        },
      })),
    h('div', { key: 'examples', class: 'examples', role: 'group', 'aria-label': strings.examples },
      examples.length > 0 ? h('span', { class: 'examples-word', 'aria-hidden': 'true' }, strings.examples) : null,
      examples.map((example) => h('button', {
        type: 'button', class: example.odd ? 'chip odd' : 'chip', lang: props.lang || undefined, title: example.text,
        'aria-pressed': String(example.text === text), onclick: () => props.onType(example.text),
      }, example.text))),
    h('div', { key: 'remarks', id: 'remarks', class: 'remarks' },
      text === '' ? h('p', { key: 'hint' }, words.emptyHint) : null,
      refusal ? h('p', { key: 'refusal', class: 'refusal', role: 'alert' },
        strings.refused(refusal), ' ', props.hasResult ? strings.lastResult : null) : null,
      paintFailure
        ? h('p', { key: 'paint', class: 'refusal', role: 'alert' }, strings.paintFailed(paintFailure))
        : null,
      look ? h('p', { key: 'look' }, look) : null,
      unknown.length > 0
        ? h('p', { key: 'unknown' }, strings.unknownNote(unknown.slice(0, 12)))
        : null));
}

/**
 * @param {string} text
 * @param {{ start: number, end: number } | null} marked
 */
function marking(text, marked) {
  if (!marked || marked.end > text.length) return [text];
  return [text.slice(0, marked.start), h('mark', null, text.slice(marked.start, marked.end)), text.slice(marked.end)];
}

/** @param {HTMLElement} typed */
function scrollWith(typed) {
  typed.scrollLeft = typed.nextElementSibling?.scrollLeft ?? 0;
}

/**
 * Brings the mark into sight, but never moves a text that is being typed.
 *
 * @param {HTMLElement} typed
 */
function reveal(typed) {
  const mark = typed.querySelector('mark');
  // Without a mark there is nothing to be seen, and asking where things are costs a layout at every key.
  if (!mark) return;
  const input = /** @type {HTMLElement} */ (typed.nextElementSibling);
  if (!input.matches(':focus')) {
    const { offsetLeft, offsetWidth } = mark;
    const first = offsetLeft - typed.offsetLeft;
    input.scrollLeft = Math.min(Math.max(input.scrollLeft, first + offsetWidth - typed.clientWidth), first);
  }
  scrollWith(typed);
}
