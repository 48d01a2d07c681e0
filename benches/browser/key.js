// From a key to painted maps, in the page itself with three models: how long scripts run meanwhile.

import { serve } from './server.js';
import { median, number, percentile, table } from './report.js';

/** @import { Bench } from './sections.js' */

/** What is typed, by task. */
const TEXTS = { dates: 'Wednesday, 25 September 2021', 'en-fr': 'We bought an old house near the sea.' };
/** What Chromium's trace calls the running of scripts. */
export const SCRIPT_EVENTS = ['EvaluateScript', 'FunctionCall', 'RunMicrotasks', 'FireAnimationFrame', 'TimerFire',
  'v8.callFunction', 'v8.run'];
const THREADS = { CrRendererMain: 'page', 'DedicatedWorker thread': 'worker' };

/**
 * In the page: types `text` key by key, each when the last is answered by every model and is on the screen.
 *
 * @param {string} text
 */
async function typeAll(text) {
  const scope = /** @type {HTMLElement} */ (document.querySelector('seq-scope'));
  const input = /** @type {HTMLInputElement} */ (scope.shadowRoot?.querySelector('#text'));
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  for (let length = 1; length <= text.length; length++) {
    performance.mark('key begins');
    const answered = new Promise((resolve) => scope.addEventListener('trace', resolve, { once: true }));
    input.value = text.slice(0, length);
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await answered;
    await frame();
    performance.mark('key ends');
  }
}

/**
 * How much of the time from `begin` to `end` the events cover. Those inside of others count once.
 *
 * @param {{ ts: number, dur?: number }[]} events in the order of their beginnings
 * @param {number} begin
 * @param {number} end
 */
export function covered(events, begin, end) {
  let [sum, behind] = [0, begin];
  for (const { ts, dur = 0 } of events) {
    const [from, to] = [Math.max(ts, behind), Math.min(ts + dur, end)];
    if (to > from) {
      sum += to - from;
      behind = to;
    }
  }
  return sum;
}

/**
 * Which threads of a trace are the page's and its workers', by process and thread.
 *
 * @param {{ name: string, args: { name?: string }, pid: number, tid: number }[]} events
 */
export function threadsOf(events) {
  /** @type {Map<string, string>} */
  const threads = new Map();
  for (const { name, args, pid, tid } of events) {
    const thread = name === 'thread_name' && THREADS[/** @type {keyof typeof THREADS} */ (args.name)];
    if (thread) threads.set(`${pid} ${tid}`, thread);
  }
  return threads;
}

/**
 * Milliseconds of every key: by the clock, and those in which scripts ran on the page's thread and in the worker.
 *
 * @param {Buffer} trace
 * @returns {{ clock: number, page: number, worker: number }[]}
 */
function keysIn(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const threads = threadsOf(traceEvents);
  /** @type {{ name: string, ts: number, dur?: number, pid: number, tid: number }[]} */
  const ordered = traceEvents.toSorted((/** @type {{ ts: number }} */ a, /** @type {{ ts: number }} */ b) =>
    a.ts - b.ts);
  const marks = (/** @type {string} */ wanted) =>
    ordered.filter(({ name }) => name === wanted).map(({ ts }) => ts);
  const ends = marks('key ends');
  const scripts = (/** @type {string} */ thread) =>
    ordered.filter(({ name, pid, tid }) =>
      SCRIPT_EVENTS.includes(name) && threads.get(`${pid} ${tid}`) === thread);
  const [ofPage, ofWorker] = [scripts('page'), scripts('worker')];
  return marks('key begins').map((begin, index) => {
    const end = ends[index] ?? begin;
    return {
      clock: (end - begin) / 1000,
      page: covered(ofPage, begin, end) / 1000,
      worker: covered(ofWorker, begin, end) / 1000,
    };
  });
}

/**
 * The page of one origin, ready to be typed into.
 *
 * @param {Bench['browser']} browser
 * @param {string} origin
 * @param {string} task
 * @param {string} text
 */
async function opened(browser, origin, task, text) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${origin}/www/#task=${task}`);
  await page.waitForFunction(() => document.querySelector('seq-scope')?.shadowRoot?.querySelector('.map canvas'));
  await page.evaluate(() => /** @type {any} */ (document.querySelector('seq-scope')).ready.then(() => {}));
  for (let round = 0; round < 3; round++) await page.evaluate(typeAll, text);
  return page;
}

/**
 * With another checkout as base, both pages are typed into by turns.
 *
 * @param {Bench} bench
 */
export async function key(bench) {
  const before = bench.base === null ? null : await serve(bench.base, bench.base);
  const tasks = [];
  for (const [task, text] of Object.entries(TEXTS)) {
    tasks.push({ task, text, rows: await keysOf(task, text, bench, before?.origin ?? null) });
  }
  before?.close();
  return { tasks };
}

/**
 * What the keys of a text took, in the three models of a task.
 *
 * @param {string} task
 * @param {string} text
 * @param {Bench} bench
 * @param {string | null} base another checkout's origin
 */
async function keysOf(task, text, { browser, origin, repeats, say }, base) {
  const pages = [{ of: '', page: await opened(browser, origin, task, text) }];
  if (base !== null) pages.unshift({ of: 'base, ', page: await opened(browser, base, task, text) });
  /** @type {ReturnType<typeof keysIn>[]} */
  const keys = pages.map(() => []);
  for (let round = 0; round < Math.ceil(repeats / 8); round++) {
    for (const [index, { page }] of pages.entries()) {
      await page.bringToFront();
      const categories = ['devtools.timeline', 'blink.user_timing', 'v8', '__metadata'];
      await browser.startTracing(page, { categories });
      await page.evaluate(typeAll, text);
      keys[index]?.push(...keysIn(await browser.stopTracing()));
    }
  }
  for (const { page } of pages) await page.context().close();
  if (keys.some((each) => each.length === 0 || each.every(({ worker }) => worker === 0))) {
    throw new Error('expected scripts of the page and of its worker in the trace, found none');
  }
  const names = { page: 'scripts, page', worker: 'scripts, worker', clock: 'key to painted maps' };
  const rows = pages.flatMap(({ of }, index) => /** @type {(keyof typeof names)[]} */ (Object.keys(names)).map((kind) => {
    const samples = (keys[index] ?? []).map((each) => each[kind]);
    return { name: of + names[kind], median: median(samples), p95: percentile(samples, 0.95), samples };
  }));
  say(table([`three models for ${task}`, 'median ms', 'p95 ms'],
    rows.map(({ name, median, p95 }) => [name, number(median), number(p95)])));
  return rows;
}
