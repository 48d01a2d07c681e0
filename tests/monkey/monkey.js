// Random actions over the page, and then the question whether what is shown is what a fresh page of the same address
// shows.
import { setTimeout as sleep } from 'node:timers/promises';
import { Actions, randomFrom } from './actions.js';
import { ERRORS, LET_BE, READY, SEEN, TRY_AGAIN } from './in-page.js';
import { patiently } from './patience.js';

/** @typedef {import('../engines/drivers.js').EnginePage} EnginePage */
/** @typedef {import('./faulty-server.js').FaultyServer} FaultyServer */
/** @typedef {{ after: string[], address: string, name: string, shown: string, fresh: string }} Difference */

/** @typedef {Record<string, string>} Seen what a reader sees of each part */

/** How long after the last change the address holds it, in milliseconds. */
const ADDRESS_RESTS = 400;
/** How often what failed is tried again until it must be there. */
const TRIES = 6;

/**
 * @param {{
 *   open: () => Promise<EnginePage>, server: FaultyServer, origin: string, seed: number, actions: number,
 *   faults: boolean, every: number, say?: (line: string) => void,
 * }} options every: after so many actions the page is compared with a fresh one
 * @returns {Promise<{ differences: Difference[], tried: Actions['tried'] }>}
 */
export async function monkey({ open, server, origin, seed, actions, faults, every, say = () => {} }) {
  /** @type {Difference[]} */
  const differences = [];
  const page = await open();
  const fresh = await open();
  const paw = new Actions(page, server, randomFrom(seed), faults);
  /** @type {string[]} */
  let done = [];
  try {
    await page.goto(`${origin}/www/#task=dates&lang=en`);
    await page.evaluate(READY);
    for (let action = 1; action <= actions; action++) {
      done.push(await paw.act());
      if (action % every !== 0 && action !== actions) continue;
      const { address, found } = await compare();
      for (const difference of found) {
        differences.push({ after: done, address, ...difference });
        say(`after ${action} actions ${difference.name} differs at ${address}`);
        say(`  shown: ${difference.shown}\n  fresh: ${difference.fresh}`);
      }
      say(`${new Date().toISOString().slice(11, 19)} ${action} actions, ${differences.length} differences`);
      // What differs would differ again.
      if (found.length > 0) {
        say(`  ${done.join('\n  ')}`);
        await page.goto(`${origin}/tests/browser/fixtures/empty.html`);
        await page.goto(`${origin}/www/${address}`);
        await page.evaluate(READY);
      }
      done = [];
    }
  } catch (error) {
    say(`after these: ${done.join('\n  ')}`);
    throw error;
  } finally {
    await page.close();
    await fresh.close();
  }
  return { differences, tried: paw.tried };

  /** Lets everything come to rest, heals what failed, and compares with a fresh page of the same address. */
  async function compare() {
    server.heal();
    await patiently(() => page.move(1, 1));
    await paw.evaluate(READY);
    await paw.evaluate(LET_BE);
    await sleep(ADDRESS_RESTS);
    let address = await hash();
    let [shown, anew] = await Promise.all([seen(), opened(address)]);
    for (let round = 0, before = 0; round < TRIES; round++) {
      const isStarted = await paw.evaluate(READY);
      // What is only seen when it is read may have failed only now.
      const tried = await paw.evaluate(TRY_AGAIN);
      const now = await hash();
      // A task that there is not fails however often it is tried.
      const isDone = tried === 0 || tried === before;
      before = tried;
      if (isStarted && isDone && now === address && differing(shown, anew).length === 0) break;
      // Both are read once more: a busy machine may not have painted everything.
      say(`  read again: ${[!isStarted && 'not started', tried && `${tried} tried again`, now !== address && 'another address',
        ...differing(shown, anew)].filter(Boolean).join(', ')}`);
      address = now;
      [shown, anew] = await Promise.all([seen(), opened(address)]);
    }
    const found = differing(shown, anew).map((name) => ({ name, ...around(shown[name] ?? '', anew[name] ?? '') }));
    const errors = /** @type {string[]} */ (await paw.evaluate(ERRORS)).map((error) => ({ name: 'an error', shown: error, fresh: '' }));
    return { address, found: [...found, ...errors] };
  }

  /** @returns {Promise<string>} */
  function hash() {
    return paw.evaluate('return location.hash;');
  }

  /** What the page shows. @returns {Promise<Seen>} */
  async function seen() {
    return await paw.evaluate(READY) ? paw.evaluate(SEEN) : {};
  }

  /** What a fresh page shows at an address. @param {string} address @returns {Promise<Seen>} */
  async function opened(address) {
    // Language and colours are the reader's own and not the address's.
    const own = await paw.evaluate(`return ['seqscope-lang', 'seqscope-theme'].map((name) => [name, localStorage.getItem(name)]);`);
    await fresh.goto(`${origin}/tests/browser/fixtures/empty.html`);
    await fresh.evaluate(`for (const [name, value] of ${JSON.stringify(own)}) {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    }`);
    await fresh.goto(`${origin}/www/${address}`);
    await fresh.evaluate(READY);
    return fresh.evaluate(SEEN);
  }
}

/** The parts that differ. @param {Seen} shown @param {Seen} fresh */
function differing(shown, fresh) {
  return Object.keys(fresh).filter((name) => fresh[name] !== shown[name]);
}

/** Where two texts part. @param {string} shown @param {string} fresh */
function around(shown, fresh) {
  let at = 0;
  while (at < shown.length && shown[at] === fresh[at]) at++;
  const part = (/** @type {string} */ text) => text.slice(Math.max(at - 60, 0), at + 120);
  return { shown: part(shown), fresh: part(fresh) };
}
