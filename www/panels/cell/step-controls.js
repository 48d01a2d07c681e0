// Buttons that step through a text, one step at a time or by themselves.

import { h } from '../../kit/dom.js';

/** Outlines of the signs on the buttons, in a square of 16. */
const SIGNS = {
  previous: 'M11 3v10L5 8zM3.5 3h1.5v10H3.5z',
  next: 'M5 3v10l6-5zM11 3h1.5v10H11z',
  play: 'M4.5 2.5v11l9-5.5z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
};

/**
 * @param {{
 *   playing: boolean, words: Record<'previous' | 'next' | 'play' | 'pause', string>,
 *   onPrevious: (() => void) | null, onNext: (() => void) | null, onPlay: () => void,
 * }} props null where there is no such step
 */
export function stepControls({ playing, words, onPrevious, onNext, onPlay }) {
  return h('div', { class: 'step-controls' },
    button('previous', words.previous, onPrevious),
    button(playing ? 'pause' : 'play', playing ? words.pause : words.play, onPlay, true),
    button('next', words.next, onNext));
}

/**
 * @param {keyof typeof SIGNS} sign
 * @param {string} label
 * @param {(() => void) | null} onClick
 * @param {boolean} [plays]
 */
function button(sign, label, onClick, plays = false) {
  return h('button', {
    type: 'button', class: 'step-button', 'aria-label': label, title: label, 'data-plays': plays,
    // Not `disabled`: whoever steps to the end by keyboard would lose the button under their finger.
    'aria-disabled': onClick === null ? 'true' : undefined, onclick: onClick,
  }, h('svg', { width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, h('path', { d: SIGNS[sign] })));
}
