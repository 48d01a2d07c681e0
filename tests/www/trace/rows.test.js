import assert from 'node:assert/strict';
import test from 'node:test';
import { largestDifference, rowShares } from '../../../www/trace/rows.js';
import { matrix } from '../traces.js';

test('the largest difference is that of two rows in one column', () => {
  const values = [[0.5, 0.25], [0.125, 0.75], [0.5, 0.5]];
  assert.equal(largestDifference(matrix(3, 2, (row, column) => values[row]?.[column] ?? NaN)), 0.5);
  assert.equal(largestDifference(matrix(4, 3, (_, column) => column)), 0);
  assert.equal(largestDifference(matrix(1, 2, () => 1)), 0);
});

test('a row of shares sums to 1 however small its numbers are, and a row of zeros stays one', () => {
  const values = [[1e-9, 3e-9], [0, 0], [2, 2]];
  const shares = rowShares(matrix(3, 2, (row, column) => values[row]?.[column] ?? NaN));
  assert.deepEqual([...shares.data].map((share) => Number(share.toFixed(6))), [0.25, 0.75, 0, 0, 0.5, 0.5]);
});
