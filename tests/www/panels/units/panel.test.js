import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { roomy } from '../../../../www/kit/geometry.js';
import { gridOf } from '../../../../www/trace/grid.js';
import { NOTHING } from '../../../../www/trace/selection.js';
import { saturationOf } from '../../../../www/panels/units/saturation-numbers.js';
import { stringsFor } from '../../../../www/words/strings.js';
import { panel } from '../../../../www/panels/units/panel.js';
import { en, zh } from '../../../../www/panels/units/words.js';
import { nextOf, saturationScatter } from '../../../../www/panels/units/saturation.js';
import { markupOf, textOf, withClass, within } from '../../markup.js';
import { matrix, piecesTrace, tokensOf } from '../../traces.js';

/** @typedef {import('../../../../www/panels/types.js').PanelContext} PanelContext */

const UNITS = 12;
const SIGNALS = { lstm: 'ifgoch', gru: 'rznh', rnn: 'h' };

/**
 * A layer whose gates lie in [0, 1] and whose states in [−1, 1].
 *
 * @param {keyof typeof SIGNALS} rnn
 * @param {number} steps
 */
function layerFor(rnn, steps) {
  const signals = [...SIGNALS[rnn]].map((name, index) => ({
    name,
    values: matrix(steps, UNITS, (step, unit) => {
      const value = Math.sin(step * (unit + 1) * 0.7 + index);
      return 'iforz'.includes(name) ? (value + 1) / 2 : value;
    }),
  }));
  return { layer: 0, direction: /** @type {const} */ ('forward'), signals };
}

/**
 * @param {keyof typeof SIGNALS} rnn
 * @param {Partial<PanelContext>} changes
 * @returns {any} all that the panel reads
 */
function contextFor(rnn, changes = {}) {
  const tokens = tokensOf('5 April').map((token, index) => ({ ...token, first: index, last: index, starts: false }));
  /** @type {string[]} */
  const called = [];
  const call = (/** @type {string} */ name) => (/** @type {unknown} */ argument) =>
    called.push(`${name} ${JSON.stringify(argument)}`);
  return {
    layer: layerFor(rnn, tokens.length), tokens, axis: 'source', grid: { source: tokens, target: tokens },
    slanted: false,
    selection: NOTHING, step: null, width: 1200, ratio: 1, scheme: 'light', language: 'en', attention: 'general', gatesView: { component: 'encoder', layer: 0, direction: 'forward' }, strings: stringsFor('en'),
    paint: () => {}, stops: () => ['red', 'blue'], called,
    actions: Object.fromEntries(['hoverGate', 'hoverCell', 'pinUnit', 'pinCell', 'scroll']
      .map((name) => [name, call(name)])),
    ...changes,
  };
}

/**
 * @param {PanelContext} context
 * @param {object} [own]
 * @param {(changes: object) => void} [set]
 */
function viewOf(context, own = {}, set = () => {}) {
  const [view] = panel.view(context, { ...panel.defaults, ...own }, {}, set);
  return /** @type {import('../../../../www/kit/dom.js').Description} */ (view);
}

/** @param {import('../../../../www/kit/dom.js').Child} view */
function unitsShown(view) {
  return withClass(view, 'unit-button').map((button) => Number(textOf(button)));
}

/** @param {import('../../../../www/kit/dom.js').Description} view */
function paintedBy(view) {
  const canvas = within(view).find(({ tag }) => tag === 'canvas');
  return canvas?.attributes['after'][1];
}

test('every cell type has its signals to choose from, and its gates as triangles; an RNN has none and says so', () => {
  for (const [rnn, gates] of /** @type {const} */ ([['lstm', 'ifo'], ['gru', 'rz'], ['rnn', '']])) {
    const view = viewOf(contextFor(rnn));
    const offered = within(view).filter(({ attributes }) => attributes['name'] === 'units-signal');
    assert.deepEqual(offered.map(({ attributes }) => attributes['value']).join(''), SIGNALS[rnn]);
    assert.deepEqual(withClass(view, 'scatter').map((scatter) => textOf(scatter.children[0])[0]).join(''), gates);
    assert.equal(textOf(view).includes(en.noGates), rnn === 'rnn');
  }
});

test('the units that vary most come first, in the raster and as lines', () => {
  const context = contextFor('lstm');
  const { values } = context.layer.signals.at(-1);
  const ranges = Array.from({ length: UNITS }, (_, unit) => {
    const course = Array.from({ length: 7 }, (_unused, step) => values.data[step * UNITS + unit]);
    return Math.max(...course) - Math.min(...course);
  });
  const byRange = ranges.map((_, unit) => unit).sort((a, b) => (ranges[b] ?? 0) - (ranges[a] ?? 0));
  const view = viewOf(context);
  assert.deepEqual(unitsShown(view), byRange.slice(0, 8));
  byRange.forEach((unit, row) => assert.equal(paintedBy(view)[row * 7 + 3], values.data[3 * UNITS + unit]));
  const [first = 0] = byRange;
  assert.equal(textOf(withClass(view, 'number').find(({ tag }) => tag === 'td')), ranges[first]?.toFixed(2));
});

test('pointing at things changes neither the order nor what is painted', () => {
  const context = contextFor('lstm');
  for (const order of ['range', 'alike', 'step', 'index']) {
    const before = viewOf(context, { order });
    const gate = { unit: 3, step: 2 };
    const pointed = { ...context, step: 2, selection: { ...NOTHING, gate, hover: { source: 2, target: null } } };
    const after = viewOf(pointed, { order });
    assert.equal(paintedBy(after), paintedBy(before), order);
    assert.deepEqual(unitsShown(after), unitsShown(before), order);
  }
});

test('units are ordered by their answer to the pinned token, else to the one that was read last', () => {
  const context = contextFor('lstm');
  const { values } = context.layer.signals.at(-1);
  const byChange = (/** @type {number} */ from, /** @type {number} */ to) => {
    const size = (/** @type {number} */ unit) =>
      Math.abs(values.data[to * UNITS + unit] - values.data[from * UNITS + unit]);
    return Array.from({ length: UNITS }, (_, unit) => unit).sort((a, b) => size(b) - size(a)).slice(0, 8);
  };
  assert.deepEqual(unitsShown(viewOf(context, { order: 'step' })), byChange(5, 6));
  assert.ok(textOf(viewOf(context, { order: 'step' })).includes(en.chooseToken));
  const pinned = { ...context, selection: { ...NOTHING, pinned: { source: 2, target: null } } };
  assert.deepEqual(unitsShown(viewOf(pinned, { order: 'step' })), byChange(1, 2));
  assert.ok(!textOf(viewOf(pinned, { order: 'step' })).includes(en.chooseToken));
});

test('a stretch can be ordered by, names its numbers, and goes with Escape', () => {
  /** @type {object[]} */
  const changes = [];
  const own = { order: 'brush', from: 4, to: 2 };
  const view = viewOf(contextFor('lstm'), own, (change) => changes.push(change));
  const heads = withClass(view, 'telling').flatMap(within).filter(({ tag, attributes }) =>
    tag === 'th' && attributes['class'] === 'number').map(textOf);
  assert.deepEqual(heads, ['in', 'out', 'in − out']);
  assert.match(textOf(withClass(view, 'stretch-words')[0]), /^Stretch: “A” to “r”\. \d+ of 12 units/);
  view.attributes['onkeydown']({ key: 'Escape' });
  assert.deepEqual(changes, [{ from: -1, to: -1, order: 'range' }]);
  const offered = (/** @type {object} */ kept) => within(viewOf(contextFor('lstm'), kept))
    .filter(({ attributes }) => attributes['name'] === 'units-order').map(({ attributes }) => attributes['value']);
  assert.ok(offered(own).includes('brush'));
  assert.ok(!offered({ order: 'brush', from: 9, to: 20 }).includes('brush'));
});

test('arrow keys walk the rows as they are shown, Enter follows the unit, Shift selects', () => {
  const context = contextFor('lstm');
  const order = unitsShown(viewOf(context));
  const key = (/** @type {object} */ selection, /** @type {object} */ event) => {
    /** @type {object[]} */
    const changes = [];
    const view = viewOf({ ...context, selection: { ...NOTHING, ...selection } }, {}, (change) => changes.push(change));
    const [plot] = withClass(view, 'units-plot');
    const target = {};
    plot?.attributes['onkeydown']({ target, currentTarget: target, preventDefault: () => {}, ...event });
    return [...context.called.splice(0), ...changes];
  };
  const gate = { unit: order[1], step: 3 };
  assert.deepEqual(key({ gate }, { key: 'ArrowDown' }), [`hoverGate ${JSON.stringify({ unit: order[2], step: 3 })}`]);
  assert.deepEqual(key({ gate: null }, { key: 'ArrowDown' }),
    [`hoverGate ${JSON.stringify({ unit: order[0], step: 0 })}`]);
  assert.deepEqual(key({ gate }, { key: 'Enter' }), [`pinUnit ${order[1]}`]);
  assert.deepEqual(key({ gate }, { key: 'ArrowRight', shiftKey: true }),
    [`hoverGate ${JSON.stringify({ unit: order[1], step: 4 })}`, { from: 3, to: 4, order: 'brush' }]);
});

test('the cursor is read aloud: the plot points to an element that says row, unit, token and value', () => {
  const context = contextFor('rnn');
  const [unit = 0] = unitsShown(viewOf(context));
  const view = viewOf({ ...context, selection: { ...NOTHING, gate: { unit, step: 2 } } });
  const id = withClass(view, 'units-plot')[0]?.attributes['aria-activedescendant'];
  const cursor = within(view).find(({ attributes }) => attributes['id'] === id);
  const value = context.layer.signals[0].values.data[2 * UNITS + unit].toFixed(2).replace('-', '−');
  assert.equal(cursor?.attributes['aria-label'], `Row 1, unit ${unit} at “A”: ${value}`);
});

test('the ends of a stretch are sliders that name their tokens', () => {
  const sliders = (/** @type {object} */ own) => within(viewOf(contextFor('lstm'), own))
    .filter(({ attributes }) => attributes['role'] === 'slider').map(({ attributes }) => attributes['aria-valuetext']);
  assert.deepEqual(sliders({ from: 2, to: 4 }), ['“A”', '“r”']);
  assert.deepEqual(sliders({}), [en.everything, en.everything]);
});

test('pieces of the decoder and words of the maps are shown alike', () => {
  const trace = piecesTrace(['wea', 'ther'], [' te', 'mps', ' .']);
  const [tokens, grid] = [gridOf(trace, 'pieces').target, gridOf(trace, 'words')];
  const context = contextFor('gru', {
    layer: layerFor('gru', tokens.length), tokens, grid, axis: 'target', slanted: true, width: 330,
    selection: { ...NOTHING, pinned: { source: null, target: 0 } },
  });
  const view = viewOf(context, { order: 'step' });
  assert.match(textOf(withClass(view, 'order-words')[0]), /“te”“mps”/);
  const { values } = context.layer.signals.at(-1);
  const change = (/** @type {number} */ unit) => Math.abs(values.data[UNITS + unit]);
  assert.deepEqual(unitsShown(view),
    Array.from({ length: UNITS }, (_, unit) => unit).sort((a, b) => change(b) - change(a)).slice(0, 8));
});

test('one token alone has no stretch to brush', () => {
  const tokens = tokensOf('5').map((token) => ({ ...token, first: 0, last: 0, starts: false }));
  const view = viewOf(contextFor('lstm', {
    layer: layerFor('lstm', 1), tokens, grid: /** @type {any} */ ({ source: tokens, target: tokens }),
  }), { order: 'alike' });
  assert.equal(withClass(view, 'brush').length, 0);
  assert.deepEqual(unitsShown(view), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test('all units of a long text are on a canvas that every browser accepts, on screens of any fineness', () => {
  const [steps, units] = [420, 512];
  const tokens = tokensOf('a'.repeat(steps)).map((token, index) => ({ ...token, first: index, last: index, starts: false }));
  const signals = [...'ifgoch'].map((name) => ({ name, values: matrix(steps, units, (step, unit) => ((step + unit) % 10) / 10) }));
  for (const ratio of [1, 2, 3, 4]) {
    /** @type {any} */
    let picture;
    const view = viewOf(contextFor('lstm', {
      layer: { layer: 0, direction: 'forward', signals }, tokens, grid: /** @type {any} */ ({ source: tokens, target: tokens }), ratio,
      paint: (_, shown) => { picture = shown; },
    }), { order: 'alike' });
    for (const canvas of within(view).filter(({ tag }) => tag === 'canvas')) {
      canvas.attributes['after'][0](null);
      const sides = [picture.columns * picture.cellWidth, picture.rows * picture.cellHeight].map(roomy);
      const [width = 0, height = 0] = sides;
      assert.ok(width * height <= 16_777_216 && Math.max(width, height) <= 16_384, `${ratio}: ${sides}`);
    }
    assert.ok(picture);
  }
});

test('both languages say the same things', () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
  assert.deepEqual(Object.keys(zh.orders), Object.keys(en.orders));
  assert.ok(textOf(viewOf(contextFor('lstm', { language: 'zh', strings: stringsFor('zh') }))).includes(zh.saturation));
});

test('clicks on a place follow its units one by one, and let go of the last', () => {
  const place = { left: 0, right: 0, units: [2, 5, 7] };
  assert.deepEqual([null, 1, 2, 5, 7].map((followed) => nextOf(place, followed)), [2, 2, 5, 7, 7]);
});

test('a triangle is drawn as in units-saturation.svg', () => {
  const { signals: [, forget] } = layerFor('lstm', 7);
  const drawn = markupOf(saturationScatter({
    name: 'f', saturation: saturationOf(/** @type {any} */ (forget)), size: 160, shown: 3, unit: 3, label: 'label',
    words: { role: 'role', open: 'open', closed: 'closed', place: (_, unit) => `unit ${unit}` },
    onHover: () => {}, onPin: () => {},
  }));
  const golden = new URL('./units-saturation.svg', import.meta.url);
  if (process.env['UPDATE_GOLDENS']) writeFileSync(golden, drawn);
  assert.equal(drawn, readFileSync(golden, 'utf8'));
});

test('the most telling units are drawn as in units-telling.html', () => {
  const selection = { ...NOTHING, unit: 4, gate: { unit: 4, step: 1 } };
  const [table] = withClass(viewOf({ ...contextFor('rnn'), selection }, { order: 'brush', from: 2, to: 4 }), 'telling');
  const drawn = markupOf(table);
  const golden = new URL('./units-telling.html', import.meta.url);
  if (process.env['UPDATE_GOLDENS']) writeFileSync(golden, drawn);
  assert.equal(drawn, readFileSync(golden, 'utf8'));
});
