// What is missing or broken is told of, and the rest works on.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ATTENTIONS, map, open, outputs, settled, type } from './scope.js';

/** @type {{ name: string, files: RegExp, body: Buffer | null, words: RegExp, expected: RegExp[] }[]} */
const brokenModels = [
  {
    name: 'missing', files: /dates-dot-.*safetensors/, body: null, words: /is not on the server[^]*HTTP 404/,
    expected: [/status 404: .*dates-dot/, /console error: .*404/],
  },
  {
    name: 'empty', files: /dates-dot-.*safetensors/, body: Buffer.alloc(0),
    words: /is not the one that was published[^]*found an empty file, expected 83860 bytes/, expected: [],
  },
  {
    name: 'a page of HTML', files: /dates-dot-.*safetensors/, body: Buffer.from('<!doctype html><p>hello'),
    words: /is not the one that was published[^]*found a web page/, expected: [],
  },
];

for (const { name, files, body, words, expected } of brokenModels) {
  test(`a model file that is ${name} is told of in its card, and the others work`, async (t) => {
    const page = await open(t, '', {
      expectedProblems: expected,
      prepare: (opened) => opened.route(files, (route) =>
        (body === null ? route.fulfill({ status: 404, body: 'not found' }) : route.fulfill({ status: 200, body }))),
    });
    assert.match(await map(page, 'dot').innerText(), words);
    assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05']);
    await type(page, '05APR2021');
    assert.equal((await map(page, 'concat').locator('.columns .token').allTextContents()).join(''), '05APR2021');
  });
}

test('a model file that is cut off is told of, and a second try that works brings the map', async (t) => {
  let cut = true;
  const page = await open(t, '', {
    prepare: (opened) => opened.route(/dates-concat-.*safetensors/, async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      await route.fulfill({ status: 200, body: cut ? body.subarray(0, body.length - 100) : body });
    }),
  });
  assert.match(await map(page, 'concat').innerText(), /is not the one that was published[^]*found 93124 bytes, expected 93224/);
  cut = false;
  await map(page, 'concat').getByRole('button', { name: 'Try again' }).click();
  await map(page, 'concat').locator('canvas').waitFor();
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05', '2021-04-05']);
});

test('a first model that is missing does not keep the others from coming', async (t) => {
  const page = await open(t, '', {
    expectedProblems: [/status 404/, /console error: .*404/],
    prepare: (opened) => opened.route(/dates-general-lstm/, (route) => route.fulfill({ status: 404, body: 'not found' })),
  });
  assert.deepEqual(await outputs(page), ['2021-04-05', '2021-04-05']);
  await page.getByRole('radio', { name: 'dot' }).check();
  await settled(page);
  assert.equal(await page.locator('seq-scope .raster canvas').count(), 6);
});

test('a missing list of models is told of in every card and in the table', async (t) => {
  const page = await open(t, '', {
    expectedProblems: [/status 404/, /console error: .*404/],
    prepare: (opened) => opened.route('**/manifest.json', (route) => route.fulfill({ status: 404, body: 'not found' })),
  });
  for (const attention of ATTENTIONS) {
    assert.match(await map(page, attention).innerText(), /list of models \(manifest.json\) is not on the server[^]*HTTP 404/);
  }
  assert.match(await page.locator('#article').innerText(), /list of models \(manifest.json\) is not on the server/);
});

for (const [name, body, words] of /** @type {const} */ ([
  ['broken', 'not wasm', /seqscope_bg.wasm\) is not the one that was published/],
  ['missing', null, /seqscope_bg.wasm\) is not on the server[^]*HTTP 404/],
])) {
  test(`a WebAssembly module that is ${name} is told of, and the page stays up`, async (t) => {
    const page = await open(t, '', {
      expectedProblems: body === null ? [/status 404/, /console error: .*404/] : [],
      prepare: (opened) => opened.route('**/*.wasm', (route) =>
        (body === null ? route.fulfill({ status: 404, body: 'not found' }) : route.fulfill({ status: 200, body }))),
    });
    for (const attention of ATTENTIONS) {
      assert.match(await map(page, attention).innerText(), words);
    }
    await page.locator('seq-scope #text').fill('still here');
    assert.equal(await page.locator('seq-scope #text').inputValue(), 'still here');
    assert.match(await page.locator('h1').innerText(), /read a date/);
  });
}
