// What the models of repeat read: a word of small letters.

/** What stands there before anything is typed. */
export const FIRST_WORD = 'counterrevolutionary';
/** The most letters that the slider pulls to: further than this nothing was measured. */
export const FURTHEST = 30;
/** The most letters that may be typed. */
export const LONGEST = 60;
/** Where the reader pulls for more, a word goes on like this. */
const MORE = 'quickbrownfoxjumpsoverthelazydog';

/**
 * As the models read it.
 *
 * @param {string} typed
 */
export function wordFrom(typed) {
  return typed.toLowerCase().replace(/[^a-z]/g, '').slice(0, LONGEST);
}

/**
 * The same word with so many letters.
 *
 * @param {string} typed
 * @param {number} length
 */
export function stretched(typed, length) {
  let word = wordFrom(typed);
  while (word.length < length) word += MORE;
  return word.slice(0, length);
}

/**
 * Which letters of the word stand in their place in what was written.
 *
 * @param {string} output
 * @param {string} word
 */
export function inPlace(output, word) {
  return [...word].map((letter, place) => output[place] === letter);
}
