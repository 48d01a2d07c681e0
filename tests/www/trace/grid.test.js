import assert from 'node:assert/strict';
import test from 'node:test';
import { gridOf, logProbabilityOf, movedCell, placeOf } from '../../../www/trace/grid.js';
import { piecesTrace } from '../traces.js';

/** @param {import('../../../www/elements/types.js').GridToken[]} tokens */
const texts = (tokens) => tokens.map(({ text }) => text);

/** @param {string[]} source @param {string[]} target */
function words(source, target) {
  const grid = gridOf(piecesTrace(source, target), 'words');
  return [texts(grid.source), texts(grid.target)];
}

test('pieces that touch and are of letters, digits or marks are one word; signs stand alone', () => {
  assert.deepEqual(words(['wea', 'ther', ' in', ' 20', '21', ',', ' cafe', '\u0301s', '.'], ['Oui', ' !']), [
    ['weather', 'in', '2021', ',', 'cafe\u0301s', '.'], ['Oui', '!', '</s>'],
  ]);
});

test('what starts with an apostrophe and a letter belongs to the word in front of it', () => {
  assert.deepEqual(words(['I', ' don', '\'t', ' see', ' Ann', '’', 's', ' dogs', '\''], ['l', '\'', 'ami']), [
    ['I', 'don\'t', 'see', 'Ann’s', 'dogs', '\''], ['l\'', 'ami', '</s>'],
  ]);
});

test('what ends in an apostrophe is a word by itself in French', () => {
  assert.deepEqual(words(['a'], ['qu\'', 'il', ' l\'', 'a', ' vu', ' aujourd', '\'', 'hui', '.'])[1],
    ['qu\'', 'il', 'l\'', 'a', 'vu', 'aujourd\'hui', '.', '</s>']);
});

test('scripts without spaces are left in their pieces', () => {
  assert.deepEqual(words(['a'], ['我', '昨天', '3', '月', 'さ', 'ん', 'O', 'K', '。'])[1],
    ['我', '昨天', '3', '月', 'さ', 'ん', 'OK', '。', '</s>']);
});

test('a piece that is nothing but a space belongs to the word behind it', () => {
  assert.deepEqual(words([' ', '20', '21', ' ', 'x'], [' ', 'a']), [['2021', 'x'], ['a', '</s>']]);
});

test('the end token is a row by itself, with the last step as its own', () => {
  const { target } = gridOf(piecesTrace(['a'], ['ma', 'rche']), 'words');
  assert.deepEqual(target.map(({ text, first, last }) => [text, first, last]), [['marche', 0, 1], ['</s>', 2, 2]]);
});

test('a word is known when all of its pieces are, and keeps its own text', () => {
  const trace = piecesTrace(['na', 'ï', 've', ' man'], ['x']);
  if (trace.source[1]) trace.source[1].known = false;
  const { source } = gridOf(trace, 'words');
  assert.deepEqual(source.map(({ text, known }) => [text, known]), [['naïve', false], ['man', true]]);
});

test('a word gets the sum of its source pieces and the mean of its target pieces, and rows sum to 1', () => {
  const trace = piecesTrace(['wea', 'ther', ' .'], ['tem', 'ps', ' .']);
  trace.weights.data.set([
    0.5, 0.25, 0.25,
    0.125, 0.125, 0.75,
    0, 0.25, 0.75,
    1, 0, 0,
  ]);
  const { weights } = gridOf(trace, 'words');
  assert.deepEqual(weights.shape, [3, 2]);
  assert.deepEqual([...weights.data], [0.5, 0.5, 0.25, 0.75, 1, 0]);
});

test('rows of random weights sum to 1 however the pieces are joined', () => {
  const alphabet = ['a', 'b', ' c', '.', '\'', '年', ' 7'];
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let round = 0; round < 50; round++) {
    const some = () => Array.from({ length: 1 + Math.floor(random() * 9) },
      () => alphabet[Math.floor(random() * alphabet.length)] ?? 'a');
    const trace = piecesTrace(some(), some());
    const columns = trace.source.length;
    for (let row = 0; row < trace.target.length; row++) {
      const values = Array.from({ length: columns }, random);
      const sum = values.reduce((a, b) => a + b);
      values.forEach((value, column) => (trace.weights.data[row * columns + column] = value / sum));
    }
    const { weights, source, target } = gridOf(trace, 'words');
    assert.equal(target.at(-1)?.last, trace.target.length - 1);
    for (let row = 0; row < target.length; row++) {
      const sum = weights.data.slice(row * source.length, (row + 1) * source.length).reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5, `${sum}`);
    }
  }
});

test('by pieces nothing is joined, and it is told where words start', () => {
  const trace = piecesTrace(['wea', 'ther', ' is'], [' te', 'mps']);
  const { source, target, weights } = gridOf(trace, 'pieces');
  assert.deepEqual(source.map(({ text, starts }) => [text, starts]), [['wea', true], ['ther', false], ['is', true]]);
  assert.deepEqual(target.map(({ text, starts }) => [text, starts]), [['te', true], ['mps', false], ['</s>', false]]);
  assert.equal(weights, trace.weights);
});

test('the first piece starts a word without a space in front, where the script has spaces', () => {
  const starts = (/** @type {string[]} */ target) =>
    gridOf(piecesTrace(['a'], target), 'pieces').target.map((token) => token.starts);
  assert.deepEqual(starts(['Te', 'mps', ' est']), [true, false, true, false]);
  assert.deepEqual(starts(['昨天', '我']), [false, false, false]);
});

test('by characters everything is as it is in the trace, and the same grid is given again', () => {
  const trace = piecesTrace(['5', ' ', 'A'], ['5']);
  const grid = gridOf(trace, 'characters');
  assert.deepEqual(texts(grid.source), ['5', ' ', 'A']);
  assert.equal(gridOf(trace, 'characters'), grid);
  assert.notEqual(gridOf(trace, 'words'), grid);
});

test('a step is found in its word, and the probability of a word is that of all of its steps', () => {
  const { target } = gridOf(piecesTrace(['a'], ['ma', 'rche', ' .']), 'words');
  assert.deepEqual([0, 1, 2, 3].map((step) => placeOf(target, step)), [0, 0, 1, 2]);
  assert.equal(placeOf(target, 9), null);
  assert.equal(placeOf(target, null), null);
  assert.equal(logProbabilityOf({ first: 1, last: 2 }, [-1, -0.5, -0.25]), -0.75);
});

test('a cell is found again when the map changes between words and pieces', () => {
  const trace = piecesTrace(['wea', 'ther', ' is'], ['tem', 'ps', ' est']);
  const [words, pieces] = [gridOf(trace, 'words'), gridOf(trace, 'pieces')];
  assert.deepEqual(movedCell({ target: 1, source: 1 }, words, pieces), { target: 2, source: 2 });
  assert.deepEqual(movedCell({ target: 1, source: 1 }, pieces, words), { target: 0, source: 0 });
  assert.deepEqual(movedCell({ target: null, source: 1 }, words, pieces), { target: null, source: 2 });
  assert.equal(movedCell({ target: 9, source: null }, words, pieces), null);
});
