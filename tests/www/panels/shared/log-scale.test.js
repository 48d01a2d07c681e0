import assert from 'node:assert/strict';
import test from 'node:test';
import { decadesOf, placeOn } from '../../../../www/panels/shared/log-scale.js';

test('an axis goes from the power of ten below the least to the one above the greatest', () => {
  assert.deepEqual(decadesOf([0.02, 3], 12), { low: -2, high: 1 });
  assert.deepEqual(decadesOf([1e-3, 1], 12), { low: -3, high: 0 });
  assert.deepEqual(decadesOf([1], 12), { low: -1, high: 0 });
});

test('what is tiny beyond all others is cut off, and zeros do not count', () => {
  assert.deepEqual(decadesOf([1e-30, 1], 12), { low: -12, high: 0 });
  assert.deepEqual(decadesOf([0, 0.5, NaN], 12), { low: -1, high: 0 });
  assert.deepEqual(decadesOf([0], 12), { low: -1, high: 0 });
});

test('a value stands by its exponent, and at the end beyond an end', () => {
  const axis = { low: -4, high: 0 };
  assert.equal(placeOn(1e-2, axis), 0.5);
  assert.deepEqual([placeOn(1, axis), placeOn(10, axis), placeOn(1e-9, axis), placeOn(0, axis)], [1, 1, 0, 0]);
});
