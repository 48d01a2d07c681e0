import assert from 'node:assert/strict';
import test from 'node:test';
import { NewestOnly } from '../../../www/engine/newest-only.js';

/** A worker that answers when it is told to. */
function slow() {
  /** @type {{ request: string, resolve: (result: string) => void, reject: (error: Error) => void }[]} */
  const asked = [];
  /** @type {NewestOnly<string, string>} */
  const newest = new NewestOnly((request) =>
    new Promise((resolve, reject) => asked.push({ request, resolve, reject })));
  const requests = () => asked.map(({ request }) => request);
  return { asked, newest, requests };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

test('of many requests only the first and the newest are run, and only the newest has a result', async () => {
  const { asked, newest, requests } = slow();
  const results = ['4', '4/', '4/5', '4/5/21'].map((text) => newest.ask(text));
  assert.deepEqual(requests(), ['4']);
  asked[0]?.resolve('stale');
  await turn();
  assert.deepEqual(requests(), ['4', '4/5/21']);
  asked[1]?.resolve('fresh');
  assert.deepEqual(await Promise.all(results), [null, null, null, 'fresh']);
});

test('an error of a dropped run is dropped with it', async () => {
  const { asked, newest } = slow();
  const results = [newest.ask('a'), newest.ask('b')];
  asked[0]?.reject(new Error('late'));
  await turn();
  asked[1]?.resolve('b');
  assert.deepEqual(await Promise.all(results), [null, 'b']);
});

test('an error of the newest run is handed on, and the next request is run', async () => {
  const { asked, newest } = slow();
  const failing = newest.ask('a');
  asked[0]?.reject(new Error('too long'));
  await assert.rejects(failing, { message: 'too long' });
  const next = newest.ask('b');
  asked[1]?.resolve('b');
  assert.equal(await next, 'b');
});

test('cancelling drops what runs and what waits', async () => {
  const { asked, newest, requests } = slow();
  const results = [newest.ask('a'), newest.ask('b')];
  newest.cancel();
  asked[0]?.resolve('a');
  assert.deepEqual(await Promise.all(results), [null, null]);
  assert.deepEqual(requests(), ['a']);
});
