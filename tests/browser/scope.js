// What readers do in the page, and what they see of it.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { openPage } from './harness.js';
import { standIn } from './stand-in.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */
/** @typedef {Parameters<typeof openPage>[0]} TestContext */
/** @typedef {NonNullable<Parameters<typeof openPage>[2]>} Options */

export const ATTENTIONS = ['dot', 'general', 'concat'];
/** In milliseconds: what has not come by then never does. */
const LONGEST_WAIT = 20_000;
export const DESK = { locale: 'en-US', viewport: { width: 1280, height: 900 } };

/**
 * Opens the page with the dates and waits until their models have answered.
 *
 * @param {TestContext} t
 * @param {string} [fields] of the address besides the task
 * @param {Options} [options]
 */
export async function open(t, fields = '', options = {}) {
  const page = await openPage(t, `/www/#task=dates${fields && '&'}${fields}`, { ...DESK, ...options });
  await ready(page);
  return page;
}

/**
 * Opens the page where the manifest has models of translation too, {@link standIn stand-ins} all, and waits until
 * those of the task have answered.
 *
 * @param {TestContext} t
 * @param {string} [fields] of the address
 * @param {Options} [options]
 */
export async function openTranslation(t, fields = '', options = {}) {
  const prepare = async (/** @type {Page} */ page) => {
    await standIn(page);
    await options.prepare?.(page);
  };
  const page = await openPage(t, `/www/${fields && '#'}${fields}`, { ...DESK, ...options, prepare });
  await ready(page);
  return page;
}

/** @param {Page} page */
export async function ready(page) {
  await page.evaluate(async () => {
    // A page of one file is loaded before its scripts, which it carries packed, have run.
    await customElements.whenDefined('seq-scope');
    await /** @type {SeqScope} */ (document.querySelector('seq-scope')).ready;
  });
  // What draws is a module of its own, which may come after the answers.
  await page.waitForFunction(() => document.querySelector('seq-scope')?.shadowRoot?.querySelector('.stage > div > *'));
  await settled(page);
}

/**
 * Waits for the frame that shows what has been answered; where the module that draws is still on its way, for that too, a
 * while: some pages are to stay without it.
 *
 * @param {Page} page
 */
export function settled(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isDrawn = (/** @type {Element} */ scope) => !scope.shadowRoot || scope.shadowRoot.querySelector('.stage > div > *') !== null;
    for (const end = performance.now() + 2000; ![...document.querySelectorAll('seq-scope')].every(isDrawn) && performance.now() < end;) await frame();
    await frame();
    await frame();
  });
}

/**
 * Waits until what is read is what is expected. Where it never is, the test fails with what was read last.
 *
 * @template Value
 * @param {() => Promise<Value> | Value} read
 * @param {Value} expected
 * @param {string} [message]
 */
export async function becomes(read, expected, message) {
  const end = performance.now() + LONGEST_WAIT;
  for (let found = await read(); !isDeepStrictEqual(found, expected); found = await read()) {
    if (performance.now() > end) assert.deepEqual(found, expected, message);
    await sleep(20);
  }
}

/**
 * Waits until the address has, or has not, what is looked for.
 *
 * @param {Page} page
 * @param {string} part
 */
export function addressed(page, part, has = true) {
  return page.waitForFunction(([wanted, should]) => location.hash.includes(String(wanted)) === should, /** @type {const} */ ([part, has]));
}

/**
 * Types a text in place of what is there and waits for the answers.
 *
 * @param {Page} page
 * @param {string} text
 */
export async function type(page, text) {
  await page.evaluate((typed) => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    /** @type {any} */ (globalThis).answered = new Promise((resolve) => {
      scope.addEventListener('trace', function listen(event) {
        const traces = Object.values(/** @type {CustomEvent} */ (event).detail);
        if (traces.some((trace) => trace.input !== typed)) return;
        scope.removeEventListener('trace', listen);
        resolve(undefined);
      });
    });
  }, text);
  await page.locator('seq-scope #text').fill(text);
  await page.evaluate(() => /** @type {any} */ (globalThis).answered);
  await settled(page);
}

/** @param {Page} page */
export function outputs(page) {
  return page.locator('seq-scope .output-text').allTextContents();
}

/** @param {Page} page @param {string} attention */
export function map(page, attention) {
  return page.locator(`seq-scope .map[data-attention=${attention}]`);
}

/**
 * Where a cell's middle is in the canvas of a plot, once what was done before is shown.
 *
 * @param {import('playwright-core').Locator} plot
 * @param {number} row
 * @param {number} column
 */
async function cellOf(plot, row, column) {
  await settled(plot.page());
  const canvas = plot.locator('.picture');
  const box = await canvas.boundingBox();
  assert.ok(box);
  const columns = await plot.locator('.columns .token').count();
  const rows = await plot.locator('.rows .token').count() || Number(await plot.locator('.units span').last().textContent()) + 1;
  return { canvas, position: { x: ((column + 0.5) * box.width) / columns, y: ((row + 0.5) * box.height) / rows } };
}

/** @param {import('playwright-core').Locator} plot @param {number} row @param {number} column */
export async function hover(plot, row, column) {
  const { canvas, position } = await cellOf(plot, row, column);
  await canvas.hover({ position });
}

/** @param {import('playwright-core').Locator} plot @param {number} row @param {number} column */
export async function click(plot, row, column) {
  const { canvas, position } = await cellOf(plot, row, column);
  await canvas.click({ position });
}

/** @param {import('playwright-core').Locator} plot */
export function labels(plot) {
  return Promise.all(['.columns', '.rows'].map((part) => plot.locator(`${part} .token`).allTextContents()));
}

/** Traces of the newest event, by attention type. @param {Page} page */
export async function traces(page) {
  return page.evaluate(() => new Promise((resolve) => {
    const scope = /** @type {SeqScope} */ (document.querySelector('seq-scope'));
    scope.addEventListener('trace', (event) => {
      const found = Object.entries(/** @type {CustomEvent} */ (event).detail);
      resolve(Object.fromEntries(found.map(([name, trace]) => [name, {
        weights: [...trace.weights.data], columns: trace.source.length, rows: trace.target.length,
        input: trace.input, output: trace.output, logProbability: trace.logProbability,
        encoder: trace.encoder.map((/** @type {any} */ layer) => layer.signals.map((/** @type {any} */ signal) =>
          ({ name: signal.name, shape: signal.values.shape, data: [...signal.values.data] }))),
      }])));
    }, { once: true });
    const { text } = scope;
    scope.text = `${text} `;
    scope.text = text;
  }));
}
