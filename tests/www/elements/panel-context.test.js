import assert from 'node:assert/strict';
import test from 'node:test';
import { ownOf, writtenOf } from '../../../www/elements/panel-context.js';

/** @type {import('../../../www/panels/types.js').Panel} */
const panel = { name: 'cell', defaults: { step: -1, all: false, gate: 'f' }, styles: [], view: () => [] };

test('what a panel keeps is read by the kind of its default, and what cannot be read is at its default', () => {
  assert.deepEqual(ownOf(panel, { step: '3', all: 'yes', gate: 'i' }), { step: 3, all: true, gate: 'i' });
  assert.deepEqual(ownOf(panel, { step: 'x', other: '1' }), { step: -1, all: false, gate: 'f' });
  assert.deepEqual(ownOf(panel, undefined), { step: -1, all: false, gate: 'f' });
});

test('a text that is none of its options, a fraction and a name of every object are at their defaults', () => {
  const chosen = {
    ...panel, defaults: { mode: 'scores', step: -1, value: 1, gate: 'f' }, options: { mode: ['scores', 'lines'] },
    fractions: ['value'],
  };
  assert.deepEqual(ownOf(chosen, { mode: 'lines', step: '0.5', value: '0.5' }),
    { mode: 'lines', step: -1, value: 0.5, gate: 'f' });
  for (const mode of ['constructor', 'toString', '__proto__', '']) {
    assert.equal(ownOf(chosen, { mode })['mode'], 'scores', mode);
  }
  for (const value of ['NaN', 'Infinity', '1e400', '']) assert.equal(ownOf(chosen, { value })['value'], 1, value);
  assert.equal(ownOf({ ...panel, defaults: { constructor: 'a' } }, {})['constructor'], 'a');
});

test('only what differs from its default is written, and read back', () => {
  assert.deepEqual(writtenOf(panel, { step: -1, all: false, gate: 'f' }), {});
  const own = { step: 0, all: true, gate: '' };
  assert.deepEqual(writtenOf(panel, own), { step: '0', all: 'yes', gate: '' });
  assert.deepEqual(ownOf(panel, writtenOf(panel, own)), own);
});
