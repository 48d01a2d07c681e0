import assert from 'node:assert/strict';
import test from 'node:test';
import {
  hoverCell, hoverGate, moveTo, NOTHING, pinCell, pinUnit, release, shownCell, walk, within,
} from '../../../www/trace/selection.js';

const a = { target: 1, source: 2 };
const b = { target: 3, source: 0 };

test('a hovered cell is shown until the pointer leaves', () => {
  assert.deepEqual(shownCell(hoverCell(NOTHING, a)), a);
  assert.equal(shownCell(hoverCell(hoverCell(NOTHING, a), null)), null);
});

test('a pinned cell stays while the pointer moves on', () => {
  assert.deepEqual(shownCell(hoverCell(pinCell(NOTHING, a), b)), a);
  assert.deepEqual(shownCell(hoverCell(pinCell(NOTHING, a), null)), a);
});

test('pinning another cell moves the pin; pinning the same one lets it go', () => {
  assert.deepEqual(pinCell(pinCell(NOTHING, a), b).pinned, b);
  assert.equal(pinCell(pinCell(NOTHING, a), { ...a }).pinned, null);
});

test('release lets go of everything', () => {
  assert.deepEqual(release(), NOTHING);
});

test('hovering the same cell again changes nothing', () => {
  const hovered = hoverGate(hoverCell(NOTHING, a), { unit: 1, step: 1 });
  assert.equal(hoverCell(hovered, { ...a }), hovered);
  assert.equal(hoverGate(hovered, { unit: 1, step: 1 }), hovered);
});

test('arrow keys walk and stop at the edges', () => {
  const bounds = { rows: 3, columns: 4 };
  /** @param {string} key @param {[number, number]} from */
  const to = (key, [row, column]) => {
    const cell = walk(key, { row, column }, bounds);
    return cell && [cell.row, cell.column];
  };
  assert.deepEqual(to('ArrowRight', [0, 0]), [0, 1]);
  assert.deepEqual(to('ArrowRight', [0, 3]), [0, 3]);
  assert.deepEqual(to('ArrowLeft', [1, 0]), [1, 0]);
  assert.deepEqual(to('ArrowDown', [1, 2]), [2, 2]);
  assert.deepEqual(to('ArrowUp', [0, 2]), [0, 2]);
  assert.deepEqual(to('Home', [1, 2]), [1, 0]);
  assert.deepEqual(to('End', [1, 0]), [1, 3]);
  assert.equal(to('Tab', [1, 1]), null);
  assert.deepEqual(walk('ArrowDown', null, bounds), { row: 0, column: 0 });
  assert.equal(walk('ArrowDown', null, { rows: 0, columns: 0 }), null);
});

test('walking moves the pin if there is one, else the cursor', () => {
  assert.deepEqual(moveTo(pinCell(NOTHING, a), b).pinned, b);
  const walked = moveTo(hoverCell(NOTHING, a), b);
  assert.equal(walked.pinned, null);
  assert.deepEqual(walked.hover, b);
});

test('a new trace keeps what it still has and drops the rest', () => {
  const selection = pinUnit(pinCell(hoverGate(NOTHING, { unit: 3, step: 9 }), b), 3);
  assert.deepEqual(within(selection, { rows: 4, columns: 1 }, { units: 4, steps: 10 }), selection);
  assert.deepEqual(within(selection, { rows: 3, columns: 1 }, { units: 3, steps: 10 }), NOTHING);
});
