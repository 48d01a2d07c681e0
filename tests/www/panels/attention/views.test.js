import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { h } from '../../../../www/kit/dom.js';
import { edgesHolding } from '../../../../www/panels/attention/edges.js';
import { gridOf } from '../../../../www/trace/grid.js';
import { panel as attention } from '../../../../www/panels/attention/panel.js';
import { panel as explanation } from '../../../../www/panels/explanation/panel.js';
import * as attentionWords from '../../../../www/panels/attention/words.js';
import * as explanationWords from '../../../../www/panels/explanation/words.js';
import { stringsFor } from '../../../../www/words/strings.js';
import { attentionLines } from '../../../../www/panels/attention/lines-drawing.js';
import { heatmap } from '../../../../www/pictures/heatmap.js';
import { numberTable } from '../../../../www/pictures/number-table.js';
import { rowBars } from '../../../../www/pictures/row-bars.js';
import { press } from '../../../../www/panels/shared/walking.js';
import { markupOf, textOf, withClass, within } from '../../markup.js';
import { rowShares } from '../../../../www/trace/rows.js';
import { matrix, piecesTrace, traceOf } from '../../traces.js';

/** @typedef {import('../../../../www/elements/types.js').Trace} Trace */
/** @typedef {import('../../../../www/elements/types.js').Cell} Cell */

const strings = stringsFor('en');
const nothing = () => {};

/**
 * @param {Record<string, Trace>} runs by attention; the first is shown
 * @param {Record<string, unknown>} [changes]
 * @returns {any}
 */
function contextOf(runs, changes = {}) {
  const unit = /** @type {import('../../../../www/elements/types.js').GridUnit} */ (changes['unit'] ?? 'characters');
  const traces = new Map(Object.entries(runs));
  const grids = new Map([...traces].map(([name, trace]) => [name, gridOf(trace, unit)]));
  const [first] = [...traces.keys()];
  return {
    language: 'en', strings, unit, traces, grids, attention: first, trace: traces.get(first ?? ''),
    grid: grids.get(first ?? ''), selection: { hover: null, pinned: null, gate: null, unit: null },
    width: 1000, ratio: 1, scheme: 'light', analysis: null, paint: nothing, stops: () => ['white', 'black'],
    actions: { hoverCell: nothing, pinCell: nothing, focusMap: nothing, chooseAttention: nothing, chooseUnit: nothing },
    ...changes,
  };
}

/** @param {any} panel @param {any} context @param {object} [own] @param {object} [answers] */
function shown(panel, context, own = {}, answers = {}) {
  return h('div', null, panel.view(context, { ...panel.defaults, ...own }, answers, nothing));
}

/** @type {any} */
let painted;
const paint = (/** @type {unknown} */ _, /** @type {unknown} */ picture) => { painted = picture; };

/** @param {any} view one that paints with `paint`: what each of its canvases is painted with */
function picturesOf(view) {
  return within(view).filter(({ tag }) => tag === 'canvas').map(({ attributes }) => {
    attributes['after'][0]({});
    return painted;
  });
}

/** @param {Trace} trace @param {number[][]} rows */
function lookingAt(trace, rows) {
  return { ...trace, weights: matrix(rows.length, rows[0]?.length ?? 0, (row, column) => rows[row]?.[column] ?? NaN) };
}

const uneven = lookingAt(traceOf('ab'), [[0.75, 0.25], [0.5, 0.5], [0, 1]]);

test('attention as lines is drawn as in attention-lines.svg', () => {
  const trace = lookingAt(piecesTrace(['It', ' is', ' nice'], ['Il', ' fait', ' beau']), [
    [0.9, 0.1, 0], [0.1, 0.6, 0.3], [0, 0.15, 0.85], [0.05, 0.05, 0.9],
  ]);
  const { source, target, weights } = gridOf(trace, 'words');
  const drawn = markupOf(attentionLines({
    source, target, edges: edgesHolding(weights, 0.8), cell: { target: 1, source: null }, pinned: true, width: 360,
    label: 'lines', heads: { source: 'read', target: 'written' }, notKnown: 'unknown', onHover: nothing, onPin: nothing,
  }));
  const golden = new URL('./attention-lines.svg', import.meta.url);
  if (process.env['UPDATE_GOLDENS']) writeFileSync(golden, drawn);
  assert.equal(drawn, readFileSync(golden, 'utf8'));
});

/** @param {Partial<Parameters<typeof attentionLines>[0]>} changes */
function linesOf(changes) {
  const { source, target, weights } = gridOf(uneven, 'characters');
  return attentionLines({
    source, target, edges: edgesHolding(weights, 1), cell: null, pinned: false, width: 300, label: 'lines',
    heads: { source: 'read', target: 'written' }, notKnown: 'unknown', onHover: nothing, onPin: nothing, ...changes,
  });
}

test('lines of a token are lit and lie above those that are dimmed', () => {
  assert.equal(withClass(linesOf({}), 'edge').length, 5);
  assert.equal(withClass(linesOf({}), 'dim').length, 0);
  const edges = withClass(linesOf({ cell: { target: null, source: 0 } }), 'edge');
  assert.deepEqual(edges.map(({ attributes }) => attributes['class']),
    ['edge dim', 'edge dim', 'edge dim', 'edge lit', 'edge lit']);
  assert.deepEqual(edges.slice(3).map(({ attributes }) => attributes['key']), ['0 0', '1 0']);
});

test('the left half of the lines is what was read, the right half what was written', () => {
  /** @type {(Cell | null)[]} */
  const found = [];
  const { attributes } = linesOf({ onHover: (cell) => found.push(cell) });
  const currentTarget = { closest: () => null, getBoundingClientRect: () => ({ left: 100, top: 50 }) };
  const inner = 3 * 22;
  for (const [x, y] of [[10, 26 + 0.75 * inner], [attributes['width'] - 10, 26 + 0.5 * inner], [10, 5]]) {
    attributes['onpointermove']({ clientX: 100 + (x ?? 0), clientY: 50 + (y ?? 0), currentTarget });
  }
  assert.deepEqual(found, [{ target: null, source: 1 }, { target: 1, source: null }, null]);
});

test('a map of other values is painted on their scale, and shows all pieces of a word', () => {
  const values = matrix(3, 2, (row) => row - 1);
  const view = heatmap({
    grid: gridOf(uneven, 'characters'), name: 'n', label: 'l', cell: { target: 0, source: 0 }, pinned: false,
    room: { cards: 1, field: 200, ratio: 1 }, paint, scheme: '', strings, values, scale: 'signed', limit: 2,
    linked: { rows: { first: 1, last: 2 }, columns: { first: 0, last: 0 } },
    beside: { width: 50, head: 'bits', rows: rowBars({ rows: [{ share: 0.5, words: ['1'], lit: true }] }) },
    onHover: nothing, onPin: nothing, onKey: nothing, onFocus: nothing, onScroll: nothing,
  });
  const [picture] = picturesOf(view);
  assert.deepEqual([picture.data, picture.scale, picture.limit], [values.data, 'signed', 2]);
  assert.deepEqual(withClass(view, 'rows').flatMap((rows) => withClass(rows, 'lit')).map(textOf), ['b', '</s>']);
  const { style } = /** @type {any} */ (withClass(view, 'cursor')[0]?.attributes);
  assert.equal(Number.parseInt(style.height), 2 * picture.cellHeight);
  assert.equal(Number.parseInt(style.top), picture.cellHeight);
  assert.equal(textOf(withClass(view, 'beside')[0]), '1');
});

test('a table names its rows and columns', () => {
  const view = numberTable({ caption: 'Means', head: ['Name', 'n'], rows: [{ key: 'a', name: 'a', cells: ['1'] }] });
  assert.deepEqual(within(view).filter(({ tag }) => tag === 'th').map(({ attributes, children }) =>
    [attributes['scope'], children.map(textOf).join('')]), [['col', 'Name'], ['col', 'n'], ['row', 'a']]);
});

test('scores are shown minus the mean of their row, beside the weights', () => {
  const context = contextOf({ dot: uneven }, { paint });
  const [scores, weights] = picturesOf(shown(attention, context));
  // Each row of the trace scores 2 in one place and −1 in the other, and −1 twice below.
  assert.deepEqual([...scores.data], [1.5, -1.5, -1.5, 1.5, 0, 0]);
  assert.equal(scores.scale, 'signed');
  assert.equal(weights.data, uneven.weights.data);
});

test('scores are of pieces, and a word that is selected stands for all of its own', () => {
  const trace = piecesTrace(['un', 'do'], ['dé', 'faire']);
  const selection = { hover: { target: 0, source: 0 }, pinned: null };
  const context = contextOf({ dot: trace }, { unit: 'words', paint, selection });
  assert.equal(context.grid.source.length, 1);
  const view = shown(attention, context);
  const [scores] = picturesOf(view);
  assert.deepEqual([scores.rows, scores.columns], [3, 2]);
  assert.equal(withClass(view, 'attention-pairs')[0]?.children.length, 4);
  assert.ok(textOf(view).includes(attentionWords.en.scoresOfPieces));
});

test('the spread of each kind of score is its mean entropy, and 2 to it in places', () => {
  const sharp = lookingAt(traceOf('ab'), [[1, 0], [0, 1], [0, 1]]);
  const flat = lookingAt(traceOf('ab'), [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]);
  const view = shown(attention, contextOf({ dot: sharp, concat: flat }), { mode: 'entropy' });
  const [table] = withClass(view, 'number-table');
  assert.deepEqual(within(table).filter(({ tag }) => tag === 'td').map(textOf),
    ['0.00', '1.0', '0.00', '0.00', '1.00', '2.0', '1.00', '1.00']);
  assert.deepEqual(withClass(view, 'bar-row').map(textOf), ['0.001.0', '0.001.0', '0.001.0']);
});

test('a difference needs two models, and names rows that only one of them wrote', () => {
  const one = lookingAt(piecesTrace(['a', ' b'], ['x', ' y']), [[1, 0], [0, 1], [0, 1]]);
  const other = lookingAt(piecesTrace(['a', ' b'], ['x']), [[0.5, 0.5], [0, 1]]);
  const alone = shown(attention, contextOf({ dot: one }, { unit: 'pieces' }), { mode: 'difference' });
  assert.ok(textOf(alone).includes(attentionWords.en.twoNeeded));
  const both = contextOf({ dot: one, concat: other }, { unit: 'pieces', paint });
  const view = shown(attention, both, { mode: 'difference' });
  assert.deepEqual([...picturesOf(view)[0].data], [0.5, -0.5, NaN, NaN, 0, 0]);
  assert.deepEqual(withClass(view, 'bar-row').map(textOf), ['50 %', 'no partner', '0 %']);
  assert.ok(textOf(view).includes('Only dot wrote “y”, concat did not.'));
  assert.ok(textOf(view).includes('On average 25 % of a row’s mass lies elsewhere.'));
});

test('choosing the other model of a difference changes the two about', () => {
  /** @type {object[]} */
  const changes = [];
  const context = contextOf({ dot: uneven, concat: uneven });
  const view = h('div', null, attention.view(context, { ...attention.defaults, mode: 'difference' }, {},
    (change) => changes.push(change)));
  const radio = within(view).find(({ attributes: { name, value } }) =>
    name === 'attention-first' && value === 'concat');
  radio?.attributes['onchange']();
  assert.deepEqual(changes, [{ first: 'concat', second: 'dot' }]);
});

test('lines are drawn of every model where there is room, else of the shown one', () => {
  const runs = { dot: uneven, concat: uneven };
  const count = (/** @type {number} */ width) =>
    withClass(shown(attention, contextOf(runs, { width }), { mode: 'lines' }), 'attention-lines').length;
  assert.deepEqual([1000, 360].map(count), [2, 1]);
});

const differences = matrix(3, 2, (row, column) => row - 2 * column);
const norms = matrix(3, 2, (row, column) => row + column);
const products = matrix(3, 2, () => -1);
const there = (/** @type {unknown} */ value) => ({ value, stale: false, failure: null });
const answers = { occlusion: there({ differences, logProbabilities: [] }), gradients: there({ norms, products }) };

test('attention is explained beside what leaving out costs and what the gradient says', () => {
  const context = contextOf({ dot: uneven }, { paint });
  const maps = (/** @type {object} */ own) =>
    picturesOf(shown(explanation, context, own, answers)).map(({ data, scale }) => [data, scale]);
  assert.deepEqual(maps({}), [
    [uneven.weights.data, 'attention'], [differences.data, 'signed'], [rowShares(norms).data, 'attention'],
  ]);
  assert.deepEqual(maps({ gradient: 'products' })[2], [products.data, 'signed']);
});

test('an explanation asks about the very tokens that the shown model wrote', () => {
  const context = contextOf({ dot: uneven });
  const args = ['ab', [4, 4, 3]];
  // The models of characters answer before the next key; those of pieces are not asked while somebody types.
  for (const [unit, rests] of /** @type {const} */ ([['characters', false], ['pieces', true]])) {
    assert.deepEqual(explanation.questions?.({ ...context, unit }, explanation.defaults), {
      occlusion: { method: 'occlusion', args, rests }, gradients: { method: 'inputGradients', args, rests },
    });
  }
});

test('what is not there yet, has failed, or answers an earlier text is not shown as an answer', () => {
  const context = contextOf({ dot: uneven }, { paint });
  const failed = { value: null, stale: false, failure: 'a text of one token has nothing to leave out' };
  const view = shown(explanation, context, {}, { occlusion: failed });
  assert.equal(picturesOf(view).length, 1);
  assert.ok(textOf(view).includes('nothing to leave out'));
  assert.ok(textOf(view).includes(explanationWords.en.waiting));
  const earlier = { ...answers, occlusion: { ...there({ differences: matrix(2, 2, () => 0) }), stale: true } };
  assert.equal(picturesOf(shown(explanation, context, {}, earlier)).length, 2);
});

test('correlations are shown by row and on average, and their absence is said', () => {
  const rankCorrelation = () => ({
    perRow: [{ kendall: 1, pearson: 0.5 }, { kendall: null, pearson: null }, { kendall: -0.5, pearson: 0.25 }],
  });
  const context = contextOf({ dot: uneven }, { analysis: { rankCorrelation } });
  const view = shown(explanation, context, {}, answers);
  // Of what is next to nothing τ ranks the noise: r is shown first.
  assert.deepEqual(withClass(view, 'bar-row').map(textOf).slice(0, 3), ['0.50', '–', '0.25']);
  const [table] = withClass(view, 'number-table');
  assert.deepEqual(within(table).filter(({ tag }) => tag === 'td').map(textOf).slice(0, 3), ['0.25', '0.38', '2 / 3']);
  const ranked = shown(explanation, context, { measure: 'kendall' }, answers);
  assert.deepEqual(withClass(ranked, 'bar-row').map(textOf).slice(0, 3), ['1.00', '–', '−0.50']);
  const without = shown(explanation, contextOf({ dot: uneven }), {}, answers);
  assert.ok(textOf(without).includes(explanationWords.en.noCorrelation));
});

test('keys move what is selected, the pin if there is one, and tell what they reach', () => {
  /** @type {any[]} */
  const done = [];
  const place = { textContent: '' };
  const event = (/** @type {string} */ key) => /** @type {any} */ ({
    key, preventDefault: nothing,
    currentTarget: { closest: () => ({ querySelector: () => place }), querySelector: () => null },
  });
  globalThis.requestAnimationFrame = () => 0;
  const actions = /** @type {any} */ ({
    hoverCell: (/** @type {Cell} */ cell) => done.push(['hover', cell]),
    pinCell: (/** @type {Cell} */ cell) => done.push(['pin', cell]),
  });
  const cell = { target: 0, source: 0 };
  const to = { target: 1, source: 0 };
  const towards = (/** @type {string} */ key) => (key === 'ArrowDown' ? to : key === 'ArrowUp' ? cell : null);
  const selection = (/** @type {Cell | null} */ pinned) => ({ hover: cell, pinned, gate: null, unit: null });
  const told = ({ target = /** @type {number | null} */ (0) }) => `row ${target}`;
  press(event('ArrowDown'), towards, { selection: selection(null), actions }, told);
  assert.equal(place.textContent, 'row 1');
  press(event('ArrowDown'), towards, { selection: selection(cell), actions }, told);
  press(event('Enter'), towards, { selection: selection(null), actions }, told);
  press(event('x'), towards, { selection: selection(null), actions }, told);
  // At the edge a pin stays: pinning it again would let it go.
  press(event('ArrowUp'), towards, { selection: selection(cell), actions }, told);
  assert.deepEqual(done, [['hover', to], ['pin', to], ['pin', cell], ['hover', cell]]);
});

test('both panels say the same things in every language', () => {
  /** @param {any} value @param {string} path @returns {string[]} */
  const shape = (value, path = '') => (typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`)) : [`${path}: ${typeof value}`]);
  for (const { en, zh } of [attentionWords, explanationWords]) assert.deepEqual(shape(zh), shape(en));
});

test('every word of both panels is used', () => {
  const panels = new URL('../../../../www/panels/', import.meta.url);
  const read = (/** @type {string} */ file) => readFileSync(new URL(file, panels), 'utf8');
  const code = ['attention/panel.js', ...['scores', 'entropy', 'difference', 'lines'].map((mode) => `attention/${mode}.js`)]
    .map(read).join('\n');
  const unused = (/** @type {object} */ said, /** @type {string} */ where) =>
    Object.keys(said).filter((key) => !new RegExp(`said\\.${key}\\b`).test(where));
  assert.deepEqual(unused(attentionWords.en, code), []);
  assert.deepEqual(unused(explanationWords.en, read('explanation/panel.js')), []);
});
