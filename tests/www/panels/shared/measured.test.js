import assert from 'node:assert/strict';
import test from 'node:test';
import { measuredAt, measuredOf } from '../../../../www/panels/shared/measured.js';

test('a table is read from the manifest by its numbers, in their order', () => {
  const manifest = /** @type {any} */ ({
    models: [{ task: 'recall', attention: 'none', rnn: 'gru', quality: { exactMatchAt10: 0.5, exactMatchAt5: 0.75, exactMatch: 1 } }],
  });
  assert.deepEqual(measuredOf(manifest, 'recall', 'none-gru', 'exactMatchAt'), [{ x: 5, y: 0.75 }, { x: 10, y: 0.5 }]);
  assert.deepEqual(measuredOf(manifest, 'recall', 'none', 'exactMatchAt'), []);
  assert.deepEqual(measuredOf(null, 'recall', 'none', 'exactMatchAt'), []);
});

test('between two distances stands what lies on the line, beyond the ends what was measured there', () => {
  const points = [{ x: 5, y: 0.75 }, { x: 10, y: 0.5 }];
  assert.deepEqual([0, 5, 7, 10, 99].map((x) => measuredAt(points, x)), [0.75, 0.75, 0.65, 0.5, 0.5]);
  assert.ok(Number.isNaN(measuredAt([], 3)));
});
