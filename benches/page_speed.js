// How fast the page is: from opening it with an empty cache to the first map, from a key to all three maps, and how
// long the page is blocked at most while a sentence is typed. Prints medians, in milliseconds.
//
//     node benches/page_speed.js [--task en-fr] [--runs 5] [--throttle 1] [--models www/models]
//
// Needs the built pkg/, `npm ci` and Chromium (CHROMIUM names its program). --throttle slows the processor down.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: options } = parseArgs({
  options: {
    task: { type: 'string', default: 'en-fr' }, runs: { type: 'string', default: '5' },
    throttle: { type: 'string', default: '1' }, models: { type: 'string', default: 'www/models' },
  },
});
const SENTENCE = 'My old friends from the village will come to see us tomorrow.';
const DATE = 'Wednesday, 25 September 2021';
const root = fileURLToPath(new URL('../', import.meta.url));
const types = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = pathname.startsWith('/www/models/') ? path.resolve(root, options.models, path.basename(pathname))
    : path.join(root, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  try {
    const body = await readFile(file);
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

/** In the page, before anything else: tells when the first map has been painted. */
function observe() {
  const look = () => {
    const canvas = document.querySelector('seq-scope')?.shadowRoot?.querySelector('.map canvas');
    // A canvas that has not been painted has its default size.
    if (canvas && canvas.height !== 150) globalThis.firstMap = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}

/** In the page: types `text` key by key, each when the last is answered by every model and is on the screen. */
async function typeAll(text) {
  const scope = document.querySelector('seq-scope');
  const input = scope.shadowRoot.querySelector('#text');
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const keys = [];
  for (let length = 1; length <= text.length; length++) {
    const start = performance.now();
    const answered = new Promise((resolve) => scope.addEventListener('trace', resolve, { once: true }));
    input.value = text.slice(0, length);
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await answered;
    await frame();
    keys.push(performance.now() - start);
  }
  return keys;
}

/**
 * The tasks of the page's own thread: how long each took by the clock, and how long of the processor.
 *
 * @param {Buffer} trace
 */
function tasksIn(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const threads = new Set(traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid} ${tid}`));
  return traceEvents
    .filter(({ name, pid, tid }) => name === 'RunTask' && threads.has(`${pid} ${tid}`))
    .map(({ dur = 0, tdur = 0 }) => ({ clock: dur / 1000, processor: tdur / 1000 }));
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
const opened = [];
const all = [];
const keys = [];
const longest = [];
const longestOfProcessor = [];
let longTasks = 0;
for (let run = 0; run < Number(options.runs); run++) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: Number(options.throttle) });
  await page.addInitScript(observe);
  await page.goto(`${origin}/www/#task=${options.task}`);
  await page.waitForFunction(() => globalThis.firstMap);
  opened.push(await page.evaluate(() => globalThis.firstMap));
  await page.evaluate(() => document.querySelector('seq-scope').ready.then(() => {}));
  all.push(await page.evaluate(() => performance.now()));
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  keys.push(...await page.evaluate(typeAll, options.task === 'dates' ? DATE : SENTENCE));
  const tasks = tasksIn(await browser.stopTracing());
  longest.push(Math.max(...tasks.map(({ clock }) => clock)));
  longestOfProcessor.push(Math.max(...tasks.map(({ processor }) => processor)));
  longTasks += tasks.filter(({ clock }) => clock > 50).length;
  await browser.close();
}
server.close();
console.log(`task ${options.task}, ${options.runs} runs, processor slowed down by ${options.throttle}`);
console.log(`opening to the first map   ${median(opened).toFixed(0)}`);
console.log(`opening to all maps        ${median(all).toFixed(0)}`);
console.log(`a key to all three maps    ${median(keys).toFixed(1)}, at most ${Math.max(...keys).toFixed(1)}`);
console.log(`longest task while typing  ${median(longest).toFixed(1)}, at most ${Math.max(...longest).toFixed(1)}`);
console.log(`  of the processor's time  ${median(longestOfProcessor).toFixed(1)}, `
  + `at most ${Math.max(...longestOfProcessor).toFixed(1)}`);
console.log(`tasks of more than 50 ms while typing  ${longTasks}`);
