// How a token is labelled.

import { h } from '../kit/dom.js';

/** @typedef {import('../elements/types.js').Token} Token */

/** What is drawn for characters that would not be seen. */
export const GLYPHS = /** @type {Record<string, string>} */ ({
  ' ': '␣', '\t': '⇥', '\n': '↵', '\r': '↵', '\u00A0': '⍽', '\u3000': '□',
});

/**
 * What stands for a character that would not be seen by itself, or undefined for one that would.
 *
 * @param {string} text
 */
export function glyphFor(text) {
  if (GLYPHS[text]) return GLYPHS[text];
  if (/^\p{M}/u.test(text)) return `◌${text}`;
  if (/^[\p{C}\p{Z}]/u.test(text)) return '·';
  return undefined;
}

/** @type {WeakMap<Token, Map<string, import('../kit/dom.js').Description>>} */
const labels = new WeakMap();

/**
 * A token by itself, isolated from the direction of the text around it. Its text content is the token's own text;
 * a character that cannot be seen is drawn by the style sheet from `data-glyph`, and so is the sign in front of a
 * piece that starts a word. Long texts have thousands of labels on the page: the same token gives the same
 * description again, which costs nothing to draw.
 *
 * @param {Token & { starts?: boolean }} token
 * @param {string} notKnown what a token that the vocabulary lacks is titled
 * @param {boolean} lit whether the token is that of the shown cell
 */
export function tokenLabel(token, notKnown, lit) {
  const made = labels.get(token) ?? new Map();
  labels.set(token, made);
  const key = `${lit} ${notKnown}`;
  let label = made.get(key);
  if (!label) {
    const classes = ['token', lit && 'lit', !token.known && 'unknown', token.text.length > 3 && 'long',
      token.starts && 'starts'];
    label = h('bdi', {
      dir: 'auto',
      class: classes.filter(Boolean).join(' '),
      'data-glyph': glyphFor(token.text),
      title: token.known ? undefined : notKnown,
    }, token.text);
    made.set(key, label);
  }
  return label;
}

/**
 * All that is drawn of a token.
 *
 * @param {Token & { starts?: boolean }} token
 */
export function shownText({ text, starts }) {
  return starts ? `␣${text}` : text;
}

/**
 * A piece of text that a model could write. A space in front says that it starts a word.
 *
 * @param {string} text
 * @param {string} startsWord what such a piece is titled; empty where spaces stand for themselves
 */
export function pieceLabel(text, startsWord) {
  const starts = startsWord !== '' && /^\s\S/u.test(text);
  const shown = starts ? text.slice(1) : text;
  return h('bdi', {
    dir: 'auto', class: starts ? 'piece starts' : 'piece', title: starts ? startsWord : undefined,
  }, glyphFor(shown) ?? shown);
}

/**
 * A token in running text, for people and for screen readers.
 *
 * @param {Token} token
 */
export function quoted(token) {
  return `“${glyphFor(token.text) ?? token.text}”`;
}

/**
 * A piece of text that a model could write, in a label that is only text: without the space in front, unless it is
 * nothing else.
 *
 * @param {string} text
 */
export function plainPiece(text) {
  const bare = text.trim();
  return bare === '' ? glyphFor(text) ?? text : glyphFor(bare) ?? bare;
}
