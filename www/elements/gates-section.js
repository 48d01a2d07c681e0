// Inside the LSTM of one model: the rasters of a layer, and one unit over time.

import { expectedRasters } from './expected.js';
import { classOf, isLeftOver, standingOf } from './standing.js';
import { noteOf, staleWords } from './standing-words.js';
import { choice } from '../kit/controls.js';
import { h } from '../kit/dom.js';
import { roomFor } from '../kit/geometry.js';
import { gateReadout, gates } from '../pictures/gates.js';
import { legend } from '../pictures/legend.js';
import { pictureButton } from './picture-button.js';
import { sectionHead, sectionName } from './section-head.js';
import { gridOf } from '../trace/grid.js';
import { layerOf } from '../trace/layers.js';
import { shownCell } from '../trace/selection.js';
import { unitLines } from './unit-lines.js';

/** @typedef {import('./compose.js').State} State */
/** @typedef {import('./compose.js').Actions} Actions */
/** @typedef {import('./types.js').Trace} Trace */
/** @typedef {import('./types.js').Grid} Grid */

/**
 * @param {State} state
 * @param {Actions} actions
 */
export function inside(state, actions) {
  const { strings, gatesView: view, models, selection } = state;
  const model = models.find((candidate) => candidate.attention === state.attention);
  const trace = model?.trace ?? null;
  const standing = model ? standingOf(state, model) : /** @type {const} */ ({ kind: 'waiting', why: 'model' });
  // Until the model is there, room is kept for what most have.
  const numbers = trace ? [...new Set(trace[view.component].map((layer) => layer.layer))] : [0];
  /** @type {import('./types.js').Direction[]} */
  const directions = trace ? [...new Set(trace[view.component].map((layer) => layer.direction))] : ['forward', 'backward'];
  const head = { id: 'gates-heading', heading: strings.gatesHeading, isAlone: state.parts.size === 1 };
  const attentions = [...new Set([...models.map(({ attention }) => attention), ...state.otherCells])];
  return h('section', { key: 'gates', class: 'gates', part: 'gates', ...sectionName(head) },
    sectionHead({
      ...head, words: strings.gatesWords,
      tools: [
        attentions.length > 1
          ? h('div', { key: 'attention', class: state.areTasksKnown ? '' : 'to-come' },
            choice('attention', strings.ofModel, attentions.map((key) => option(key, strings.attentionName(key))),
              state.attention, actions.chooseAttention))
          : null,
        choice('component', strings.part, [option('encoder', strings.encoder), option('decoder', strings.decoder)],
          view.component, (component) => actions.chooseGates({ ...view, component: /** @type {any} */ (component) })),
        numbers.length > 1
          ? choice('layer', strings.layer, numbers.map((number) => option(number, strings.layerNumber(number + 1))),
            String(Math.min(view.layer, numbers.length - 1)),
            (number) => actions.chooseGates({ ...view, layer: Number(number) }))
          : null,
        directions.length > 1
          ? h('div', { key: 'direction', class: trace ? '' : 'to-come' },
            choice('direction', strings.direction, directions.map((direction) => option(direction, strings[direction])),
              view.direction,
              (direction) => actions.chooseGates({ ...view, direction: /** @type {any} */ (direction) })))
          : null,
        trace && !isLeftOver(standing) ? pictureButton(state.language, strings.gatesHeading, 'gates') : null,
      ],
    }),
    trace && state.width > 0 && model
      ? h('div', {
        key: 'rasters', class: classOf(state.isFirst ? 'rasters kept' : 'rasters', standing),
        style: state.isFirst ? { '--room': `${expectedRasters(state)}px` } : {},
      },
        noteOf(staleWords(standing, strings)), ...layerViews(trace, selection, state, actions))
      : h('p', { key: 'absent', class: 'absent', style: { '--room': `${expectedRasters(state)}px` } }, strings.noGates));
}

/**
 * Every step of a layer reads or writes one piece, whatever the maps show.
 *
 * @param {Trace} trace
 * @param {import('./types.js').Selection} selection
 * @param {State} state
 * @param {Actions} actions
 */
function layerViews(trace, selection, state, actions) {
  const { strings, gatesView: view } = state;
  const layer = layerOf(trace, view);
  const axis = view.component === 'encoder' ? 'source' : 'target';
  const slanted = state.unit !== 'characters';
  const unitOfSteps = slanted ? 'pieces' : 'characters';
  const tokens = gridOf(trace, unitOfSteps)[axis];
  const steps = gridOf(trace, state.unit)[axis][shownCell(selection)?.[axis] ?? -1] ?? null;
  const { unit, gate } = selection;
  return [
    gateReadout({ layer, tokens, gate, strings }),
    gates({
      layer, tokens, slanted, axis, gate, steps, unit, room: roomFor(state.width, state.ratio, 3),
      paint: state.paint, scheme: state.scheme, strings,
      legendFor: (scale, limit, beyond) => legend({ stops: state.stops(scale), scale, limit, beyond, strings }),
      onHover: actions.hoverGate, onPin: actions.pinUnit, onKey: actions.walkGates, onFocus: actions.focusGates,
      onScroll: actions.scroll,
    }),
    unit === null ? null : h('figure', { key: 'lines', class: 'unit' },
      h('figcaption', { class: 'card-head' },
        h('span', { class: 'name' }, strings.unitHeading(unit)),
        h('button', { type: 'button', class: 'quiet', onclick: () => actions.pinUnit(unit) }, strings.close),
        pictureButton(state.language, strings.unitNumber(unit), 'unit')),
      h('div', { class: 'unit-scroll' },
        unitLines({
          layer, unit, tokens, slanted, width: state.width,
          axisWords: strings.units[unitOfSteps][axis === 'source' ? 'read' : 'written'],
          shown: gate ? { first: gate.step, last: gate.step } : steps, strings, onStep: actions.hoverStep,
        }))),
  ];
}

/**
 * @param {string | number} value
 * @param {string} words
 * @returns {[string, string]}
 */
function option(value, words) {
  return [String(value), words];
}
