import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { gridOf } from '../../../www/trace/grid.js';
import { stringsFor, taskStrings } from '../../../www/words/strings.js';
import { gates, limitOf } from '../../../www/pictures/gates.js';
import { gateValues } from '../../../www/trace/layers.js';
import { heatmap } from '../../../www/pictures/heatmap.js';
import { entry } from '../../../www/elements/entry.js';
import { legend } from '../../../www/pictures/legend.js';
import { outputs } from '../../../www/elements/outputs.js';
import { provenance } from '../../../www/elements/provenance.js';
import { readout } from '../../../www/elements/readout.js';
import { unitLines } from '../../../www/elements/unit-lines.js';
import { markupOf, textOf, withClass, within } from '../markup.js';
import { matrix, piecesTrace, traceOf } from '../traces.js';

const strings = stringsFor('en');
const room = { cards: 3, field: 300, ratio: 2 };
const nothing = () => {};
const handlers = { onHover: nothing, onPin: nothing, onKey: nothing, onFocus: nothing, onScroll: nothing };

/** @param {Partial<Parameters<typeof heatmap>[0]>} changes */
function mapOf(changes) {
  return heatmap({
    grid: gridOf(traceOf('4/5'), 'characters'), name: 'dot', label: 'map', cell: null, pinned: false, room, paint: nothing, scheme: 'light',
    strings, ...handlers, ...changes,
  });
}

/** @param {import('../../../www/kit/dom.js').Description} view */
function pictureOf(view) {
  const canvas = within(view).find(({ tag }) => tag === 'canvas');
  assert.ok(canvas);
  /** @type {any} */
  let painted;
  const [callback] = canvas.attributes['after'];
  return { canvas, after: callback, painted: () => painted, set: (/** @type {any} */ value) => (painted = value) };
}

test('a map has a label for every row and column, the end token included', () => {
  const view = mapOf({});
  assert.deepEqual(withClass(view, 'columns').map((part) => part.children.map(textOf)), [['4', '/', '5']]);
  assert.deepEqual(withClass(view, 'rows').map((part) => part.children.map(textOf)), [['4', '/', '5', '</s>']]);
});

test('a map paints its weights, as many rows and columns as there are, in whole device pixels', () => {
  const trace = traceOf('4/5');
  /** @type {import('../../../www/elements/types.js').Picture[]} */
  const pictures = [];
  const { after } = pictureOf(mapOf({ grid: gridOf(trace, 'characters'), paint: (_, picture) => pictures.push(picture) }));
  after({});
  assert.equal(pictures.length, 1);
  const { data, rows, columns, scale, limit, cellWidth, cellHeight } = /** @type {any} */ (pictures[0]);
  assert.equal(data, trace.weights.data);
  assert.deepEqual([rows, columns, scale, limit], [4, 3, 'attention', 1]);
  assert.ok(Number.isInteger(cellWidth) && Number.isInteger(cellHeight));
});

test('the shown cell lights its labels and has a cursor, and a pin when it is pinned', () => {
  const view = mapOf({ cell: { target: 3, source: 1 } });
  assert.deepEqual(withClass(view, 'lit').map(textOf), ['/', '</s>']);
  assert.equal(withClass(view, 'cursor').length, 1);
  assert.equal(withClass(view, 'pinned').length, 0);
  assert.equal(withClass(mapOf({ cell: { target: 3, source: 1 }, pinned: true }), 'pinned').length, 1);
});

test('a column or a row by itself has a band and no cursor; what the map does not have is not shown', () => {
  for (const cell of [{ target: null, source: 2 }, { target: 2, source: null }]) {
    assert.equal(withClass(mapOf({ cell }), 'band').length, 1);
    assert.equal(withClass(mapOf({ cell }), 'cursor').length, 0);
  }
  assert.equal(withClass(mapOf({ cell: { target: 9, source: 9 } }), 'band').length, 0);
});

test('a readout says weight, score and the candidates of the step', () => {
  const trace = traceOf('4/5');
  const grid = gridOf(trace, 'characters');
  const view = readout({ trace, grid, cell: { target: 1, source: 1 }, strings });
  assert.equal(textOf(withClass(view, 'pair')[0]), '/ ← /weight 1.000score 2.00');
  assert.equal(textOf(withClass(view, 'candidates')[0]), '/ 90.0 %? 5.0 %');
  assert.equal(textOf(readout({ trace, grid, cell: null, strings })), '');
  assert.equal(textOf(readout({ trace, grid, cell: { target: 9, source: null }, strings })), '');
});

test('an output is written without its end token and says how probable it is', () => {
  /** @type {import('../../../www/elements/types.js').ModelState} */
  const model = {
    attention: 'dot', status: 'ready', bytes: 1, received: 1, trace: traceOf('4/5'), info: null, answered: '4/5',
    refusal: null,
  };
  const view = outputs({
    models: [model], unit: 'characters', lang: '', cell: null, standing: () => ({ kind: 'current' }), strings, onRetry: nothing,
    onHover: nothing,
  });
  assert.equal(textOf(withClass(view, 'output-text')[0]), '4/5');
  assert.equal(textOf(withClass(view, 'output-p')[0]), 'p = 65.6 %');
  assert.equal(textOf(withClass(view, 'output-log')[0]), 'log p = −0.42');
  assert.equal(textOf(withClass(view, 'output-time')[0]), '0.8 ms');
});

test('words have their own places in an output, what is between them too, and the improbable ones are marked', () => {
  const trace = piecesTrace(['a'], ['Le', ' cha', 't', ' l\'', 'a', '.']);
  trace.logProbabilities = [0.9, 0.9, 0.4, 0.9, 0.9, 0.9, 1].map(Math.log);
  /** @type {import('../../../www/elements/types.js').ModelState} */
  const model = {
    attention: 'dot', status: 'ready', bytes: 1, received: 1, trace, info: null, answered: 'a', refusal: null,
  };
  const view = outputs({
    models: [model], unit: 'words', lang: 'fr', cell: { target: 2, source: null }, standing: () => ({ kind: 'current' }), strings,
    onRetry: nothing, onHover: nothing,
  });
  const output = within(view).find(({ tag }) => tag === 'output');
  assert.ok(output);
  assert.equal(textOf(output), 'Le chat l\'a.');
  assert.equal(output.attributes['lang'], 'fr');
  assert.deepEqual(withClass(view, 'written').map(textOf), ['Le', 'chat', 'l\'', 'a', '.']);
  assert.deepEqual(withClass(view, 'unsure').map(textOf), ['chat']);
  assert.deepEqual(withClass(view, 'lit').map(textOf), ['l\'']);
  assert.equal(textOf(withClass(view, 'visually-hidden')[0]), ' Not sure of “chat” 36.0 %.');
});

test('a readout of a word has a line of candidates for each of its pieces, and a score only of single pieces', () => {
  const trace = piecesTrace(['wea', 'ther', ' .'], [' te', 'mps', ' .']);
  const grid = gridOf(trace, 'words');
  const words = readout({ trace, grid, cell: { target: 0, source: 0 }, strings });
  assert.equal(textOf(withClass(words, 'pair')[0]), 'temps ← weatherweight 1.000');
  assert.deepEqual(withClass(words, 'candidates').map(({ attributes }) => attributes['aria-label']),
    ['Best candidates for te', 'Best candidates for mps']);
  assert.deepEqual(withClass(words, 'starts').map(textOf), ['te', 'ou', 'ou']);
  const pieces = readout({ trace, grid: gridOf(trace, 'pieces'), cell: { target: 1, source: 1 }, strings });
  assert.match(textOf(withClass(pieces, 'pair')[0]), /mps ← therweight 1\.000score 1\.00/);
});

test('an entry marks what is pointed at and says what to look for in the reader\'s language', () => {
  const view = entry({
    tasks: [['dates', 'Dates'], ['en-fr', 'French']], task: 'en-fr', text: 'a blue dress', lang: 'en', strings,
    words: taskStrings(strings, 'en-fr'), examples: [{ text: 'a blue dress', look: { en: 'look', zh: '看' } }],
    language: 'zh', marked: { start: 2, end: 6 }, refusal: null, hasResult: true, unknown: ['é'], note: null, paintFailure: '',
    onTask: nothing, onType: nothing,
  });
  assert.deepEqual(within(view).filter(({ tag }) => tag === 'mark').map(textOf), ['blue']);
  assert.equal(textOf(withClass(view, 'typed')[0]), 'a blue dress');
  assert.match(textOf(withClass(view, 'remarks')[0]), /^看Not in the vocabulary: é\./);
  assert.deepEqual(within(view).filter(({ attributes }) => attributes['name'] === 'task')
    .map(({ attributes }) => [attributes['value'], attributes['checked']]), [['dates', false], ['en-fr', true]]);
});

test('the data is named with its licence, and nothing is said where the manifest says nothing', () => {
  const line = {
    task: 'en-fr', attention: 'dot', rnn: 'lstm', file: '', bytes: 4_800_000, parameters: 6_123_456,
    files: /** @type {[any]} */ ([{ file: '', bytes: 4_800_000, sha256: '' }]),
    quality: {}, data: { source: 'pairs', licence: 'CC BY 2.0' },
  };
  assert.equal(textOf(provenance({ entry: line, strings })),
    'Data: pairs · licence: CC BY 2.0 · 6,123,456 parameters, 4.8 MB a model');
  const head = { ...line, files: /** @type {[any, any]} */ ([{ bytes: 4_500_000 }, { bytes: 300_000 }]) };
  assert.match(textOf(provenance({ entry: head, strings })), /4\.8 MB a model, of which 4\.5 MB is a trunk that they share$/);
  assert.equal(provenance({ entry: { ...line, data: undefined }, strings }), null);
});

test('each signal has a raster, units by steps', () => {
  const trace = traceOf('4/5');
  /** @type {import('../../../www/elements/types.js').Picture[]} */
  const pictures = [];
  const view = gates({
    layer: /** @type {any} */ (trace.encoder[0]), tokens: gridOf(trace, 'characters').source, slanted: false,
    axis: 'source', gate: null, steps: { first: 2, last: 2 }, unit: 1, room, paint: (_, picture) => pictures.push(picture), scheme: 'light', strings, legendFor: () => null, ...handlers,
  });
  for (const { attributes } of within(view).filter(({ tag }) => tag === 'canvas')) attributes['after'][0]({});
  assert.deepEqual(pictures.map(({ rows, columns, scale }) => [rows, columns, scale]), [
    [2, 3, 'gate'], [2, 3, 'gate'], [2, 3, 'signed'], [2, 3, 'gate'], [2, 3, 'signed'], [2, 3, 'signed'],
  ]);
  assert.equal(withClass(view, 'lit').length, 6);
  assert.equal(withClass(view, 'open').length, 6);
});

test('the values of a unit at a step are those of the trace', () => {
  const layer = /** @type {any} */ (traceOf('4/5').encoder[0]);
  assert.deepEqual(gateValues(layer, { unit: 1, step: 2 }).map(({ name, value }) => `${name} ${value}`),
    ['i 0.60', 'f 0.80', 'g 0.00', 'o 0.20', 'c 0.40', 'h 0.60']);
});

test('few values that have grown far do not leave all others pale', () => {
  const values = matrix(10, 10, (row, column) => (row + column === 0 ? -9 : 1.3));
  assert.deepEqual(limitOf({ name: 'c', values }), { limit: 1.5, beyond: true });
  assert.deepEqual(limitOf({ name: 'c', values: matrix(2, 2, () => 0.1) }), { limit: 1, beyond: false });
  assert.deepEqual(limitOf({ name: 'h', values }), { limit: 1, beyond: false });
});

test('a legend names the ends of its scale', () => {
  /** @param {Partial<Parameters<typeof legend>[0]>} changes */
  const words = (changes) => textOf(legend({
    stops: ['red', 'blue'], scale: 'signed', limit: 1, beyond: false, strings, ...changes,
  }));
  assert.equal(words({}), '−11');
  assert.equal(words({ scale: 'gate' }), '01');
  assert.equal(words({ limit: 2.5, beyond: true }), '≤ −2.5≥ 2.5');
});

test('the lines of a unit are drawn as in unit-lines.svg', () => {
  const trace = traceOf('5 April');
  const drawn = markupOf(unitLines({
    layer: /** @type {any} */ (trace.encoder[0]), unit: 1, tokens: gridOf(trace, 'characters').source,
    slanted: false, axisWords: strings.units.characters.read, width: 600, shown: { first: 2, last: 2 }, strings, onStep: nothing,
  }));
  const golden = new URL('./unit-lines.svg', import.meta.url);
  if (process.env['UPDATE_GOLDENS']) writeFileSync(golden, drawn);
  assert.equal(drawn, readFileSync(golden, 'utf8'));
});
