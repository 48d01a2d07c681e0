// The button of a picture's menu.

import { h } from '../kit/dom.js';
import { saving } from './saved.js';

const open = (/** @type {Event} */ { currentTarget }) => {
  const button = /** @type {HTMLElement} */ (currentTarget);
  saving().then(({ openMenu }) => openMenu(button), ({ message }) => {
    button.title = message;
  });
};

const WORDS = {
  en: (/** @type {string} */ name) => `Save: ${name || 'this picture'}`, zh: (/** @type {string} */ name) => `保存：${name || '这张图'}`,
};

/**
 * @param {'en' | 'zh'} language
 * @param {string} [name] of the picture, for people
 * @param {string} [picture] which of the element's
 */
export function pictureButton(language, name = '', picture) {
  const words = WORDS[language](name);
  return h('button', {
    key: 'save', type: 'button', class: 'save', title: words, 'aria-label': words, 'aria-haspopup': 'menu',
    'data-picture': picture, onclick: open,
  }, '⋯');
}
