import assert from 'node:assert/strict';
import test from 'node:test';
import { h } from '../../../../www/kit/dom.js';
import { flowOf } from '../../../../www/panels/dropout/flow-numbers.js';
import { droppedOf } from '../../../../www/panels/dropout/dropped.js';
import { gridOf } from '../../../../www/trace/grid.js';
import { panel } from '../../../../www/panels/dropout/panel.js';
import { en, zh } from '../../../../www/panels/dropout/words.js';
import { NOTHING } from '../../../../www/trace/selection.js';
import { stringsFor } from '../../../../www/words/strings.js';
import { dropoutFlow } from '../../../../www/panels/dropout/flow.js';
import { textOf, withClass, within } from '../../markup.js';
import { matrix, traceOf } from '../../traces.js';

/** @typedef {import('../../../../www/panels/dropout/flow-numbers.js').Site} Site */

/**
 * Masks of a model with as many layers in each stack, whose every fourth number is dropped.
 *
 * @param {number} layers
 * @param {number} steps
 * @returns {Site[]}
 */
function sitesOf(layers, steps) {
  const kept = () => matrix(steps, 4, (step, unit) => (unit === step % 4 ? 0 : 1));
  const between = (/** @type {'encoder' | 'decoder'} */ component) => Array.from({ length: layers - 1 }, (_, layer) =>
    /** @type {const} */ ({ component, place: 'between', above: layer + 1, kept: kept() }));
  return [
    { component: 'encoder', place: 'embedding', kept: kept() }, ...between('encoder'),
    { component: 'decoder', place: 'embedding', kept: kept() }, ...between('decoder'),
    { component: 'decoder', place: 'output', kept: kept() },
  ];
}

/**
 * @param {number} depth
 * @param {import('../../../../www/elements/types.js').Direction[]} directions
 */
function layersOf(depth, directions) {
  return Array.from({ length: depth }, (_, layer) => directions.map((direction) => ({ layer, direction, signals: [] }))).flat();
}

/** @param {import('../../../../www/panels/dropout/flow-numbers.js').Part[]} parts */
function namesOf(parts) {
  return parts.map((part) => (part.kind === 'block' ? part.name : part.kind === 'mask' ? `mask ${part.site.place}`
    : part.kind === 'layer' ? `layer ${part.layer} ${part.directions.join(' ')}` : part.kind));
}

test('a stack of two layers has a mask between them and none behind the last', () => {
  const sites = sitesOf(2, 3);
  assert.deepEqual(namesOf(flowOf('encoder', layersOf(2, ['forward', 'backward']), sites)), [
    'embedding', 'mask embedding', 'layer 0 forward backward', 'mask between', 'layer 1 forward backward', 'none', 'memory',
  ]);
  assert.deepEqual(namesOf(flowOf('decoder', layersOf(2, ['forward']), sites)), [
    'embedding', 'mask embedding', 'layer 0 forward', 'mask between', 'layer 1 forward', 'none', 'attention', 'context',
    'mask output', 'generator',
  ]);
});

test('each mask of three layers stands below the layer that reads it', () => {
  const parts = flowOf('encoder', layersOf(3, ['forward']), sitesOf(3, 3));
  parts.forEach((part, index) => {
    const next = parts[index + 1];
    if (part.kind === 'mask' && part.site.place === 'between') {
      assert.ok(next?.kind === 'layer' && next.layer === part.site.above);
    }
  });
  assert.equal(namesOf(parts).filter((name) => name === 'mask between').length, 2);
});

test('a single layer has no mask between layers', () => {
  assert.deepEqual(namesOf(flowOf('encoder', layersOf(1, ['forward']), sitesOf(1, 3))),
    ['embedding', 'mask embedding', 'layer 0 forward', 'none', 'memory']);
});

test('what is dropped is counted, of all steps or of some', () => {
  const kept = matrix(3, 4, (step, unit) => (unit < step ? 0 : 1));
  assert.deepEqual(droppedOf(kept), { dropped: 3, all: 12, share: 0.25 });
  assert.deepEqual(droppedOf(kept, { first: 2, last: 2 }), { dropped: 2, all: 4, share: 0.5 });
  assert.deepEqual(droppedOf(kept, { first: 0, last: 1 }), { dropped: 1, all: 8, share: 0.125 });
});

/** @param {Partial<Parameters<typeof dropoutFlow>[0]>} changes */
function flow(changes) {
  const trace = traceOf('abc');
  return dropoutFlow({
    name: 'encoder', parts: flowOf('encoder', trace.encoder, sitesOf(1, 3)), tokens: gridOf(trace, 'characters').source,
    slanted: false, units: 64, width: 320, ratio: 2, shown: null, cell: 'LSTM', output: 'abc', paint: () => {},
    scheme: 'light', notKnown: '', words: { ...en, name: 'Encoder', reads: '' }, onStep: () => {}, onPin: () => {},
    onKey: () => {}, ...changes,
  });
}

test('a mask is painted units by steps, and only the units that are asked for', () => {
  /** @type {import('../../../../www/elements/types.js').Picture[]} */
  const pictures = [];
  const view = flow({ units: 2, paint: (_, picture) => pictures.push(picture) });
  within(view).find(({ tag }) => tag === 'canvas')?.attributes['after'][0]({});
  const [picture] = pictures;
  assert.ok(picture);
  assert.deepEqual([picture.rows, picture.columns, picture.scale, [...picture.data]], [2, 3, 'gate', [0, 1, 1, 1, 0, 1]]);
});

test('a mask says how much of it is dropped, in all and at the step that is pointed at', () => {
  const view = flow({ shown: { first: 1, last: 1 }, units: 2 });
  const [mask] = withClass(view, 'flow-mask');
  assert.ok(mask);
  assert.equal(textOf(mask), 'mask on the embedding 3 of 12 dropped, 25.0 %; units 0 to 1 of 4 · at “b” 1 of 4');
  assert.deepEqual(within(mask).filter(({ tag }) => tag === 'data').map(({ attributes }) => attributes['value']), ['3', '0.25']);
});

test('cells hand their state on, backward ones to the left', () => {
  const groups = within(flow({})).filter(({ attributes }) => 'data-direction' in attributes);
  assert.deepEqual(groups.map(({ attributes }) => attributes['data-direction']), ['forward', 'backward']);
  const ends = groups.map((group) => within(group).filter(({ tag }) => tag === 'path').map(({ attributes }) =>
    /^M([\d.]+) [\d.]+H([\d.]+)/.exec(attributes['d'])?.slice(1).map(Number) ?? []));
  for (const [from = NaN, to = NaN] of ends[0] ?? []) assert.ok(from < to);
  for (const [from = NaN, to = NaN] of ends[1] ?? []) assert.ok(from > to);
  assert.deepEqual(ends.map(({ length }) => length), [2, 2]);
});

test('another draw is another seed, and no seed is out of range', () => {
  const context = /** @type {any} */ ({ trace: traceOf('abc') });
  const seed = (/** @type {number} */ asked) => panel.questions?.(context, { ...panel.defaults, seed: asked })?.['masks']?.args[2];
  assert.deepEqual([1, 2, -7, 1.5, 2 ** 32 + 3].map(seed), [1, 2, 7, 1, 3]);
});

test('both languages have the same words', () => {
  const shape = (/** @type {object} */ words) => JSON.stringify(words, (_, value) => (typeof value === 'object' ? value : ''));
  assert.equal(shape(zh), shape(en));
});

/**
 * The panel on masks of a model with one layer in each stack.
 *
 * @param {number} p
 * @param {(trace: ReturnType<typeof traceOf>) => ReturnType<typeof traceOf>} [change]
 */
function shownPanel(p, change = (trace) => trace) {
  const trace = change(traceOf('abc'));
  const context = /** @type {any} */ ({
    trace, grid: gridOf(trace, 'characters'), slanted: false, selection: NOTHING, language: 'en',
    strings: stringsFor('en'), width: 700, ratio: 1, paint: () => {}, stops: () => ['white', 'black'], actions: {},
  });
  const answers = { masks: { value: { p, scale: 1 / (1 - p), sites: sitesOf(1, 4) }, stale: false, failure: null } };
  return h('div', null, panel.view(context, panel.defaults, answers, () => {}));
}

test('the panel shows the share that was dropped beside p, with all digits for who asks', () => {
  const [summary] = withClass(shownPanel(0.2), 'dropout-summary');
  assert.ok(summary);
  assert.equal(textOf(summary),
    '12 of 48 numbers dropped. p = 0.2; in this run it came to 0.2500. Kept numbers are multiplied by 1 / (1 − p) = 1.25.');
  assert.deepEqual(within(summary).filter(({ tag }) => tag === 'data').map(({ attributes }) => attributes['value']),
    ['0.2', '0.25', '1.25']);
  // 0.8³: the three steps of the text.
  assert.match(textOf(withClass(shownPanel(0.2), 'dropout-reasons')[0]), /3 steps .* 51\.2 %/);
});

test('without dropout nothing can be drawn again, and the panel says why', () => {
  const view = shownPanel(0);
  assert.equal(textOf(withClass(view, 'dropout-summary')[0]), en.noDropout);
  assert.equal(withClass(view, 'dropout-again')[0]?.attributes['disabled'], true);
});

test('layers are named after their cell', () => {
  const named = (/** @type {string[]} */ names) => {
    const signals = names.map((name) => ({ name, values: matrix(3, 2, () => 0) }));
    const layers = [{ layer: 0, direction: /** @type {const} */ ('forward'), signals }];
    const view = shownPanel(0.2, (trace) => ({ ...trace, encoder: layers, decoder: layers }));
    return withClass(view, 'flow-layer').map((layer) => textOf(layer).split('⊘')[0]);
  };
  assert.deepEqual(named(['r', 'z', 'n', 'h']), ['GRU layer 1 →', 'GRU layer 1 →']);
  assert.deepEqual(named(['h']), ['RNN layer 1 →', 'RNN layer 1 →']);
});
