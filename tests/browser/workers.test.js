// Workers that end, and elements that come and go.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';
import { open, outputs, ready, settled, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

/** Remembers the workers of the page, so that a test can end them as a browser does. @param {Page} page */
const remember = (page) => page.addInitScript(() => {
  const { Worker } = globalThis;
  /** @type {Worker[]} */
  const workers = [];
  Object.assign(globalThis, {
    workers,
    Worker: class extends Worker {
      /** @param {ConstructorParameters<typeof Worker>} given */
      constructor(...given) {
        super(...given);
        workers.push(this);
      }
    },
  });
});

/** Ends all workers that there are. @param {Page} page */
const end = (page) => page.evaluate(() => {
  for (const worker of /** @type {any} */ (globalThis).workers) worker.terminate();
});

/** @param {Page} page */
const started = (page) => page.evaluate(() => /** @type {any} */ (globalThis).workers.length);

test('a worker that has ended is started again with the next key, and its models come from the cache', async (t) => {
  /** @type {string[]} */
  const asked = [];
  const page = await open(t, '', {
    prepare: async (opened) => {
      await remember(opened);
      opened.on('request', (request) => request.url().endsWith('.safetensors') && asked.push(request.url()));
    },
  });
  await page.waitForFunction(async () => (await (await caches.open('seqscope-models')).keys()).length === 3);
  await end(page);
  await type(page, '31 December 1999');
  assert.deepEqual(await outputs(page), ['1999-12-31', '1999-12-31', '1999-12-31']);
  assert.equal(await started(page), 2);
  assert.equal(asked.length, 3, 'nothing is fetched again');
});

test('a worker that ends in the middle of typing is back with the text', async (t) => {
  const page = await open(t, '', { prepare: remember });
  const input = page.locator('seq-scope #text');
  await input.fill('');
  await input.pressSequentially('31 Dec', { delay: 30 });
  await end(page);
  await input.pressSequentially('ember 1999', { delay: 30 });
  await page.locator('seq-scope .output-text', { hasText: '1999-12-31' }).nth(2).waitFor();
  assert.equal(await input.inputValue(), '31 December 1999');
  assert.deepEqual(await outputs(page), ['1999-12-31', '1999-12-31', '1999-12-31']);
});

test('a worker that throws where nobody asked for anything is started again', async (t) => {
  const page = await open(t, '', { prepare: remember });
  await page.evaluate(() => {
    const [worker] = /** @type {any} */ (globalThis).workers;
    worker.dispatchEvent(new ErrorEvent('error', { message: 'thrown by the test' }));
  });
  await type(page, '31 December 1999');
  assert.deepEqual(await outputs(page), ['1999-12-31', '1999-12-31', '1999-12-31']);
  assert.equal(await started(page), 2);
});

test('a worker that ends again and again is told of, and the next text tries once more', async (t) => {
  let ends = true;
  const page = await open(t, '', {
    prepare: async (opened) => {
      await remember(opened);
      await opened.exposeFunction('endsNow', () => ends);
      // What a browser short of memory does: the worker is gone as soon as it is asked to run something.
      await opened.addInitScript(() => {
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ transfer) {
          const runs = message.requests?.some((/** @type {{ text?: string }} */ { text }) => text === '31 Dec 1999');
          if (!runs) return postMessage.call(this, message, transfer);
          /** @type {any} */ (globalThis).endsNow().then((/** @type {boolean} */ gone) => {
            if (gone) this.dispatchEvent(new ErrorEvent('error', { message: 'gone' }));
            else postMessage.call(this, message, transfer);
          });
        };
      });
    },
  });
  await page.locator('seq-scope #text').fill('31 Dec 1999');
  const told = page.locator('seq-scope .failure', { hasText: 'started three times' });
  await told.nth(2).waitFor();
  ends = false;
  await page.locator('seq-scope').getByRole('button', { name: 'Try again' }).first().click();
  await page.locator('seq-scope .output-text', { hasText: '1999-12-31' }).nth(2).waitFor();
  assert.equal(await told.count(), 0);
});

test('three elements share a module, a worker and the models', async (t) => {
  /** @type {string[]} */
  const asked = [];
  const page = await openPage(t, '/tests/browser/fixtures/plain.html', {
    prepare: async (opened) => {
      await remember(opened);
      opened.on('request', (request) => /\.(wasm|safetensors)$/.test(request.url()) && asked.push(request.url()));
    },
  });
  await page.evaluate(async () => {
    document.body.innerHTML = ['4/5/21', '31 Dec 1999', '1 May 2000'].map((text) =>
      `<seq-scope task="dates" text="${text}" lang="en"></seq-scope>`).join('');
    const script = '/www/elements/seq-scope.js';
    await import(script);
    await Promise.all([...document.querySelectorAll('seq-scope')].map((each) => /** @type {SeqScope} */ (each).ready));
  });
  await settled(page);
  assert.equal((await outputs(page)).length, 9);
  assert.equal(await started(page), 1);
  assert.equal(asked.filter((address) => address.endsWith('.wasm')).length, 1);
  assert.equal(asked.length, 4);
});

/** What a page holds, once what nobody needs has been let go. @param {Page} page */
async function held(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN;
  await session.detach();
  return { nodes, listeners: jsEventListeners, workers: page.workers().length, heap };
}

test('an element that comes and goes fifty times leaves nothing behind', async (t) => {
  const page = await openPage(t, '/tests/browser/fixtures/embedded.html', { limit: 180_000 });
  await ready(page);
  /** @param {number} times */
  const comeAndGo = (times) => page.evaluate(async (count) => {
    for (let time = 0; time < count; time++) {
      const scope = /** @type {SeqScope} */ (document.createElement('seq-scope'));
      scope.setAttribute('task', 'dates');
      scope.setAttribute('text', `${1 + (time % 28)} May 2000`);
      document.body.append(scope);
      // Every other one goes while it is loading.
      if (time % 2 === 0) await scope.ready;
      scope.remove();
      await scope.ready;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, times);
  // By then what runs often is compiled.
  await comeAndGo(20);
  const before = await held(page);
  await comeAndGo(50);
  const after = await held(page);
  t.diagnostic(JSON.stringify({ before, after }));
  for (const [name, value] of Object.entries(before)) {
    const now = after[/** @type {keyof typeof after} */ (name)];
    assert.ok(now <= value * 1.1, `${name}: ${value} before, ${now} after`);
  }
});
