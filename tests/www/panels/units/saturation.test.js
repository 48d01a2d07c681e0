import assert from 'node:assert/strict';
import test from 'node:test';
import { saturationOf } from '../../../../www/panels/units/saturation-numbers.js';
import { matrix } from '../../traces.js';

test('a gate is saturated below 0.1 and above 0.9, and not at them', () => {
  const courses = [[0, 0.05, 0.5, 0.95], [1, 0.91, 0.92, 0.99], [0.5, 0.5, 0.2, 0.8], [0.01, 0.02, 0.03, 0.04]];
  const { left, right, leftOfAll, rightOfAll, closedUnits, openUnits } = saturationOf({
    name: 'f', values: matrix(4, 4, (step, unit) => courses[unit]?.[step] ?? NaN),
  });
  assert.deepEqual(left, [0.5, 0, 0, 1]);
  assert.deepEqual(right, [0.25, 1, 0, 0]);
  assert.deepEqual([leftOfAll, rightOfAll], [6 / 16, 5 / 16]);
  assert.deepEqual([closedUnits, openUnits], [1, 1]);
  // The nearest numbers of 32 bits above 0.1 and below 0.9 are not beyond them.
  const edges = saturationOf({ name: 'f', values: matrix(1, 2, (_, unit) => [0.1, 0.9][unit] ?? NaN) });
  assert.deepEqual([edges.left, edges.right], [[0, 0], [0, 0]]);
});

test('shares lie in the triangle and count what they say, and every unit has its place', () => {
  const values = matrix(17, 50, (step, unit) => ((step * 7 + unit * 13) % 23) / 22);
  const { left, right, leftOfAll, places } = saturationOf({ name: 'i', values });
  left.forEach((share, unit) => {
    assert.ok(share >= 0 && (right[unit] ?? NaN) >= 0 && share + (right[unit] ?? NaN) <= 1);
  });
  assert.ok(Math.abs(leftOfAll - values.data.filter((value) => value < 0.1).length / (17 * 50)) < 1e-12);
  assert.deepEqual(places.flatMap(({ units }) => units).sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, unit) => unit));
  for (const place of places) {
    for (const unit of place.units) assert.deepEqual([left[unit], right[unit]], [place.left, place.right]);
  }
});
