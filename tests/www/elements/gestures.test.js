import assert from 'node:assert/strict';
import test from 'node:test';
import { Chosen } from '../../../www/elements/chosen.js';
import { Gestures } from '../../../www/elements/gestures.js';
import { gridOf } from '../../../www/trace/grid.js';
import { traceOf } from '../traces.js';

/** @typedef {import('../../../www/elements/types.js').Trace} Trace */

/** Two units, four characters read, five written. @param {Trace | null} [trace] */
function open(trace = traceOf('4/21')) {
  const chosen = new Chosen();
  chosen.chooseTask('dates');
  const models = [{ attention: 'general', trace, status: 'ready' }];
  const grids = new Map(trace ? [['general', gridOf(trace, chosen.unit())]] : []);
  return new Gestures(chosen, {
    trace: () => trace, state: () => /** @type {any} */ ({ text: '4/21', attention: 'general', models, grids }),
  }, { onChange: () => {}, speak: () => {} });
}

test('what the run has is pinned, pointed at and let go of', () => {
  const gestures = open();
  gestures.actions.pinUnit(1);
  gestures.actions.pinCell({ target: 4, source: 3 });
  gestures.actions.hoverGate({ unit: 1, step: 3 });
  assert.deepEqual([gestures.selection.unit, gestures.selection.pinned, gestures.selection.gate],
    [1, { target: 4, source: 3 }, { unit: 1, step: 3 }]);
  gestures.actions.pinUnit(1);
  assert.equal(gestures.selection.unit, null);
});

test('what the run has not is neither pinned nor pointed at, by whatever calls', () => {
  for (const unit of [2, 91, -1, 0.5, NaN]) {
    const gestures = open();
    gestures.actions.pinUnit(unit);
    gestures.actions.hoverGate({ unit, step: 0 });
    gestures.actions.hoverGate({ unit: 0, step: unit + 10 });
    assert.deepEqual([gestures.selection.unit, gestures.selection.gate], [null, null], String(unit));
  }
  for (const cell of [{ target: 5, source: 0 }, { target: 0, source: 4 }, { target: -1, source: null }, { target: 0, source: 1.5 }]) {
    const gestures = open();
    gestures.actions.pinCell(cell);
    gestures.actions.hoverCell(cell);
    assert.deepEqual([gestures.selection.pinned, gestures.selection.hover], [null, null], JSON.stringify(cell));
  }
});

test('where there is no run nothing is', () => {
  const gestures = open(null);
  gestures.actions.pinUnit(0);
  gestures.actions.pinCell({ target: 0, source: 0 });
  gestures.actions.hoverGate({ unit: 0, step: 0 });
  assert.deepEqual(Object.values(gestures.selection), [null, null, null, null]);
});

test('a unit that a link has pinned and that is gone can still be let go of', () => {
  const gestures = open();
  gestures.restore({ cell: null, unit: 91 });
  gestures.actions.pinUnit(91);
  assert.equal(gestures.selection.unit, null);
});
