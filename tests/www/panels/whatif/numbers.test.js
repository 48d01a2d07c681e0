import assert from 'node:assert/strict';
import test from 'node:test';
import { aligned } from '../../../../www/panels/whatif/alignment.js';
import { columnsOf, pathTo, walkTree } from '../../../../www/panels/whatif/beam-tree.js';
import { evenly, onlyAt, reweighted } from '../../../../www/panels/whatif/reweight.js';
import { tally } from '../../../../www/panels/whatif/tallies.js';
import { smallTree } from './beams.js';

test('moving a weight leaves a row that sums to 1, and the others in proportion', () => {
  const moved = reweighted([0.5, 0.3, 0.2], 0, 0.75);
  assert.deepEqual(moved.map((weight) => weight.toFixed(4)), ['0.7500', '0.1500', '0.1000']);
  assert.deepEqual(reweighted([0.5, 0.3, 0.2], 1, 1), [0, 1, 0]);
  assert.deepEqual(reweighted([0, 1, 0], 1, 0.5), [0.25, 0.5, 0.25]);
  assert.deepEqual(reweighted([0, 1, 0], 1, 0.5, [0.3, 0.6, 0.1]).map((weight) => weight.toFixed(4)),
    ['0.3750', '0.5000', '0.1250'], 'as the model itself would share it');
  assert.deepEqual(reweighted([0, 1, 0], 1, 0.5, [0, 1, 0]), [0.25, 0.5, 0.25]);
  assert.deepEqual(reweighted([1], 0, 0.2), [1]);
  assert.deepEqual(onlyAt(3, 2), [0, 0, 1]);
  assert.deepEqual(evenly(4), [0.25, 0.25, 0.25, 0.25]);
});

test('outputs are aligned by what they have in common; what differs stands opposite', () => {
  const words = (/** @type {string} */ before, /** @type {string} */ after) => aligned([...before], [...after])
    .map((pair) => `${before[pair.before ?? -1] ?? '_'}${after[pair.after ?? -1] ?? '_'}`).join(' ');
  assert.equal(words('abc', 'abc'), 'aa bb cc');
  assert.equal(words('abc', 'axc'), 'aa bx cc');
  assert.equal(words('abcd', 'ad'), 'aa b_ c_ dd');
  assert.equal(words('ad', 'abcd'), 'aa _b _c dd');
  assert.equal(words('', 'ab'), '_a _b');
  assert.equal(words('xabc', 'abcy'), 'x_ aa bb cc _y');
});

test('an alignment has every token of both once, in order, and as many matches as there can be', () => {
  const longest = (/** @type {string} */ a, /** @type {string} */ b) => {
    // By trying every subsequence.
    const of = (/** @type {string} */ text) => Array.from({ length: 2 ** text.length }, (_, bits) =>
      [...text].filter((_, index) => bits & (2 ** index)).join(''));
    const others = new Set(of(b));
    return Math.max(...of(a).filter((each) => others.has(each)).map((each) => each.length));
  };
  for (const [before, after] of /** @type {const} */ ([['abcab', 'bacba'], ['aabb', 'bbaa'], ['abc', 'xyz']])) {
    const pairs = aligned([...before], [...after]);
    assert.equal(pairs.flatMap((pair) => pair.before ?? []).join(''), [...[...before].keys()].join(''));
    assert.equal(pairs.flatMap((pair) => pair.after ?? []).join(''), [...[...after].keys()].join(''));
    const matches = pairs.filter((pair) => before[pair.before ?? -1] === after[pair.after ?? -1]).length;
    assert.equal(matches, longest(before, after));
  }
});

test('outputs are counted, the most frequent first', () => {
  const run = (/** @type {string} */ output, /** @type {number} */ logProbability) => ({ output, logProbability });
  assert.deepEqual(tally([run('b', -1), run('a', -2), run('a', -4), run('c', -1)]), [
    { output: 'a', count: 2, logProbability: -3 }, { output: 'b', count: 1, logProbability: -1 },
    { output: 'c', count: 1, logProbability: -1 },
  ]);
  assert.deepEqual(tally([]), []);
});

test('a column has what was kept above what was dropped, each the most probable first', () => {
  const tree = smallTree();
  const columns = columnsOf(tree);
  assert.deepEqual(columns.map(({ shown }) => shown.map((index) => tree.nodes[index]?.text)),
    [['a', 'b'], ['d', 'c', 'e', 'f'], ['</s>', 'h', 'g', 'i']]);
  assert.deepEqual(columns.map(({ kept, hidden }) => [kept, hidden]), [[2, 0], [2, 0], [2, 0]]);
  const wide = { best: 0, nodes: Array.from({ length: 9 }, (_, index) => ({ ...tree.nodes[0], kept: index < 2 })) };
  assert.deepEqual(columnsOf(/** @type {any} */ (wide)), [{ shown: [0, 1, 2, 3, 4], kept: 2, hidden: 4 }]);
});

test('arrow keys walk the beam: along a path, and among what was weighed at a step', () => {
  const tree = smallTree();
  const columns = columnsOf(tree);
  const from = (/** @type {string} */ text, /** @type {string} */ key) => {
    const to = walkTree(key, tree, columns, tree.nodes.findIndex((node) => node.text === text));
    return to === null ? null : tree.nodes[to]?.text;
  };
  assert.equal(from('a', 'ArrowRight'), 'c');
  assert.equal(from('b', 'ArrowRight'), 'd');
  assert.equal(from('e', 'ArrowRight'), 'e');
  assert.equal(from('d', 'ArrowLeft'), 'b');
  assert.equal(from('a', 'ArrowLeft'), 'a');
  assert.equal(from('d', 'ArrowDown'), 'c');
  assert.equal(from('d', 'ArrowUp'), 'd');
  assert.equal(from('f', 'ArrowDown'), 'f');
  assert.equal(from('h', 'Home'), 'a');
  assert.equal(from('a', 'End'), '</s>');
  assert.equal(from('a', 'x'), null);
  assert.deepEqual(pathTo(tree, tree.best).map((index) => tree.nodes[index]?.text), ['b', 'd', '</s>']);
});
