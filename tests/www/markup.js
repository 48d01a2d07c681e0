// A description as markup, to be read by people and compared with goldens. Handlers and callbacks are left out.

/** @typedef {import('../../www/kit/dom.js').Child} Child */
/** @typedef {import('../../www/kit/dom.js').Description} Description */

/**
 * @param {Child} child
 * @param {string} [indent]
 * @returns {string}
 */
export function markupOf(child, indent = '') {
  if (child === null || child === undefined || child === false) return '';
  if (typeof child !== 'object') return `${indent}${escaped(String(child))}\n`;
  const { tag, attributes, children } = child;
  const written = Object.entries(attributes)
    .filter(([name, value]) => !name.startsWith('on') && name !== 'key' && name !== 'after'
      && value !== undefined && value !== null && value !== false && value !== '')
    .map(([name, value]) => ` ${name}="${escaped(typeof value === 'object'
      ? Object.entries(value).map(([property, setting]) => `${property}: ${setting}`).join('; ') : String(value))}"`)
    .join('');
  const inner = children.map((each) => markupOf(each, `${indent}  `)).join('');
  return inner === '' ? `${indent}<${tag}${written}/>\n` : `${indent}<${tag}${written}>\n${inner}${indent}</${tag}>\n`;
}

/**
 * Every description within one, itself included.
 *
 * @param {Child} child
 * @returns {Description[]}
 */
export function within(child) {
  if (typeof child !== 'object' || child === null) return [];
  return [child, ...child.children.flatMap(within)];
}

/**
 * Those with a class.
 *
 * @param {Child} child
 * @param {string} name
 */
export function withClass(child, name) {
  return within(child).filter(({ attributes }) => String(attributes['class'] ?? '').split(' ').includes(name));
}

/**
 * All text within a description.
 *
 * @param {Child} child
 * @returns {string}
 */
export function textOf(child) {
  if (child === null || child === undefined || child === false) return '';
  return typeof child === 'object' ? child.children.map(textOf).join('') : String(child);
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
