// From opening the page to what a reader waits for, with an empty cache on a slow line: HTTP/1.1 without compression.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { median, number, table } from './report.js';
import { serve } from './server.js';

/** @import { Bench } from './sections.js' */

/** Megabits a second and milliseconds of latency. */
const LINES = [{ rate: 9, latency: 170 }, { rate: 1.6, latency: 150 }];
/** Where the three models are much larger, so that the line is what is measured, the slower line would take minutes. */
const PLANS = [{ task: 'dates', lines: LINES }, { task: 'en-fr', lines: LINES.slice(0, 1) }];
/** Milliseconds within which a page has to be there at all. */
const LIMIT = 180_000;

/**
 * What a page is like at the moments that count, in milliseconds from opening it.
 *
 * @typedef {{ input: number, first: number, all: number, requests: number, megabytes: number }} Opening input: the text
 *   box stands there; first, all: one map and all three are painted; requests: what was asked for until the first map
 */

/** In the page, before anything else: notes the moments. */
function watch() {
  const found = /** @type {any} */ (globalThis).found = { input: 0, first: 0, all: 0 };
  const look = () => {
    const root = document.querySelector('seq-scope')?.shadowRoot;
    const input = /** @type {HTMLElement | null | undefined} */ (root?.querySelector('#text'));
    if (!found.input && input?.offsetHeight && getComputedStyle(input).visibility === 'visible') {
      found.input = performance.now();
    }
    // A canvas that has not been painted has its default size.
    const maps = [...root?.querySelectorAll('.map canvas') ?? []]
      .filter((canvas) => /** @type {HTMLCanvasElement} */ (canvas).height !== 150).length;
    if (!found.first && maps > 0) found.first = performance.now();
    if (!found.all && maps > 2) found.all = performance.now();
    if (!found.all) requestAnimationFrame(look);
  };
  look();
}

/**
 * @param {Bench} bench
 * @param {string} url
 * @param {{ rate: number, latency: number }} line
 * @returns {Promise<Opening>}
 */
async function opening({ browser }, url, { rate, latency }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT);
    const session = await context.newCDPSession(page);
    const throughput = (rate * 1_000_000) / 8;
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false, latency, downloadThroughput: throughput, uploadThroughput: throughput,
    });
    /** @type {import('playwright-core').Request[]} */
    const requests = [];
    page.on('request', (request) => requests.push(request));
    await page.addInitScript(watch);
    await page.goto(url);
    await page.waitForFunction(() => /** @type {any} */ (globalThis).found.all);
    const { found, origin } = await page.evaluate(() =>
      ({ found: /** @type {any} */ (globalThis).found, origin: performance.timeOrigin }));
    const until = (/** @type {number} */ moment) =>
      requests.filter((request) => request.timing().startTime <= origin + moment);
    const lengths = await Promise.all(until(found.all).map(async (request) =>
      Number((await request.response())?.headers()['content-length'] ?? 0)));
    return {
      ...found, requests: until(found.first).length, megabytes: lengths.reduce((sum, length) => sum + length, 0) / 1e6,
    };
  } finally {
    await context.close();
  }
}

/**
 * @param {Bench} bench
 * @returns {Promise<object>}
 */
export async function network(bench) {
  const { root, base, repeats, say } = bench;
  if (!existsSync(path.join(root, 'dist/site/index.html'))) throw new Error('expected dist/site: run `cargo xtask dist`');
  const before = base === null ? null : await serve(base, base);
  const pages = [
    ...before ? [{ name: 'before, unbundled', address: `${before.origin}/www/` }] : [],
    { name: 'www, unbundled', address: `${bench.origin}/www/` },
    { name: 'dist/site', address: `${bench.origin}/dist/site/` },
  ];
  /** @type {object[]} */
  const measured = [];
  try {
    for (const { task, lines } of PLANS) {
      for (const line of lines) {
        /** @type {Opening[][]} */
        const samples = pages.map(() => []);
        for (let round = 0; round < Math.max(1, Math.round(repeats / 10)); round++) {
          // In turn, so that whatever else the machine does falls on all of them.
          for (const [index, { address }] of pages.entries()) {
            samples[index]?.push(await opening(bench, `${address}#task=${task}`, line));
          }
        }
        const rows = pages.map(({ name }, index) => ({ name, samples: samples[index] ?? [], ...mediansOf(samples[index] ?? []) }));
        measured.push({ task, ...line, rows });
        say(table([`${task}, ${line.rate} Mbit/s, ${line.latency} ms`, 'text box ms', 'first map ms', 'three maps ms',
          'requests', 'MB'], rows.map(({ name, input, first, all, requests, megabytes }) =>
          [name, ...[input, first, all].map(number), String(requests), megabytes.toFixed(2)])));
        say('');
      }
    }
  } finally {
    before?.close();
  }
  return { measured };
}

/**
 * @param {Opening[]} samples
 * @returns {Opening}
 */
function mediansOf(samples) {
  const of = (/** @type {keyof Opening} */ name) => median(samples.map((sample) => sample[name]));
  return { input: of('input'), first: of('first'), all: of('all'), requests: of('requests'), megabytes: of('megabytes') };
}
