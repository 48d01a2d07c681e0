import assert from 'node:assert/strict';
import test from 'node:test';
import { brushed, levelOf, movedEnd, stretchOf } from '../../../../www/panels/units/brush.js';
import { matrix } from '../../traces.js';

/**
 * @param {string} name
 * @param {number[][]} courses by unit
 */
function signalOf(name, courses) {
  const steps = courses[0]?.length ?? 0;
  return { name, values: matrix(steps, courses.length, (step, unit) => courses[unit]?.[step] ?? NaN) };
}

test('a stretch has its ends in order, and is none where it is everything or outside', () => {
  assert.deepEqual(stretchOf(4, 2, 6), { first: 2, last: 4 });
  assert.deepEqual(stretchOf(0, 0, 6), { first: 0, last: 0 });
  for (const [from, to] of /** @type {[number, number][]} */ ([[-1, -1], [0, 5], [5, 0], [2, 6], [1.5, 2], [NaN, 1]])) {
    assert.equal(stretchOf(from, to, 6), null);
  }
  assert.equal(stretchOf(0, 0, 1), null);
});

test('a score is the mean size in the stretch minus that elsewhere, whatever the sign', () => {
  const { inside, elsewhere, scores } = brushed(signalOf('h', [
    [0, 0.5, -1, 0.25, 0.25], [0, -0.5, 1, -0.25, -0.25], [1, 0, 0, 1, 1],
  ]), { first: 1, last: 2 });
  assert.deepEqual(inside, [0.75, 0.75, 0]);
  [1 / 6, 1 / 6, 1].forEach((value, unit) => assert.ok(Math.abs((elsewhere[unit] ?? NaN) - value) < 1e-12));
  scores.forEach((score, unit) => assert.equal(score, (inside[unit] ?? NaN) - (elsewhere[unit] ?? NaN)));
});

test('a unit fits that is on throughout and off at the steps next to the stretch, whatever it does further away', () => {
  const { fits } = brushed(signalOf('h', [
    [0.9, 0, 0.5, -0.5, 0], [0, 0.4, 0.5, 0.5, 0], [0, 0, 0.5, 0.2, 0], [0, 0, 0.5, 0.5, -0.4], [0, 0.2, 0.4, 0.4, 0.2],
  ]), { first: 2, last: 3 });
  assert.deepEqual(fits, [true, false, false, false, true]);
  assert.deepEqual(brushed(signalOf('h', [[0.5, 0, 0.5]]), { first: 0, last: 0 }).fits, [true]);
  assert.deepEqual(brushed(signalOf('h', [[0.5, 0, 0.5]]), { first: 2, last: 2 }).fits, [true]);
});

test('a gate is on when it is more open than closed', () => {
  assert.deepEqual([levelOf('f'), levelOf('z'), levelOf('h'), levelOf('c')], [0.5, 0.5, 0.3, 0.3]);
  const courses = [[0.4, 0.6, 0.4], [0.2, 0.4, 0.2]];
  assert.deepEqual(brushed(signalOf('f', courses), { first: 1, last: 1 }).fits, [true, false]);
  assert.deepEqual(brushed(signalOf('h', courses), { first: 1, last: 1 }).fits, [false, true]);
});

test('from which size on a unit is on can be said, and leaves the scores as they are', () => {
  const signal = signalOf('h', [[0.1, 0.2, 0.1], [0.6, 0.7, 0.5]]);
  const at = (/** @type {number} */ level) => brushed(signal, { first: 1, last: 1 }, level);
  assert.deepEqual([at(0.15).fits, at(0.65).fits, at(0.9).fits], [[true, false], [false, true], [false, false]]);
  assert.deepEqual(at(0.15).scores, at(0.9).scores);
});

test('keys move an end as far as the other one and the last step', () => {
  const stretch = { first: 2, last: 3 };
  assert.deepEqual(movedEnd('ArrowRight', 'first', stretch, 6), { first: 3, last: 3 });
  assert.deepEqual(movedEnd('ArrowRight', 'first', { first: 3, last: 3 }, 6), { first: 3, last: 3 });
  assert.deepEqual(movedEnd('ArrowLeft', 'last', { first: 3, last: 3 }, 6), { first: 3, last: 3 });
  assert.deepEqual(movedEnd('Home', 'first', stretch, 6), { first: 0, last: 3 });
  assert.deepEqual(movedEnd('Home', 'last', stretch, 6), { first: 2, last: 2 });
  assert.deepEqual(movedEnd('End', 'last', stretch, 6), { first: 2, last: 5 });
  assert.deepEqual(movedEnd('ArrowUp', 'last', { first: 2, last: 5 }, 6), { first: 2, last: 5 });
  assert.equal(movedEnd('a', 'last', stretch, 6), null);
});
