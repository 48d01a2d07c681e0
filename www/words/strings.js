// Every word that the elements say, in every language they speak. English is there at once, the others come when they are
// spoken.

import { en } from './en.js';

/** @typedef {typeof en} Strings */
/** @typedef {Strings['tasks']['dates']} TaskStrings */

/** @type {Record<'en' | 'zh', Strings | null>} */
const all = { en, zh: null };
/** @type {Promise<void> | null} */
let coming = null;

/**
 * Has a language come. English is spoken where it cannot, until it is asked for again.
 *
 * @param {'en' | 'zh'} language
 * @returns {Promise<void> | null} null where it is there
 */
export function fetchStrings(language) {
  if (all[language]) return null;
  coming ??= import('./zh.js').then(({ zh }) => {
    all.zh = zh;
  }, () => {}).finally(() => {
    coming = null;
  });
  return coming;
}

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
 * The language that an element speaks: its own, or that of what it stands in.
 *
 * @param {HTMLElement} element
 */
export function languageFor(element) {
  for (let node = /** @type {Node | null} */ (element); node; node = node instanceof ShadowRoot ? node.host : node.parentNode) {
    const tag = node instanceof HTMLElement ? node.lang : '';
    // What scripts write for nothing is no language.
    if (tag && tag !== 'undefined' && tag !== 'null') return languageOf(tag);
  }
  return languageOf('');
}

/**
 * @param {string | null | undefined} tag a BCP 47 tag
 * @returns {Strings}
 */
export function stringsFor(tag) {
  return all[languageOf(tag)] ?? en;
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
