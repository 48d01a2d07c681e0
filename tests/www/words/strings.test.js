import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { pageStringsFor, pageTaskStrings } from '../../../www/site/words.js';
import { fetchStrings, languageOf, stringsFor, taskStrings } from '../../../www/words/strings.js';

const www = new URL('../../../www/', import.meta.url);

/** @param {any} value @param {string} path @returns {string[]} */
function shape(value, path = '') {
  if (Array.isArray(value)) return value.map((_, index) => `${path}.${index}`);
  if (typeof value === 'object') return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
  return [`${path}: ${typeof value}`];
}

/** @type {(keyof ReturnType<typeof pageStringsFor>)[]} */
const inDocument = ['noScript'];

test('Chinese comes when it is spoken, and English is spoken until then', async () => {
  assert.equal(stringsFor('zh'), stringsFor('en'));
  const [coming, same] = [fetchStrings('zh'), fetchStrings('zh')];
  assert.equal(coming, same);
  await coming;
  assert.equal(fetchStrings('zh'), null);
  assert.equal(fetchStrings('en'), null);
  assert.match(stringsFor('zh').task, /\p{Script=Han}/u);
});

test('every language says the same things', () => {
  assert.deepEqual(shape(stringsFor('zh')), shape(stringsFor('en')));
  assert.deepEqual(shape(pageStringsFor('zh')), shape(pageStringsFor('en')));
});

test('Chinese is spoken to every Chinese tag, English to all others', () => {
  for (const tag of ['zh', 'zh-CN', 'zh-Hant-TW', 'ZH']) assert.equal(languageOf(tag), 'zh');
  for (const tag of ['en', 'fr', '', null, undefined, 'zho']) assert.equal(languageOf(tag), 'en');
});

test('every string is used', () => {
  const files = /** @type {string[]} */ (readdirSync(www, { recursive: true }));
  const code = files.filter((file) => file.endsWith('.js') && !/(^|\/)words(\.js$|\/)/.test(file))
    .map((file) => readFileSync(new URL(file, www), 'utf8')).join('\n');
  const unused = Object.keys({ ...stringsFor('en'), ...pageStringsFor('en') })
    .filter((key) => !/** @type {string[]} */ (inDocument).includes(key)
    && !new RegExp(`\\b${key}\\b`).test(code));
  assert.deepEqual(unused, []);
});

test('the words that stand in the document before any script runs are those of the strings', () => {
  const document = readFileSync(new URL('index.html', www), 'utf8');
  const { title, noScript } = pageStringsFor('en');
  assert.ok(document.includes(`<title>${title}</title>`));
  assert.ok(document.includes(`<noscript>${noScript}</noscript>`));
});

test('every task has its words, and one that the page does not know has some too', () => {
  const [{ tasks }, page] = [stringsFor('en'), pageStringsFor('en')];
  // Around the reader's own models the page says more than their words at the text box.
  assert.deepEqual(Object.keys(page.tasks), [...Object.keys(tasks), 'own']);
  for (const task of [...Object.keys(tasks), 'own', 'en-de', 'toString']) {
    for (const language of /** @type {const} */ (['en', 'zh'])) {
      assert.deepEqual(Object.keys(taskStrings(stringsFor(language), task)), Object.keys(tasks.dates), task);
      assert.deepEqual(Object.keys(pageTaskStrings(pageStringsFor(language), task)), Object.keys(page.tasks.dates), task);
    }
  }
  assert.match(pageTaskStrings(page, 'en-de').heading, /en-de/);
});

test('what the manifest says of data is said in Chinese', async () => {
  await fetchStrings('zh');
  const { models } = JSON.parse(readFileSync(new URL('models/manifest.json', www), 'utf8'));
  assert.ok(models.length > 0);
  for (const { id, data } of models) {
    assert.match(stringsFor('zh').dataSource(data.source), /\p{Script=Han}/u, id);
    assert.equal(stringsFor('en').dataSource(data.source), data.source);
  }
  // Data of somebody else's model is said as they said it.
  assert.equal(stringsFor('zh').dataSource('letters of my aunt'), 'letters of my aunt');
});
