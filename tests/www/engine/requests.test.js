import assert from 'node:assert/strict';
import test from 'node:test';
import { answering } from '../../../www/engine/requests.js';

test('what is left to do is done when everything is answered, and no failed request keeps it from being done', async () => {
  /** @type {string[]} */
  const done = [];
  const take = answering(
    async () => {},
    async (/** @type {{ id: number }} */ { id }) => {
      if (id === 2) throw new Error('no');
      return [{}, [], () => done.push(`left of ${id}`)];
    },
    (reply) => done.push(`reply ${JSON.stringify(/** @type {any} */ (reply).map((/** @type {any} */ { id }) => id))}`),
  );
  await take({ type: 'requests', requests: [{ id: 1 }, { id: 2 }, { id: 3 }] });
  assert.deepEqual(done, ['reply [1,2,3]', 'left of 1', 'left of 3']);
});

test('what several results share is moved once', async () => {
  const shared = new ArrayBuffer(8);
  /** @type {unknown[]} */
  const moved = [];
  const take = answering(async () => {}, async () => [{}, [shared]], (_, transfer) => moved.push(...transfer));
  await take({ type: 'requests', requests: [{ id: 1 }, { id: 2 }] });
  assert.deepEqual(moved, [shared]);
});
