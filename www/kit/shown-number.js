// Numbers with all their digits: what a reader sees is rounded, what the element holds is what the engine gave.

import { h } from './dom.js';

/**
 * A number in a text.
 *
 * @param {string} name tells it apart from the others of its panel
 * @param {number} value
 * @param {import('./dom.js').Child} text
 */
export function shownNumber(name, value, text) {
  return h('data', { value: String(value), 'data-number': name }, text);
}

/**
 * The same as attributes, for what stands in a formula or a drawing and cannot be a `data`.
 *
 * @param {string} name
 * @param {number} value
 */
export function numberAttributes(name, value) {
  return { 'data-number': name, 'data-value': String(value) };
}

/** @typedef {(name: string, value: number, text: string) => string} Write puts a number into words */

/** Characters that are none, and in no text. */
const FIRST = 0xfdd0;
const MARK = /([\ufdd0-\ufdef])/;

/**
 * Words in which numbers stand, wherever a language has them.
 *
 * @param {(write: Write) => string} say
 * @returns {import('./dom.js').Child[]}
 */
export function withNumbers(say) {
  /** @type {import('./dom.js').Child[]} */
  const numbers = [];
  const words = say((name, value, text) =>
    String.fromCharCode(FIRST + numbers.push(shownNumber(name, value, text)) - 1));
  return words.split(MARK).map((part) => numbers[part.charCodeAt(0) - FIRST] ?? part);
}

/**
 * The same words without elements, to be read out.
 *
 * @param {(write: Write) => string} say
 */
export function inWords(say) {
  return say((_name, _value, text) => text);
}
