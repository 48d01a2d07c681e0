import assert from 'node:assert/strict';
import test from 'node:test';
import { diagonal } from '../../../../www/panels/repeat/looks.js';
import { inPlace, stretched, wordFrom } from '../../../../www/panels/repeat/words-read.js';

test('a word is read as its letters from a to z', () => {
  assert.equal(wordFrom('Don’t  stop 1!'), 'dontstop');
  assert.equal(wordFrom('x'.repeat(99)).length, 60);
});

test('a word can be stretched to any length', () => {
  for (let length = 1; length <= 30; length++) assert.equal(stretched('house', length).length, length);
  assert.ok(stretched('house', 9).startsWith('house'));
  assert.equal(stretched('house', 3), 'hou');
});

test('letters count in their place', () => {
  assert.deepEqual(inPlace('hose', 'house'), [true, true, false, false, false]);
});

test('a row looks at its own letter where that has the most weight', () => {
  const weights = { data: new Float32Array([0.9, 0.1, 0, 0.6, 0.4, 0, 0, 0, 1, 1, 0, 0]), shape: [4, 3] };
  assert.equal(diagonal(weights, 3), 2);
});
