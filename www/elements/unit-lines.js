// One unit over time: its gates in one panel, its candidate and states in another.

import { h } from '../kit/dom.js';
import { headFor } from '../kit/geometry.js';
import { sizeOf, valueAt } from '../trace/matrix.js';
import { fixed } from '../kit/numbers.js';
import { kindOf } from '../trace/signals.js';
import { glyphFor } from '../trace/tokens.js';

/** @typedef {import('./types.js').Layer} Layer */

const MARGIN = { left: 52, right: 44, top: 12, bottom: 44 };
const PANEL = { gate: 110, signed: 150 };
const BETWEEN = 18;
/** Lines closer than this at their right ends would have their letters on top of each other. */
const LETTER = 13;

/**
 * @param {{
 *   layer: Layer, unit: number, tokens: import('./types.js').GridToken[], slanted: boolean, axisWords: string,
 *   width: number, shown: import('./types.js').Steps | null, strings: import('../words/strings.js').Strings,
 *   onStep: (step: number | null) => void,
 * }} props tokens: one a step; width in CSS pixels; shown: where the others point
 */
export function unitLines({ layer, unit, tokens, slanted, axisWords, width, shown, strings, onStep }) {
  const lines = layer.signals.map(({ name, values }) => {
    const { rows } = sizeOf(values);
    return { name, kind: kindOf(name), values: Array.from({ length: rows }, (_, t) => valueAt(values, t, unit)) };
  });
  const steps = tokens.length;
  const inner = Math.max(width - MARGIN.left - MARGIN.right, steps * (slanted ? 16 : 4));
  const x = (/** @type {number} */ t) => MARGIN.left + ((t + 0.5) / steps) * inner;
  let top = MARGIN.top;
  const panels = /** @type {const} */ (['gate', 'signed']).flatMap((kind) => {
    const members = lines.filter((line) => line.kind === kind);
    if (members.length === 0) return [];
    const most = Math.max(1, ...members.flatMap((line) => line.values.map(Math.abs)));
    const panel = { kind, members, top, height: PANEL[kind], high: most, low: kind === 'gate' ? 0 : -most };
    top += PANEL[kind] + BETWEEN;
    return [panel];
  });
  const bottom = top - BETWEEN;
  const height = bottom + (slanted ? headFor(tokens.map(({ text }) => text), true).head + 18 : MARGIN.bottom);
  const every = Math.ceil((steps * 12) / inner);
  const stepUnder = (/** @type {PointerEvent} */ event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    // The page may scale it.
    const across = ((event.clientX - box.left) / box.width) * (MARGIN.left + inner + MARGIN.right);
    const t = Math.floor(((across - MARGIN.left) / inner) * steps);
    return t >= 0 && t < steps ? t : null;
  };
  return h('svg', {
    class: 'unit-lines', width: MARGIN.left + inner + MARGIN.right, height, role: 'img',
    'aria-label': strings.unitLabel(unit, lines.map((line) => line.name)),
    onpointermove: (/** @type {PointerEvent} */ event) => onStep(stepUnder(event)),
    onpointerleave: () => onStep(null),
  },
  shown && shown.last < steps
    ? h('rect', {
      key: 'step', class: 'line-step', x: x(shown.first) - inner / steps / 2, y: MARGIN.top,
      width: (inner / steps) * (shown.last - shown.first + 1), height: bottom - MARGIN.top,
    })
    : null,
  ...panels.flatMap((panel) => drawPanel(panel, x, inner, shown && shown.first === shown.last ? shown.first : null, strings)),
  h('g', { key: 'tokens', class: slanted ? 'line-tokens slanted' : 'line-tokens' },
    tokens.map((token, t) => {
      if (!slanted && t % every !== 0) return null;
      const lit = shown && shown.first <= t && t <= shown.last ? 'lit' : '';
      const place = slanted
        ? { class: lit, transform: `translate(${x(t) + 4} ${bottom + 14}) rotate(-45)` }
        : { x: x(t), y: bottom + 16, class: lit };
      return h('text', place, glyphFor(token.text) ?? token.text);
    })),
  h('text', { key: 'axis', class: 'line-axis', x: MARGIN.left + inner / 2, y: height - 6 },
    axisWords));
}

/**
 * @param {{
 *   kind: 'gate' | 'signed', members: { name: string, values: number[] }[], top: number, height: number,
 *   high: number, low: number,
 * }} panel
 * @param {(step: number) => number} x
 * @param {number} inner
 * @param {number | null} step
 * @param {import('../words/strings.js').Strings} strings
 */
function drawPanel({ kind, members, top, height, high, low }, x, inner, step, strings) {
  const y = (/** @type {number} */ value) => top + ((high - value) / (high - low)) * height;
  const ticks = kind === 'gate' ? [0, 0.5, 1] : [...new Set([-1, 0, 1, ...(high > 1.4 ? [-high, high] : [])])];
  const letters = spread(members.map((line) => ({ name: line.name, y: y(line.values.at(-1) ?? 0) })), top + height);
    return [
    h('g', { key: `${kind}-grid`, class: 'line-grid' },
      ticks.map((tick) => h('line', {
        x1: MARGIN.left, x2: MARGIN.left + inner, y1: y(tick), y2: y(tick), class: tick === 0 ? 'zero' : '',
      })),
      ticks.map((tick) => h('text', { x: MARGIN.left - 8, y: y(tick) + 4 },
        fixed(tick, Number.isInteger(tick) ? 0 : 1))),
      h('text', {
        class: 'line-axis', transform: `translate(12 ${top + height / 2}) rotate(-90)`,
      }, kind === 'gate' ? strings.axisGates : strings.axisStates)),
    h('g', { key: `${kind}-lines` },
      members.map((line) => h('polyline', {
        class: `line signal-${line.name}`,
        points: line.values.map((value, t) => `${x(t).toFixed(1)},${y(value).toFixed(1)}`).join(' '),
      })),
      step === null ? null : members.map((line) => (step < line.values.length
        ? h('circle', { class: `dot signal-${line.name}`, cx: x(step), cy: y(line.values[step] ?? 0), r: 3.5 })
        : null)),
      letters.map((letter) => h('text', {
        class: `line-letter signal-${letter.name}`, x: MARGIN.left + inner + 8, y: letter.y + 4,
      }, letter.name))),
  ];
}

/**
 * Moves letters apart, in the order of their heights, and none of them below `lowest`.
 *
 * @param {{ name: string, y: number }[]} letters
 * @param {number} lowest
 */
function spread(letters, lowest) {
  const sorted = letters.toSorted((a, b) => a.y - b.y);
  let free = -Infinity;
  for (const letter of sorted) {
    letter.y = Math.max(letter.y, free);
    free = letter.y + LETTER;
  }
  let most = lowest;
  for (const letter of sorted.toReversed()) {
    letter.y = Math.min(letter.y, most);
    most = letter.y - LETTER;
  }
  return sorted;
}
