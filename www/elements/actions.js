// What views call.

import { own } from './saved.js';

/**
 * @param {{
 *   element: import('./element.js').SeqScope, chosen: import('./chosen.js').Chosen,
 *   gestures: import('./gestures.js').Gestures, open: (attention: string) => void,
 *   chooseAttention: (attention: string) => void, showWithoutTanh: (shown: boolean) => void,
 *   follow: (event: Event) => void, onChange: () => void,
 * }} of open: tries a model again; follow: scrolls plots with another; onChange: something that a link holds has changed
 * @returns {import('./compose.js').Actions}
 */
export function actionsOf({ element, chosen, gestures, open, chooseAttention, showWithoutTanh, follow, onChange }) {
  return {
    ...gestures.actions,
    open,
    chooseAttention,
    scroll: follow,
    type: (text) => {
      element.text = text;
    },
    chooseTask: (task) => {
      element.task = task;
    },
    bring: () => own().then(({ open }) => open(element)),
    chooseUnit: (unit) => {
      gestures.follow(() => {
        chosen.pieces = unit === 'pieces';
      });
      onChange();
    },
    showWithoutTanh: (shown) => {
      showWithoutTanh(shown);
      onChange();
    },
    chooseGates: (view) => {
      chosen.gatesView = view;
      gestures.keepWithin();
      onChange();
    },
  };
}
