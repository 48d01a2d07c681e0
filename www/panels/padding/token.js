// Tokens of which the text alone is known.

/**
 * @param {string} text with a space in front where a word starts
 * @returns {import('../../elements/types.js').GridToken}
 */
export function tokenOf(text) {
  return {
    id: -1, text: text.trim() || text, start: 0, end: 0, known: true, first: 0, last: 0, starts: /^\s\S/u.test(text),
  };
}
