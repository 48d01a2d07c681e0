// The first units of an order, a line each: small multiples over the tokens, with the numbers that put them there.

import { h } from '../../kit/dom.js';
import { headFor } from '../../kit/geometry.js';
import { sizeOf, valueAt } from '../../trace/matrix.js';
import { derived } from '../../trace/memo.js';
import { fixed } from '../../kit/numbers.js';
import { shownNumber } from '../../kit/shown-number.js';
import { kindOf } from '../../trace/signals.js';
import { glyphFor, quoted } from '../../trace/tokens.js';

/** @typedef {import('../../elements/types.js').GateCell} GateCell */
/** @typedef {import('../../elements/types.js').Steps} Steps */

/** Height of a line, in CSS pixels, and what keeps a dot on it from being cut off. */
const HEIGHT = 34;
const INSET = 4;

/**
 * @param {{
 *   signal: import('../../elements/types.js').Signal, units: number[], unit: number | null, gate: GateCell | null,
 *   tokens: import('../../elements/types.js').GridToken[], slanted: boolean, steps: Steps | null, stretch: Steps | null,
 *   width: number, columns: { id: string, name: string, values: number[] }[], fits: boolean[] | null,
 *   words: {
 *     caption: string, unit: string, course: string, fits: string, follow: (unit: number) => string,
 *     span: (least: string, atLeast: string, most: string, atMost: string) => string,
 *   },
 *   onHover: (gate: GateCell | null) => void, onPin: (unit: number) => void,
 * }} props units: those that are shown; unit: the one that is followed; steps: those linked from elsewhere; stretch:
 *   those brushed; width of a line in CSS pixels; columns: numbers by unit; fits: whom to mark
 */
export function unitsTelling(props) {
  const { units, words, columns } = props;
  return h('table', { class: 'telling' },
    h('caption', { class: 'visually-hidden' }, words.caption),
    h('thead', null, h('tr', null,
      h('th', { scope: 'col' }, words.unit),
      h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, words.course), axis(props)),
      columns.map(({ name }) => h('th', { scope: 'col', class: 'number' }, name)))),
    h('tbody', { onpointerleave: () => props.onHover(null) }, units.map((unit) => row(unit, props))));
}

/**
 * @param {number} unit
 * @param {Parameters<typeof unitsTelling>[0]} props
 */
function row(unit, props) {
  const { signal, words, tokens } = props;
  const course = Array.from({ length: tokens.length }, (_, step) => valueAt(signal.values, step, unit));
  const pinned = props.unit === unit;
  return h('tr', { key: unit, class: pinned ? 'pinned' : props.gate?.unit === unit ? 'pointed' : '' },
    h('th', { scope: 'row' },
      h('button', {
        type: 'button', class: 'unit-button', 'aria-pressed': String(pinned), 'aria-label': words.follow(unit),
        onclick: () => props.onPin(unit),
      }, String(unit)),
      props.fits?.[unit]
        ? h('span', { class: 'fits', role: 'img', 'aria-label': words.fits, title: words.fits }, '✓') : null),
    h('td', { class: 'course' }, line(unit, course, props)),
    props.columns.map(({ id, values }) => h('td', { class: 'number' },
      shownNumber(`${id}.${unit}`, values[unit] ?? NaN, fixed(values[unit] ?? NaN, 2)))));
}

/**
 * @param {number} unit
 * @param {number[]} course
 * @param {Parameters<typeof unitsTelling>[0]} props
 */
function line(unit, course, props) {
  const { signal, width, steps, stretch, gate, tokens, words } = props;
  const { least, most } = endsOf(signal);
  const x = xOf(width, tokens.length);
  const y = (/** @type {number} */ value) =>
    Math.round((INSET + ((most - value) / (most - least)) * (HEIGHT - 2 * INSET)) * 10) / 10;
  const shown = gate ? gate.step : steps?.last ?? null;
  const lowest = course.indexOf(Math.min(...course));
  const highest = course.indexOf(Math.max(...course));
  const at = (/** @type {number} */ step) => quoted(/** @type {import('../../elements/types.js').GridToken} */ (tokens[step]));
  return h('svg', {
    width, height: HEIGHT, role: 'img',
    'aria-label': words.span(
      fixed(course[lowest] ?? NaN, 2), at(lowest), fixed(course[highest] ?? NaN, 2), at(highest)),
    onpointermove: (/** @type {PointerEvent} */ event) => {
      const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
      const step = Math.floor(((event.clientX - box.left) / box.width) * tokens.length);
      props.onHover({ unit, step: Math.min(Math.max(step, 0), tokens.length - 1) });
    },
    onclick: () => props.onPin(unit),
  },
  stretch
    ? h('rect', {
      key: 'stretch', class: 'course-stretch', x: x(stretch.first - 0.5), y: 0,
      width: x(stretch.last + 0.5) - x(stretch.first - 0.5), height: HEIGHT,
    })
    : null,
  h('line', { key: 'zero', class: 'course-zero', x1: 0, x2: width, y1: y(0), y2: y(0) }),
  h('polyline', {
    key: 'line', class: `line signal-${signal.name}`,
    points: course.map((value, step) => `${x(step)},${y(value)}`).join(' '),
  }),
  shown !== null && shown < course.length
    ? h('circle', { key: 'dot', class: `dot signal-${signal.name}`, cx: x(shown), cy: y(course[shown] ?? 0), r: 3 })
    : null);
}

/** @param {Parameters<typeof unitsTelling>[0]} props */
function axis({ tokens, slanted, width, steps, stretch, gate }) {
  const x = xOf(width, tokens.length);
  const labels = tokens.map(({ text }) => glyphFor(text) ?? text);
  const { head } = headFor(labels, slanted);
  // Where there is no room for all, the ends of the whole and of what is shown have to do.
  const ends = tokens.length * (slanted ? 14 : 9) > width
    ? new Set([0, tokens.length - 1, ...[steps, stretch].flatMap((these) => (these ? [these.first, these.last] : [])),
      ...(gate ? [gate.step] : [])]) : null;
  const height = slanted ? head : 18;
  const isLit = (/** @type {number} */ step) => (gate ? gate.step === step
    : [steps, stretch].some((these) => these !== null && these.first <= step && step <= these.last));
  return h('svg', { class: slanted ? 'line-tokens slanted' : 'line-tokens', width, height, 'aria-hidden': 'true' },
    labels.map((label, step) => {
      if (ends && !ends.has(step)) return null;
      const place = slanted
        ? { transform: `translate(${x(step) + 4} ${height - 3}) rotate(-45)` } : { x: x(step), y: height - 5 };
      return h('text', { key: step, class: isLit(step) ? 'lit' : '', ...place }, label);
    }));
}

/**
 * What lies at the ends of every line's height: the same for all units.
 *
 * @param {import('../../elements/types.js').Signal} signal
 */
function endsOf({ name, values }) {
  if (kindOf(name) === 'gate') return { least: 0, most: 1 };
  const most = derived(values.data, 'greatest', () =>
    values.data.reduce((size, value) => Math.max(size, Math.abs(value)), 0));
  return { least: -(most || 1), most: most || 1 };
}

/**
 * @param {number} width
 * @param {number} steps
 */
function xOf(width, steps) {
  return (/** @type {number} */ step) => Math.round(((step + 0.5) / steps) * width * 10) / 10;
}

/**
 * How wide a line can be beside its numbers, in CSS pixels.
 *
 * @param {number} width of the table
 * @param {number} columns of numbers
 */
export function courseWidth(width, columns) {
  return Math.max(90, Math.floor(width - 62 - 58 * columns));
}
