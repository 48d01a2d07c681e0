import assert from 'node:assert/strict';
import test from 'node:test';
import { Room } from '../../../www/engine/room.js';

test('what is prepared holds a trace that is somewhat longer, and is given away once', () => {
  const room = new Room();
  assert.equal(room.take(), undefined);
  for (const bytes of [4, 4096, 300_000]) {
    room.prepareFor(bytes);
    const buffer = room.take();
    assert.ok(buffer && buffer.byteLength >= bytes * 1.2, `${buffer?.byteLength} bytes for ${bytes}`);
    assert.ok(buffer.byteLength < bytes * 1.3 + 4096, `${buffer.byteLength} bytes for ${bytes}`);
    assert.equal(room.take(), undefined);
  }
});
