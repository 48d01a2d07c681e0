// The element's content as a function of its state: which views stand where. Draws nothing itself. It comes with the built
// module, without which nothing can be shown, and not before the element.

import { h } from '../kit/dom.js';
import { entry, told } from './entry.js';
import { inside } from './gates-section.js';
import { maps } from './maps-section.js';
import { isGuessed, outputs, sureness } from './outputs.js';
import { provenance } from './provenance.js';
import { expectedOutput, expectedProvenance } from './expected.js';
import { standingOf } from './standing.js';
import { examplesOf } from '../tasks/examples/index.js';
import { taskNamed } from '../tasks/tasks.js';
import { shownCell } from '../trace/selection.js';
import { quoted } from '../trace/tokens.js';
import { taskStrings } from '../words/strings.js';

export { spokenCell, spokenGate, spokenResults } from './spoken.js';

/** @typedef {import('./types.js').ModelState} ModelState */
/** @typedef {import('./types.js').Grid} Grid */
/** @typedef {import('../words/strings.js').Strings} Strings */
/** @typedef {import('../kit/dom.js').Child} Child */

/**
 * @typedef {{
 *   tasks: string[], areTasksKnown: boolean, isFirst: boolean, parts: Set<string>, task: string, text: string, attention: string, withoutTanh: boolean, offersWithoutTanh: boolean,
 *   mayOfferWithoutTanh: boolean,
 *   otherCells: string[],
 *   unit: import('./types.js').GridUnit, gatesView: import('./types.js').GatesView,
 *   selection: import('./types.js').Selection, models: ModelState[], grids: Map<string, Grid>,
 *   entry: import('./types.js').ManifestModel | undefined, onDemand: boolean, width: number, ratio: number, isOnPaper: boolean,
 *   scheme: unknown, language: 'en' | 'zh', strings: Strings, spoken: string, paintFailure: string,
 *   paint: import('./types.js').Paint, stops: (scale: import('./types.js').Scale) => string[],
 * }} State areTasksKnown: whether the manifest has said which there are; isFirst: nothing else was
 *   typed or chosen yet, so that the room that was kept stays; parts: what is shown; grids: the map of each model that has a trace, by attention; entry: the manifest's line of one of the
 *   models; onDemand: models load when they are asked for; scheme: changes when canvases are to be painted again;
 *   spoken: what a screen reader is told
 *
 * @typedef {{
 *   type: (text: string) => void, open: (attention: string) => void, showWithoutTanh: (shown: boolean) => void,
 *   chooseTask: (task: string) => void, bring: () => void, chooseUnit: (unit: string) => void,
 *   chooseAttention: (attention: string) => void, chooseGates: (view: import('./types.js').GatesView) => void,
 *   hoverCell: (cell: import('./types.js').Cell | null) => void, pinCell: (cell: import('./types.js').Cell) => void,
 *   letGo: () => boolean, walkMap: (event: KeyboardEvent, attention: string) => void,
 *   hoverGate: (gate: import('./types.js').GateCell | null) => void, pinUnit: (unit: number) => void,
 *   walkGates: (event: KeyboardEvent) => void, hoverStep: (step: number | null) => void,
 *   focusMap: (event: FocusEvent) => void, focusGates: (event: FocusEvent) => void, scroll: (event: Event) => void,
 * }} Actions
 */

/** Style sheets of what is composed, besides the first one. */
export const STYLES = [
  new URL('../styles/controls.css', import.meta.url),
  new URL('../styles/entry.css', import.meta.url),
  new URL('../styles/outputs.css', import.meta.url),
  new URL('../styles/plots.css', import.meta.url),
  new URL('../styles/maps.css', import.meta.url),
  new URL('../styles/gates.css', import.meta.url),
  new URL('../styles/paper.css', import.meta.url),
];

/**
 * @param {State} state
 * @param {Actions} actions
 * @returns {Child[]}
 */
export function compose(state, actions) {
  const { strings, parts } = state;
  return [
    parts.has('input') ? typing(state, actions) : failures(state),
    ...parts.has('outputs') ? written(state, actions) : [],
    parts.has('maps') ? maps(state, actions) : null,
    parts.has('gates') ? inside(state, actions) : null,
    h('p', { key: 'spoken', class: 'visually-hidden', role: 'status' }, state.spoken),
  ];
}

/**
 * @param {State} state
 * @param {Actions} actions
 * @returns {Child[]}
 */
function written(state, actions) {
  const { strings } = state;
  return [
    outputs({
      models: state.models, unit: state.unit, lang: taskNamed(state.task).target, cell: shownCell(state.selection),
      expected: state.isFirst ? expectedOutput(state) : '', standing: (model) => standingOf(state, model), strings, onRetry: actions.open,
      onHover: actions.hoverCell,
    }),
    h('div', { key: 'notes', class: 'notes', part: 'notes' },
      sureness(strings),
      currentOf(state).some(({ attention, trace }) => attention === state.attention && trace && isGuessed(trace, state.unit))
        ? h('p', { key: 'guesses', class: 'sureness' }, strings.guesses) : null,
      state.areTasksKnown ? provenance({ entry: state.entry, strings })
        : h('p', { key: 'room', class: 'provenance to-come', 'aria-hidden': 'true' }, expectedProvenance(strings))),
  ];
}

/** The models that show the run of the text in the box. @param {State} state */
function currentOf(state) {
  return state.models.filter((model) => standingOf(state, model).kind === 'current');
}

/** What is to be said of the text, besides results. @param {State} state */
function remarksOn(state) {
  const { strings, task, text, language, models, grids, paintFailure } = state;
  const current = currentOf(state);
  const [answering] = current;
  const notes = current.flatMap(({ trace }) => trace?.note ?? []);
  const source = (answering && grids.get(answering.attention)?.source) ?? [];
  return {
    text, language, strings, words: taskStrings(strings, task), examples: examplesOf(task), paintFailure,
    refusal: models.find((model) => model.refusal !== null)?.refusal ?? null,
    hasResult: models.some((model) => model.trace),
    unknown: [...new Set(source.filter((token) => !token.known).map(quoted))],
    note: notes.includes('unknownYear') ? 'unknownYear' : notes[0] ?? null,
  };
}

/** Where nothing can be typed only what went wrong is said. @param {State} state */
function failures(state) {
  const remarks = remarksOn(state);
  return remarks.refusal || remarks.paintFailure ? told({ ...remarks, examples: [], unknown: [], note: null }) : null;
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
    ...remarksOn(state),
    tasks: state.tasks.map((name) => [name, taskStrings(strings, name).name]), areTasksKnown: state.areTasksKnown, task,
    lang: taskNamed(task).source,
    marked: answering?.trace?.input === text ? source[column] ?? null : null,
    onTask: actions.chooseTask, onBring: actions.bring, onType: actions.type,
  });
}
