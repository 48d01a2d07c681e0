// Each gate's units in the triangle of how often they are open and closed.

import { h } from '../../kit/dom.js';
import { derived } from '../../trace/memo.js';
import { walk } from '../../trace/selection.js';
import { shownNumber } from '../../kit/shown-number.js';

/** @typedef {import('./saturation-numbers.js').Saturation} Saturation */
/** @typedef {import('./saturation-numbers.js').Place} Place */

/** In CSS pixels: margins of a scatter, the greatest radius of a single unit, and how near a pointer has to be. */
const MARGIN = { left: 36, right: 8, top: 8, bottom: 26 };
const RADIUS = 2.4;
const NEAR = 16;

/**
 * @param {{
 *   name: string, saturation: Saturation, size: number, shown: number | null, unit: number | null, label: string,
 *   words: { role: string, open: string, closed: string, place: (place: Place, unit: number) => string },
 *   onHover: (unit: number | null) => void, onPin: (unit: number) => void,
 * }} props size in CSS pixels; shown: the unit pointed at or followed; unit: the one that is followed
 */
export function saturationScatter({ name, saturation, size, shown, unit, label, words, onHover, onPin }) {
  const { places } = saturation;
  const side = size - MARGIN.left - MARGIN.right;
  const x = (/** @type {number} */ share) => tenths(MARGIN.left + share * side);
  const y = (/** @type {number} */ share) => tenths(MARGIN.top + (1 - share) * side);
  const height = MARGIN.top + side + MARGIN.bottom;
  // As many units, as much of an area.
  const most = Math.sqrt(Math.max(...places.map(({ units }) => units.length)));
  const one = Math.min(RADIUS, side / 14 / most);
  const radius = (/** @type {Place} */ place) => one * Math.sqrt(place.units.length);
  const at = shown === null ? -1 : places.findIndex(({ units }) => units.includes(shown));
  const place = places[at];
  const id = `saturation-${name}-${shown}`;
  const under = (/** @type {MouseEvent} */ event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const distance = (/** @type {Place} */ each) => Math.max(0,
      Math.hypot(x(each.right) - event.clientX + box.left, y(each.left) - event.clientY + box.top) - radius(each));
    const nearest = places.reduce((best, each) => (distance(each) < distance(best) ? each : best));
    return distance(nearest) < NEAR ? nearest : null;
  };
  return h('svg', {
    class: 'saturation-plot', width: size, height, tabindex: 0, role: 'application', 'aria-roledescription': words.role,
    'aria-label': label, 'aria-activedescendant': place ? id : undefined,
    onpointermove: (/** @type {PointerEvent} */ event) => {
      const found = under(event);
      onHover(found && (found === place ? shown : found.units[0] ?? null));
    },
    onpointerleave: () => onHover(null),
    onclick: (/** @type {MouseEvent} */ event) => {
      const found = under(event);
      if (found) onPin(nextOf(found, unit));
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if ((event.key === 'Enter' || event.key === ' ') && place) {
        event.preventDefault();
        onPin(nextOf(place, unit));
        return;
      }
      const key = /** @type {Record<string, string>} */ ({ ArrowUp: 'ArrowLeft', ArrowDown: 'ArrowRight' })[event.key]
        ?? event.key;
      const to = walk(key, place ? { row: 0, column: at } : null, { rows: 1, columns: places.length });
      if (!to) return;
      event.preventDefault();
      onHover(places[to.column]?.units[0] ?? null);
    },
  },
  derived(places, `dots ${name} ${size} ${words.open} ${words.closed}`, () => [
    h('path', { class: 'triangle', d: `M${x(0)},${y(1)}V${y(0)}H${x(1)}Z` }),
    h('g', { class: 'share-ticks' },
      [0, 0.5, 1].map((share) => h('text', { class: 'across', x: x(share), y: y(0) + 12 }, String(share))),
      [0.5, 1].map((share) => h('text', { class: 'upward', x: x(0) - 4, y: y(share) + 4 }, String(share)))),
    h('text', { class: 'axis-name', x: x(0.5), y: height - 2 }, words.open),
    h('text', { class: 'axis-name', transform: `translate(11 ${y(0.5)}) rotate(-90)` }, words.closed),
    h('g', { class: `places signal-${name}` },
      places.map((each) => h('circle', { cx: x(each.right), cy: y(each.left), r: radius(each).toFixed(1) }))),
  ]),
  place && shown !== null
    ? h('circle', {
      key: id, id, class: shown === unit ? 'place-ring followed' : 'place-ring', role: 'img',
      'aria-label': words.place(place, shown), cx: x(place.right), cy: y(place.left), r: (radius(place) + 3).toFixed(1),
    })
    : null);
}

/**
 * The first unit of a place, or the one behind the one that is followed; the last one again, which lets it go.
 *
 * @param {Place} place
 * @param {number | null} followed
 * @returns {number}
 */
export function nextOf({ units }, followed) {
  const at = followed === null ? -1 : units.indexOf(followed);
  return units[Math.min(at + 1, units.length - 1)] ?? 0;
}

/** @param {number} pixels */
function tenths(pixels) {
  return Math.round(pixels * 10) / 10;
}

/**
 * What the layer's gates do all together, and the unit that is shown among them.
 *
 * @param {{
 *   gates: { name: string, saturation: Saturation }[], shown: number | null,
 *   words: {
 *     caption: string, gate: string, closed: string, open: string, closedUnits: string, openUnits: string,
 *     unit: (unit: number) => string, percent: (share: number) => string,
 *   },
 * }} props
 */
export function saturationTable({ gates, shown, words }) {
  const share = (/** @type {string} */ name, /** @type {number} */ value) =>
    shownNumber(name, value, words.percent(value));
  return h('table', { class: 'saturation-table' },
    h('caption', { class: 'visually-hidden' }, words.caption),
    h('thead', null, h('tr', null,
      h('th', { scope: 'col' }, words.gate),
      [words.closed, words.open, words.closedUnits, words.openUnits, ...(shown === null ? [] : [words.unit(shown)])]
        .map((name) => h('th', { scope: 'col', class: 'number' }, name)))),
    h('tbody', null, gates.map(({ name, saturation }) => h('tr', { key: name },
      h('th', { scope: 'row' }, h('i', null, name)),
      h('td', { class: 'number' }, share(`${name}.closed`, saturation.leftOfAll)),
      h('td', { class: 'number' }, share(`${name}.open`, saturation.rightOfAll)),
      h('td', { class: 'number' },
        shownNumber(`${name}.closedUnits`, saturation.closedUnits, saturation.closedUnits)),
      h('td', { class: 'number' },
        shownNumber(`${name}.openUnits`, saturation.openUnits, saturation.openUnits)),
      shown === null ? null
        : h('td', { class: 'number' },
          share(`${name}.closedOfUnit`, saturation.left[shown] ?? NaN), ' · ',
          share(`${name}.openOfUnit`, saturation.right[shown] ?? NaN))))));
}
