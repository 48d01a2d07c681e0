// The models as they are shipped, each task of the manifest in the page: what must hold whatever they have learned.
import assert from 'node:assert/strict';
import test from 'node:test';
import { examplesOf } from '../../www/tasks/examples/index.js';
import { tasksOf } from '../../www/tasks/tasks.js';
import { shippedManifest } from '../manifest.js';
import { openPage } from './harness.js';
import { ATTENTIONS, DESK, map, outputs, ready, settled, type } from './scope.js';

/** @typedef {import('../../www/elements/element.js').SeqScope} SeqScope */

const manifest = shippedManifest();

for (const task of tasksOf(manifest)) {
  test(`${task}: three models load, and every example has an output and a map whose rows and columns are labelled`, async (t) => {
    const page = await openPage(t, `/www/#task=${task}`, DESK);
    const { loaded, failed } = await page.evaluate(() =>
      /** @type {SeqScope} */ (document.querySelector('seq-scope')).ready);
    assert.deepEqual([loaded, failed], [ATTENTIONS, []]);
    for (const { text } of examplesOf(task)) {
      if (await page.locator('seq-scope #text').inputValue() !== text) await type(page, text);
      for (const output of await outputs(page)) assert.match(output, /\p{L}|\p{N}/u, text);
      for (const attention of ATTENTIONS) {
        const plot = map(page, attention);
        const typed = (await plot.locator('.columns .token').allTextContents()).join('').replace(/\s/g, '');
        assert.equal(typed, text.replace(/\s/g, ''), 'every character that was typed is in a label, once');
        assert.equal(await plot.locator('.rows .token').last().textContent(), '</s>');
      }
    }
  });

  test(`${task}: its data, licence and quality are named`, async (t) => {
    const page = await openPage(t, `/www/#task=${task}`, DESK);
    await ready(page);
    await settled(page);
    const { data, quality } = manifest.models.find((model) => model.task === task) ?? assert.fail(task);
    const line = await page.locator('seq-scope .provenance').innerText();
    assert.ok(data && line.includes(data.source) && line.includes(data.licence), line);
    const article = await page.locator('#article').innerText();
    assert.ok(data && article.includes(data.source) && article.includes(data.licence));
    if ('bleu' in quality) assert.match(article, /BLEU[^]*chrF/);
  });
}
