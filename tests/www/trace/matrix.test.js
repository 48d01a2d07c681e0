import assert from 'node:assert/strict';
import test from 'node:test';
import { transposed, valueAt } from '../../../www/trace/matrix.js';

const tensor = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };

test('values are found by row and column', () => {
  assert.equal(valueAt(tensor, 1, 0), 4);
  assert.ok(Number.isNaN(valueAt(tensor, 2, 0)));
});

test('rows become columns, and the same values give the same array', () => {
  assert.deepEqual([...transposed(tensor)], [1, 4, 2, 5, 3, 6]);
  assert.equal(transposed(tensor), transposed({ ...tensor }));
});
