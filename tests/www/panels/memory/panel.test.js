import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { carriedOf, isReadBy, lineOf, tellingUnit } from '../../../../www/trace/cell-values.js';
import { gridOf } from '../../../../www/trace/grid.js';
import { valueAt } from '../../../../www/trace/matrix.js';
import { canUnroll, layerHistory, memoryParts, unitHistory } from '../../../../www/panels/memory/memory-parts.js';
import { panel } from '../../../../www/panels/memory/panel.js';
import { en, zh } from '../../../../www/panels/memory/words.js';
import { partAt, stacksOf } from '../../../../www/panels/memory/stacks.js';
import { stringsFor } from '../../../../www/words/strings.js';
import { memoryStack } from '../../../../www/panels/memory/stack.js';
import { unrolledFormula } from '../../../../www/panels/memory/unrolled-formula.js';
import { layerOfKind, unroller } from '../../layers.js';
import { markupOf, textOf, withClass, within } from '../../markup.js';
import { matrix, traceOf } from '../../traces.js';

const ADDITIVE = /** @type {const} */ (['lstm', 'gru']);
const DIRECTIONS = /** @type {const} */ (['forward', 'backward']);
const nothing = () => {};

test('the parts of a unit after every token add up to what it holds, in LSTM and GRU and both directions', () => {
  for (const kind of ADDITIVE) {
    for (const direction of DIRECTIONS) {
      const { layer } = layerOfKind(kind, direction, 6);
      for (let unit = 0; unit < 3; unit++) {
        const parts = unitHistory(unroller(), layer, unit);
        lineOf(layer, carriedOf(layer), unit).forEach((total, last) => {
          const row = [0, 1, 2, 3, 4, 5].map((k) => valueAt(parts, last, k));
          assert.ok(Math.abs(row.reduce((sum, part) => sum + part, 0) - total) < 1e-5);
          row.forEach((part, k) => assert.equal(part !== 0, isReadBy(layer, k, last)));
        });
      }
    }
  }
});

test('the parts of a unit are those that the whole layer has of it', () => {
  const { layer } = layerOfKind('lstm', 'backward', 5);
  const all = memoryParts(unroller(), layer, 2);
  const one = memoryParts(unroller(), layer, 2, 1);
  assert.equal(one.length, 5);
  one.forEach((part, k) => assert.equal(part, all[k * 3 + 1]));
});

test('whose writing a layer holds is the share of each token in the sizes of all parts', () => {
  for (const direction of DIRECTIONS) {
    const { layer } = layerOfKind('gru', direction, 4);
    const shares = layerHistory(unroller(), layer);
    for (let last = 0; last < 4; last++) {
      const parts = memoryParts(unroller(), layer, last);
      const whole = parts.reduce((sum, part) => sum + Math.abs(part), 0);
      for (let k = 0; k < 4; k++) {
        const share = valueAt(shares, last, k);
        const size = [0, 1, 2].reduce((sum, unit) => sum + Math.abs(parts[k * 3 + unit] ?? NaN), 0);
        if (isReadBy(layer, k, last)) assert.ok(Math.abs(share - size / whole) < 1e-6);
        else assert.ok(Number.isNaN(share));
      }
    }
  }
});

test('a memory is unrolled once for each trace and unit', () => {
  let calls = 0;
  const engine = unroller(() => (calls += 1));
  const { layer } = layerOfKind('lstm', 'forward', 4);
  assert.equal(unitHistory(engine, layer, 0), unitHistory(engine, layer, 0));
  assert.equal(calls, 4);
  unitHistory(engine, layer, 1);
  layerHistory(engine, layer);
  layerHistory(engine, layer);
  assert.equal(calls, 12);
  unitHistory(engine, layerOfKind('lstm', 'forward', 4).layer, 0);
  assert.equal(calls, 16);
});

test('an RNN has no memory that is added to, and what unrolls one may not be there yet', () => {
  const layer = (/** @type {'lstm' | 'gru' | 'rnn'} */ kind) => layerOfKind(kind, 'forward', 2).layer;
  assert.equal(canUnroll(unroller(), layer('rnn')), 'not additive');
  assert.deepEqual(ADDITIVE.map((kind) => canUnroll(null, layer(kind))), ['missing', 'missing']);
  assert.deepEqual(ADDITIVE.map((kind) => canUnroll(unroller(), layer(kind))), ['yes', 'yes']);
});

test('parts above zero are stacked upwards and those below it downwards, in their order', () => {
  const values = [[2, -1, 3], [-4, 0.5, -0.5]];
  const parts = matrix(2, 3, (row, column) => values[row]?.[column] ?? NaN);
  const { bases, extent, apart } = stacksOf(parts, [2, 1, 0]);
  assert.deepEqual([...bases.data], [3, 0, 0, -0.5, 0, 0]);
  assert.deepEqual([extent, apart], [{ high: 5, low: -4.5 }, { high: 3, low: -4 }]);
});

test('the part at a height is found on its side of zero', () => {
  const parts = matrix(1, 4, (_, column) => [2, -1, 3, -2][column] ?? NaN);
  const at = (/** @type {number} */ height) => partAt(parts, [0, 1, 2, 3], 0, height);
  assert.deepEqual([1.9, 2.1, 5.1, -0.9, -1.1, -3.1].map(at), [0, 2, null, 1, 3, null]);
});

/** @param {Partial<Parameters<typeof memoryStack>[0]>} changes */
function stackOf(changes) {
  const { layer } = layerOfKind('lstm', 'forward', 3);
  return memoryStack({
    tokens: gridOf(traceOf('4/5'), 'characters').source, slanted: false, backward: false,
    parts: unitHistory(unroller(), layer, 1), totals: lineOf(layer, 'c', 1), last: 2, held: false, marked: null,
    letter: 'c', width: 360, label: 'memory', spoken: 'spoken', words: { partsAxis: (token) => `after ${token}` },
    onHover: nothing, onChoose: nothing, onRelease: nothing, ...changes,
  });
}

test('where a memory comes from is drawn as in memory-stack.svg', () => {
  const drawn = markupOf(stackOf({ marked: 1 }).children[0]);
  const golden = new URL('./memory-stack.svg', import.meta.url);
  if (process.env['UPDATE_GOLDENS']) writeFileSync(golden, drawn);
  assert.equal(drawn, readFileSync(golden, 'utf8'));
});

test('bars of the chosen token are as high as their bands in its stack', () => {
  const view = stackOf({});
  const bars = withClass(view, 'part').map(({ attributes }) => Number(attributes['height']));
  const bands = withClass(view, 'written-band').map(({ attributes }) =>
    Number([...attributes['d'].matchAll(/v([\d.]+)/g)].at(-1)?.[1]));
  assert.deepEqual(bars, bands);
  assert.ok(bars.every((height) => height > 0));
});

test('a pointer changes no band', () => {
  const { layer } = layerOfKind('lstm', 'forward', 3);
  const parts = unitHistory(unroller(), layer, 0);
  const [before, after] = [null, 1].map((marked) => withClass(stackOf({ parts, marked }), 'bands')[0]);
  assert.ok(before && after);
  assert.ok(before.children.length === 3 && before.children.every((band, index) => band === after.children[index]));
});

test('a band is pointed at with its token, a bar with its token alone; a click chooses, a second one lets go', () => {
  const parts = matrix(3, 3, (last, k) => (k <= last ? [1, 2, -1][k] ?? NaN : 0));
  /** @type {any[]} */
  const log = [];
  const props = {
    parts, totals: [1, 3, 2], onHover: (/** @type {any} */ at) => log.push(at),
    onChoose: (/** @type {number} */ last) => log.push(last), onRelease: () => log.push('released'),
  };
  const svg = (/** @type {boolean} */ held) => /** @type {any} */ (stackOf({ ...props, held }).children[0]).attributes;
  const currentTarget = { closest: () => null, getBoundingClientRect: () => ({ left: 0, top: 0 }) };
  // Three columns of 100 from 46 on; 190 for heights from 3 to −1, 3 at 14.
  const at = (/** @type {number} */ column, /** @type {number} */ height) =>
    ({ clientX: 46 + column * 100 + 50, clientY: 14 + ((3 - height) / 4) * 190, currentTarget });
  svg(false).onpointermove(at(2, 0.5));
  svg(false).onpointermove(at(2, 2.5));
  svg(false).onpointermove(at(2, -0.5));
  svg(false).onpointermove(at(1, -2.5));
  svg(false).onpointermove({ clientX: 10, clientY: 20, currentTarget });
  svg(false).onclick(at(1, 1));
  svg(true).onclick(at(2, 1));
  assert.deepEqual(log, [
    { last: 2, token: 0 }, { last: 2, token: 1 }, { last: 2, token: 2 }, { last: null, token: 1 }, null, 1, 'released',
  ]);
});

test('arrow keys walk over the tokens and Escape lets go', () => {
  /** @type {any[]} */
  const log = [];
  const onRelease = () => log.push('released');
  const { attributes } = stackOf({ last: 1, onChoose: (last) => log.push(last), onRelease });
  for (const key of ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Escape', 'x']) {
    attributes['onkeydown']({ key, preventDefault: nothing });
  }
  assert.deepEqual(log, [0, 2, 0, 2, 'released']);
});

test('the formula says what each cell keeps, and turns round for a layer that reads backward', () => {
  assert.equal(textOf(unrolledFormula('lstm', 'forward')), 'cT=∑k≤T(∏k<j≤Tfj)ikgk');
  assert.equal(textOf(unrolledFormula('gru', 'backward')), 'hT=∑k≥T(∏T≤j<kzj)(1−zk)nk');
});

/**
 * @param {'lstm' | 'gru' | 'rnn'} kind
 * @param {object} [changes]
 * @returns {any}
 */
function contextOf(kind, changes = {}) {
  const trace = traceOf('4/5');
  const { layer } = layerOfKind(kind, 'forward', 3);
  trace.encoder = [layer];
  return {
    trace, layer, tokens: gridOf(trace, 'characters').source, slanted: false, strings: stringsFor('en'), width: 900,
    ratio: 1, language: 'en', attention: 'general', step: null, selection: { hover: null, pinned: null, gate: null, unit: null },
    analysis: unroller(),
    gatesView: { component: 'encoder', layer: 0, direction: 'forward' }, actions: { hoverGate: nothing }, ...changes,
  };
}

/** @param {number} value @param {number} digits */
function shown(value, digits) {
  return value.toFixed(digits).replace('-', '−');
}

test('the panel says the sum of the parts and what the cell holds, and has the parts as a table', () => {
  const context = contextOf('lstm', { step: 1 });
  const view = panel.view(context, { step: -1, view: 'unit' }, {}, nothing);
  const unit = tellingUnit(context.layer);
  const total = lineOf(context.layer, 'c', unit)[2] ?? NaN;
  const parts = unitHistory(unroller(), context.layer, unit);
  const row = [0, 1, 2].map((k) => valueAt(parts, 2, k));
  const readout = textOf(view.flatMap((child) => withClass(child, 'memory-readout'))[0]);
  assert.ok(readout.includes(en.sum('“5”', 'c', shown(total, 4), shown(total, 4))));
  const share = Math.abs(row[1] ?? NaN) / row.reduce((sum, part) => sum + Math.abs(part), 0);
  assert.ok(readout.includes(en.wrote('“/”', shown(row[1] ?? NaN, 4), `${shown(share * 100, 1)} %`)));
  const cells = view.flatMap(within).filter(({ tag }) => tag === 'td').map(textOf);
  assert.deepEqual(cells, row.map((part) => shown(part, 4)));
});

test('what has not been read by then is said to be so, and is not in the table', () => {
  const view = panel.view(contextOf('gru', { step: 2 }), { step: 0, view: 'unit' }, {}, nothing);
  assert.ok(view.map(textOf).join('').includes(en.notYet('“5”')));
  assert.equal(view.flatMap(within).filter(({ tag }) => tag === 'td').length, 1);
});

test('the whole layer is a map of shares with the largest in words', () => {
  const context = contextOf('lstm', { step: 0 });
  const view = panel.view(context, { step: 1, view: 'layer' }, {}, nothing);
  const shares = layerHistory(unroller(), context.layer);
  const words = [0, 1].toSorted((a, b) => valueAt(shares, 1, b) - valueAt(shares, 1, a))
    .map((k) => en.partOf(k === 0 ? '“4”' : '“/”', `${shown(valueAt(shares, 1, k) * 100, 1)} %`));
  const readout = textOf(view.flatMap((child) => withClass(child, 'memory-readout'))[0]);
  assert.ok(readout.includes(en.mapMost('“/”', words)), readout);
  assert.ok(readout.includes(en.mapReadout('“/”', '“4”', `${shown(valueAt(shares, 1, 0) * 100, 1)} %`)), readout);
  assert.equal(view.flatMap((child) => withClass(child, 'map-plot')).length, 1);
});

test('where there is nothing to unroll the panel says why', () => {
  const words = (/** @type {any} */ context) =>
    panel.view(context, { step: -1, view: 'unit' }, {}, nothing).map(textOf).join('');
  assert.ok(words(contextOf('rnn')).includes(en.notAdditive));
  assert.ok(words(contextOf('lstm', { analysis: null })).includes(en.coming));
  assert.ok(words(contextOf('rnn', { language: 'zh' })).includes(zh.notAdditive));
});

test('pointing at a band marks its token everywhere and its column here, until a column is chosen', () => {
  /** @type {any[]} */
  const log = [];
  const context = contextOf('lstm', { actions: { hoverGate: (/** @type {any} */ gate) => log.push(gate) } });
  const unit = tellingUnit(context.layer);
  const slider = (/** @type {number} */ step) => panel.view(context, { step, view: 'unit' }, {}, nothing)
    .flatMap((child) => withClass(child, 'memory-scroll'))[0];
  const svg = /** @type {any} */ (slider(-1)?.children[0]).attributes;
  const currentTarget = { closest: () => null, getBoundingClientRect: () => ({ left: 0, top: 0 }) };
  svg.onpointermove({ clientX: 60, clientY: 100, currentTarget });
  assert.deepEqual(log.at(-1), { unit, step: 0 });
  assert.equal(slider(-1)?.attributes['aria-valuenow'], 1);
  assert.equal(slider(1)?.attributes['aria-valuenow'], 2);
  svg.onpointerleave();
  assert.equal(log.at(-1), null);
  assert.equal(slider(-1)?.attributes['aria-valuenow'], 3);
});

test('both languages have the same words', () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
});
