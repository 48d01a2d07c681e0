// Opens pages of this repository in a headless Chromium and fails the test when anything goes wrong in them:
// an error or warning in the console, an uncaught error, a failed request, a request to anywhere else.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { contentTypes } from './content-types.js';

/** @import { TestContext } from 'node:test' */
/** @import { AddressInfo } from 'node:net' */
/** @import { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core' */

/** How long a test may keep a page, in milliseconds: what is waited for inside a page has no limit of its own. */
const LONGEST_TEST = 60_000;
/** How long an expected problem may take to be noticed once a test is over. */
const LONGEST_PROBLEM = 5_000;

const root = fileURLToPath(new URL('../../', import.meta.url));

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whatever the page asks of another host fails at once, and is reported.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/**
 * Pages that tests have made, by path: they come from a server, as browsers judge a page by where it comes from.
 *
 * @type {Map<string, string>}
 */
const made = new Map();

/**
 * Serves the repository on a free port, which is an origin of its own.
 *
 * @param {Record<string, string>} [headers] sent with every file
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(headers = {}) {
  const server = createServer(async (request, response) => {
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      // URL has resolved the dots; those still hidden behind percent signs are resolved by join.
      let file = path.join(root, decodeURIComponent(pathname));
      if (!file.startsWith(root)) throw new Error('outside of the repository');
      if ((await stat(file)).isDirectory()) file = path.join(file, 'index.html');
      const body = made.get(pathname) ?? await readFile(file);
      const type = contentTypes[path.extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', ...headers }).end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let isWhole = false;

/**
 * Has the tests of this file run in a whole browser, where those of others run in its engine alone: where they are about
 * what a browser does around a page, such as keeping it for the back button, or showing nothing before there is something.
 */
export function useWholeBrowser() {
  isWhole = true;
}

/**
 * The program of Chromium: `$CHROMIUM`, or `$WHOLE_CHROMIUM` where a whole one is asked for, both of which `cargo xtask test`
 * sets, or one of the usual names.
 */
export function findChromium() {
  const named = (isWhole && process.env['WHOLE_CHROMIUM']) || process.env['CHROMIUM'];
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(existsSync);
  if (!found) throw new Error('no Chromium found: run `cargo xtask test --only pages`, or set CHROMIUM');
  return found;
}

/**
 * Where the repository is served: to its own pages, to those of every origin, and once more without a word that others
 * may read it.
 * @typedef {{ origin: string, elsewhere: string, closed: string }} Origins
 */

/** @type {Promise<Origins & { browser: Browser, close: () => Promise<void> }> | undefined} */
let started;

/** Its servers and one browser for all tests of a file, with a profile of their own. */
function start() {
  started ??= (async () => {
    const servers = await Promise.all([serve(), serve({ 'access-control-allow-origin': '*' }), serve()]);
    const [{ origin }, { origin: elsewhere }, { origin: closed }] = servers;
    const browser = await chromium.launch({
      executablePath: findChromium(),
      headless: true,
      args: chromiumArguments,
    });
    const close = async () => {
      await browser.close();
      await Promise.all(servers.map((server) => server.close()));
    };
    return { browser, origin, elsewhere, closed, close };
  })();
  return started;
}

after(async () => {
  if (started) await (await started).close();
});

/**
 * Lists what goes wrong in the pages of a context and in their workers, as it happens.
 * @param {BrowserContext} context
 * @param {string[]} origins that may be asked
 * @returns {string[]}
 */
function watch(context, origins) {
  /** @type {string[]} */
  const problems = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => problems.push(`uncaught: ${error.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    // Data and blob URLs are made by the page itself.
    if (url.protocol.startsWith('http') && !origins.includes(url.origin)) problems.push(`left the origin: ${url}`);
  });
  context.on('requestfailed', (request) => {
    const problem = `failed: ${request.url()} (${request.failure()?.errorText})`;
    // These are asked for long after all else, and given up where the page is left just then.
    if (!/\/(site\/offline\.js|icon\.svg) \(net::ERR_ABORTED\)$/.test(problem)) problems.push(problem);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`);
  });
  return problems;
}

/**
 * Opens a page of this repository. When the test ends, it fails with everything that went wrong in the page.
 *
 * `expectedProblems` is for tests of failure: a problem that one of them matches is no failure, and each of
 * them must have matched one. `prepare` runs before the page loads, to intercept requests for instance. After
 * `limit` milliseconds the page is closed, which fails a test that still waits for it. `fromElsewhere` lets the page ask
 * the other origins.
 *
 * @param {TestContext} test
 * @param {string} url path from the root of the repository, such as `/www/`
 * @param {BrowserContextOptions & {
 *   expectedProblems?: RegExp[],
 *   prepare?: (page: Page) => Promise<unknown>,
 *   limit?: number,
 *   fromElsewhere?: boolean,
 * }} [options] and those of Playwright's browser contexts: viewport, colorScheme, locale, baseURL of another server
 * @returns {Promise<Page>}
 */
export async function openPage(test, url, options = {}) {
  const { expectedProblems = [], prepare, limit = LONGEST_TEST, fromElsewhere = false, ...contextOptions } = options;
  const { browser, origin, elsewhere, closed } = await start();
  const { baseURL = origin } = contextOptions;
  const context = await browser.newContext({ ...contextOptions, baseURL });
  const problems = watch(context, [new URL(baseURL).origin, ...fromElsewhere ? [elsewhere, closed] : []]);
  /** @type {Promise<void> | undefined} */
  let closing;
  // Playwright's second call returns at once, and the browser would be closed while the first one waits.
  const close = () => (closing ??= context.close());
  // A closed page ends every wait in it.
  const deadline = setTimeout(() => {
    problems.forEach((problem) => test.diagnostic(problem));
    test.diagnostic(`${url}: closed, as the test had not ended after ${limit} ms`);
    close();
  }, limit);
  test.after(async () => {
    clearTimeout(deadline);
    // What is expected may be on its way still.
    const missing = () => expectedProblems.filter((pattern) => !problems.some((problem) => pattern.test(problem)));
    for (const end = performance.now() + LONGEST_PROBLEM; missing().length > 0 && performance.now() < end;) await sleep(20);
    // What fails because the page is closed does not count.
    const found = [...problems];
    await close();
    const unexpected = found.filter((problem) => !expectedProblems.some((pattern) => pattern.test(problem)));
    assert.deepEqual(unexpected, [], `${url}: something went wrong in the page`);
    const unmatched = expectedProblems.filter((pattern) => !found.some((problem) => pattern.test(problem)));
    assert.deepEqual(unmatched, [], `${url}: these problems were expected`);
  });
  const page = await context.newPage();
  await prepare?.(page);
  await page.goto(url);
  return page;
}

/**
 * Opens a page of somebody else, one of `hosts/`, which loads the element from its own origin or from another.
 *
 * @param {TestContext} test
 * @param {string} name of the file
 * @param {{ from: keyof Origins, change?: (html: string, origins: Origins) => string }} place from: where the element
 *   comes from; change: of the page, in which SCRIPT and ORIGIN are replaced already
 * @param {Parameters<typeof openPage>[2]} [options]
 */
export async function openHost(test, name, { from, change = (html) => html }, options = {}) {
  const origins = await start();
  const origin = origins[from];
  const html = (await readFile(new URL(`./hosts/${name}`, import.meta.url), 'utf8'))
    .replaceAll('SCRIPT', `${origin}/www/elements/seq-scope.js`).replaceAll('ORIGIN', origin);
  const address = `/tests/browser/hosts/${name}`;
  made.set(address, change(html, origins));
  return openPage(test, address, { ...options, fromElsewhere: true });
}
