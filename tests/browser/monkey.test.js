// Random actions over everything that can be operated, with requests that fail or hang and workers that end: what is then
// shown is what a fresh page of the same address shows. `cargo xtask monkey` does many more of them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { findChromium } from './harness.js';
import { ENGINES } from '../engines/drivers.js';
import { FaultyServer } from '../monkey/faulty-server.js';
import { monkey } from '../monkey/monkey.js';

const ACTIONS = 200;

test(`after any of ${ACTIONS} random actions the page is as a fresh one of the same address`, async (t) => {
  process.env['CHROMIUM'] ??= findChromium();
  const { chromium: open } = ENGINES;
  assert.ok(open);
  const server = new FaultyServer();
  t.after(() => server.close());
  const { differences, tried } = await monkey({
    open, server, origin: await server.listen(), seed: 15, actions: ACTIONS, every: 25, faults: true,
    say: (line) => t.diagnostic(line),
  });
  assert.deepEqual(differences, []);
  const done = (/** @type {RegExp} */ names) => [...tried].filter(([name, { done }]) => done > 0 && names.test(name)).length;
  // It did something: a page that offers nothing does not differ either.
  assert.ok(done(/^fault: /) > 0 && done(/^address /) > 0 && done(/^seq-scope: /) > 5 && done(/./) > 50, JSON.stringify([...tried]));
});
