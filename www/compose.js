// The element's content as a function of its state: which views stand where. Draws nothing itself.

import { h } from './dom.js';
import { EXAMPLES } from './examples.js';
import { scoreFormula } from './formulas.js';
import { roomFor } from './geometry.js';
import { fixed, kilobytes, percentage } from './numbers.js';
import { valueAt } from './matrix.js';
import { shownCell } from './selection.js';
import { quoted } from './tokens.js';
import { gateReadout, gates, gateValues } from './views/gates.js';
import { heatmap } from './views/heatmap.js';
import { legend } from './views/legend.js';
import { outputs } from './views/outputs.js';
import { readout } from './views/readout.js';
import { unitLines } from './views/unit-lines.js';

/** @typedef {import('./types.js').ModelState} ModelState */
/** @typedef {import('./types.js').Layer} Layer */
/** @typedef {import('./types.js').Trace} Trace */
/** @typedef {import('./strings.js').Strings} Strings */
/** @typedef {import('./dom.js').Child} Child */

/**
 * @typedef {{
 *   task: string, text: string, attention: string, withoutTanh: boolean, gatesView: import('./types.js').GatesView,
 *   selection: import('./types.js').Selection, models: ModelState[], width: number, ratio: number, scheme: unknown,
 *   strings: Strings, spoken: string, paintFailure: string, paint: import('./types.js').Paint,
 *   stops: (scale: import('./types.js').Scale) => string[],
 * }} State scheme: changes when canvases are to be painted again; spoken: what a screen reader is told
 *
 * @typedef {{
 *   type: (text: string) => void, retry: (attention: string) => void, showWithoutTanh: (shown: boolean) => void,
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
  return [
    entry(state, actions),
    outputs({
      models: state.models, stale: (model) => isStale(state, model), strings: state.strings, onRetry: actions.retry,
    }),
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
function entry(state, actions) {
  const { strings, text } = state;
  const examples = EXAMPLES[state.task] ?? [];
  const note = examples.find((example) => example.text === text)?.note;
  const refusal = state.models.find((model) => model.refusal !== null)?.refusal;
  const source = state.models.find((model) => model.answered === text && model.refusal === null)?.trace?.source ?? [];
  const unknown = [...new Set(source.filter((token) => !token.known).map(quoted))];
  return h('section', { key: 'entry', class: 'entry' },
    h('label', { for: 'text' }, strings.inputLabel),
    h('input', {
      id: 'text', type: 'text', value: text, placeholder: strings.inputPlaceholder, autocomplete: 'off',
      autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', enterkeyhint: 'done', dir: 'auto',
      'aria-describedby': 'remarks',
      oninput: (/** @type {Event} */ event) => actions.type(/** @type {HTMLInputElement} */ (event.target).value),
    }),
    h('div', { class: 'examples', role: 'group', 'aria-label': strings.examples },
      h('span', { class: 'examples-word', 'aria-hidden': 'true' }, strings.examples),
      examples.map((example) => h('button', {
        type: 'button', class: example.note === 'invalidDay' || example.note === 'notADate' ? 'chip odd' : 'chip',
        'aria-pressed': String(example.text === text), onclick: () => actions.type(example.text),
      }, example.text))),
    h('div', { id: 'remarks', class: 'remarks' },
      text === '' ? h('p', { key: 'hint' }, strings.emptyHint) : null,
      refusal ? h('p', { key: 'refusal', class: 'refusal', role: 'alert' },
        strings.refused(refusal), ' ', state.models.some((model) => model.trace) ? strings.lastResult : null) : null,
      state.paintFailure
        ? h('p', { key: 'paint', class: 'refusal', role: 'alert' }, strings.paintFailed(state.paintFailure))
        : null,
      note ? h('p', { key: 'note' }, strings.notes[note]) : null,
      unknown.length > 0
        ? h('p', { key: 'unknown' }, strings.unknownNote(unknown.slice(0, 12)))
        : null));
}

/**
 * @param {State} state
 * @param {Actions} actions
 */
function maps(state, actions) {
  const { strings, models } = state;
  const most = models.length === 4 ? 2 : 3;
  const room = roomFor(state.width, state.ratio, most);
  return h('section', { key: 'maps', class: 'maps', 'aria-labelledby': 'maps-heading' },
    h('div', { class: 'section-head' },
      h('h2', { id: 'maps-heading' }, strings.mapsHeading),
      h('p', null, strings.mapsWords, ' ', strings.grammar),
      h('div', { class: 'section-tools' },
        state.width > 0 ? legend({ stops: state.stops('attention'), scale: 'attention', limit: 1, beyond: false, strings }) : null,
        h('label', { class: 'switch' },
          h('input', {
            type: 'checkbox', role: 'switch', checked: state.withoutTanh,
            onchange: (/** @type {Event} */ event) =>
              actions.showWithoutTanh(/** @type {HTMLInputElement} */ (event.target).checked),
          }),
          h('span', { class: 'switch-track', 'aria-hidden': 'true' }),
          strings.withoutTanh))),
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
  return h('figure', {
    key: model.attention, class: isStale(state, model) ? 'card map stale' : 'card map',
    'data-attention': model.attention,
  },
  h('figcaption', { class: 'card-head' },
    h('span', { class: 'name' }, name), h('span', { class: 'formula' }, scoreFormula(model.attention))),
  model.trace && state.width > 0
    ? [
      heatmap({
        trace: model.trace, name: model.attention, label: strings.mapLabel(name), cell,
        pinned: selection.pinned !== null, room, paint: state.paint, scheme: state.scheme, strings,
        onHover: actions.hoverCell, onPin: actions.pinCell,
        onKey: (event) => actions.walkMap(event, model.attention), onFocus: actions.focusMap,
        onScroll: actions.scroll,
      }),
      readout({ trace: model.trace, cell, strings }),
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
function absence(model, { strings, width }, actions) {
  if (model.status === 'failed') {
    const { kind, subject, reason } = model.failure;
    const words = strings.failures[kind];
    return [
      h('p', { class: 'failure', role: 'alert' },
        typeof words === 'string' ? words : words(subject), kind === 'unlisted' ? null : h('code', null, reason)),
      h('button', { type: 'button', class: 'quiet', onclick: () => actions.retry(model.attention) }, strings.retry),
    ];
  }
  if (model.status === 'ready' || width === 0) return [];
  const total = Math.max(model.bytes, model.received);
  return [h('progress', {
    max: Math.max(total, 1), value: model.received,
    'aria-label': strings.loading(kilobytes(model.received), kilobytes(total)),
  })];
}

/**
 * The layer that the gates are shown of; the nearest that the model has.
 *
 * @param {Trace} trace
 * @param {import('./types.js').GatesView} view
 * @returns {Layer}
 */
export function layerOf(trace, { component, layer, direction }) {
  const layers = trace[component];
  const deepest = Math.max(...layers.map((candidate) => candidate.layer));
  const same = layers.filter((candidate) => candidate.layer === Math.min(layer, deepest));
  return /** @type {Layer} */ (same.find((candidate) => candidate.direction === direction) ?? same[0]);
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
        choice('attention', strings.ofModel, models.map(({ attention }) =>
          option(attention, strings.attentionName(attention))), state.attention, actions.chooseAttention),
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
 * @param {Trace} trace
 * @param {import('./types.js').Selection} selection
 * @param {State} state
 * @param {Actions} actions
 */
function layerViews(trace, selection, state, actions) {
  const { strings, gatesView: view } = state;
  const layer = layerOf(trace, view);
  const axis = view.component === 'encoder' ? 'source' : 'target';
  const tokens = axis === 'source' ? trace.source : trace.target;
  const step = shownCell(selection)?.[axis] ?? null;
  const { unit } = selection;
  return [
    gateReadout({ layer, tokens, gate: selection.gate, strings }),
    gates({
      layer, tokens, axis, gate: selection.gate, step, unit, room: roomFor(state.width, state.ratio, 3),
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
          layer, unit, tokens, axis, width: state.width, step: selection.gate?.step ?? step, strings,
          onStep: actions.hoverStep,
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

/**
 * One of several, as radio buttons.
 *
 * @param {string} name
 * @param {string} label
 * @param {[string, string][]} options value and words of each
 * @param {string} chosen
 * @param {(value: string) => void} onChoose
 */
function choice(name, label, options, chosen, onChoose) {
  return h('fieldset', { key: name, class: 'choice' },
    h('legend', null, label),
    h('div', { class: 'choice-options' },
      options.map(([value, words]) => h('label', { key: value },
        h('input', {
          type: 'radio', name, value, checked: value === chosen,
          onchange: () => onChoose(value),
        }),
        h('span', null, words)))));
}

/**
 * The results in words, for a screen reader.
 *
 * @param {State} state
 */
export function spokenResults({ models, strings, text }) {
  return strings.announce(models
    .filter((model) => model.trace && model.answered === text && model.refusal === null)
    .map(({ attention, trace }) => `${strings.attentionName(attention)}: ${trace?.output}, `
      + percentage(trace?.logProbability ?? 0)));
}

/**
 * The shown cell in words, with its weight in every model.
 *
 * @param {State} state
 * @param {string} attention the model whose map is walked
 */
export function spokenCell({ models, strings, selection }, attention) {
  const cell = shownCell(selection);
  const walked = models.find((model) => model.attention === attention)?.trace;
  if (!cell || !walked || cell.target === null || cell.source === null) return '';
  const { target, source } = cell;
  const [written, read] = [walked.target[target], walked.source[source]];
  if (!written || !read) return '';
  const weights = models.flatMap(({ attention: name, trace }) =>
    (trace && target < trace.target.length
      ? [`${strings.attentionName(name)} ${fixed(valueAt(trace.weights, target, source), 3)}`]
      : []));
  return strings.cellSpoken(quoted(written), quoted(read), weights);
}

/**
 * The raster cell under the cursor in words.
 *
 * @param {State} state
 */
export function spokenGate({ models, strings, selection, attention, gatesView }) {
  const trace = models.find((model) => model.attention === attention)?.trace;
  const { gate } = selection;
  if (!trace || !gate) return '';
  const token = (gatesView.component === 'encoder' ? trace.source : trace.target)[gate.step];
  if (!token) return '';
  const values = gateValues(layerOf(trace, gatesView), gate);
  return strings.gateSpoken(gate.unit, quoted(token), values.map(({ name, value }) => `${name} ${value}`));
}
