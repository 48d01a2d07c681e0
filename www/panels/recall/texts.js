// What the models of recall read: a number, and a text behind it.

/** Digits of a number. */
export const DIGITS = 4;
/** What stands there before anything is typed. */
export const FIRST_TEXT = '6180 is the number to keep while it rains';
/** The most characters behind the number: further than this nothing was measured. */
export const FURTHEST = 60;
/** Where the text behind the number ends and the reader pulls for more, it goes on like this. */
const MORE = ' and there is always more to read until the end comes at last';

/**
 * As the models read it: they know small letters, and a blank stands by itself.
 *
 * @param {string} typed
 */
export function readFrom(typed) {
  return typed.toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * The number in front, and how many characters stand behind it.
 *
 * @param {string} text as the models read it
 * @returns {{ number: string, distance: number } | null} null where there is no number of four digits in front
 */
export function askedOf(text) {
  const number = /^\d{4}(?!\d)/.exec(text)?.[0];
  return number === undefined ? null : { number, distance: [...text].length - DIGITS };
}

/**
 * The same number with so many characters behind it: what stands there is cut, or goes on.
 *
 * @param {string} typed
 * @param {number} distance
 */
export function pulled(typed, distance) {
  const text = readFrom(typed);
  const number = askedOf(text)?.number ?? FIRST_TEXT.slice(0, DIGITS);
  const behind = [...(askedOf(text) ? text.slice(DIGITS) : FIRST_TEXT.slice(DIGITS))];
  while (behind.length < distance) behind.push(...MORE);
  const kept = behind.slice(0, distance);
  // A blank at the end would not be read.
  if (kept.at(-1) === ' ') kept[kept.length - 1] = 's';
  return number + kept.join('');
}
