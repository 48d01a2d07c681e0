// Models of tests/fixtures in the place of the shipped ones, so that what they compute stays as it is: the goldens of
// tests/pictures are of them, and the command line's tests expect the same bytes.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** @typedef {import('playwright-core').Page} Page */

const MODELS = [{ task: 'dates', fixture: 'dates' }, { task: 'en-zh', fixture: 'pieces' }];

/** What the goldens are of. */
export const DATE = '5 April 2021';
export const SENTENCE = "We bought an old house, don't <international> & 2.";

/** @param {Page} page */
export async function withFixtures(page) {
  const models = await Promise.all(MODELS.map(async ({ task, fixture }) => {
    const body = await readFile(new URL(`../fixtures/${fixture}.safetensors`, import.meta.url));
    const sha256 = createHash('sha256').update(body).digest('hex');
    const file = `${task}-general-lstm.${sha256.slice(0, 8)}.safetensors`;
    await page.route(`**/models/${file}`, (route) => route.fulfill({ status: 200, body }));
    return {
      task, attention: 'general', rnn: 'lstm', file, sha256, bytes: body.length, parameters: 1000, quality: {},
      data: { source: 'tests', licence: 'MIT' },
    };
  }));
  await page.route('**/models/manifest.json', (route) => route.fulfill({ json: { formatVersion: 1, models } }));
}
