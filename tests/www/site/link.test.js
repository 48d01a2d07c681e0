import assert from 'node:assert/strict';
import test from 'node:test';
import { DEFAULT_STATE, fieldsOf, formatState, parseState, stateOf } from '../../../www/site/link.js';
import { HASHES } from '../../monkey/actions.js';
import { randomness } from '../../random.js';

/** @typedef {import('../../../www/elements/types.js').PageState} PageState */

/** @param {string} hash */
const parsed = (hash) => parseState({ hash, search: '' });

test('the default state needs no fragment', () => {
  assert.equal(formatState(DEFAULT_STATE), '');
  assert.deepEqual(parsed(''), DEFAULT_STATE);
});

/** @type {PageState} */
const FULL = {
  task: 'en-zh', text: '2021年4月5日 #&=%+😀', lang: 'zh', attention: 'concat_without_tanh', withoutTanh: true, pieces: true,
  component: 'decoder', layer: 1, direction: 'backward', cell: { target: 3, source: 12 }, unit: 0,
  panels: { cell: { step: '3' }, whatif: { held: 'f=1&#', silenced: '' } },
};

test('what is written is read back', () => {
  assert.deepEqual(parsed(formatState(FULL)), FULL);
  assert.deepEqual(stateOf(fieldsOf(FULL)), FULL);
});

const { pick, below, chance, text: randomText } = randomness(18);

/** @returns {PageState} */
function randomState() {
  const index = () => (chance(0.5) ? null : below(200));
  const [target, source] = [index(), index()];
  const names = ['cell', 'memory', 'whatif', 'units', 'constructor'];
  const kept = ['step', 'mode', 'holds', 'toString'];
  return {
    task: pick([null, 'dates', 'en-fr', 'en-zh', 'of their own']), text: pick([null, '', randomText(), 'What time is it?', '2021年4月5日']),
    lang: pick([null, 'en', 'zh']), attention: pick([null, 'dot', 'general-gru', 'concat_without_tanh']),
    withoutTanh: chance(0.5), pieces: chance(0.5), component: pick(['encoder', 'decoder']), layer: below(4),
    direction: pick(['forward', 'backward']), cell: target === null && source === null ? null : { target, source },
    unit: index(),
    panels: Object.fromEntries(names.filter(() => chance(0.3)).map((name) =>
      [name, Object.fromEntries(kept.slice(below(kept.length)).map((field) => [field, randomText()]))])),
  };
}

/** What Discord, Slack, WeChat, mail programs and forums take for the end of a sentence and not of a link. */
const LAST = /[0-9A-Za-z]$/;

test('a thousand random states come through a link and back, and every link ends in a letter or a digit', () => {
  for (let round = 0; round < 1000; round++) {
    const state = randomState();
    const link = formatState(state);
    assert.deepEqual(parsed(link), state, link);
    // As browsers have it.
    const { hash } = new URL(link, 'https://seqscope.example/site/');
    assert.equal(hash, link);
    assert.match(link || 'nothing to write', LAST);
    assert.match(link, /^(#[!-~]+)?$/);
    assert.doesNotMatch(link, /[\s<>"'`*()[\]{}|\\^]/, 'what ends or dresses a link in a chat');
  }
});

test('of what a sentence around a link adds to it nothing is read', () => {
  const link = formatState(FULL);
  for (const behind of ['.', ',', '!', ')', '”', '。', '」', ').', '%20', '&', '>', '*']) {
    assert.deepEqual(parsed(`${link}${behind}`), FULL, behind);
  }
});

test('a link whose signs were escaped on its way is read', () => {
  const link = formatState(FULL);
  assert.deepEqual(parsed(link.replaceAll('&', '&amp;')), FULL);
  assert.deepEqual(parsed(`#${encodeURIComponent(link.slice(1))}`), FULL);
});

test('links of the first form, without a version, are read', () => {
  const first = '#task=en-zh&text=2021%E5%B9%B44%E6%9C%885%E6%97%A5+%23%26%3D%25%2B%F0%9F%98%80&lang=zh&attention=concat_without_tanh'
    + '&tanh=without&grid=pieces&gates=decoder&layer=2&direction=backward&cell=3.12&unit=0&cell.step=3'
    + '&whatif.held=f%3D1%26%23&whatif.silenced=';
  assert.deepEqual(parsed(first), FULL);
  assert.equal(parsed('#task=dates&text=5+April+2021.').text, '5 April 2021.');
});

test('a link of a version to come is read as far as it can be', () => {
  assert.deepEqual(parsed('#task=dates&text=today&colour=red&v=3'), { ...DEFAULT_STATE, task: 'dates', text: 'today' });
});

test('a text is written in the shorter of two ways', () => {
  assert.equal(formatState({ ...DEFAULT_STATE, text: 'a red car' }), '#text=a+red+car&v=2');
  assert.equal(formatState({ ...DEFAULT_STATE, text: '五月' }), '#utf8=5LqU5pyI&v=2');
});

test('a hundred broken links, and every beginning of a whole one, give a state and never an exception', () => {
  const link = formatState(FULL);
  const broken = Array.from(link, (_, end) => link.slice(0, end));
  for (let round = 0; round < 100; round++) {
    const place = below(link.length);
    const other = randomText();
    broken.push(pick([
      `${link.slice(0, place)}${other}${link.slice(place + below(9))}`,
      `#${other}`, link.split('&').map((part) => (chance(0.4) ? `${part}%` : part)).join('&'),
      `#utf8=${other}&v=2`, `#${link.slice(1).split('').reverse().join('')}`, link.toUpperCase(), `#${'%25'.repeat(place)}`,
    ]));
  }
  for (const hash of broken) {
    const state = parsed(hash);
    for (const name of /** @type {const} */ (['task', 'text', 'lang', 'attention'])) {
      assert.ok(state[name] === null || typeof state[name] === 'string', hash);
    }
    assert.ok(Number.isInteger(state.layer) && state.layer >= 0, hash);
    assert.ok(['encoder', 'decoder'].includes(state.component) && ['forward', 'backward'].includes(state.direction), hash);
    for (const index of [state.unit, state.cell?.target, state.cell?.source]) {
      assert.ok(index === null || index === undefined || Number.isInteger(index), hash);
    }
    for (const own of Object.values(state.panels)) {
      assert.ok(Object.values(own).every((value) => typeof value === 'string'), hash);
    }
    // What was made of it can be sent on.
    assert.deepEqual(parsed(formatState(state)), state, hash);
  }
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

test('every field of the addresses that the monkey goes to is one of the page', () => {
  for (const hash of HASHES) {
    const understood = fieldsOf(parsed(hash));
    for (const [name, value] of new URLSearchParams(hash.slice(1))) assert.equal(understood.get(name), value, hash);
  }
});
