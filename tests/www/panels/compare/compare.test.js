import assert from 'node:assert/strict';
import test from 'node:test';
import { differenceOf, largestSize, meanSize, sameShape } from '../../../../www/panels/compare/differences.js';
import { panel } from '../../../../www/panels/compare/panel.js';
import { parseState, formatState } from '../../../../www/site/link.js';

/** @param {number[]} shape @param {number[]} data */
const tensor = (shape, data) => ({ shape, data: new Float32Array(data) });

test('a difference is the second less the first, and the same array again', () => {
  const [first, second] = [tensor([1, 3], [0.5, 0.25, 0.25]), tensor([1, 3], [0.25, 0.75, 0])];
  const difference = differenceOf(first, second);
  assert.deepEqual([...difference.data], [-0.25, 0.5, -0.25]);
  assert.equal(differenceOf(first, second).data, difference.data);
  assert.equal(largestSize(difference), 0.5);
  assert.ok(Math.abs(meanSize(difference) - 1 / 3) < 1e-6);
});

test('there is a difference where both have the same shape', () => {
  assert.ok(sameShape(tensor([2, 1], [1, 2]), tensor([2, 1], [3, 4])));
  assert.ok(!sameShape(tensor([2, 1], [1, 2]), tensor([1, 2], [3, 4])));
  assert.equal(meanSize(tensor([0, 4], [])), 0);
});

test('the second text stands in the address as compare', () => {
  const state = parseState({ hash: '#task=dates&compare=5+May+2021&compare.signal=c', search: '' });
  assert.deepEqual(state.panels, { compare: { text: '5 May 2021', signal: 'c' } });
  assert.equal(formatState(state), '#task=dates&compare=5+May+2021&compare.signal=c&v=2');
});

test('the same model is asked of the second text; swapped, it is the first', () => {
  /** @type {any[]} */
  const done = [];
  const context = /** @type {any} */ ({
    task: 'dates', trace: { input: '5 April 2021' }, language: 'en', actions: { type: (/** @type {string} */ text) => done.push(text) },
  });
  const own = { ...panel.defaults, text: '6 May 1999' };
  assert.deepEqual(panel.questions?.(context, own), { run: { method: 'run', args: ['6 May 1999', { candidates: 1 }] } });
  const [ask] = /** @type {any[]} */ (panel.view(context, own, { run: { value: null, stale: true, failure: null } }, (changes) => done.push(changes)));
  ask.children.find((/** @type {any} */ child) => child.tag === 'button').attributes.onclick();
  assert.deepEqual(done, [{ text: '5 April 2021', at: '' }, '6 May 1999']);
});
