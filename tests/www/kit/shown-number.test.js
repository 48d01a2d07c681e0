// Numbers that keep all their digits, in words of any language.
import assert from 'node:assert/strict';
import test from 'node:test';
import { inWords, numberAttributes, shownNumber, withNumbers } from '../../../www/kit/shown-number.js';
import { textOf } from '../markup.js';

/** @typedef {import('../../../www/kit/shown-number.js').Write} Write */

const third = 1 / 3;
const en = (/** @type {Write} */ write) => `It is ${write('sum', third, '0.33')}, of ${write('all', -2, '−2')}.`;
const zh = (/** @type {Write} */ write) => `共${write('all', -2, '−2')}，其中${write('sum', third, '0.33')}`;

test('a number shows its text and keeps its value', () => {
  const { tag, attributes, children } = shownNumber('sum', third, '0.33');
  assert.deepEqual([tag, attributes, children],
    ['data', { 'value': '0.3333333333333333', 'data-number': 'sum' }, ['0.33']]);
  assert.deepEqual(numberAttributes('sum', third), { 'data-number': 'sum', 'data-value': '0.3333333333333333' });
});

test('numbers stand where the words of a language put them', () => {
  assert.deepEqual(withNumbers(en),
    ['It is ', shownNumber('sum', third, '0.33'), ', of ', shownNumber('all', -2, '−2'), '.']);
  assert.deepEqual(withNumbers(zh), ['共', shownNumber('all', -2, '−2'), '，其中', shownNumber('sum', third, '0.33'), '']);
});

test('what is read out says the same as what is shown', () => {
  for (const say of [en, zh]) assert.equal(inWords(say), withNumbers(say).map(textOf).join(''));
});

test('words without numbers stay as they are', () => {
  assert.deepEqual(withNumbers(() => 'No numbers here.'), ['No numbers here.']);
  assert.deepEqual(withNumbers(() => ''), ['']);
});
