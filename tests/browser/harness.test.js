// A test of a page is worth what its harness notices.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';

const plain = '/tests/browser/fixtures/plain.html';

test('a page opens with the language, width and colours asked for', async (t) => {
  const page = await openPage(t, plain, {
    locale: 'zh-CN',
    viewport: { width: 360, height: 640 },
    colorScheme: 'dark',
  });
  assert.equal(await page.textContent('body'), 'zh-CN,360,true');
});

/** What can go wrong in a page: what does it there, and all that is noticed of it. */
const problems = [
  { name: 'an error in the console', script: `console.error('broken')`, noticed: [/^console error: broken/] },
  { name: 'a warning in the console', script: `console.warn('odd')`, noticed: [/^console warning: odd/] },
  {
    name: 'an uncaught error',
    script: `setTimeout(() => { throw new Error('lost') })`,
    noticed: [/^uncaught: lost/],
  },
  {
    name: 'a rejection that nobody handles',
    script: `setTimeout(() => Promise.reject(new Error('lost')))`,
    noticed: [/^uncaught: lost/],
  },
  {
    name: 'a missing file',
    script: `fetch('/missing')`,
    noticed: [/^status 404: .*missing/, /^console error: .*404.*missing/],
  },
  {
    name: 'a request to another host',
    script: `fetch('http://example.com/').catch(() => {})`,
    noticed: [/^left the origin: .*example/, /^failed: .*example/, /^console error: .*example/],
  },
  {
    name: 'a request to another host from a worker',
    script: inWorker(`fetch('http://example.com/').catch(() => {})`),
    noticed: [/^left the origin: .*example/, /^failed: .*example/],
  },
  {
    name: 'an error in the console of a worker',
    script: inWorker(`console.error('broken')`),
    noticed: [/^console error: broken/],
  },
];

/** @param {string} script */
function inWorker(script) {
  return `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(script)}])))`;
}

for (const { name, script, noticed } of problems) {
  test(`${name} is noticed`, async (t) => {
    const page = await openPage(t, plain, { expectedProblems: noticed });
    await page.evaluate(script);
  });
}

test('a page that does nothing wrong has no problems, and one that does fails its test', async () => {
  /** @type {(() => Promise<void>)[]} */
  const atEnd = [];
  const context = /** @type {import('node:test').TestContext} */ (
    /** @type {unknown} */ ({ after: (/** @type {() => Promise<void>} */ end) => atEnd.push(end) })
  );
  await openPage(context, plain);
  const page = await openPage(context, plain);
  await page.evaluate(`console.error('broken')`);
  const [quiet, loud] = atEnd;
  await quiet?.();
  await assert.rejects(async () => loud?.(), /something went wrong in the page/);
});

test('a test that waits for ever fails when its time is over', async (t) => {
  const page = await openPage(t, plain, { limit: 1000 });
  await assert.rejects(page.evaluate(() => new Promise(() => {})), /closed/);
});
