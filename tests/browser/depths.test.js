// Every panel with models of two layers that read forwards alone, of each cell. Hardly trained ones: what they write is
// no date, and every number of theirs is as good as any other.
//
//     cargo run --release --bin seqscope -- train --task dates --attention general --rnn lstm --layers 2 \
//         --unidirectional --d-model 12 --steps 60 --batch-size 32 --validate-every 60 --threads 1 --seed 3 --precision i8
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { PANELS } from '../../www/panels/index.js';
import { open, settled } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

const CELLS = ['lstm', 'gru', 'rnn'];

/** @param {Page} page */
async function serveModels(page) {
  const models = await Promise.all(CELLS.map(async (rnn) => {
    const body = await readFile(new URL(`./fixtures/two-layers-${rnn}.safetensors`, import.meta.url));
    const sha256 = createHash('sha256').update(body).digest('hex');
    const file = `two-layers-${rnn}.${sha256.slice(0, 8)}.safetensors`;
    await page.route(`**/models/${file}`, (route) => route.fulfill({ status: 200, body }));
    return { task: 'dates', rnn, files: [{ file, bytes: body.length, sha256 }], parameters: 1, quality: {} };
  }));
  // Some sections have models of their own.
  const shipped = JSON.parse(await readFile(new URL('../../www/models/manifest.json', import.meta.url), 'utf8'));
  const ofSections = shipped.models.filter((/** @type {any} */ { task }) => task === 'recall' || task === 'repeat');
  await page.route('**/models/manifest.json', (route) => route.fulfill({
    json: {
      formatVersion: shipped.formatVersion,
      models: [...models.flatMap((model) => (model.rnn === 'lstm' ? ['dot', 'general', 'concat'] : ['general'])
        .map((attention) => ({ id: `dates-${attention}-${model.rnn}`, ...model, attention }))), ...ofSections],
    },
  }));
}

for (const rnn of CELLS) {
  for (const gates of ['encoder', 'decoder']) {
    test(`every panel shows two layers of ${rnn.toUpperCase()} in one direction, or says why not: ${gates}`, async (t) => {
      const key = rnn === 'lstm' ? 'general' : `general-${rnn}`;
      const fields = `attention=${key}&gates=${gates}&layer=2&unit=3&cell=0.1&text=4/5/21&whatif.silenced=e2-1`;
      const page = await open(t, fields, { prepare: serveModels });
      const tall = await page.locator('.explorable').all();
      assert.equal(tall.length, Object.keys(PANELS).length);
      for (const section of tall) {
        await section.scrollIntoViewIfNeeded();
        await section.locator('.panel > *').first().waitFor();
      }
      await page.waitForLoadState('networkidle');
      await settled(page);
      for (const section of tall) {
        const id = await section.getAttribute('id');
        const panel = section.locator('.panel');
        assert.deepEqual(await panel.locator('.failure').allTextContents(), [], `${id}`);
        assert.ok((await panel.innerText()).length > 40, `${id} says nothing`);
      }
      const layers = page.locator('seq-scope [data-choice=layer] input');
      assert.deepEqual([await layers.count(), await page.locator('seq-scope [data-choice=direction]').count()], [2, 0]);
    });
  }
}
