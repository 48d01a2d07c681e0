// Measures seqscope beside its peers in one headless Chromium. `cargo xtask bench` sets everything up and starts it:
//
//     node benches/browser/main.js --seqscope PROGRAM --references FOLDER
//         [--repeats N] [--only SECTION[,SECTION...]] [--base CHECKOUT] [--json FILE]
//
// CHROMIUM names the browser's program.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { gates } from './gates.js';
import { interactions } from './interactions.js';
import { key } from './key.js';
import { native } from './native.js';
import { network } from './network.js';
import { References } from './references.js';
import { coldStart, dates, memory, scaling, sentence } from './sections.js';
import { serve } from './server.js';

/** @import { Bench } from './sections.js' */

/** @type {Record<string, { title: string, run: (bench: Bench) => Promise<object> }>} */
const SECTIONS = {
  sentence: { title: 'a sentence: 10 source and 12 target tokens, d_model 256, 2 layers, 8,000 words', run: sentence },
  dates: { title: 'a date of 12 characters beside TensorFlow.js', run: dates },
  'cold-start': { title: 'from an empty cache to the first result', run: coldStart },
  network: { title: 'from an empty cache on a slow line to three maps', run: network },
  key: { title: 'from a key to painted maps', run: key },
  interactions: { title: 'whatever a reader does to maps and panels', run: interactions },
  scaling: { title: 'longer sources and wider models', run: scaling },
  gates: { title: 'sigmoid and tanh beside those of libm', run: gates },
  memory: { title: 'WebAssembly memory', run: memory },
  native: { title: 'training beside PyTorch', run: native },
};

const { values: options } = parseArgs({
  options: {
    seqscope: { type: 'string' }, references: { type: 'string' }, repeats: { type: 'string', default: '40' },
    only: { type: 'string' }, base: { type: 'string' }, json: { type: 'string' },
  },
});
const { seqscope, references } = options;
const repeats = Number(options.repeats);
const chosen = options.only?.split(',') ?? Object.keys(SECTIONS);
const unknown = chosen.find((name) => !(name in SECTIONS));
if (!seqscope || !references) wrongUsage('expected --seqscope and --references');
if (!Number.isInteger(repeats) || repeats < 1) {
  wrongUsage(`--repeats: expected a number from 1, found ${options.repeats}`);
}
if (unknown !== undefined) {
  wrongUsage(`--only: no section ${JSON.stringify(unknown)}: expected one of ${Object.keys(SECTIONS).join(', ')}`);
}

/**
 * @param {string} message
 * @returns {never}
 */
function wrongUsage(message) {
  console.error(message);
  process.exit(2);
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What is needed to read the numbers. */
async function circumstances(/** @type {string} */ chromiumVersion) {
  const lock = JSON.parse(await readFile(path.join(root, 'benches/peers/package-lock.json'), 'utf8'));
  const version = (/** @type {string} */ name) => lock.packages[`node_modules/${name}`]?.version;
  return {
    processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, chromium: chromiumVersion, node: process.version,
    'onnxruntime-web': version('onnxruntime-web'), 'TensorFlow.js': version('@tensorflow/tfjs'),
    repeats,
  };
}

await mkdir(references, { recursive: true });
const server = await serve(root, path.resolve(references));
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});
try {
  const of = await circumstances(browser.version());
  console.log(Object.entries(of).map(([name, value]) => `${name} ${value}`).join(', '));
  /** @type {Bench} */
  const bench = {
    browser, origin: server.origin, root, program: seqscope, repeats, base: options.base ? path.resolve(options.base) : null, engines: [{ name: 'seqscope', glue: '/pkg/seqscope.js', wasm: '/pkg/seqscope_bg.wasm' }],
    references: new References(seqscope, path.resolve(references)), say: console.log,
  };
  /** @type {Record<string, object>} */
  const sections = {};
  for (const name of chosen) {
    const section = SECTIONS[name];
    if (!section) continue;
    console.log(`\n${name}: ${section.title}\n`);
    sections[name] = await section.run(bench);
  }
  if (options.json) {
    await writeFile(options.json, `${JSON.stringify({ circumstances: of, sections }, null, 1)}\n`);
    console.log(`\nwritten: ${options.json}`);
  }
} finally {
  await browser.close();
  server.close();
}
