import assert from 'node:assert/strict';
import test from 'node:test';
import {
  cellUnder, columnUnder, columnWidth, fittingHeight, gutterFor, headFor, labelLength, roomFor, roomy, rowHeight,
  unitHeight,
} from '../../../www/kit/geometry.js';

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

test('rows shrink to what a canvas can hold, on a phone too', () => {
  assert.equal(fittingHeight(48, 20, 2000), 48);
  for (const [rows, width] of /** @type {[number, number][]} */ ([[400, 1000], [400, 16_000], [512, 16_384], [900, 9000]])) {
    const height = fittingHeight(48, rows, width);
    assert.ok(height >= 1 && roomy(height * rows) * roomy(width) <= 16_777_216, `${height} for ${rows} by ${width}`);
  }
});

test('a canvas keeps its size while its picture grows a little', () => {
  assert.equal(roomy(30), roomy(300));
  for (const side of [1, 319, 320, 321, 5000, 16_383, 16_384]) {
    assert.ok(roomy(side) >= side && roomy(side) < side + 320 && roomy(side) <= 16_384, `${side}: ${roomy(side)}`);
  }
});

test('the cell under a point is found, and none outside', () => {
  const box = { left: 10, top: 20, width: 100, height: 50 };
  assert.deepEqual(cellUnder({ clientX: 10, clientY: 20 }, box, 5, 10), { row: 0, column: 0 });
  assert.deepEqual(cellUnder({ clientX: 109, clientY: 69 }, box, 5, 10), { row: 4, column: 9 });
  assert.equal(cellUnder({ clientX: 110, clientY: 30 }, box, 5, 10), null);
  assert.equal(cellUnder({ clientX: 9, clientY: 30 }, box, 5, 10), null);
});

test('a label is as long as its characters, and no longer than what is shown of it', () => {
  assert.ok(labelLength('maison') < labelLength('MAISON'));
  assert.ok(labelLength('昨天') > labelLength('ab'));
  assert.equal(labelLength('x'.repeat(1000)), labelLength('x'.repeat(100)));
});

test('labels of rows have the room that the longest needs, but at most a third of the card', () => {
  const room = { cards: 1, field: 340, ratio: 1 };
  assert.equal(gutterFor(room, ['a', 'b']), 32);
  assert.ok(gutterFor(room, ['a', 'maison']) >= 50);
  assert.ok(gutterFor(room, ['x'.repeat(99)]) <= 340 * 0.4);
});

test('slanted labels have the room that they need above and right of the columns', () => {
  assert.deepEqual(headFor(['a', 'b'], false), { head: 24, overhang: 0 });
  const first = headFor(['somebody', 'a', 'b', 'c', 'd'], true);
  const last = headFor(['a', 'b', 'c', 'd', 'somebody'], true);
  assert.equal(first.head, last.head);
  assert.ok(first.overhang < 10);
  assert.ok(last.overhang > 20);
});

test('columns under slanted labels never shrink below what can be pointed at', () => {
  const room = { cards: 1, field: 240, ratio: 2 };
  assert.equal(columnWidth(room, 100, true) / 2, 20);
  assert.equal(columnWidth(room, 2, true) / 2, 44);
});

test('a slanted label is that of the column at its foot', () => {
  const box = { left: 100, top: 0, width: 80, height: 60 };
  assert.deepEqual(columnUnder({ clientX: 125, clientY: 60 }, box, 4), { row: 0, column: 1 });
  assert.deepEqual(columnUnder({ clientX: 165, clientY: 20 }, box, 4), { row: 0, column: 1 });
  assert.deepEqual(columnUnder({ clientX: 205, clientY: 10 }, box, 4), { row: 0, column: 2 });
  assert.equal(columnUnder({ clientX: 105, clientY: 20 }, box, 4), null);
});
