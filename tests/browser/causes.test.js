// Each cause of a failure is told in its own words, with the one thing to do, in English and in Chinese.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openHost, openPage } from './harness.js';
import { DESK, map, open, outputs, ready, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

/** What the card of dot says, in English and then in Chinese. @param {Page} page */
async function said(page) {
  await ready(page);
  const failure = map(page, 'dot').locator('.failure');
  await failure.waitFor();
  const english = await failure.innerText();
  await page.evaluate(() => document.querySelector('seq-scope')?.setAttribute('lang', 'zh'));
  await page.locator('seq-scope .failure', { hasText: /[一-龥]/ }).first().waitFor();
  return [english, await failure.innerText()];
}

/** @param {string} script that runs before those of the page */
const before = (script) => ({ ...DESK, prepare: (/** @type {Page} */ opened) => opened.addInitScript(script) });

/** @type {{ name: string, words: [RegExp, RegExp], script?: string, options?: object, change?: (html: string) => string }[]} */
const inTheBrowser = [
  {
    name: 'a browser without SIMD', script: 'WebAssembly.validate = () => false; WebAssembly.compile = ((compile) => '
      + '(bytes) => bytes.length > 8 ? Promise.reject(new WebAssembly.CompileError("invalid opcode 0xfd")) : compile(bytes))(WebAssembly.compile)',
    words: [/too old: its WebAssembly has no SIMD\. It takes Chrome or Edge 123/, /不支持 SIMD。需要 Chrome 或 Edge 123/],
  },
  {
    name: 'a browser without WebAssembly', script: 'delete globalThis.WebAssembly',
    words: [/has no WebAssembly, or it is switched off[^]*another browser/, /没有 WebAssembly[^]*换一个浏览器/],
  },
  {
    name: 'a browser without memory for the module',
    script: 'WebAssembly.compile = ((compile) => (bytes) => bytes.length > 8 ? Promise.reject(new RangeError("Out of memory")) : compile(bytes))(WebAssembly.compile)',
    words: [/does not fit into the memory[^]*Close other tabs/, /内存装不下[^]*关闭其他标签页/],
  },
];

for (const { name, script = '', words: [english, chinese] } of inTheBrowser) {
  test(`${name} is told of`, async (t) => {
    const page = await openHost(t, 'plain.html', { from: 'origin' }, before(script));
    const [first, second] = await said(page);
    assert.match(first ?? '', english);
    assert.match(second ?? '', chinese);
  });
}

test('a policy that forbids WebAssembly is told of, and what to add to it', async (t) => {
  const page = await openHost(t, 'csp.html', { from: 'elsewhere', change: (html) => html.replace(" 'wasm-unsafe-eval'", '') }, DESK);
  const [english, chinese] = await said(page);
  assert.match(english ?? '', /Content-Security-Policy of this page forbids WebAssembly[^]*'wasm-unsafe-eval' to its script-src/);
  assert.match(chinese ?? '', /禁止 WebAssembly[^]*'wasm-unsafe-eval'/);
});

test('a policy that forbids the request is told of, and the directive that does', async (t) => {
  const page = await openHost(t, 'csp.html', {
    from: 'elsewhere', change: (html) => html.replace(/connect-src 'self' \S+;/, "connect-src 'self';"),
  }, { ...DESK, expectedProblems: [/(console error|failed): .*(connect-src|Content Security Policy|csp)/] });
  const [english, chinese] = await said(page);
  assert.match(english ?? '', /manifest\.json\) may not be fetched: the Content-Security-Policy[^]*connect-src/);
  assert.match(chinese ?? '', /内容安全策略[^]*connect-src/);
});

test('a server of another origin that does not let the page read is told of by the header that is missing', async (t) => {
  const page = await openHost(t, 'plain.html', {
    from: 'origin', change: (html, { closed }) => html.replace('<seq-scope', `<seq-scope models="${closed}/www/models/"`),
  }, { ...DESK, expectedProblems: [/console error: .*(Access-Control-Allow-Origin|ERR_FAILED)/, /failed: /] });
  const [english, chinese] = await said(page);
  assert.match(english ?? '', /does not let this page read it[^]*header Access-Control-Allow-Origin/);
  assert.match(chinese ?? '', /Access-Control-Allow-Origin 响应头/);
});

test('a device that is offline is told of, and the network brings everything back by itself', async (t) => {
  let offline = true;
  const page = await openHost(t, 'plain.html', { from: 'origin' }, {
    ...DESK, expectedProblems: [/failed: .*safetensors/, /console error: /],
    prepare: async (opened) => {
      await opened.addInitScript(() => Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false, configurable: true }));
      await opened.route(/safetensors/, (route) => (offline ? route.abort('internetdisconnected') : route.continue()));
    },
  });
  const [english, chinese] = await said(page);
  assert.match(english ?? '', /dates-dot.*could not be fetched: this device is offline\. Connect it/);
  assert.match(chinese ?? '', /没有联网/);
  offline = false;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator('seq-scope .output-text').nth(2).waitFor();
});

/** @type {{ name: string, files: RegExp, answer: Parameters<import('playwright-core').Route['fulfill']>[0], words: [RegExp, RegExp], expected: RegExp[] }[]} */
const onTheServer = [
  {
    name: 'a module that is sent as text', files: /pkg\/seqscope\.js/, answer: { contentType: 'text/plain', body: 'export default 1' },
    words: [/seqscope\.js\) is not sent as JavaScript[^]*text\/javascript/, /没有作为 JavaScript 发送/],
    expected: [/(console error: Failed to load module script|failed: )/],
  },
  {
    name: 'a file that the server denies', files: /dates-dot/, answer: { status: 403, body: 'no' },
    words: [/does not hand it out[^]*HTTP 403/, /拒绝提供/], expected: [/status 403/, /console error: .*403/],
  },
  {
    name: 'a server that fails', files: /dates-dot/, answer: { status: 502, body: '' },
    words: [/the server answers with an error\. That may pass[^]*HTTP 502/, /服务器出错[^]*HTTP 502/], expected: [/status 502/, /console error: .*502/],
  },
  {
    name: 'a list of models that is a page of HTML', files: /manifest\.json/, answer: { body: '<!doctype html>' },
    words: [/list of models \(manifest\.json\) is none that can be read[^]*JSON/, /模型清单[^]*无法解析/], expected: [],
  },
  {
    name: 'a part of the program that is of another version', files: /pkg\/seqscope\.js/,
    answer: { contentType: 'text/javascript', body: 'export default () => Promise.reject(new Error("another version"))' },
    words: [/does not start\. Its files have to be of the same version[^]*another version/, /各个文件的版本须一致/], expected: [],
  },
];

for (const { name, files, answer, words: [english, chinese], expected } of onTheServer) {
  test(`${name} is told of`, async (t) => {
    const page = await openHost(t, 'plain.html', { from: 'origin' }, {
      ...DESK, expectedProblems: expected, prepare: (opened) => opened.route(files, (route) => route.fulfill(answer)),
    });
    const [first, second] = await said(page);
    assert.match(first ?? '', english);
    assert.match(second ?? '', chinese);
  });
}

/** A file of the right length in which one byte is another. @param {Buffer} body */
const changed = (body) => Buffer.from(body.map((byte, index) => (index === body.length - 1000 ? byte ^ 1 : byte)));

test('a model of the right length with one byte changed is not run, and a second look past the browser\'s cache is', async (t) => {
  let asked = 0;
  const page = await open(t, '', {
    prepare: (opened) => opened.route(/dates-dot-.*safetensors/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: asked++ === 0 ? changed(await response.body()) : await response.body() });
    }),
  });
  assert.equal(asked, 2);
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

for (const [context, script] of /** @type {const} */ ([['a secure context', ''], ['plain HTTP', "Object.defineProperty(crypto, 'subtle', { value: undefined })"]])) {
  test(`a model whose hash is not the manifest's is told of and never run, in ${context}`, async (t) => {
    const page = await openHost(t, 'plain.html', { from: 'origin' }, {
      ...DESK, prepare: async (opened) => {
        await opened.addInitScript(script);
        await opened.route(/dates-dot-.*safetensors/, async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, body: changed(await response.body()) });
        });
      },
    });
    const [english, chinese] = await said(page);
    assert.match(english ?? '', /is not the one that was published[^]*SHA-256: found [0-9a-f]{16}…, expected 1fbc53ae/);
    assert.match(chinese ?? '', /与发布的不一致/);
    assert.equal((await outputs(page)).length, 2);
  });
}

test('a kept model with one byte changed is not run, and is fetched again', async (t) => {
  let asked = 0;
  const page = await open(t, '', {
    prepare: async (opened) => opened.on('request', (request) => /dates-dot-.*safetensors/.test(request.url()) && asked++),
  });
  await page.waitForFunction(async () => (await (await caches.open('seqscope-models')).keys()).length === 3);
  await page.evaluate(async () => {
    const cache = await caches.open('seqscope-models');
    for (const request of await cache.keys()) {
      if (!request.url.includes('dates-dot')) continue;
      const bytes = new Uint8Array(await (await cache.match(request))?.arrayBuffer() ?? new ArrayBuffer(0));
      bytes.set([(bytes.at(-1000) ?? 0) ^ 1], bytes.length - 1000);
      await cache.put(request, new Response(bytes));
    }
  });
  await page.reload();
  await ready(page);
  assert.equal(asked, 2);
  await type(page, '31 December 1999');
  assert.deepEqual(await outputs(page), ['1999-12-31', '1999-12-31', '1999-12-31']);
});

for (const [what, script] of /** @type {const} */ ([
  ['a request', ''], ['Cache Storage', 'CacheStorage.prototype.open = () => new Promise(() => {})'],
])) {
  test(`${what} that never settles does not hold back the other models or the panels`, async (t) => {
    const page = await openPage(t, '/www/#task=dates', {
      ...DESK, expectedProblems: [],
      prepare: async (opened) => {
        await opened.addInitScript(script);
        if (what === 'a request') await opened.route(/dates-dot-.*safetensors/, () => {});
      },
    });
    await map(page, 'general').locator('canvas').waitFor();
    await map(page, 'concat').locator('canvas').waitFor();
    await page.locator('seq-view[name=cell]').scrollIntoViewIfNeeded();
    await page.locator('seq-view[name=cell] svg').first().waitFor();
    if (what === 'a request') assert.equal(await map(page, 'dot').locator('canvas').count(), 0);
    else await map(page, 'dot').locator('canvas').waitFor();
  });
}

test('a model of which nothing comes is given up in the end: its card says so in both languages, and one try brings it', async (t) => {
  let hangs = true;
  let asked = 0;
  const page = await openPage(t, '/www/#task=dates', {
    ...DESK, expectedProblems: [/failed: .*dates-dot.*ERR_ABORTED/], prepare: async (opened) => {
      await opened.clock.install();
      await opened.route(/dates-dot-.*safetensors/, (route) => {
        asked++;
        return hangs ? undefined : route.continue();
      });
    },
  });
  await map(page, 'general').locator('canvas').waitFor();
  const failure = map(page, 'dot').locator('.failure');
  // Half a minute of silence, three times, with pauses.
  for (let minute = 0; minute < 20 && await failure.count() === 0; minute++) {
    await page.clock.fastForward(31_000);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(undefined))));
  }
  const [english, chinese] = await said(page);
  assert.match(english ?? '', /dates-dot.*stopped arriving[^]*nothing for 30 s/);
  assert.match(chinese ?? '', /没有动静了/);
  assert.equal(asked, 3);
  assert.equal((await outputs(page)).length, 2);
  hangs = false;
  await map(page, 'dot').getByRole('button', { name: '重试' }).click();
  await map(page, 'dot').locator('canvas').waitFor();
  await page.locator('seq-scope .output-text').nth(2).waitFor();
});

test('`ready` settles for an element that is taken out while it loads, and anew when it is back', async (t) => {
  const page = await openPage(t, '/tests/browser/fixtures/embedded.html', {
    prepare: (opened) => opened.route(/dates-dot-.*safetensors/, () => {}),
  });
  const outcomes = await page.evaluate(async () => {
    const scope = /** @type {import('../../www/elements/element.js').SeqScope} */ (document.querySelector('seq-scope'));
    await customElements.whenDefined('seq-scope');
    const { ready, parentNode } = scope;
    scope.remove();
    const first = await ready;
    parentNode?.append(scope);
    return [Object.keys(first), scope.ready !== ready];
  });
  assert.deepEqual(outcomes, [['loaded', 'failed'], true]);
});
