// Texts to try, by task.

import { DATES } from './dates.js';
import { ENGLISH_TO_CHINESE } from './en-zh.js';
import { ENGLISH_TO_FRENCH } from './en-fr.js';

/**
 * @typedef {{ text: string, look?: { en: string, zh: string }, odd?: boolean }} Example look: what to look for, said
 *   while the example stands in the input; odd: a text that the models get wrong
 */

/** @type {Record<string, Example[]>} */
const EXAMPLES = {
  dates: DATES,
  'en-fr': ENGLISH_TO_FRENCH,
  'en-zh': ENGLISH_TO_CHINESE,
};

/** @param {string | null} task */
export function examplesOf(task) {
  return Object.entries(EXAMPLES).find(([name]) => name === task)?.[1] ?? [];
}
