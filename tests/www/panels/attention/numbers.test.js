import assert from 'node:assert/strict';
import test from 'node:test';
import { centred } from '../../../../www/panels/attention/centred.js';
import { correlationOf } from '../../../../www/panels/explanation/correlation.js';
import { differenceOf } from '../../../../www/panels/attention/difference-numbers.js';
import { edgesHolding, edgesOf, walkTokens } from '../../../../www/panels/attention/edges.js';
import { entropies, mean, perplexity } from '../../../../www/panels/attention/entropy-numbers.js';
import { gridOf } from '../../../../www/trace/grid.js';
import { limitFor } from '../../../../www/trace/limits.js';
import { commonSubsequence } from '../../../../www/trace/subsequence.js';
import { matrix, piecesTrace } from '../../traces.js';

/** @param {number[][]} rows */
const tensor = (rows) => matrix(rows.length, rows[0]?.length ?? 0, (row, column) => rows[row]?.[column] ?? NaN);
/** @param {number} actual @param {number} expected */
const close = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

test('the entropy of a row that looks at one place is 0 bits, of one that looks at n alike log2 n', () => {
  const [one, four, uneven] = entropies(tensor([[0, 1, 0, 0], [0.25, 0.25, 0.25, 0.25], [0.5, 0.25, 0.25, 0]]));
  assert.equal(one, 0);
  close(four ?? NaN, 2);
  close(uneven ?? NaN, 1.5);
  assert.deepEqual([0, 2, 1.5].map(perplexity), [1, 4, 2 ** 1.5]);
});

test('a weight that exceeds 1 by a rounding is no less than sure', () => {
  assert.deepEqual(entropies(tensor([[1.0000001, 0]])), [0]);
});

test('a mean of none is no number', () => {
  assert.equal(mean([1, 2, 6]), 3);
  assert.ok(Number.isNaN(mean([])));
});

test('the edges of a row are the fewest that hold the share', () => {
  const weights = tensor([[0.1, 0.5, 0.3, 0.1], [0, 1, 0, 0], [0.25, 0.25, 0.25, 0.25]]);
  const held = (/** @type {number} */ share) => {
    const edges = edgesHolding(weights, share);
    return [0, 1, 2].map((row) => edges.filter(({ target }) => target === row).map(({ source }) => source));
  };
  assert.deepEqual(held(0.8), [[1, 2], [1], [0, 1, 2, 3]]);
  assert.deepEqual(held(0.75), [[1, 2], [1], [0, 1, 2]]);
  assert.deepEqual(held(0.5), [[1], [1], [0, 1]]);
  assert.deepEqual(held(1), [[1, 2, 0, 3], [1], [0, 1, 2, 3]], 'nothing without weight is drawn');
});

test('no smaller set of edges holds the share', () => {
  const share = 0.8;
  for (let seed = 1; seed < 40; seed++) {
    const raw = Array.from({ length: 6 }, (_, index) => ((seed * 7919 + index * index * 104729) % 97) + 1);
    const total = raw.reduce((sum, value) => sum + value, 0);
    const row = raw.map((value) => value / total);
    const count = edgesHolding(tensor([row]), share).length;
    const subsets = Array.from({ length: 2 ** row.length }, (_, bits) =>
      row.filter((__, index) => (bits >> index) & 1));
    const fewest = Math.min(...subsets.filter((set) => set.reduce((sum, value) => sum + value, 0) >= share)
      .map((set) => set.length));
    assert.equal(count, fewest);
  }
});

test('the edges of a token are those of its row or of its column, heaviest first', () => {
  const weights = tensor([[0.75, 0.25], [0.5, 0.5], [0, 1]]);
  assert.deepEqual(edgesOf(weights, { target: null, source: 1 }).map(({ target, weight }) => [target, weight]),
    [[2, 1], [1, 0.5], [0, 0.25]]);
  assert.deepEqual(edgesOf(weights, { target: 0, source: 1 }), [{ target: 0, source: 1, weight: 0.25 }]);
  assert.deepEqual(edgesOf(weights, { target: 9, source: null }), []);
});

test('arrow keys walk a side and cross to the heaviest partner', () => {
  const weights = tensor([[0.75, 0.25], [0.5, 0.5], [0, 1]]);
  const written = (/** @type {number} */ target) => ({ target, source: null });
  const read = (/** @type {number} */ source) => ({ target: null, source });
  assert.deepEqual(walkTokens('ArrowDown', null, weights), written(0));
  assert.deepEqual(walkTokens('ArrowDown', written(0), weights), written(1));
  assert.deepEqual(walkTokens('ArrowUp', written(0), weights), written(0));
  assert.deepEqual(walkTokens('End', read(0), weights), read(1));
  assert.deepEqual(walkTokens('ArrowLeft', written(2), weights), read(1));
  assert.deepEqual(walkTokens('ArrowRight', read(1), weights), written(2));
  assert.deepEqual(walkTokens('ArrowRight', written(2), weights), written(2));
  assert.deepEqual(walkTokens('ArrowDown', { target: 1, source: 0 }, weights), written(2));
  assert.equal(walkTokens('Enter', written(0), weights), null);
});

test('a longest common subsequence pairs what is equal, in order', () => {
  const pairs = (/** @type {string} */ a, /** @type {string} */ b) => commonSubsequence([...a], [...b]);
  assert.deepEqual(pairs('abc', 'abc'), [[0, 0], [1, 1], [2, 2]]);
  assert.deepEqual(pairs('abcd', 'bxd'), [[1, 0], [3, 2]]);
  assert.deepEqual(pairs('ab', 'cd'), []);
  assert.deepEqual(pairs('', 'a'), []);
});

test('no common subsequence is longer than the longest', () => {
  const texts = ['abcab', 'bacba', 'aabbc', 'ccabb', 'abcba'];
  const subsequences = (/** @type {string} */ text) => new Set(Array.from({ length: 2 ** text.length }, (_, bits) =>
    [...text].filter((__, index) => (bits >> index) & 1).join('')));
  for (const a of texts) {
    for (const b of texts) {
      const others = subsequences(b);
      const longest = Math.max(...[...subsequences(a)].filter((each) => others.has(each)).map((each) => each.length));
      const found = commonSubsequence([...a], [...b]);
      assert.equal(found.length, longest);
      assert.ok(found.every(([i, j], index) => a[i] === b[j]
        && (index === 0 || (i > (found[index - 1]?.[0] ?? 0) && j > (found[index - 1]?.[1] ?? 0)))));
    }
  }
});

/**
 * @param {string[]} target
 * @param {number[][]} weights
 */
function mapOf(target, weights) {
  const trace = piecesTrace(['it', ' is'], target);
  for (const token of trace.target) token.id = [...token.text].reduce((sum, each) => sum * 31 + each.charCodeAt(0), 7);
  trace.weights = tensor(weights);
  return { trace, grid: gridOf(trace, 'pieces') };
}

test('a difference is taken where both models wrote the same, and says which rows have no partner', () => {
  const first = mapOf(['il', ' fait', ' beau'], [[1, 0], [0.5, 0.5], [0.25, 0.75], [0, 1]]);
  const second = mapOf(['il', ' est', ' très', ' beau'], [[0.5, 0.5], [0, 1], [0, 1], [1, 0], [0, 1]]);
  const difference = differenceOf(first, second);
  assert.ok(difference);
  assert.deepEqual(difference.partners, [0, null, 3, 4]);
  assert.deepEqual([...difference.values.data], [0.5, -0.5, NaN, NaN, -0.75, 0.75, 0, 0]);
  assert.deepEqual(difference.moved, [0.5, null, 0.75, 0]);
  assert.deepEqual(difference.without, { first: [1], second: [1, 2] });
  assert.equal(differenceOf(first, second), difference, 'the same maps give the same difference again');
});

test('maps of different texts have no difference', () => {
  const first = mapOf(['il'], [[1, 0], [0, 1]]);
  const second = mapOf(['il'], [[1, 0], [0, 1]]);
  second.trace.input = 'another text';
  assert.equal(differenceOf(first, second), null);
});

test('centred scores have rows of mean 0 and the same softmax', () => {
  const scores = tensor([[3, 5, 1], [-2, -2, 4]]);
  const { values, means } = centred(scores);
  assert.deepEqual(means, [3, 0]);
  assert.deepEqual([...values.data], [0, 2, -2, -2, -2, 4]);
  const softmax = (/** @type {number[]} */ row) => {
    const sum = row.reduce((total, value) => total + Math.exp(value), 0);
    return row.map((value) => Math.exp(value) / sum);
  };
  softmax([3, 5, 1]).forEach((weight, column) => close(softmax([0, 2, -2])[column] ?? NaN, weight));
  assert.equal(centred(scores).values, values);
});

test('a scale ends at the greatest size, rounded up to what a legend can write', () => {
  const limit = (/** @type {number[]} */ ...values) => limitFor(Float32Array.from(values));
  assert.equal(limit(0.31, -0.52, NaN), 0.6);
  assert.equal(limit(0.5), 0.5);
  assert.equal(limit(-7.2, 3), 8);
  assert.equal(limit(0, 0.001), 0.1);
  assert.equal(limit(), 0.1);
});

test('correlations are averaged over the rows that have one, and asked for once', () => {
  let asked = 0;
  const engine = /** @type {any} */ ({
    rankCorrelation: (/** @type {any[]} */ ...[, , rows, columns]) => {
      asked += 1;
      assert.deepEqual([rows, columns], [3, 2]);
      return {
        kendall: 9, pearson: 9,
        perRow: [{ kendall: 1, pearson: 0.5 }, { kendall: null, pearson: null }, { kendall: -0.5, pearson: 1 }],
      };
    },
  });
  const [a, b] = [matrix(3, 2, () => 1), matrix(3, 2, () => 2)];
  const found = correlationOf(engine, a, b);
  assert.deepEqual(found?.means, { kendall: 0.25, pearson: 0.75 });
  assert.deepEqual(found?.counted, { kendall: 2, pearson: 2 });
  assert.equal(correlationOf(engine, a, b), found);
  assert.equal(asked, 1);
});

test('before the module is there, or where maps do not fit, there is no correlation', () => {
  assert.equal(correlationOf(null, matrix(1, 2, () => 1), matrix(1, 2, () => 1)), null);
  const engine = /** @type {any} */ ({ rankCorrelation: () => ({ perRow: [] }) });
  assert.equal(correlationOf(engine, matrix(1, 2, () => 1), matrix(2, 2, () => 1)), null);
});
