import assert from 'node:assert/strict';
import test from 'node:test';
import { cellUnder, columnWidth, roomFor, rowHeight, unitHeight } from '../../www/geometry.js';

test('three cards stand side by side on a wide page and below each other on a phone', () => {
  assert.equal(roomFor(1180, 1, 3).cards, 3);
  assert.equal(roomFor(700, 1, 3).cards, 2);
  assert.equal(roomFor(328, 1, 3).cards, 1);
  assert.equal(roomFor(1180, 1, 2).cards, 2);
});

test('columns fill the field in whole device pixels, and keep a readable width when there are many', () => {
  for (const ratio of [1, 1.25, 2, 3]) {
    const room = { cards: 1, field: 340, ratio };
    for (const columns of [1, 5, 19, 28, 256]) {
      const width = columnWidth(room, columns);
      assert.equal(width, Math.floor(width));
      assert.ok(width / ratio >= 12 && width / ratio <= 30, `${width} at ${ratio} for ${columns}`);
      if (columns <= 26) assert.ok((width * columns) / ratio <= 340);
    }
  }
});

test('no canvas has a side that a browser refuses', () => {
  const room = { cards: 1, field: 340, ratio: 4 };
  assert.ok(columnWidth(room, 1000) * 1000 <= 16_384);
  assert.ok(rowHeight(room, 120) * 11 <= 16_384);
  assert.ok(unitHeight(room, 512) * 512 <= 16_384);
});

test('the cell under a point is found, and none outside', () => {
  const box = { left: 10, top: 20, width: 100, height: 50 };
  assert.deepEqual(cellUnder({ clientX: 10, clientY: 20 }, box, 5, 10), { row: 0, column: 0 });
  assert.deepEqual(cellUnder({ clientX: 109, clientY: 69 }, box, 5, 10), { row: 4, column: 9 });
  assert.equal(cellUnder({ clientX: 110, clientY: 30 }, box, 5, 10), null);
  assert.equal(cellUnder({ clientX: 9, clientY: 30 }, box, 5, 10), null);
});
