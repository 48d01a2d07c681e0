// What a reader can take along of what is shown: lines for a page, a frame, a page in one file.

import { isOneFile } from './address.js';
import { marked } from './article.js';
import { en, zh } from './embed-words.js';
import { formatState } from './link.js';
import { canSave, savePage } from './save-page.js';
import { OWN_FILE } from '../elements/saving/embed-code.js';
import { h } from '../kit/dom.js';
import { fileSize } from '../kit/numbers.js';
import { OWN } from '../tasks/tasks.js';

/** @typedef {import('../kit/dom.js').Child} Child */
/** @typedef {import('../elements/types.js').PageState} PageState */

/**
 * @typedef {{
 *   state: PageState, task: string | null, text: string, language: 'en' | 'zh', close: string, height: number,
 *   manifest: import('../elements/types.js').Manifest | null, models: Model[],
 *   said: Map<string, string>, onSay: (place: string, words: string) => void, onClose: () => void,
 * }} Taken what is shown; close: the word for it; height: of the element, in CSS pixels; models: of the task, that have a
 *   place in it; said: what the buttons of each place have done
 *
 * @typedef {{ key: string, name: string, entry: import('../elements/types.js').ManifestModel }} Model
 */

/** About what a page in one file takes besides its models, in bytes. */
const PROGRAM = 720_000;

/** Keys of the models that are not to be in it, whatever the task. @type {Set<string>} */
const leftOut = new Set();

/** The host's part of a frame, as the documentation shows it. */
export const HOST_LINES = `<script>
  addEventListener('message', ({ source, data }) => {
    const frame = [...document.querySelectorAll('iframe')].find((each) => each.contentWindow === source);
    if (frame && data?.seqscope === 'height') frame.style.height = data.height + 'px';
  });
</script>`;

/** @param {string} value */
const quoted = (value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/**
 * @param {Taken} taken
 * @returns {Child[]}
 */
export function embedding(taken) {
  const words = taken.language === 'zh' ? zh : en;
  const script = new URL('../elements/seq-scope.js', import.meta.url).href;
  const isOwn = taken.task === OWN;
  const which = isOwn ? ` model="${OWN_FILE}"` : taken.task === null ? '' : ` task="${quoted(taken.task)}"`;
  const attributes = `${which} text="${quoted(taken.text)}"`;
  const frame = new URL('embed.html', document.baseURI);
  frame.hash = formatState({ ...taken.state, task: taken.task, text: taken.text, lang: taken.language });
  const close = h('button', { type: 'button', onclick: taken.onClose }, taken.close);
  // There are no files beside a page in one file that another page could fetch.
  if (isOneFile()) return [...file(taken), close];
  // A frame of this page has nothing that a reader has brought.
  if (isOwn) {
    return [
      h('h2', null, words.script.heading), h('p', null, ...marked(words.script.words)), h('p', null, ...marked(words.own(OWN_FILE))),
      ...code('script', `<script type="module" src="${script}"></script>\n<seq-scope${attributes}></seq-scope>`, taken), close,
    ];
  }
  return [
    h('h2', null, words.script.heading),
    h('p', null, ...marked(words.script.words)),
    ...code('script', `<script type="module" src="${script}"></script>\n<seq-scope${attributes}></seq-scope>`, taken),
    h('h2', null, words.frame.heading),
    h('p', null, ...marked(words.frame.words)),
    ...code('frame', `<iframe src="${quoted(frame.href)}" title="${words.frame.title}"\n  sandbox="allow-scripts" `
      + `width="100%" height="${taken.height}" style="border: 0"></iframe>`, taken),
    h('p', null, ...marked(words.frame.host)),
    ...code('host', HOST_LINES, taken),
    ...file(taken),
    close,
  ];
}

/**
 * @param {Taken} taken
 * @returns {Child[]}
 */
function file({ state, task, text, language, manifest, models, said, onSay }) {
  const words = (language === 'zh' ? zh : en).file;
  if (!canSave() || !manifest || models.length === 0) return [];
  const chosen = models.filter(({ key }) => !leftOut.has(key));
  const files = new Map(chosen.flatMap(({ entry }) => entry.files).map(({ file, bytes }) => [file, bytes]));
  const size = [...files.values()].reduce((sum, bytes) => sum + bytes, PROGRAM);
  const save = async () => {
    onSay('file', words.saving);
    try {
      const link = formatState({ ...state, task, text, lang: language });
      await savePage({
        manifest, entries: chosen.map(({ entry }) => entry), attentions: chosen.map(({ key }) => key), link, name: `seqscope-${task}.html`,
      });
      onSay('file', words.saved);
    } catch (error) {
      onSay('file', words.failed + (error instanceof Error ? error.message : String(error)));
    }
  };
  return [
    h('h2', null, words.heading),
    h('p', null, words.words),
    h('p', { class: 'models' }, models.map(({ key, name }) => h('label', { key }, h('input', {
      type: 'checkbox', checked: !leftOut.has(key), disabled: chosen.length === 1 && !leftOut.has(key),
      onchange: () => {
        if (!leftOut.delete(key)) leftOut.add(key);
        onSay('file', '');
      },
    }), ` ${name}`))),
    h('div', { class: 'copying' },
      h('button', { type: 'button', 'data-place': 'file', onclick: save }, words.save),
      h('span', { role: 'status' }, said.get('file') || words.size(fileSize(size)))),
  ];
}

/**
 * Lines to copy.
 *
 * @param {string} place
 * @param {string} text
 * @param {Taken} taken
 * @returns {Child[]}
 */
function code(place, text, { language, said, onSay }) {
  const words = language === 'zh' ? zh : en;
  const copy = () => navigator.clipboard.writeText(text).then(() => onSay(place, words.copied), () => onSay(place, words.notCopied));
  return [
    h('pre', { tabindex: 0, 'data-place': place }, text),
    h('div', { class: 'copying' },
      h('button', { type: 'button', onclick: () => copy().catch(() => onSay(place, words.notCopied)) }, words.copy),
      h('span', { role: 'status' }, said.get(place) ?? '')),
  ];
}
