// The maps of all models, one card each, and what stands in the place of one that is not there.

import { expectedMap } from './expected.js';
import { NONE_OF_YOURS } from './maps-words.js';
import { classOf, isLeftOver, standingOf } from './standing.js';
import { noteOf, staleWords } from './standing-words.js';
import { choice, progressOf } from '../kit/controls.js';
import { h } from '../kit/dom.js';
import { withKeys } from '../kit/for-keys.js';
import { hasRoom, roomFor } from '../kit/geometry.js';
import { fileSize } from '../kit/numbers.js';
import { scoreFormula } from '../pictures/formulas.js';
import { heatmap } from '../pictures/heatmap.js';
import { legend } from '../pictures/legend.js';
import { pictureButton } from './picture-button.js';
import { readout } from './readout.js';
import { sectionHead, sectionName } from './section-head.js';
import { taskNamed, WITHOUT_TANH } from '../tasks/tasks.js';
import { shownCell } from '../trace/selection.js';

/** @typedef {import('./compose.js').State} State */
/** @typedef {import('./compose.js').Actions} Actions */
/** @typedef {import('./types.js').ModelState} ModelState */
/** @typedef {import('../kit/dom.js').Child} Child */

/**
 * @param {State} state
 * @param {Actions} actions
 */
export function maps(state, actions) {
  const { strings, models, unit } = state;
  const room = roomOf(state);
  const isAlone = state.parts.size === 1;
  const head = { id: 'maps-heading', heading: strings.mapsHeading, isAlone };
  return h('section', { key: 'maps', class: 'maps', part: 'maps', ...sectionName(head) },
    sectionHead({
      ...head,
      words: [
        strings.units[unit === 'words' && !taskNamed(state.task).spaced ? 'mixed' : unit].maps, ' ', withKeys(strings.grammar),
      ],
      tools: [
        state.width > 0
          ? legend({ stops: state.stops('attention'), scale: 'attention', limit: 1, beyond: false, strings }) : null,
        unit === 'characters' ? null : choice('grid', strings.grid,
          Object.entries(strings.gridUnits), unit, actions.chooseUnit),
        state.offersWithoutTanh || state.mayOfferWithoutTanh
          ? h('label', { key: 'tanh', class: state.offersWithoutTanh ? 'switch' : 'switch to-come' },
            h('input', {
              type: 'checkbox', role: 'switch', checked: state.withoutTanh,
              onchange: (/** @type {Event} */ event) =>
                actions.showWithoutTanh(/** @type {HTMLInputElement} */ (event.target).checked),
            }),
            h('span', { class: 'switch-track', 'aria-hidden': 'true' }),
            strings.withoutTanh)
          : null,
      ],
    }),
    state.areTasksKnown && models.length === 0
      ? h('p', { key: 'none', class: 'absent' }, NONE_OF_YOURS[state.language])
      : h('div', { key: 'cards', class: 'cards', style: { '--cards': room.cards } },
        models.map((model) => mapCard(model, room, state, actions))));
}

/**
 * How the maps are laid out. Paper does not scroll: there they are fewer in a row where they would not fit.
 *
 * @param {State} state
 */
function roomOf({ models, grids, unit, width, ratio, isOnPaper }) {
  const columns = Math.max(0, ...[...grids.values()].map(({ source }) => source.length));
  let most = models.length === 4 ? 2 : Math.min(3, models.length);
  const isCut = () => isOnPaper && !hasRoom(roomFor(width, ratio, most), columns, unit !== 'characters');
  while (most > 1 && isCut()) most--;
  return roomFor(width, ratio, most);
}

/**
 * @param {ModelState} model
 * @param {import('../kit/geometry.js').Room} room
 * @param {State} state
 * @param {Actions} actions
 */
function mapCard(model, room, state, actions) {
  const { strings, selection, unit } = state;
  const name = strings.attentionName(model.attention);
  const cell = shownCell(selection);
  const grid = state.grids.get(model.attention);
  const ofWords = unit === 'characters' ? '' : 'of-words';
  const kept = state.isFirst ? `kept ${ofWords}` : '';
  const standing = standingOf(state, model);
  return h('figure', {
    key: model.attention, class: classOf('card map', standing),
    'data-attention': model.attention, part: 'map', style: { '--room': `${expectedMap(state, room)}px` },
  },
  h('figcaption', { class: 'card-head' },
    h('span', { class: 'name' }, name), h('span', { class: 'formula' }, scoreFormula(model.attention)),
    model.trace && !isLeftOver(standing) ? pictureButton(state.language, name, model.attention) : null),
  noteOf(staleWords(standing, strings)),
  model.trace && grid && state.width > 0
    ? h('div', { key: 'shown', class: `shown ${kept}` },
      heatmap({
        grid, name: model.attention, label: strings.mapLabel(name), cell,
        pinned: selection.pinned !== null, room, paint: state.paint, scheme: state.scheme, strings,
        onHover: actions.hoverCell, onPin: actions.pinCell,
        onKey: (event) => actions.walkMap(event, model.attention), onFocus: actions.focusMap,
        onScroll: actions.scroll,
      }),
      readout({ trace: model.trace, grid, cell, strings }))
    : h('div', { key: 'absent', class: `absent kept ${ofWords}` }, absence(model, state, actions)),
  model.attention === WITHOUT_TANH
    ? h('p', { key: 'words', class: 'card-note' }, strings.withoutTanhWords)
    : null);
}

/**
 * What stands in the place of a map that is not there.
 *
 * @param {ModelState} model
 * @param {State} state
 * @param {Actions} actions
 * @returns {Child[]}
 */
function absence(model, { strings, width, onDemand }, actions) {
  if (model.status === 'failed') {
    const { kind, reason } = model.failure;
    return [
      h('p', { class: 'failure', role: 'alert' },
        strings.failure(model.failure), kind === 'unlisted' ? null : h('code', null, reason)),
      h('button', { type: 'button', class: 'quiet', onclick: () => actions.open(model.attention) }, strings.retry),
    ];
  }
  if (model.status === 'ready' || width === 0) return [];
  if (model.status === 'waiting' && onDemand) {
    return [h('button', {
      key: 'load', type: 'button', class: 'quiet', onclick: () => actions.open(model.attention),
    }, strings.load(fileSize(model.bytes)))];
  }
  const { bar, words } = progressOf(model, strings);
  return [bar, h('p', { key: 'progress-words', class: 'progress-words', 'aria-hidden': 'true' }, words)];
}
