import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import {
  areTermsOf, cellAt, firstStep, isReadBy, largestTerm, lastStep, lineOf, splitsAt, stepAfter, tellingUnit,
} from '../../../../www/trace/cell-values.js';
import { gridOf } from '../../../../www/trace/grid.js';
import { panel } from '../../../../www/panels/cell/panel.js';
import { en, zh } from '../../../../www/panels/cell/words.js';
import { Player } from '../../../../www/panels/cell/step-player.js';
import { stringsFor } from '../../../../www/words/strings.js';
import { shownUnit } from '../../../../www/panels/shared/unit-control.js';
import { cellEquations } from '../../../../www/panels/cell/equations.js';
import { gruCell } from '../../../../www/panels/cell/gru.js';
import { lstmCell } from '../../../../www/panels/cell/lstm.js';
import { rnnCell } from '../../../../www/panels/cell/rnn.js';
import { stepTape } from '../../../../www/panels/cell/step-tape.js';
import { layerOfKind, sigmoid } from '../../layers.js';
import { markupOf, textOf, withClass, within } from '../../markup.js';
import { matrix, traceOf } from '../../traces.js';

const KINDS = /** @type {const} */ (['lstm', 'gru', 'rnn']);
const DIRECTIONS = /** @type {const} */ (['forward', 'backward']);
const nothing = () => {};

/** @param {number} a @param {number} b */
function assertNear(a, b) {
  assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);
}

test('the terms of every gate add up to what makes the gate, in every cell and both directions', () => {
  for (const kind of KINDS) {
    for (const direction of DIRECTIONS) {
      const { layer, terms } = layerOfKind(kind, direction, 5);
      assert.ok(areTermsOf(terms, layer));
      for (let step = 0; step < 5; step++) {
        const { now } = cellAt(layer, 2, step);
        for (const [name, { sum }] of Object.entries(splitsAt(terms, layer, 2, step))) {
          assertNear((['g', 'n', 'h'].includes(name) ? Math.tanh : sigmoid)(sum), now[name] ?? NaN);
        }
      }
    }
  }
});

test('a cell remembers the step that its direction made before, and nothing at the first', () => {
  for (const direction of DIRECTIONS) {
    const { layer } = layerOfKind('lstm', direction, 4);
    for (let step = 0; step < 4; step++) {
      const { now, before } = cellAt(layer, 1, step);
      assertNear(now['c'] ?? NaN, (now['f'] ?? NaN) * (before['c'] ?? NaN) + (now['i'] ?? NaN) * (now['g'] ?? NaN));
    }
    const { before: first } = cellAt(layer, 1, firstStep(layer));
    assert.deepEqual([first['c'], first['h']], [0, 0]);
  }
});

test('steps follow the direction in which a layer reads', () => {
  const [forward, backward] = DIRECTIONS.map((direction) => layerOfKind('rnn', direction, 3).layer);
  assert.ok(forward && backward);
  const ends = (/** @type {any} */ layer) => [firstStep(layer), lastStep(layer)];
  assert.deepEqual([ends(forward), stepAfter(forward, 0, 1), stepAfter(forward, 0, -1)], [[0, 2], 1, null]);
  assert.deepEqual([ends(backward), stepAfter(backward, 2, 1), stepAfter(backward, 2, -1)], [[2, 0], 1, null]);
  assert.deepEqual([isReadBy(forward, 0, 1), isReadBy(forward, 2, 1)], [true, false]);
  assert.deepEqual([isReadBy(backward, 0, 1), isReadBy(backward, 2, 1)], [false, true]);
});

test('terms of another text or of another cell are not taken for those of a layer', () => {
  const { layer } = layerOfKind('lstm', 'forward', 5);
  assert.equal(areTermsOf(layerOfKind('lstm', 'forward', 4).terms, layer), false);
  assert.equal(areTermsOf(layerOfKind('gru', 'forward', 5).terms, layer), false);
  assert.equal(areTermsOf(layerOfKind('lstm', 'forward', 5, 4).terms, layer), false);
  assert.equal(areTermsOf(null, layer), false);
});

test('the most telling unit is the one that goes furthest from low to high, 0 before the first step included', () => {
  const values = [[0.5, -0.2, 0], [0.5, 0.4, 0.1], [0.5, 0.1, 0.1]];
  const layer = /** @type {any} */ ({
    layer: 0, direction: 'forward',
    signals: [{ name: 'h', values: matrix(3, 3, (step, unit) => values[step]?.[unit] ?? NaN) }],
  });
  assert.equal(tellingUnit(layer), 1);
  layer.signals[0].values = matrix(3, 3, (step, unit) => (unit === 0 ? 0.7 : values[step]?.[unit] ?? NaN));
  assert.equal(tellingUnit(layer), 0);
});

test('the largest term is that of any step and gate, biases together', () => {
  const { layer, terms } = layerOfKind('gru', 'forward', 4);
  let most = 0;
  for (let step = 0; step < 4; step++) {
    for (let gate = 0; gate < 3; gate++) {
      const column = gate * 3 + 1;
      const biases = (terms.bias[column] ?? NaN) + (terms.recurrentBias[column] ?? NaN);
      const sizes = [terms.input, terms.recurrent].map(({ data }) => Math.abs(data[step * 9 + column] ?? NaN));
      most = Math.max(most, ...sizes, Math.abs(biases));
    }
  }
  assert.equal(largestTerm(terms, layer, 1), most);
});

/**
 * @param {typeof KINDS[number]} kind
 * @param {boolean} [withTerms]
 */
function drawn(kind, withTerms = true) {
  const { layer, terms } = layerOfKind(kind, 'forward', 4);
  const { now, before } = cellAt(layer, 1, 2);
  const splits = withTerms ? splitsAt(terms, layer, 1, 2) : null;
  const props = {
    now, before, splits, limits: { memory: 1.5, term: largestTerm(terms, layer, 1) }, token: '“A”', width: 600,
    label: 'cell',
  };
  const words = { equations: 'equations', parts: en.parts };
  return { props, splits, equations: { kind, now, before, splits, limit: 2, words } };
}

for (const [kind, draw] of /** @type {const} */ ([['lstm', lstmCell], ['gru', gruCell], ['rnn', rnnCell]])) {
  test(`the cell of ${kind} is drawn as in cell-${kind}.svg`, () => {
    const markup = markupOf(draw(drawn(kind).props));
    const golden = new URL(`./cell-${kind}.svg`, import.meta.url);
    if (process.env['UPDATE_GOLDENS']) writeFileSync(golden, markup);
    assert.equal(markup, readFileSync(golden, 'utf8'));
  });

  test(`the cell of ${kind} is drawn from its gates alone, and no term is made up`, () => {
    const [known, unknown] = [drawn(kind), drawn(kind, false)].map(({ props }) => draw(props));
    assert.deepEqual(withClass(unknown, 'gate-value').map(textOf), withClass(known, 'gate-value').map(textOf));
    const flows = (/** @type {any} */ svg) => withClass(svg, 'flow').length;
    assert.ok(flows(unknown) < flows(known));
    assert.equal(flows(unknown) + withClass(unknown, 'wire').length, flows(known) + withClass(known, 'wire').length);
  });
}

test('a flow is as wide as its value is large, and negative ones are dashed', () => {
  const { props } = drawn('lstm');
  const x = 60 + ((600 - 120) / 4.6) * 0.45;
  const forget = (/** @type {number} */ f) => withClass(lstmCell({ ...props, now: { ...props.now, f } }), 'flow')
    .find(({ attributes }) => attributes['d'] === `M${Math.round(x * 10) / 10} 201L${Math.round(x * 10) / 10} 57`);
  const width = (/** @type {number} */ f) => Number.parseFloat(forget(f)?.attributes['style']['stroke-width']);
  assert.ok(width(0) > 0 && width(0) < 2);
  assertNear(width(1) - width(0), 2 * (width(0.5) - width(0)));
  const negative = withClass(lstmCell({ ...props, now: { ...props.now, c: -1 } }), 'negative').length;
  const positive = withClass(lstmCell({ ...props, now: { ...props.now, c: 1 } }), 'negative').length;
  // c to the right, its arrow, c down to the tanh and tanh c.
  assert.equal(negative - positive, 4);
});

/** @param {import('../../../../www/kit/dom.js').Child} view */
function numbersIn(view) {
  return within(view).filter(({ tag }) => tag === 'mn').map(textOf);
}

test('the equations of an LSTM have its numbers in them', () => {
  const { props: { now, before }, splits, equations } = drawn('lstm');
  const list = cellEquations(equations);
  const numbers = withClass(list, 'with-numbers').map((line) => textOf(line));
  const two = (/** @type {number | undefined} */ value) => (value ?? NaN).toFixed(2).replace('-', '−');
  const signed = (/** @type {number} */ value) =>
    (Number(value.toFixed(2)) < 0 ? two(value) : `+${two(Math.abs(value))}`);
  const factor = (/** @type {number | undefined} */ value) =>
    (two(value).startsWith('−') ? `(${two(value)})` : two(value));
  assert.equal(numbers.length, 6);
  ['i', 'f', 'g', 'o'].forEach((name, index) => {
    const split = splits?.[name];
    assert.ok(split);
    const squash = name === 'g' ? 'tanh' : 'σ';
    assert.equal(numbers[index], `=${squash}(${two(split.input)}${signed(split.recurrent)}`
      + `${signed(split.bias + split.recurrentBias)})=${squash}(${two(split.sum)})=${two(now[name])}`);
  });
  assert.equal(numbers[4],
    `=${two(now['f'])}·${factor(before['c'])}+${two(now['i'])}·${factor(now['g'])}=${two(now['c'])}`);
  assert.equal(numbers[5], `=${two(now['o'])}·tanh(${two(now['c'])})`
    + `=${two(now['o'])}·${factor(Math.tanh(now['c'] ?? NaN))}=${two(now['h'])}`);
});

test('a GRU resets what its candidate recalls, and an RNN has one equation', () => {
  const { splits, equations, props: { now, before } } = drawn('gru');
  const lines = withClass(cellEquations(equations), 'with-numbers');
  const n = splits?.['n'];
  assert.ok(n);
  assertNear(n.sum, n.input + n.bias + (now['r'] ?? NaN) * (n.recurrent + n.recurrentBias));
  const two = (/** @type {number} */ value) => Math.abs(value).toFixed(2);
  assert.deepEqual(numbersIn(lines[2]).map((text) => text.replace('−', '')),
    [n.input, n.bias, n.reset, n.recurrent, n.recurrentBias, n.sum, now['n'] ?? NaN].map(two));
  assert.deepEqual(numbersIn(lines[3]).map((text) => text.replace('−', '')),
    [now['z'], before['h'], 1 - (now['z'] ?? NaN), now['n'], now['h']].map((value) => two(value ?? NaN)));
  assert.equal(withClass(cellEquations(drawn('rnn').equations), 'equation').length, 1);
});

test('without terms an equation says the gate and no more', () => {
  const list = cellEquations(drawn('lstm', false).equations);
  assert.deepEqual(withClass(list, 'with-numbers').slice(0, 4).map((line) => numbersIn(line).length), [1, 1, 1, 1]);
  assert.equal(withClass(list, 'term-bars').length, 0);
});

test('bars of terms reach left of zero for what is negative, and as far as the term is large', () => {
  const { equations, splits } = drawn('lstm');
  const bars = withClass(cellEquations(equations), 'term-bars');
  const terms = within(bars[0]).filter(({ tag }) => tag === 'rect');
  const split = splits?.['i'];
  assert.ok(split);
  const values = [split.input, split.recurrent, split.bias + split.recurrentBias];
  terms.forEach(({ attributes }, index) => {
    assert.ok(Math.abs(Number(attributes['width']) - (Math.abs(values[index] ?? NaN) / 2) * 41) < 0.06);
    assert.equal(attributes['class'].includes('negative'), (values[index] ?? NaN) < 0);
  });
});

/** @param {Partial<Parameters<typeof stepTape>[0]>} changes */
function tapeOf(changes) {
  return stepTape({
    tokens: gridOf(traceOf('4/5'), 'characters').source, values: [1, -2, 0], limit: 2, step: 1, held: false,
    pointed: false, slanted: false, label: 'step', spoken: '“/”, 2 of 3', notKnown: '', onStep: nothing,
    onHover: nothing, onRelease: nothing, ...changes,
  });
}

test('the tape is a slider: arrow keys step, Home and End lead to the ends, Escape lets go, others do nothing', () => {
  /** @type {(number | string)[]} */
  const log = [];
  const { attributes } = tapeOf({ onStep: (step) => log.push(step), onRelease: () => log.push('released') });
  let prevented = 0;
  for (const key of ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Escape', 'Tab', 'a']) {
    attributes['onkeydown']({ key, preventDefault: () => prevented++ });
  }
  assert.deepEqual(log, [0, 2, 0, 2, 'released']);
  assert.equal(prevented, 5);
  assert.deepEqual(['role', 'aria-valuenow', 'aria-valuemax', 'aria-valuetext'].map((name) => attributes[name]),
    ['slider', 2, 3, '“/”, 2 of 3']);
  const atEnd = tapeOf({ step: 2, onStep: (step) => log.push(step) });
  atEnd.attributes['onkeydown']({ key: 'ArrowRight', preventDefault: nothing });
  assert.equal(log.at(-1), 2);
});

test('bars on the tape stand for what the unit holds, half the height for the limit', () => {
  const bars = withClass(tapeOf({}), 'tape-bar');
  assert.deepEqual(bars.map(({ attributes }) => attributes['style']['--size']), ['25.0%', '50.0%', '0.0%']);
  assert.deepEqual(bars.map(({ attributes }) => attributes['class'].includes('negative')), [false, true, false]);
});

/** Time goes on in steps of a tenth of a second. */
const pass = (/** @type {any} */ timers, /** @type {number} */ tenths) => {
  for (let k = 0; k < tenths; k++) timers.tick(100);
};

test('a player steps until the end, and at once no more after any key or touch but one on its button', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const around = new EventTarget();
  const player = new Player(around);
  let [steps, redraws] = [0, 0];
  const draw = () => player.show({
    step: () => {
      if (steps === 3) return false;
      steps += 1;
      draw();
      return true;
    },
    redraw: () => (redraws += 1),
  });
  draw();
  player.play(100);
  pass(t.mock.timers, 5);
  assert.deepEqual([steps, player.playing], [3, false]);
  steps = 0;
  player.play(100);
  pass(t.mock.timers, 1);
  const composedPath = () => [{ dataset: { plays: '' } }];
  around.dispatchEvent(Object.assign(new Event('pointerdown'), { composedPath }));
  assert.equal(player.playing, true);
  around.dispatchEvent(Object.assign(new Event('keydown'), { key: 'Tab', composedPath }));
  assert.equal(player.playing, false);
  player.play(100);
  around.dispatchEvent(new Event('pointerdown'));
  pass(t.mock.timers, 10);
  assert.deepEqual([steps, player.playing], [1, false]);
  assert.equal(redraws, 6);
});

test('a player that nobody draws any more stops', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const player = new Player(new EventTarget());
  let steps = 0;
  player.show({ step: () => ++steps > 0, redraw: nothing });
  player.play(100);
  pass(t.mock.timers, 10);
  assert.deepEqual([steps, player.playing], [1, false]);
});

/**
 * @param {typeof KINDS[number]} kind
 * @param {object} [changes]
 * @returns {any}
 */
function contextOf(kind, changes = {}) {
  const trace = traceOf('4/5');
  const { layer } = layerOfKind(kind, 'forward', 3);
  trace.encoder = [layer];
  return {
    trace, layer, tokens: gridOf(trace, 'characters').source, slanted: false, strings: stringsFor('en'), width: 900,
    language: 'en', attention: 'general', step: null, selection: { hover: null, pinned: null, gate: null, unit: null },
    gatesView: { component: 'encoder', layer: 0, direction: 'forward' }, actions: {}, ...changes,
  };
}

test('the unit is the pinned one, else the one under the pointer, else the most telling one', () => {
  const selection = { hover: null, pinned: null, gate: null, unit: null };
  const context = contextOf('lstm');
  const telling = tellingUnit(context.layer);
  const other = (telling + 1) % 3;
  assert.deepEqual(shownUnit(context), { unit: telling, why: 'telling' });
  const pointed = { ...selection, gate: { unit: other, step: 0 } };
  assert.deepEqual(shownUnit(contextOf('lstm', { selection: pointed })), { unit: other, why: 'pointed' });
  const pinned = { ...pointed, unit: telling };
  assert.deepEqual(shownUnit(contextOf('lstm', { selection: pinned })), { unit: telling, why: 'pinned' });
});

test('a figure says whose numbers it shows: model, cell, part, layer and direction', () => {
  for (const kind of KINDS) {
    const children = panel.view(contextOf(kind), { step: -1 }, {}, nothing);
    const [name] = children.flatMap((child) => withClass(child, 'whose-layer')).map(textOf);
    assert.equal(name, `general · ${kind.toUpperCase()} · encoder · Layer 1 · → forward`);
  }
});

test('the panel shows the step that was chosen in it, else the one pointed at, else the last', () => {
  const shown = (/** @type {number} */ step, /** @type {number | null} */ pointed) => {
    const children = panel.view(contextOf('lstm', { step: pointed }), { step }, {}, nothing);
    return children.flatMap((child) => withClass(child, 'tape')).map(({ attributes }) => attributes['aria-valuenow']);
  };
  assert.deepEqual([shown(1, 0), shown(-1, 0), shown(-1, null), shown(9, null)], [[2], [1], [3], [3]]);
});

test('the panel asks for the terms of the shown layer and says how they are', () => {
  const context = contextOf('gru');
  assert.deepEqual(panel.questions?.(context, { step: -1 }), {
    terms: { method: 'terms', args: ['4/5', [4, 4, 4, 3], 'encoder', 0, 'forward'] },
  });
  const words = (/** @type {any} */ terms) =>
    panel.view(context, { step: -1 }, { terms }, nothing).map(textOf).join('');
  const { terms } = layerOfKind('gru', 'forward', 3);
  assert.ok(words({ value: null, stale: true, failure: null }).includes(en.splitWaits));
  assert.ok(words({ value: terms, stale: true, failure: null }).includes(en.splitWaits));
  assert.ok(words({ value: null, stale: false, failure: 'no such method' }).includes(en.splitFailed('no such method')));
  assert.ok(words({ value: terms, stale: false, failure: null }).includes(en.termsKey));
});

test('a picture says its numbers, and a decoder reads what was written before', () => {
  const context = contextOf('rnn');
  const label = (/** @type {any} */ changed) => panel.view(changed, { step: 0 }, {}, nothing)
    .flatMap((child) => withClass(child, 'cell')).map(({ attributes }) => attributes['aria-label']);
  const unit = tellingUnit(context.layer);
  const value = (lineOf(context.layer, 'h', unit)[0] ?? NaN).toFixed(2).replace('-', '−');
  assert.deepEqual(label(context), [`RNN cell, unit ${unit} at “4”: h ${value}, h before 0.00`]);
  const reads = (/** @type {any} */ changed, /** @type {number} */ step) => panel.view(changed, { step }, {}, nothing)
    .flatMap((child) => withClass(child, 'read-token')).map(textOf);
  assert.deepEqual(reads(context, 1), ['“/”']);
  const decoder = contextOf('rnn', { gatesView: { component: 'decoder', layer: 0, direction: 'forward' } });
  assert.deepEqual([reads(decoder, 0), reads(decoder, 1)], [['start'], ['“4”']]);
});

test('both languages have the same words', () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
});
