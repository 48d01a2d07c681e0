// Every word that the page says, in every language it speaks.

import { en } from './strings/en.js';
import { zh } from './strings/zh.js';

/** @typedef {typeof en} Strings */
/** @typedef {Strings['tasks']['dates']} TaskStrings */

const all = { en, zh };

/**
 * The language that is spoken to a reader of `tag`.
 *
 * @param {string | null | undefined} tag a BCP 47 tag
 * @returns {'en' | 'zh'}
 */
export function languageOf(tag) {
  return /^zh\b/i.test(tag ?? '') ? 'zh' : 'en';
}

/**
 * @param {string | null | undefined} tag a BCP 47 tag
 * @returns {Strings}
 */
export function stringsFor(tag) {
  return all[languageOf(tag)];
}

/**
 * What is said of a task.
 *
 * @param {Strings} strings
 * @param {string} task
 * @returns {TaskStrings}
 */
export function taskStrings(strings, task) {
  return Object.hasOwn(strings.tasks, task)
    ? strings.tasks[/** @type {keyof Strings['tasks']} */ (task)] : strings.otherTask(task);
}
