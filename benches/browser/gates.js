// The functions of the gates beside those of libm, compiled into one module with the same flags.

import { median, number, percentile, table } from './report.js';

/** @import { Bench } from './sections.js' */

/** Numbers that a function is given at once, and their largest magnitude. */
const [COUNT, LIMIT] = [4096, 12];

const FUNCTIONS = /** @type {const} */ ([
  { name: 'sigmoid', ours: 'sigmoid', libm: 'libmSigmoid' },
  { name: 'tanh', ours: 'tanh', libm: 'libmTanh' },
]);

/**
 * In the page: nanoseconds a number, and how far the results are from those in 64 bits at most.
 *
 * @param {{ methods: string[], count: number, limit: number, repeats: number }} wanted
 */
async function measure({ methods, count, limit, repeats }) {
  const [glue, module] = ['/references/gates/gates.js', '/references/gates/gates_bg.wasm'];
  const engine = await import(glue);
  await engine.default({ module_or_path: fetch(module) });
  const gates = new engine.Gates(count, limit);
  const inputs = gates.inputs();
  const exact = (/** @type {string} */ method, /** @type {number} */ x) =>
    method.toLowerCase().endsWith('tanh') ? Math.tanh(x) : 1 / (1 + Math.exp(-x));
  const errors = methods.map((method) => {
    gates[method]();
    return gates.outputs().reduce((/** @type {number} */ most, /** @type {number} */ y, /** @type {number} */ index) =>
      Math.max(most, Math.abs(y - exact(method, inputs[index]))), 0);
  });
  const { alternate } = /** @type {any} */ (globalThis).bench;
  const times = await alternate(methods.map((name) => ({ name, run: () => gates[name]() })), repeats);
  return times.map((/** @type {{ samples: number[] }} */ { samples }, /** @type {number} */ index) => ({
    error: errors[index], samples: samples.map((milliseconds) => milliseconds * 1e6 / count),
  }));
}

/** @param {Bench} bench */
export async function gates({ browser, origin, repeats, say }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/benches/browser/bench.html`);
  await page.waitForFunction(() => 'bench' in globalThis);
  const methods = FUNCTIONS.flatMap(({ ours, libm }) => [ours, libm]);
  const measured = await page.evaluate(measure, { methods, count: COUNT, limit: LIMIT, repeats });
  await context.close();
  const rows = methods.map((name, index) => {
    const { error, samples } = measured[index];
    return { name, error, median: median(samples), p95: percentile(samples, 0.95), samples };
  });
  const of = (/** @type {string} */ method) => rows.find(({ name }) => name === method);
  say(table(['nanoseconds a number, medians', 'seqscope', 'libm', 'times as fast', 'error', 'libm\'s error'],
    FUNCTIONS.map(({ name, ours, libm }) => {
      const [own, other] = [of(ours), of(libm)];
      if (!own || !other) throw new Error(`${name}: expected a measurement`);
      return [name, number(own.median), number(other.median), (other.median / own.median).toFixed(2),
        own.error.toExponential(1), other.error.toExponential(1)];
    })));
  return { numbers: COUNT, limit: LIMIT, rows };
}
