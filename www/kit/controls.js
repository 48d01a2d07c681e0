// Parts that several views have: a choice of one among several, and how far a download is.

import { h } from './dom.js';
import { fileSize } from './numbers.js';

/**
 * One of several, as radio buttons.
 *
 * @param {string} name
 * @param {string} label
 * @param {[string, string][]} options value and words of each
 * @param {string} chosen
 * @param {(value: string) => void} onChoose
 */
export function choice(name, label, options, chosen, onChoose) {
  return h('fieldset', { key: name, class: 'choice', 'data-choice': name },
    h('legend', null, label),
    h('div', { class: 'choice-options' },
      options.map(([value, words]) => h('label', { key: value },
        h('input', {
          type: 'radio', name, value, checked: value === chosen,
          onchange: () => onChoose(value),
        }),
        h('span', null, words)))));
}

/**
 * The bytes of a model that have arrived, of those that the manifest says it has.
 *
 * @param {import('../elements/types.js').ModelState} model
 * @param {import('../words/strings.js').Strings} strings
 */
export function progressOf(model, strings) {
  const total = Math.max(model.bytes, model.received);
  const words = model.status === 'loading'
    ? model.received < total ? strings.loading(fileSize(model.received), fileSize(total)) : strings.starting
    : strings.waiting;
  return {
    words,
    bar: h('progress', {
      key: 'progress', max: Math.max(total, 1), value: model.received,
      'aria-label': `${strings.attentionName(model.attention)}: ${words}`,
    }),
  };
}
