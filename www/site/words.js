// Every word that the page says around the element, in every language it speaks.

import { en } from './words-en.js';
import { zh } from './words-zh.js';
import { stringsFor } from '../words/strings.js';

/** @typedef {typeof en} PageStrings */
/** @typedef {Omit<import('../words/strings.js').Strings, 'tasks' | 'otherTask'> & PageStrings} Strings */
/** @typedef {PageStrings['tasks']['dates']} TaskStrings */

/**
 * The words around the element, and those of the element that the page uses too.
 *
 * @param {'en' | 'zh'} language
 * @returns {Strings}
 */
export function pageStringsFor(language) {
  return { ...stringsFor(language), ...language === 'zh' ? zh : en };
}

/**
 * What the page says of a task.
 *
 * @param {Strings} strings
 * @param {string} task
 * @returns {TaskStrings}
 */
export function pageTaskStrings(strings, task) {
  return Object.hasOwn(strings.tasks, task)
    ? strings.tasks[/** @type {keyof PageStrings['tasks']} */ (task)] : strings.otherTask(task);
}
