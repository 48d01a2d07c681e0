// SVG as text: escaped, with numbers of a fixed precision.

/** @param {string} text */
export function escaped(text) {
  return text.replace(INVALID, '\u{FFFD}').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** What XML 1.0 cannot hold, halves of characters too. */
const INVALID = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/gu;

/** A length, to the hundredth of a pixel. @param {number} value */
export function length(value) {
  return String(Math.round(value * 100) / 100 + 0);
}

/**
 * @param {string} name
 * @param {Record<string, string | number | null | undefined>} attributes what is null is left out
 * @param {string} [content] markup
 */
export function element(name, attributes, content = '') {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === null || value === undefined
    ? [] : [` ${key}="${escaped(typeof value === 'number' ? length(value) : value)}"`])).join('');
  return content === '' ? `<${name}${written}/>\n` : `<${name}${written}>${content}</${name}>\n`;
}
