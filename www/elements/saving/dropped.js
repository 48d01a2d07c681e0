// A trace from a file, shown without any model.

import { figure } from './figure.js';
import { gatesPicture, mapPicture, wordsFor } from './subjects.js';
import { patch, h } from '../../kit/dom.js';
import { fileSize } from '../../kit/numbers.js';
import { adoptStyles } from '../../kit/style-sheets.js';
import { gridOf } from '../../trace/grid.js';
import { attends } from '../../trace/matrix.js';
import { readTraceFile } from '../../trace/trace-file.js';
import { languageFor, stringsFor } from '../../words/strings.js';

/** @typedef {ReturnType<typeof readTraceFile>} Read */

const STYLE = new URL('./dropped.css', import.meta.url);
const LARGEST = 64_000_000;

/**
 * Shows what a file holds in a dialog over the page, which stays as it is; or says why it cannot be shown.
 *
 * @param {HTMLElement} host
 * @param {File} file
 */
export async function showFile(host, file) {
  const language = languageFor(host);
  const words = wordsFor(language);
  const box = document.createElement('div');
  const root = box.attachShadow({ mode: 'open' });
  box.lang = language === 'zh' ? 'zh-CN' : 'en';
  box.className = 'trace-file';
  const stage = /** @type {HTMLElement} */ (host.shadowRoot?.querySelector('.stage'));
  for (const other of stage.querySelectorAll('.trace-file')) other.remove();
  stage.append(box);
  await adoptStyles(root, [STYLE]);
  /** @type {import('../../kit/dom.js').Child[]} */
  let content;
  let heading = words.dropped;
  try {
    if (file.size > LARGEST) throw new Error(words.tooLarge(fileSize(file.size)));
    const read = readTraceFile(await file.text());
    content = await contentOf(read, file.name, language, (changed) => draw(changed));
  } catch (error) {
    heading = words.refused(file.name);
    content = [h('p', { class: 'refusal' }, h('code', null, error instanceof Error ? error.message : String(error)))];
  }
  /** @param {import('../../kit/dom.js').Child[]} now */
  function draw(now) {
    patch(root, [h('dialog', { 'aria-labelledby': 'heading' },
      h('div', { class: 'head' }, h('h2', { id: 'heading' }, heading),
        h('button', { type: 'button', onclick: () => root.querySelector('dialog')?.close() }, words.close)),
      ...now)]);
  }
  draw(content);
  const dialog = /** @type {HTMLDialogElement} */ (root.querySelector('dialog'));
  dialog.addEventListener('close', () => box.remove());
  dialog.showModal();
}

/**
 * The map and the gates of a layer, drawn as they are saved.
 *
 * @param {Read} read
 * @param {string} name
 * @param {'en' | 'zh'} language
 * @param {(content: import('../../kit/dom.js').Child[]) => void} draw
 * @param {number} [chosen] which of the layers
 * @returns {Promise<import('../../kit/dom.js').Child[]>}
 */
async function contentOf(read, name, language, draw, chosen = 0) {
  const { trace, task, attention, unit } = read;
  const words = wordsFor(language);
  const of = { task, attention, language };
  const grid = gridOf(trace, unit);
  const layers = /** @type {const} */ (['encoder', 'decoder']).flatMap((component) =>
    trace[component].map((layer) => ({ component, layer })));
  const shown = layers[chosen] ?? layers[0];
  if (!shown) throw new Error('expected at least one layer');
  const { component, layer } = shown;
  const [map, gates] = await Promise.all([
    attends(trace) ? mapPicture(trace, grid, of, true) : null,
    gatesPicture(trace, layer, component, grid[component === 'encoder' ? 'source' : 'target'], unit === 'pieces', of, true),
  ]);
  return [
    h('p', { class: 'words' }, words.droppedWords(name)),
    h('p', { class: 'words' }, `${task} · ${attention}: ${trace.input} → ${trace.output}`),
    map !== null ? figure('map', map) : h('p', { key: 'no-map', class: 'words' }, stringsFor(language).withoutAttention),
    h('label', { class: 'words' }, `${words.layer} `, h('select', {
      value: String(layers.indexOf(shown)),
      onchange: async (/** @type {Event} */ event) => draw(await contentOf(read, name, language, draw,
        Number(/** @type {HTMLSelectElement} */ (event.target).value))),
    }, layers.map((each, index) => h('option', { value: String(index) },
      words.layerName(each.component, each.layer.layer + 1, each.layer.direction))))),
    figure('gates', gates),
  ];
}

/** Has the reader choose a file. @returns {Promise<File | null>} null where none is chosen */
export function chooseFile() {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: '.json,application/json' });
  return new Promise((resolve) => {
    input.onchange = () => resolve(input.files?.[0] ?? null);
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
