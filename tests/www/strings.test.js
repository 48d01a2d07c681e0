import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { languageOf, stringsFor, taskStrings } from '../../www/strings.js';

const www = new URL('../../www/', import.meta.url);

/** @param {any} value @param {string} path @returns {string[]} */
function shape(value, path = '') {
  if (Array.isArray(value)) return value.map((_, index) => `${path}.${index}`);
  if (typeof value === 'object') return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
  return [`${path}: ${typeof value}`];
}

test('every language says the same things', () => {
  assert.deepEqual(shape(stringsFor('zh')), shape(stringsFor('en')));
});

test('Chinese is spoken to every Chinese tag, English to all others', () => {
  for (const tag of ['zh', 'zh-CN', 'zh-Hant-TW', 'ZH']) assert.equal(languageOf(tag), 'zh');
  for (const tag of ['en', 'fr', '', null, undefined, 'zho']) assert.equal(languageOf(tag), 'en');
});

test('every string is used', () => {
  const files = /** @type {string[]} */ (readdirSync(www, { recursive: true }));
  const code = files.filter((file) => file.endsWith('.js') && !file.startsWith('strings/'))
    .map((file) => readFileSync(new URL(file, www), 'utf8')).join('\n');
  const inDocument = ['noScript'];
  const unused = Object.keys(stringsFor('en')).filter((key) => !inDocument.includes(key)
    && !new RegExp(`\\b${key}\\b`).test(code));
  assert.deepEqual(unused, []);
});

test('the words that stand in the document before any script runs are those of the strings', () => {
  const document = readFileSync(new URL('index.html', www), 'utf8');
  const { title, noScript } = stringsFor('en');
  assert.ok(document.includes(`<title>${title}</title>`));
  assert.ok(document.includes(`<noscript>${noScript}</noscript>`));
});

test('every task has its words, and one that the page does not know has some too', () => {
  const { tasks } = stringsFor('en');
  for (const task of [...Object.keys(tasks), 'en-de', 'toString']) {
    for (const language of ['en', 'zh']) {
      const words = taskStrings(stringsFor(language), task);
      assert.deepEqual(Object.keys(words), Object.keys(tasks.dates), task);
    }
  }
  assert.match(taskStrings(stringsFor('en'), 'en-de').heading, /en-de/);
});
