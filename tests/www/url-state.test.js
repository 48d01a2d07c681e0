import assert from 'node:assert/strict';
import test from 'node:test';
import { DEFAULT_STATE, formatState, parseState } from '../../www/url-state.js';

/** @param {string} hash */
const parsed = (hash) => parseState({ hash, search: '' });

test('the default state needs no fragment', () => {
  assert.equal(formatState(DEFAULT_STATE), '');
  assert.deepEqual(parsed(''), DEFAULT_STATE);
});

test('what is written is read back', () => {
  /** @type {import('../../www/types.js').PageState} */
  const state = {
    task: 'en-zh', text: '2021年4月5日 #&=%+😀', lang: 'zh', attention: 'concat_without_tanh', withoutTanh: true, pieces: true,
    component: 'decoder', layer: 1, direction: 'backward', cell: { target: 3, source: 12 }, unit: 0,
    panels: { cell: { step: '3' }, whatif: { held: 'f=1&#', silenced: '' } },
  };
  assert.deepEqual(parsed(formatState(state)), state);
});

test('a cell may be a whole row or a whole column', () => {
  for (const cell of [{ target: 2, source: null }, { target: null, source: 0 }]) {
    assert.deepEqual(parsed(formatState({ ...DEFAULT_STATE, cell })).cell, cell);
  }
});

test('empty text is not the same as no text', () => {
  assert.equal(parsed(formatState({ ...DEFAULT_STATE, text: '' })).text, '');
});

test('a query works like a fragment, and the fragment wins', () => {
  const state = parseState({ search: '?text=4/5/21&lang=zh', hash: '#text=tomorrow' });
  assert.equal(state.text, 'tomorrow');
  assert.equal(state.lang, 'zh');
});

test('what cannot be read stays at its default', () => {
  assert.deepEqual(parsed('#cell=x.y&unit=-1&layer=one&gates=nothing&direction=up&tanh=maybe'), DEFAULT_STATE);
  assert.deepEqual(parsed('#%E0%A4%A&cell=.&unit=1e9'), { ...DEFAULT_STATE });
});

test('a lone surrogate can be written', () => {
  assert.equal(parsed(formatState({ ...DEFAULT_STATE, text: 'a\ud800' })).text, 'a\ufffd');
});
