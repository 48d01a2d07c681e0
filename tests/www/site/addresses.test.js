// Whatever stands in the address, the page reads it. A longer run, other addresses each time:
//
//     ADDRESSES_SECONDS=600 node --test tests/www/site/addresses.test.js
import assert from 'node:assert/strict';
import test from 'node:test';
import { Worker } from 'node:worker_threads';
import { brokenAddresses, LONG } from './broken-addresses.js';
import { readAddress, takeState } from './read.js';

const COUNT = 200_000;
/** One of so many is handed on to the element and the panels, which takes longer. */
const TAKEN = 5;
/** Characters of a long address. */
const LENGTH = 1_000_000;
/** In milliseconds. Read in one go it takes a second; read over and over, hours. */
const NEVER = 60_000;

test('of whatever stands in the address a state is made that can be sent on', (t) => {
  const seconds = Number(process.env['ADDRESSES_SECONDS'] ?? 0);
  const end = performance.now() + seconds * 1000;
  const seed = seconds > 0 ? Date.now() >>> 0 : 1;
  const next = brokenAddresses(seed);
  let count = 0;
  for (; count < COUNT || performance.now() < end; count++) {
    const address = next();
    try {
      const state = readAddress(address);
      if (count % TAKEN === 0) takeState(state);
    } catch (error) {
      throw new Error(`seed ${seed}, address ${count}: ${JSON.stringify(address).slice(0, 2000)}`, { cause: error });
    }
  }
  t.diagnostic(`${count} addresses from seed ${seed}`);
});

for (const name of Object.keys(LONG)) {
  test(`a long address is read in one go: ${name}`, async () => {
    const script = `import('${import.meta.resolve('./broken-addresses.js')}').then(async ({ LONG }) => {
      const { readAddress, takeState } = await import('${import.meta.resolve('./read.js')}');
      takeState(readAddress(LONG['${name}'](${LENGTH})));
    })`;
    const worker = new Worker(script, { eval: true });
    const timer = setTimeout(() => worker.terminate(), NEVER);
    const code = await new Promise((resolve, reject) => worker.on('error', reject).on('exit', resolve));
    clearTimeout(timer);
    assert.equal(code, 0, 'it is still being read');
  });
}
