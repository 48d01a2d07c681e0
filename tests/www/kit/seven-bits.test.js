import assert from 'node:assert/strict';
import test from 'node:test';
import { fromLetters, toLetters } from '../../../www/kit/seven-bits.js';
import { randomness } from '../../random.js';

test('bytes come back, whatever they are and however many', () => {
  const { below } = randomness(7);
  const all = Uint8Array.from({ length: 256 }, (_, value) => value);
  for (const bytes of [new Uint8Array(), new Uint8Array(8), new Uint8Array(7).fill(255), all,
    ...Array.from({ length: 300 }, (_, length) => Uint8Array.from({ length }, () => below(256)))]) {
    assert.deepEqual(fromLetters(toLetters(bytes), bytes.length), bytes);
  }
});

test('no letter ends a script, is changed by a parser, or opens a template', () => {
  // Every value of seven bits before and after each of those that are written apart.
  const bytes = Uint8Array.from({ length: 7 * 4096 }, (_, index) => (index * index * 31 + (index >> 3)) & 255);
  const letters = toLetters(bytes);
  assert.ok(!/[\0\n\r<{\u0080-\u009f]/.test(letters));
});

test('it takes eight bytes of UTF-8 for seven', () => {
  const { below } = randomness(8);
  const bytes = Uint8Array.from({ length: 70_000 }, () => below(256));
  assert.equal(new TextEncoder().encode(toLetters(bytes)).length, 80_000);
  assert.equal(new TextEncoder().encode(toLetters(new Uint8Array(700))).length, 800);
});
