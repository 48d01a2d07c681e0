import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import test from 'node:test';
import { digest } from '../../../www/engine/digest.js';
import { sha256 } from '../../../www/engine/sha256.js';

/** @param {Uint8Array} bytes */
const expected = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('the hash of a page without SubtleCrypto is the hash of every other', () => {
  // Every length around the two blocks in which the end may lie, and what does not start at its buffer's start.
  for (let length = 0; length < 200; length++) {
    const bytes = randomBytes(length);
    assert.equal(Buffer.from(digest(bytes)).toString('hex'), expected(bytes), `${length} bytes`);
  }
  const large = randomBytes(300_001);
  assert.equal(Buffer.from(digest(large)).toString('hex'), expected(large));
});

test('a hash is written in hexadecimal, with and without SubtleCrypto', async (t) => {
  const bytes = new Uint8Array(randomBytes(1000));
  assert.equal(await sha256(bytes), expected(bytes));
  t.mock.getter(globalThis.crypto, 'subtle', () => undefined);
  assert.equal(globalThis.crypto.subtle, undefined);
  assert.equal(await sha256(bytes), expected(bytes));
});
