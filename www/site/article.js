// The article around the element as elements: words on one side, the picture that they drive on the other.

import { en } from './en.js';
import { zh } from './zh.js';
import { h } from '../kit/dom.js';
import { carryFormula, memoryFormula, scoreFormula, withoutTanhFormula } from '../pictures/formulas.js';
import { leavesText } from './drives.js';
import { CONCAT, DOT, GENERAL } from '../tasks/tasks.js';

/** @typedef {import('../kit/dom.js').Child} Child */
/** @typedef {import('./en.js').Paragraph} Paragraph */
/** @typedef {(fields: string, link: HTMLElement) => void} Drive sets fields of the address */

const ARTICLES = { en, zh };

/** @type {Record<Exclude<Paragraph, string>['formula'], () => Child | Child[]>} */
const FORMULAS = {
  memory: memoryFormula, carry: carryFormula, withoutTanh: withoutTanhFormula,
  scores: () => h('dl', null, [DOT, GENERAL, CONCAT].flatMap((attention) => [
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
 * @param {(panel: string) => boolean} has whether there is anything for a panel to show
 * @param {string} leaves what is said of a link that shows another text or task
 * @returns {Child[]}
 */
export function explorables(language, drive, has, leaves) {
  return articleIn(language).sections.filter(({ panel }) => has(panel)).map(({ heading, panel, paragraphs }) =>
    h('section', { class: 'explorable', id: panel },
      h('div', { class: 'words' },
        h('h2', null, heading),
        paragraphs.map((paragraph) => (typeof paragraph === 'string'
          ? h('p', null, ...marked(paragraph, drive, leaves))
          : h('div', { class: 'formula-block', tabindex: 0 }, FORMULAS[paragraph.formula]())))),
      h('seq-view', { name: panel, 'aria-label': heading, role: 'group' })));
}

/**
 * Text with `code`, *emphasis* and [words](fields), which set fields of the address, as elements.
 *
 * @param {string} text
 * @param {Drive} [drive]
 * @param {string} [leaves] what is said of a link that shows another text or task
 * @returns {Child[]}
 */
export function marked(text, drive, leaves = '') {
  return text.split(/(`[^`]+`|\*[^*]+\*|\[[^\]]+\]\([^)]*\))/).map((part) => {
    if (part.startsWith('`')) return h('code', null, part.slice(1, -1));
    if (part.startsWith('*')) return h('em', null, part.slice(1, -1));
    const [, words, fields] = /^\[(.+)\]\((.*)\)$/.exec(part) ?? [];
    if (words === undefined || fields === undefined || !drive) return part;
    // A button does not break at the end of a line.
    return h('a', {
      class: leavesText(fields) ? 'drive leaves' : 'drive', title: leavesText(fields) ? leaves : undefined, href: `#${fields}`,
      onclick: (/** @type {MouseEvent} */ event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        drive(fields, /** @type {HTMLElement} */ (event.currentTarget));
      },
    }, words);
  });
}
