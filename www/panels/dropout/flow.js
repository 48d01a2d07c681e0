// An encoder or a decoder from top to bottom, a column for each step: its layers with the state that goes from step to
// step, and each dropout mask where the data meets it.

import { h } from '../../kit/dom.js';
import { headFor } from '../../kit/geometry.js';
import { droppedOf } from './dropped.js';
import { sizeOf, transposed } from '../../trace/matrix.js';
import { fixed, grouped } from '../../kit/numbers.js';
import { picture } from '../../kit/picture.js';
import { shownText, tokenLabel } from '../../trace/tokens.js';

/** @typedef {import('./flow-numbers.js').Part} Part */
/** @typedef {import('../../elements/types.js').Steps} Steps */

/** Width of a step, in CSS pixels. */
const COLUMN = { characters: [13, 26], pieces: [20, 36] };
/** Height of a mask's raster and of a row of cells, in CSS pixels. */
const RASTER = 112;
const CELLS = 26;
const ARROWS = 16;

/**
 * @param {{
 *   name: 'encoder' | 'decoder', parts: Part[], tokens: import('../../elements/types.js').GridToken[], slanted: boolean,
 *   units: number, width: number, ratio: number, shown: Steps | null, cell: string, output: string,
 *   paint: import('../../elements/types.js').Paint, scheme: unknown, notKnown: string,
 *   words: {
 *     name: string, reads: string, blocks: Record<string, string>,
 *     layer: (number: number, cell: string, directions: import('../../elements/types.js').Direction[]) => string, between: string,
 *     mask: (place: string, above: number) => string, dropped: (dropped: string, all: string) => string,
 *     at: (token: string, dropped: number, all: number) => string,
 *     some: (shown: number, units: number) => string, none: (layers: number) => string,
 *   },
 *   onStep: (step: number | null) => void, onPin: (step: number) => void, onKey: (event: KeyboardEvent) => void,
 * }} props tokens: those that the steps read; units: how many of a mask are drawn; width in CSS pixels; shown: steps that
 *   are pointed at; cell: LSTM, GRU or RNN
 */
export function dropoutFlow(props) {
  const { name, parts, tokens, slanted, width, ratio, shown, words } = props;
  const [narrowest = 0, widest = 0] = slanted ? COLUMN.pieces : COLUMN.characters;
  const { head, overhang } = headFor(tokens.map(shownText), slanted);
  const wanted = Math.min(Math.max((width - overhang - 8) / tokens.length, narrowest), widest);
  const column = Math.floor(wanted * ratio) / ratio;
  const inner = column * tokens.length;
  const stepUnder = (/** @type {MouseEvent} */ event) => {
    const steps = /** @type {Element} */ (event.currentTarget).querySelector('.flow-tokens');
    const step = Math.floor((event.clientX - (steps?.getBoundingClientRect().left ?? 0)) / column);
    return step >= 0 && step < tokens.length ? step : null;
  };
  return h('figure', { key: name, class: 'flow', 'data-component': name },
    h('figcaption', { class: 'card-head' }, h('b', null, words.name), h('span', { class: 'card-words' }, words.reads)),
    h('div', {
      class: slanted ? 'flow-scroll slanted' : 'flow-scroll', tabindex: 0, role: 'group', 'aria-label': words.name,
      style: { '--cell': `${column}px`, '--head': `${head}px`, '--steps': `${inner}px` },
      onpointermove: (/** @type {PointerEvent} */ event) => props.onStep(stepUnder(event)),
      onpointerleave: () => props.onStep(null),
      onclick: (/** @type {MouseEvent} */ event) => {
        const step = stepUnder(event);
        if (step !== null) props.onPin(step);
      },
      onkeydown: props.onKey,
    },
    h('div', { class: 'flow-inner', style: { 'padding-inline-end': `${overhang}px` } },
      h('div', { class: 'columns flow-tokens' }, tokens.map((token, step) => {
        const label = tokenLabel(token, props.notKnown, isShown(shown, step));
        return slanted ? h('span', { class: 'tick' }, label) : label;
      })),
      h('ol', { class: 'flow-parts' }, parts.map((part, index) => h('li', { class: `flow-${part.kind}` },
        arrows(tokens.length, column, shown),
        drawn(part, index, column, props)))),
      shown && shown.last < tokens.length
        ? h('div', {
          key: 'band', class: 'flow-band',
          style: { left: `${shown.first * column}px`, width: `${(shown.last - shown.first + 1) * column}px` },
        })
        : null)));
}

/**
 * @param {Part} part
 * @param {number} index
 * @param {number} column
 * @param {Parameters<typeof dropoutFlow>[0]} props
 */
function drawn(part, index, column, props) {
  const { words, tokens, shown } = props;
  switch (part.kind) {
    case 'block':
      return h('p', { class: `flow-box of-${part.name}` }, words.blocks[part.name] ?? part.name,
        part.name === 'generator' ? [' → ', h('bdi', null, props.output)] : null);
    case 'layer':
      return [
        h('p', { class: 'flow-words' }, h('b', null, words.layer(part.layer + 1, props.cell, part.directions)),
          tokens.length > 1 ? h('span', { class: 'flow-absent' }, words.between) : null),
        cells(part.directions, tokens.length, column, shown),
      ];
    case 'none':
      return h('p', { class: 'flow-words flow-absent' }, words.none(part.layers));
    case 'mask':
      return mask(part.site, index, column, props);
  }
}

/**
 * @param {import('./flow-numbers.js').Site} site
 * @param {number} index
 * @param {number} column
 * @param {Parameters<typeof dropoutFlow>[0]} props
 */
function mask({ place, above, kept }, index, column, props) {
  const { name, words, tokens, shown, units: most, ratio, paint, scheme } = props;
  const { rows: steps, columns } = sizeOf(kept);
  const units = Math.min(columns, most);
  const { dropped, all, share } = droppedOf(kept);
  const here = shown && shown.last < steps ? droppedOf(kept, shown) : null;
  const width = Math.round(column * ratio);
  // A mask without holes needs no room to show them.
  const room = dropped === 0 ? RASTER / 4 : RASTER;
  const height = Math.max(1, Math.round(Math.min(2, room / units) * ratio));
  return [
    h('p', { class: 'flow-words' }, h('b', null, words.mask(place, above ?? 0)), ' ',
      h('span', { class: 'flow-count' },
        h('data', { value: String(dropped), 'data-count': 'dropped' },
          words.dropped(grouped(dropped), grouped(all))), ', ',
        h('data', {
          value: String(share), 'data-count': 'share', 'data-number': `${name}.${place}${above ?? ''}`,
        }, `${fixed(share * 100, 1)} %`),
        units < columns ? `; ${words.some(units, columns)}` : null,
        here && shown
          ? [' · ', words.at(textAt(tokens, shown), here.dropped, here.all)]
          : null)),
    h('div', { key: `mask-${index}` }, picture({
      rows: units, columns: steps, cellWidth: width, cellHeight: height, ratio,
      after: [(/** @type {HTMLCanvasElement} */ canvas) => paint(canvas, {
        get data() {
          return transposed(kept).subarray(0, units * steps);
        },
        rows: units, columns: steps, scale: 'gate', limit: 1, cellWidth: width, cellHeight: height,
        gap: 0,
      }), kept.data, scheme],
    })),
  ];
}

/**
 * @param {import('../../elements/types.js').GridToken[]} tokens
 * @param {Steps} steps
 */
function textAt(tokens, { first, last }) {
  return tokens.slice(first, last + 1).map(({ text }) => text).join('');
}

/**
 * What goes from one part to the next, at each step.
 *
 * @param {number} steps
 * @param {number} column
 * @param {Steps | null} shown
 */
function arrows(steps, column, shown) {
  return h('svg', { class: 'flow-arrows', width: steps * column, height: ARROWS, 'aria-hidden': 'true' },
    Array.from({ length: steps }, (_, step) => {
      const x = (step + 0.5) * column;
      return h('path', {
        class: isShown(shown, step) ? 'lit' : '',
        d: `M${x} 1V${ARROWS - 2}M${x - 3} ${ARROWS - 6}L${x} ${ARROWS - 2}L${x + 3} ${ARROWS - 6}`,
      });
    }));
}

/**
 * A layer as its cells, one for each step, with the state that one hands to the next.
 *
 * @param {import('../../elements/types.js').Direction[]} directions
 * @param {number} steps
 * @param {number} column
 * @param {Steps | null} shown
 */
function cells(directions, steps, column, shown) {
  const width = column * 0.56;
  return h('svg', {
    class: 'flow-cells', width: steps * column, height: directions.length * CELLS, 'aria-hidden': 'true',
  }, directions.map((direction, row) => {
    const middle = (row + 0.5) * CELLS;
    return h('g', { key: direction, 'data-direction': direction }, Array.from({ length: steps }, (_, step) => {
      const left = step * column + (column - width) / 2;
      const [from, to] = direction === 'forward'
        ? [left + width, left + column - 1] : [left + column, left + width + 1];
      const back = direction === 'forward' ? -2.5 : 2.5;
      return [
        h('rect', {
          class: isShown(shown, step) ? 'lit' : '', x: left, y: middle - 8, width, height: 16, rx: 3,
        }),
        step + 1 < steps
          ? h('path', {
            d: `M${from} ${middle}H${to}M${to + back} ${middle - 2.5}L${to} ${middle}L${to + back} ${middle + 2.5}`,
          })
          : null,
      ];
    }));
  }));
}

/**
 * @param {Steps | null} shown
 * @param {number} step
 */
function isShown(shown, step) {
  return shown !== null && shown.first <= step && step <= shown.last;
}
