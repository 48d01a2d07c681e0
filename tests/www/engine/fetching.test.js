import assert from 'node:assert/strict';
import test from 'node:test';
import { LoadError } from '../../../www/engine/causes.js';
import { fetchFile, importModule } from '../../../www/engine/fetching.js';

/** @typedef {import('node:test').TestContext} TestContext */

const ADDRESS = new URL('http://127.0.0.1/models/a.bin');

/**
 * Answers requests with these, one after the other, and lets time pass as fast as it is asked for.
 *
 * @param {TestContext} t
 * @param {(() => Promise<Response>)[]} answers
 */
function world(t, answers) {
  /** @type {RequestInit[]} */
  const asked = [];
  Object.assign(globalThis, { origin: ADDRESS.origin });
  t.mock.method(globalThis, 'fetch', (/** @type {URL} */ _, /** @type {RequestInit} */ init) => {
    asked.push(init);
    return answers[asked.length - 1]?.() ?? Promise.reject(new TypeError('Failed to fetch'));
  });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const real = setImmediate;
  /** @template Result @param {Promise<Result>} promise */
  const passing = async (promise) => {
    let open = true;
    promise.catch(() => {}).finally(() => (open = false));
    for (let turn = 0; open && turn < 5000; turn++) {
      await new Promise((resolve) => real(resolve));
      t.mock.timers.tick(100);
    }
    return promise;
  };
  return { asked, passing };
}

const ok = async () => new Response('right', { headers: { 'content-type': 'text/plain' } });
const status = (/** @type {number} */ code) => async () => new Response('wrong', { status: code });
const broken = () => Promise.reject(new TypeError('Failed to fetch'));
/** @type {() => Promise<Response>} */
const hangs = () => new Promise(() => {});

/** @param {Promise<unknown>} promise */
const failure = (promise) => promise.then(() => null, (error) => {
  assert.ok(error instanceof LoadError);
  return error.failure;
});

for (const [name, answers] of /** @type {const} */ ([
  ['the network fails once', [broken, ok]],
  ['the server fails twice', [status(500), status(503), ok]],
  ['a request hangs', [hangs, ok]],
])) {
  test(`a file comes by itself where ${name}`, async (t) => {
    const { asked, passing } = world(t, [...answers]);
    const { bytes, type } = await passing(fetchFile(ADDRESS, { subject: 'a.bin' }));
    assert.equal(new TextDecoder().decode(bytes), 'right');
    assert.equal(type, 'text/plain');
    assert.equal(asked.length, answers.length);
  });
}

test('it is tried three times, and what is asked for again then is asked anew', async (t) => {
  const { asked, passing } = world(t, [status(500), status(500), status(500), ok]);
  assert.deepEqual(await passing(failure(fetchFile(ADDRESS, { subject: 'a.bin' }))),
    { kind: 'server', subject: 'a.bin', reason: 'HTTP 500' });
  assert.equal(asked.length, 3);
  await passing(fetchFile(ADDRESS, { subject: 'a.bin' }));
  assert.equal(asked.length, 4);
});

test('what will not pass is not asked for again', async (t) => {
  const { asked, passing } = world(t, [status(404), ok]);
  assert.equal((await passing(failure(fetchFile(ADDRESS, { subject: 'a.bin' }))))?.kind, 'missing');
  assert.equal(asked.length, 1);
});

test('every request has an end, one that hangs in the middle too', async (t) => {
  const part = async () => new Response(new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('ri')),
  }));
  const { asked, passing } = world(t, [part, hangs, part]);
  /** @type {number[]} */
  const received = [];
  const told = await passing(failure(fetchFile(ADDRESS, { subject: 'a.bin', onProgress: (bytes) => received.push(bytes) })));
  assert.deepEqual(told, { kind: 'stalled', subject: 'a.bin', reason: 'nothing for 30 s' });
  assert.equal(asked.length, 3);
  assert.ok(asked.every(({ signal }) => signal?.aborted), 'nothing goes on behind it');
  assert.deepEqual(received, [2, 0, 0, 2]);
});

test('a slow file that moves is not given up', async (t) => {
  let sent = 0;
  const slow = async () => new Response(new ReadableStream({
    pull: (controller) => new Promise((resolve) => setTimeout(() => {
      if (++sent === 9) controller.close();
      else controller.enqueue(new Uint8Array(1));
      resolve();
    }, 20_000)),
  }, { highWaterMark: 0 }));
  const { asked, passing } = world(t, [slow]);
  const { bytes } = await passing(fetchFile(ADDRESS, { subject: 'a.bin' }));
  assert.equal(bytes.length, 8);
  assert.equal(asked.length, 1);
});

test('a server of another origin that answers, but not to this page, is told by its missing header', async (t) => {
  const { passing } = world(t, [broken, ok]);
  Object.assign(globalThis, { origin: 'http://elsewhere' });
  assert.equal((await passing(failure(fetchFile(ADDRESS, { subject: 'a.bin' }))))?.kind, 'cors');
});

test('an error of a script itself is handed on, and is no matter of the network', async (t) => {
  const { asked } = world(t, []);
  await assert.rejects(importModule(() => Promise.reject(new SyntaxError('odd')), 'a.js'), { name: 'SyntaxError' });
  assert.equal(asked.length, 0);
});

test('a script that is not sent as JavaScript is told of', async (t) => {
  const { passing } = world(t, [ok]);
  const load = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module: http://127.0.0.1/a.js'));
  assert.deepEqual(await passing(failure(importModule(load, 'a.js'))), { kind: 'mime', subject: 'a.js', reason: 'text/plain' });
});
