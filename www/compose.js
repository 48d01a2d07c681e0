// The element's content as a function of its state: which views stand where. Draws nothing itself.

import { choice, progressOf } from './controls.js';
import { h } from './dom.js';
import { examplesOf } from './examples/index.js';
import { scoreFormula } from './formulas.js';
import { roomFor } from './geometry.js';
import { gridOf, placeOf } from './grid.js';
import { layerOf } from './layers.js';
import { fileSize } from './numbers.js';
import { shownCell } from './selection.js';
import { taskStrings } from './strings.js';
import { taskNamed } from './tasks.js';
import { quoted } from './tokens.js';
import { entry } from './views/entry.js';
import { gateReadout, gates } from './views/gates.js';
import { heatmap } from './views/heatmap.js';
import { legend } from './views/legend.js';
import { outputs, sureness } from './views/outputs.js';
import { provenance } from './views/provenance.js';
import { readout } from './views/readout.js';
import { unitLines } from './views/unit-lines.js';

/** @typedef {import('./types.js').ModelState} ModelState */
/** @typedef {import('./types.js').Trace} Trace */
/** @typedef {import('./types.js').Grid} Grid */
/** @typedef {import('./strings.js').Strings} Strings */
/** @typedef {import('./dom.js').Child} Child */

/**
 * @typedef {{
 *   tasks: string[], task: string, text: string, attention: string, withoutTanh: boolean, offersWithoutTanh: boolean,
 *   otherCells: string[],
 *   unit: import('./types.js').GridUnit, gatesView: import('./types.js').GatesView,
 *   selection: import('./types.js').Selection, models: ModelState[], grids: Map<string, Grid>,
 *   entry: import('./types.js').ManifestModel | undefined, onDemand: boolean, width: number, ratio: number,
 *   scheme: unknown, language: 'en' | 'zh', strings: Strings, spoken: string, paintFailure: string,
 *   paint: import('./types.js').Paint, stops: (scale: import('./types.js').Scale) => string[],
 * }} State grids: the map of each model that has a trace, by attention; entry: the manifest's line of one of the
 *   models; onDemand: models load when they are asked for; scheme: changes when canvases are to be painted again;
 *   spoken: what a screen reader is told
 *
 * @typedef {{
 *   type: (text: string) => void, open: (attention: string) => void, showWithoutTanh: (shown: boolean) => void,
 *   chooseTask: (task: string) => void, chooseUnit: (unit: string) => void,
 *   chooseAttention: (attention: string) => void, chooseGates: (view: import('./types.js').GatesView) => void,
 *   hoverCell: (cell: import('./types.js').Cell | null) => void, pinCell: (cell: import('./types.js').Cell) => void,
 *   walkMap: (event: KeyboardEvent, attention: string) => void,
 *   hoverGate: (gate: import('./types.js').GateCell | null) => void, pinUnit: (unit: number) => void,
 *   walkGates: (event: KeyboardEvent) => void, hoverStep: (step: number | null) => void,
 *   focusMap: (event: FocusEvent) => void, focusGates: (event: FocusEvent) => void, scroll: (event: Event) => void,
 * }} Actions
 */

/**
 * @param {State} state
 * @param {Actions} actions
 * @returns {Child[]}
 */
export function compose(state, actions) {
  const { strings } = state;
  const stale = (/** @type {ModelState} */ model) => isStale(state, model);
  return [
    typing(state, actions),
    outputs({
      models: state.models, unit: state.unit, lang: taskNamed(state.task).target, cell: shownCell(state.selection),
      stale, strings, onRetry: actions.open, onHover: actions.hoverCell,
    }),
    h('div', { key: 'notes', class: 'notes' }, sureness(strings), provenance({ entry: state.entry, strings })),
    maps(state, actions),
    inside(state, actions),
    h('p', { key: 'spoken', class: 'visually-hidden', role: 'status' }, state.spoken),
  ];
}

/**
 * Whether what is shown of a model belongs to an earlier text that the newest one did not replace.
 *
 * @param {State} state
 * @param {ModelState} model
 */
function isStale(state, model) {
  return model.trace !== null && (state.text === '' || model.refusal !== null);
}

/**
 * @param {State} state
 * @param {Actions} actions
 */
function typing(state, actions) {
  const { strings, text, task, models, grids } = state;
  const answering = models.find((model) => model.answered === text && model.refusal === null && model.trace);
  const source = answering ? grids.get(answering.attention)?.source ?? [] : [];
  const column = shownCell(state.selection)?.source ?? -1;
  return entry({
    tasks: state.tasks.map((name) => [name, taskStrings(strings, name).name]), task, text,
    lang: taskNamed(task).source, strings, words: taskStrings(strings, task), examples: examplesOf(task),
    language: state.language, marked: answering?.trace?.input === text ? source[column] ?? null : null,
    refusal: models.find((model) => model.refusal !== null)?.refusal ?? null,
    hasResult: models.some((model) => model.trace),
    unknown: [...new Set(source.filter((token) => !token.known).map(quoted))],
    paintFailure: state.paintFailure, onTask: actions.chooseTask, onType: actions.type,
  });
}

/**
 * @param {State} state
 * @param {Actions} actions
 */
function maps(state, actions) {
  const { strings, models, unit } = state;
  const most = models.length === 4 ? 2 : 3;
  const room = roomFor(state.width, state.ratio, most);
  return h('section', { key: 'maps', class: 'maps', 'aria-labelledby': 'maps-heading' },
    h('div', { class: 'section-head' },
      h('h2', { id: 'maps-heading' }, strings.mapsHeading),
      h('p', null, strings.units[unit === 'words' && !taskNamed(state.task).spaced ? 'mixed' : unit].maps, ' ',
        strings.grammar),
      h('div', { class: 'section-tools' },
        state.width > 0
          ? legend({ stops: state.stops('attention'), scale: 'attention', limit: 1, beyond: false, strings }) : null,
        unit === 'characters' ? null : choice('grid', strings.grid,
          Object.entries(strings.gridUnits), unit, actions.chooseUnit),
        state.offersWithoutTanh
          ? h('label', { key: 'tanh', class: 'switch' },
            h('input', {
              type: 'checkbox', role: 'switch', checked: state.withoutTanh,
              onchange: (/** @type {Event} */ event) =>
                actions.showWithoutTanh(/** @type {HTMLInputElement} */ (event.target).checked),
            }),
            h('span', { class: 'switch-track', 'aria-hidden': 'true' }),
            strings.withoutTanh)
          : null)),
    h('div', { class: 'cards', style: { '--cards': room.cards } },
      models.map((model) => mapCard(model, room, state, actions))));
}

/**
 * @param {ModelState} model
 * @param {import('./geometry.js').Room} room
 * @param {State} state
 * @param {Actions} actions
 */
function mapCard(model, room, state, actions) {
  const { strings, selection } = state;
  const name = strings.attentionName(model.attention);
  const cell = shownCell(selection);
  const grid = state.grids.get(model.attention);
  return h('figure', {
    key: model.attention, class: isStale(state, model) ? 'card map stale' : 'card map',
    'data-attention': model.attention,
  },
  h('figcaption', { class: 'card-head' },
    h('span', { class: 'name' }, name), h('span', { class: 'formula' }, scoreFormula(model.attention))),
  model.trace && grid && state.width > 0
    ? [
      heatmap({
        grid, name: model.attention, label: strings.mapLabel(name), cell,
        pinned: selection.pinned !== null, room, paint: state.paint, scheme: state.scheme, strings,
        onHover: actions.hoverCell, onPin: actions.pinCell,
        onKey: (event) => actions.walkMap(event, model.attention), onFocus: actions.focusMap,
        onScroll: actions.scroll,
      }),
      readout({ trace: model.trace, grid, cell, strings }),
    ]
    : h('div', { key: 'absent', class: 'absent' }, absence(model, state, actions)),
  model.attention === 'concat_without_tanh'
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
    const { kind, subject, reason } = model.failure;
    const words = strings.failures[kind];
    return [
      h('p', { class: 'failure', role: 'alert' },
        typeof words === 'string' ? words : words(subject), kind === 'unlisted' ? null : h('code', null, reason)),
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

/**
 * @param {State} state
 * @param {Actions} actions
 */
function inside(state, actions) {
  const { strings, gatesView: view, models, selection } = state;
  const model = models.find((candidate) => candidate.attention === state.attention);
  const trace = model?.trace ?? null;
  const numbers = trace ? [...new Set(trace[view.component].map((layer) => layer.layer))] : [0];
  const directions = trace ? [...new Set(trace[view.component].map((layer) => layer.direction))] : [];
  return h('section', { key: 'gates', class: 'gates', 'aria-labelledby': 'gates-heading' },
    h('div', { class: 'section-head' },
      h('h2', { id: 'gates-heading' }, strings.gatesHeading),
      h('p', null, strings.gatesWords),
      h('div', { class: 'section-tools' },
        choice('attention', strings.ofModel, [...new Set([...models.map(({ attention }) => attention), ...state.otherCells])]
          .map((key) => option(key, strings.attentionName(key))), state.attention, actions.chooseAttention),
        choice('component', strings.part, [option('encoder', strings.encoder), option('decoder', strings.decoder)],
          view.component, (component) => actions.chooseGates({ ...view, component: /** @type {any} */ (component) })),
        numbers.length > 1
          ? choice('layer', strings.layer, numbers.map((number) => option(number, strings.layerNumber(number + 1))),
            String(Math.min(view.layer, numbers.length - 1)),
            (number) => actions.chooseGates({ ...view, layer: Number(number) }))
          : null,
        directions.length > 1
          ? choice('direction', strings.direction, directions.map((direction) => option(direction, strings[direction])),
            view.direction,
            (direction) => actions.chooseGates({ ...view, direction: /** @type {any} */ (direction) }))
          : null)),
    trace && state.width > 0 && model
      ? h('div', { key: 'rasters', class: isStale(state, model) ? 'stale' : '' },
        ...layerViews(trace, selection, state, actions))
      : h('p', { key: 'absent', class: 'absent' }, strings.noGates));
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
        h('button', { type: 'button', class: 'quiet', onclick: () => actions.pinUnit(unit) }, strings.close)),
      h('div', { class: 'unit-scroll' },
        unitLines({
          layer, unit, tokens, slanted, width: state.width,
          axisWords: strings.units[unitOfSteps][axis === 'source' ? 'read' : 'written'],
          shown: gate ? { first: gate.step, last: gate.step } : steps, strings, onStep: actions.hoverStep,
        }))),
  ];
}

/**
 * The cell of the maps that a raster cell is linked to: its step is part of a column or of a row.
 *
 * @param {Grid} grid
 * @param {import('./types.js').GatesView} view
 * @param {number} step
 * @returns {import('./types.js').Cell}
 */
export function cellOfStep(grid, { component }, step) {
  return component === 'encoder'
    ? { target: null, source: placeOf(grid.source, step) } : { target: placeOf(grid.target, step), source: null };
}

/**
 * @param {string | number} value
 * @param {string} words
 * @returns {[string, string]}
 */
function option(value, words) {
  return [String(value), words];
}
