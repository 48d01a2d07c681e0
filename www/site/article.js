// The article around the element as elements: words on one side, the picture that they drive on the other.

import { en } from './article/en.js';
import { zh } from './article/zh.js';
import { h } from './dom.js';
import { carryFormula, memoryFormula, scoreFormula, withoutTanhFormula } from './formulas.js';
import { keepInPlace } from './in-place.js';

/** @typedef {import('./dom.js').Child} Child */
/** @typedef {import('./article/en.js').Paragraph} Paragraph */
/** @typedef {(fields: string) => void} Drive sets fields of the address */

const ARTICLES = { en, zh };

/** @type {Record<Exclude<Paragraph, string>['formula'], () => Child | Child[]>} */
const FORMULAS = {
  memory: memoryFormula, carry: carryFormula, withoutTanh: withoutTanhFormula,
  scores: () => h('dl', null, ['dot', 'general', 'concat'].flatMap((attention) => [
    h('dt', null, attention), h('dd', null, scoreFormula(attention)),
  ])),
};

/** @param {'en' | 'zh'} language */
export function articleIn(language) {
  return ARTICLES[language];
}

/**
 * The sections that stand beside a picture.
 *
 * @param {'en' | 'zh'} language
 * @param {Drive} drive
 * @returns {Child[]}
 */
export function explorables(language, drive) {
  return articleIn(language).sections.map(({ heading, panel, paragraphs }) =>
    h('section', { class: 'explorable', id: panel },
      h('div', { class: 'words' },
        h('h2', null, heading),
        paragraphs.map((paragraph) => (typeof paragraph === 'string'
          ? h('p', null, ...marked(paragraph, drive))
          : h('div', { class: 'formula-block', tabindex: 0 }, FORMULAS[paragraph.formula]())))),
      h('seq-view', { name: panel, 'aria-label': heading, role: 'group' })));
}

/**
 * Text with `code`, *emphasis* and [words](fields), which set fields of the address, as elements.
 *
 * @param {string} text
 * @param {Drive} [drive]
 * @returns {Child[]}
 */
export function marked(text, drive) {
  return text.split(/(`[^`]+`|\*[^*]+\*|\[[^\]]+\]\([^)]*\))/).map((part) => {
    if (part.startsWith('`')) return h('code', null, part.slice(1, -1));
    if (part.startsWith('*')) return h('em', null, part.slice(1, -1));
    const [, words, fields] = /^\[(.+)\]\((.*)\)$/.exec(part) ?? [];
    if (words === undefined || fields === undefined || !drive) return part;
    // A button does not break at the end of a line.
    return h('a', {
      class: 'drive', href: `#${fields}`,
      onclick: (/** @type {MouseEvent} */ event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        keepInPlace(/** @type {Element} */ (event.currentTarget));
        drive(fields);
      },
    }, words);
  });
}
