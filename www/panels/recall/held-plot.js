// Which units of the LSTM's memory hold the number.

import { h } from '../../kit/dom.js';
import { fixed } from '../../kit/numbers.js';
import { inWords, withNumbers } from '../../kit/shown-number.js';
import { signalOf, stepsOf, unitsOf } from '../../trace/cell-values.js';
import { heldOf, heldSum, shareOf } from './held.js';
import { DIGITS } from './texts.js';
import { POINTED, tellAtPointer } from '../../pictures/at-pointer.js';

const HEIGHT = 120;
const TOP = 6;
const LEFT = 44;
/** Of a unit's bars, in CSS pixels. */
const NARROWEST = 6;

/** @typedef {import('../../elements/types.js').Layer} Layer */

/** By what the layer carries. @type {WeakMap<Float32Array, import('./held.js').Held[]>} */
const kept = new WeakMap();

/** @param {import('./panel.js').Shown} shown */
export function heldPart({ context, own, answers, words, set }) {
  /** @type {Layer | undefined} */
  const layer = answers['lstm']?.value?.encoder[0];
  const { analysis } = context;
  if (!layer || !analysis) return h('p', { key: 'held', class: 'absent' }, words.coming);
  const held = heldIn(layer, analysis);
  const { units, share } = heldSum(held);
  const chosen = Math.max(held.findIndex(({ unit }) => unit === own.unit), 0);
  const of = held[chosen];
  const width = Math.max(NARROWEST, Math.floor((Math.min(context.width, 640) - LEFT) / held.length));
  const place = (/** @type {number} */ index) => LEFT + index * width;
  const sum = (/** @type {import('../../kit/shown-number.js').Write} */ write) =>
    words.heldSum(write('held.units', units, String(units)), write('held.share', share, `${fixed(share * 100, 1)} %`));
  const unitWords = (/** @type {import('../../kit/shown-number.js').Write} */ write) => (of ? words.heldUnit(of.unit,
    write('held.number', of.number, fixed(of.number, 2)), write('held.rest', of.rest, fixed(of.rest, 2)),
    write('held.total', of.number + of.rest, fixed(of.number + of.rest, 2))) : '');
  const choose = (/** @type {number} */ place) => {
    const next = held[Math.min(Math.max(place, 0), held.length - 1)];
    if (next) set({ unit: next.unit });
  };
  const under = (/** @type {MouseEvent} */ event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    choose(Math.floor((event.clientX - box.left - LEFT) / width));
    tellAtPointer(event);
  };
  return h('figure', { key: 'held' },
    h('p', { class: 'panel-note' }, words.heldWords),
    h('div', {
      class: 'held-plot', tabindex: 0, role: 'slider', 'aria-label': words.heldChoose, 'aria-valuemin': 1, 'aria-valuemax': held.length,
      'aria-valuenow': chosen + 1, 'aria-valuetext': inWords(unitWords),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const to = /** @type {Record<string, number>} */ ({
          ArrowLeft: chosen - 1, ArrowDown: chosen - 1, ArrowRight: chosen + 1, ArrowUp: chosen + 1, Home: 0, End: held.length - 1,
        })[event.key];
        if (to === undefined) return;
        event.preventDefault();
        choose(to);
      },
    },
    h('svg', {
      width: LEFT + width * held.length, height: HEIGHT + 2 * TOP, role: 'img', 'aria-label': words.heldLabel(inWords(sum)),
      onpointermove: under, onclick: under,
    },
    h('rect', { class: 'chosen', x: place(chosen), y: 0, width, height: HEIGHT + 2 * TOP }),
    held.map((each, index) => {
      const high = shareOf(each) * HEIGHT;
      return [
        h('rect', { key: `r${each.unit}`, class: 'of-rest', x: place(index) + 1, y: TOP, width: width - 2, height: HEIGHT - high }),
        h('rect', { key: `n${each.unit}`, class: 'of-number', x: place(index) + 1, y: TOP + HEIGHT - high, width: width - 2, height: high }),
      ];
    }),
    [0, 0.5, 1].map((mark) => h('text', { key: `m${mark}`, class: 'held-mark', x: LEFT - 6, y: TOP + (1 - mark) * HEIGHT + 4 }, `${mark * 100} %`)),
    h('line', { class: 'half', x1: LEFT, x2: place(held.length), y1: TOP + HEIGHT / 2, y2: TOP + HEIGHT / 2 }))),
    h('figcaption', { class: 'gradient-fades' },
      h('span', { class: 'held-sum' }, withNumbers(sum)), ' ', h('span', { class: `held-unit ${POINTED}` }, withNumbers(unitWords))));
}

/**
 * @param {Layer} layer
 * @param {import('../../elements/types.js').Analysis} analysis
 */
function heldIn(layer, analysis) {
  const { data } = signalOf(layer, 'c');
  const known = kept.get(data);
  if (known) return known;
  const gate = (/** @type {string} */ name) => signalOf(layer, name).data;
  const steps = stepsOf(layer);
  const parts = analysis.lstmMemoryParts(gate('i'), gate('f'), gate('g'), unitsOf(layer), steps - 1, 'forward').data;
  const held = heldOf(parts, unitsOf(layer), Math.min(DIGITS, steps));
  kept.set(data, held);
  return held;
}
