// Whatever a reader does to the maps and the panels: how long scripts run until the frame that shows it is done, and
// the longest task while a sentence is typed.

import { covered, SCRIPT_EVENTS, threadsOf } from './key.js';
import { median, number, percentile, table } from './report.js';

/** @import { Page } from 'playwright-core' */
/** @import { Bench } from './sections.js' */

const SENTENCE = 'My old friends from the village will come to see us tomorrow.';
const GESTURES = '/benches/browser/gestures.js';
/** A frame at 60 a second, and what counts as a long task, in milliseconds. */
const FRAME = 16;
const LONG = 50;

/** @typedef {{ name: string, ts: number, dur?: number, tdur?: number, pid: number, tid: number }} TraceEvent */
/**
 * @typedef {{ shown: number[], processor: number[], rest: number[] }} Times milliseconds in which scripts ran, a
 *   number for each time; processor: of the processor's time, which other programs disturb less
 */

/**
 * @param {Bench} bench
 * @param {string} task
 */
async function openPage({ browser, origin }, task) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${origin}/www/#task=${task}`);
  await page.waitForFunction(() => document.querySelector('seq-scope')?.shadowRoot?.querySelector('.map canvas'));
  await page.evaluate(() => /** @type {any} */ (document.querySelector('seq-scope')).ready.then(() => {}));
  return page;
}

/** @param {Page} page @param {string} panel */
function bring(page, panel) {
  return page.evaluate(async ({ module, panel }) => (await import(module)).bring(panel), { module: GESTURES, panel });
}

/**
 * @param {Bench} bench
 * @param {Page} page
 * @param {() => Promise<unknown>} run
 * @returns {Promise<TraceEvent[]>} of the page's own thread, in the order of their beginnings
 */
async function traced({ browser }, page, run) {
  await browser.startTracing(page, { categories: [
    'devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing', 'v8', '__metadata',
  ] });
  await run();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const threads = threadsOf(traceEvents);
  return traceEvents
    .filter((/** @type {TraceEvent} */ { pid, tid }) => threads.get(`${pid} ${tid}`) === 'page')
    .toSorted((/** @type {TraceEvent} */ a, /** @type {TraceEvent} */ b) => a.ts - b.ts);
}

/**
 * @param {TraceEvent[]} events
 * @param {string} gesture
 * @returns {Times}
 */
function timesOf(events, gesture) {
  const scripts = events.filter(({ name }) => SCRIPT_EVENTS.includes(name));
  const marks = (/** @type {string} */ kind) =>
    events.filter(({ name }) => name === `${kind} ${gesture}`).map(({ ts }) => ts);
  const [begins, shown, rests] = [marks('begins'), marks('shown'), marks('rests')];
  const until = (/** @type {number[]} */ ends) =>
    begins.map((begin, index) => covered(scripts, begin, ends[index] ?? begin) / 1000);
  const processor = begins.map((begin, index) => processorTime(scripts, begin, shown[index] ?? begin) / 1000);
  return { shown: until(shown), processor, rest: until(rests) };
}

/**
 * The processor's time of the events that begin from `begin` to `end`, without those inside of others.
 *
 * @param {TraceEvent[]} events in the order of their beginnings
 * @param {number} begin
 * @param {number} end
 */
function processorTime(events, begin, end) {
  let [sum, behind] = [0, begin];
  for (const { ts, dur = 0, tdur = 0 } of events) {
    if (ts < behind || ts >= end) continue;
    sum += tdur;
    behind = ts + dur;
  }
  return sum;
}

/** @param {Bench} bench */
export async function interactions(bench) {
  const { say } = bench;
  const repeats = Math.ceil(bench.repeats * 0.75);
  const page = await openPage(bench, 'dates');
  const panels = await page.evaluate(async (module) => (await import(module)).PANELS, GESTURES);
  const rows = [];
  for (const panel of panels) {
    /** @type {string[]} */
    let names = [];
    await bring(page, panel);
    const events = await traced(bench, page, async () => {
      names = await page.evaluate(async ({ module, panel, repeats }) =>
        (await import(module)).perform(panel, repeats), { module: GESTURES, panel, repeats });
    });
    for (const name of names) {
      const { shown, processor, rest } = timesOf(events, name);
      rows.push({
        panel, name, median: median(shown), p95: percentile(shown, 0.95), processor: median(processor),
        untilRest: median(rest), samples: shown, samplesOfProcessor: processor, samplesUntilRest: rest,
      });
    }
  }
  await page.context().close();
  say(table(['panel in sight, gesture; scripts, ms', 'median', 'p95', 'of the processor\'s time',
    'until at rest', `over ${FRAME}`], rows.map(({ panel, name, median, p95, processor, untilRest }) =>
      [`${panel}: ${name}`, number(median), number(p95), number(processor), number(untilRest),
        median > FRAME ? 'yes' : ''])));
  const typing = await whileTyping(bench, panels);
  say(`\n${table(['panel in sight while a sentence is typed; tasks, ms', 'longest', 'of the processor\'s time',
    `over ${LONG}`], typing.map(({ panel, longest, longestOfProcessor, long }) =>
    [panel, number(longest), number(longestOfProcessor), String(long)]))}`);
  return { rows, typing: { text: SENTENCE, rows: typing } };
}

/**
 * The longest task of the page's thread, by the clock and by the processor's time that it took, which other programs
 * disturb less.
 *
 * @param {Bench} bench
 * @param {string[]} panels
 */
async function whileTyping(bench, panels) {
  const page = await openPage(bench, 'en-fr');
  const rows = [];
  for (const panel of panels) {
    await bring(page, panel);
    const events = await traced(bench, page, () => page.evaluate(async ({ module, sentence }) =>
      (await import(module)).typeSentence(sentence), { module: GESTURES, sentence: SENTENCE }));
    const tasks = events.filter(({ name }) => name === 'RunTask');
    rows.push({
      panel,
      longest: Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000,
      longestOfProcessor: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000,
      long: tasks.filter(({ dur = 0 }) => dur > LONG * 1000).length,
    });
  }
  await page.context().close();
  return rows;
}
