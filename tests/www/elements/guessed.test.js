import assert from 'node:assert/strict';
import test from 'node:test';
import { isGuessed } from '../../../www/elements/outputs.js';
import { traceOf } from '../traces.js';

test('an output is guessed where most of its words are unsure', () => {
  const of = (/** @type {number[]} */ ...probabilities) => {
    const trace = traceOf('abc');
    return isGuessed({ ...trace, logProbabilities: trace.logProbabilities.map((_, step) => Math.log(probabilities[step] ?? 1)) }, 'characters');
  };
  const words = traceOf('abc').target.filter(({ start, end }) => end > start).length;
  const shares = (/** @type {number} */ unsure) => Array.from({ length: words }, (_, index) => (index < unsure ? 0.2 : 0.99));
  assert.equal(of(...shares(0)), false);
  assert.equal(of(...shares(Math.floor(words / 2))), false);
  assert.equal(of(...shares(Math.floor(words / 2) + 1)), true);
});
