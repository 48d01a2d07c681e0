// The maps as lines between what was written and what was read.

import { h } from '../../kit/dom.js';
import { edgesHolding, edgesOf, walkTokens } from './edges.js';
import { roomFor, GUTTER } from '../../kit/geometry.js';
import { fixed } from '../../kit/numbers.js';
import { shownCell } from '../../trace/selection.js';
import { inWords, withNumbers } from '../../kit/shown-number.js';
import { quoted } from '../../trace/tokens.js';
import { attentionLines } from './lines-drawing.js';
import { POINTED } from '../../pictures/at-pointer.js';
import { numberTable } from '../../pictures/number-table.js';
import { press } from '../shared/walking.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */
/** @typedef {import('../../elements/types.js').Cell} Cell */
/** @typedef {import('../../elements/types.js').Grid} Grid */
/** @typedef {import('./panel.js').Own} Own */
/** @typedef {import('../../kit/shown-number.js').Write} Write */
/** @typedef {typeof import('./words.js').en} Said */

/** The least and the greatest share that can be drawn, and the steps between, in percent. */
const MASS = { min: 10, max: 100, step: 5 };
/** Partners of a token that are written out. */
const MOST_PARTNERS = 4;

/**
 * @param {PanelContext} context
 * @param {Own} own
 * @param {Said} said
 * @param {(changes: Partial<Own>) => void} set
 */
export function linesMode(context, own, said, set) {
  const mass = Math.min(Math.max(own.mass, MASS.min), MASS.max);
  const room = roomFor(context.width, context.ratio, context.grids.size === 4 ? 2 : 3);
  // One below the other they would not be compared: a narrow panel shows the model of choice.
  const shown = [...context.grids].filter(([name]) => room.cards > 1 || name === context.attention);
  return [
    h('label', { key: 'mass', class: 'mass' }, h('span', { class: 'panel-note' }, said.linesWords),
      h('input', {
        type: 'range', ...MASS, value: String(mass), 'aria-label': said.mass, 'aria-valuetext': said.massValue(mass),
        oninput: (/** @type {Event} */ event) =>
          set({ mass: Number(/** @type {HTMLInputElement} */ (event.target).value) }),
      }),
      h('output', null, said.massValue(mass))),
    h('div', { class: 'cards', style: { '--cards': room.cards } }, shown.map(([name, grid]) =>
      card(context, name, grid, mass / 100, room, said))),
  ];
}

/**
 * @param {PanelContext} context
 * @param {string} attention
 * @param {Grid} grid
 * @param {number} share
 * @param {import('../../kit/geometry.js').Room} room
 * @param {Said} said
 */
function card(context, attention, grid, share, room, said) {
  const { strings, selection, actions } = context;
  const { source, target, weights } = grid;
  const name = strings.attentionName(attention);
  const edges = edgesHolding(weights, share);
  const cell = shownCell(selection);
  const partners = cell ? inWords((write) => partnersOf(attention, grid, cell, write)) : '';
  return h('figure', { key: attention, class: 'card' },
    h('figcaption', { class: 'card-head' },
      h('span', { class: 'name' }, name),
      h('span', { class: 'card-words' }, said.edgeCount(edges.length, weights.data.length))),
    h('div', {
      class: 'lines-box', tabindex: 0, role: 'application', 'aria-roledescription': said.linesRole, 'aria-label': name,
      onkeydown: (/** @type {KeyboardEvent} */ event) =>
        press(event, (key, from) => walkTokens(key, from, weights), context, (to) =>
          inWords((write) => partnersOf(attention, grid, to, write))),
    },
    attentionLines({
      source, target, edges, cell, pinned: selection.pinned !== null, width: room.field + GUTTER - 8,
      label: said.linesLabel(name, edges.length, target.length), heads: { source: said.read, target: said.written },
      notKnown: strings.notInVocabulary, onHover: actions.hoverCell, onPin: actions.pinCell,
    })),
    h('p', { class: partners === '' ? 'attention-pairs' : `attention-pairs ${POINTED}` }, cell && partners !== ''
      ? withNumbers((write) => partnersOf(attention, grid, cell, write)) : said.linesHint),
    numberTable({
      hidden: true, caption: said.linesTable(name), head: said.linesColumns,
      rows: target.map((token, row) => ({
        key: String(row), name: quoted(token),
        cells: [h('span', null, withNumbers((write) => edges.filter((edge) => edge.target === row)
          .map((edge) => `${source[edge.source]?.text ?? ''} ${weightOf(attention, edge, write)}`).join(', ')))],
      })),
    }));
}

/**
 * @param {string} attention
 * @param {import('./edges.js').Edge} edge
 * @param {Write} write
 */
function weightOf(attention, { target, source, weight }, write) {
  return write(`${attention}.${target}.${source}`, weight, fixed(weight, 2));
}

/**
 * A token with what it looks at, or what looks at it.
 *
 * @param {string} attention
 * @param {Grid} grid
 * @param {Cell} cell
 * @param {Write} write
 */
function partnersOf(attention, { source, target, weights }, cell, write) {
  const [written, read] = [target[cell.target ?? -1], source[cell.source ?? -1]];
  const heaviest = edgesOf(weights, cell).slice(0, MOST_PARTNERS);
  const weight = (/** @type {import('./edges.js').Edge} */ edge) => weightOf(attention, edge, write);
  if (written && read) return heaviest[0] ? `${quoted(written)} ← ${quoted(read)} ${weight(heaviest[0])}` : '';
  const partners = heaviest.flatMap((edge) => {
    const token = written ? source[edge.source] : target[edge.target];
    return token ? [`${quoted(token)} ${weight(edge)}`] : [];
  }).join(' · ');
  if (written) return `${quoted(written)} ← ${partners}`;
  return read ? `${quoted(read)} → ${partners}` : '';
}
