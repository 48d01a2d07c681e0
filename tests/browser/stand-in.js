// Models of translation that are known to the tests to the last digit, beside the real ones of dates: the page is
// tested with them, whatever the shipped ones have learned.
import { createHash } from 'node:crypto';
import { shippedManifest } from '../manifest.js';

/** @typedef {import('playwright-core').Page} Page */

const ATTENTIONS = ['dot', 'general', 'concat'];
/** Bytes of a file. */
export const SIZE = 200_000;

/** @param {string} task @param {string} attention */
function content(task, attention) {
  return Buffer.concat([Buffer.from(`stand-in ${attention} ${task} `), Buffer.alloc(SIZE)]).subarray(0, SIZE);
}

/** @param {string} task @param {string} attention */
export function fileOf(task, attention) {
  const sha256 = createHash('sha256').update(content(task, attention)).digest('hex');
  return { file: `${task}-${attention}-lstm.${sha256.slice(0, 8)}.safetensors`, bytes: SIZE, sha256 };
}

/**
 * Puts the stand-ins into the manifest that a page reads, and serves them and what runs them.
 *
 * @param {Page} page
 * @param {{
 *   before?: (attention: string) => Promise<unknown>, tasks?: string[],
 *   change?: (body: Buffer, attention: string) => Buffer,
 * }} [options] before: what the answer to a request for a model waits for; change: what is sent in its place
 */
export async function standIn(page, { before, tasks = ['en-fr', 'en-zh'], change = (body) => body } = {}) {
  const models = tasks.flatMap((task) => ATTENTIONS.map((attention) => ({
    task, attention, rnn: 'lstm', files: [fileOf(task, attention)], parameters: 6_100_000,
    quality: { bleu: 47.12, chrf: 65.4 }, data: { source: `pairs of ${task}`, licence: 'CC BY 2.0 FR' },
  })));
  await page.route('**/models/manifest.json', async (route) => {
    const others = shippedManifest().models.filter(({ task }) => ['dates', 'recall', 'repeat'].includes(task));
    await route.fulfill({ json: { formatVersion: 2, models: [...others, ...models] } });
  });
  for (const { task, attention } of models) {
    await page.route(`**/models/${fileOf(task, attention).file}`, async (route) => {
      await before?.(attention);
      await route.fulfill({ status: 200, body: change(content(task, attention), attention) });
    });
  }
  await page.route('**/pkg/seqscope.js', (route) => route.fulfill({
    contentType: 'text/javascript', path: new URL('./fixtures/stand-in-engine.js', import.meta.url).pathname,
  }));
}
