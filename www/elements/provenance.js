// What the models of the task were trained on, under which licence, and how large they are.

import { h } from '../kit/dom.js';
import { fileSize, grouped } from '../kit/numbers.js';

/**
 * @param {{
 *   entry: import('./types.js').ManifestModel | undefined, strings: import('../words/strings.js').Strings,
 * }} props entry: one of the task's models; they differ in nothing that is said here but a few numbers
 */
export function provenance({ entry, strings }) {
  if (!entry?.data) return null;
  const source = strings.dataSource(entry.data.source);
  return h('p', { key: 'provenance', class: 'provenance' },
    strings.data,
    h('span', { class: 'data-source', lang: source === entry.data.source ? 'en' : undefined }, source),
    ` · ${strings.licence}`, h('span', { class: 'data-licence', lang: 'en' }, entry.data.licence),
    ` · ${strings.modelsAre(grouped(entry.parameters), fileSize(entry.bytes))}`,
    entry.files[1] ? strings.shared(fileSize(entry.files[0].bytes)) : '');
}
