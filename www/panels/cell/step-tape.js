// The tokens that a layer reads or writes, as a slider over its steps: above each stands what a unit holds there.

import { h } from '../../kit/dom.js';
import { reveal } from '../../kit/reveal.js';
import { fixed } from '../../kit/numbers.js';
import { tokenLabel } from '../../trace/tokens.js';

/** @typedef {import('../../elements/types.js').GridToken} GridToken */

/**
 * @param {{
 *   tokens: GridToken[], values: number[], limit: number, step: number, held: boolean, pointed: boolean,
 *   slanted: boolean, label: string, spoken: string, notKnown: string,
 *   onStep: (step: number) => void, onHover: (step: number | null) => void, onRelease: () => void,
 * }} props tokens and values: one a step; limit: the size whose bar is highest; held: whether the step was chosen here;
 *   pointed: whether it is pointed at; spoken: the shown step in words
 */
export function stepTape(props) {
  const { tokens, values, limit, step } = props;
  const stepUnder = (/** @type {PointerEvent | MouseEvent} */ event) => {
    const found = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-step]'));
    return found ? Number(found.dataset.step) : null;
  };
  return h('div', {
    class: props.slanted ? 'tape of-pieces' : 'tape', role: 'slider', tabindex: 0, 'aria-label': props.label,
    'aria-valuemin': 1, 'aria-valuemax': tokens.length, 'aria-valuenow': step + 1, 'aria-valuetext': props.spoken,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const to = stepFor(event.key, step, tokens.length);
      if (to === null && event.key !== 'Escape') return;
      event.preventDefault();
      if (to === null) props.onRelease();
      else props.onStep(to);
    },
    onclick: (/** @type {MouseEvent} */ event) => {
      const found = stepUnder(event);
      if (found === null) return;
      if (found === step && props.held) props.onRelease();
      else props.onStep(found);
    },
    onpointermove: (/** @type {PointerEvent} */ event) => props.onHover(stepUnder(event)),
    onpointerleave: () => props.onHover(null),
    // At first it is not in the document yet, where it has no size.
    after: [(/** @type {HTMLElement} */ tape) => requestAnimationFrame(() => follow(tape, props.held || props.pointed)),
      step, tokens],
  },
  tokens.map((token, index) => {
    const value = values[index] ?? 0;
    const size = `${(Math.min(Math.abs(value) / (limit || 1), 1) * 50).toFixed(1)}%`;
    return h('span', {
      class: index === step ? (props.held ? 'tape-step here held' : 'tape-step here') : 'tape-step', 'data-step': index,
      'aria-hidden': 'true', title: fixed(value, 2),
    },
    h('span', { class: value < 0 ? 'tape-bar negative' : 'tape-bar', style: { '--size': size } }),
    tokenLabel(token, props.notKnown, index === step));
  }));
}

/**
 * Where a key leads on the tape, or null for another key.
 *
 * @param {string} key
 * @param {number} step
 * @param {number} steps
 */
function stepFor(key, step, steps) {
  const to = /** @type {Record<string, number>} */ ({
    ArrowLeft: step - 1, ArrowDown: step - 1, ArrowRight: step + 1, ArrowUp: step + 1, Home: 0, End: steps - 1,
  })[key];
  return to === undefined ? null : Math.min(Math.max(to, 0), steps - 1);
}

/** Those that have been scrolled to their first step. @type {WeakSet<HTMLElement>} */
const opened = new WeakSet();

/**
 * Scrolls the tape, and nothing around it, to the shown step; but not away from under a pointer, nor back to the end
 * because a pointer has left.
 *
 * @param {HTMLElement} tape
 * @param {boolean} wanted whether somebody has chosen the step
 */
function follow(tape, wanted) {
  if (opened.has(tape) && (!wanted || tape.matches(':hover'))) return;
  opened.add(tape);
  const here = /** @type {HTMLElement | null} */ (tape.querySelector('.here'));
  if (!here) return;
  reveal(tape, here.offsetLeft - 40, here.offsetLeft + here.offsetWidth + 40);
}
