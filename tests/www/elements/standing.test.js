import assert from 'node:assert/strict';
import test from 'node:test';
import { classOf, isSettled, modelShown, panelStanding, standingOf } from '../../../www/elements/standing.js';
import { staleWords } from '../../../www/elements/standing-words.js';
import { stringsFor } from '../../../www/words/strings.js';
import { traceOf } from '../traces.js';

/** @typedef {import('../../../www/elements/types.js').ModelState} ModelState */

const trace = traceOf('4/5/21');
const failure = /** @type {const} */ ({ kind: 'offline', subject: 'a.safetensors', reason: '' });

/** @param {Partial<ModelState>} changes @returns {ModelState} */
const model = (changes) => /** @type {ModelState} */ ({
  attention: 'general', status: 'ready', bytes: 0, received: 0, trace, info: null, answered: '4/5/21', refusal: null,
  ...changes,
});

test('the run of the text in the box is current', () => {
  assert.deepEqual(standingOf({ text: '4/5/21' }, model({})), { kind: 'current' });
});

test('the run of an earlier text is stale: the text in the box was refused, or its answer is on its way', () => {
  const of = trace.input;
  assert.deepEqual(standingOf({ text: 'x' }, model({ answered: 'x', refusal: 'too long' })),
    { kind: 'stale', why: 'refused', of, late: true });
  assert.deepEqual(standingOf({ text: '4/5/2' }, model({})), { kind: 'stale', why: 'answer', of, late: false });
  assert.deepEqual(standingOf({ text: '4/5/2' }, model({ late: true })), { kind: 'stale', why: 'answer', of, late: true });
  // The refusal of one text says nothing about the next.
  assert.deepEqual(standingOf({ text: 'xy' }, model({ answered: 'x', refusal: 'too long' })),
    { kind: 'stale', why: 'answer', of, late: false });
});

test('without a run it waits for the model, its answer, a text, or one that can be run', () => {
  const none = (/** @type {string} */ text, /** @type {Partial<ModelState>} */ changes) =>
    standingOf({ text }, model({ trace: null, answered: null, ...changes }));
  for (const status of /** @type {const} */ (['waiting', 'loading'])) {
    assert.deepEqual(none('a', { status }), { kind: 'waiting', why: 'model' });
    assert.deepEqual(none('', { status }), { kind: 'waiting', why: 'model' });
  }
  assert.deepEqual(none('a', {}), { kind: 'waiting', why: 'answer' });
  assert.deepEqual(none('', {}), { kind: 'waiting', why: 'text' });
  assert.deepEqual(none('a', { answered: 'a', refusal: 'too long' }), { kind: 'waiting', why: 'refused' });
});

test('a model that failed says why', () => {
  assert.deepEqual(standingOf({ text: 'a' }, model({ status: 'failed', failure, trace: null })), { kind: 'failed', failure });
});

test('panels show the model of choice, else one that has answered, else the one that may still come', () => {
  const shown = (/** @type {ModelState[]} */ ...models) => modelShown({ text: 'a', attention: 'general', models })?.attention;
  const [dot, general] = [model({ attention: 'dot' }), model({})];
  assert.equal(shown(dot, general), 'general');
  assert.equal(shown(dot, model({ trace: null, status: 'loading' })), 'dot');
  const failed = model({ trace: null, status: 'failed', failure });
  assert.equal(shown(model({ attention: 'dot', trace: null, status: 'loading' }), failed), 'dot');
  assert.equal(shown(model({ attention: 'dot', trace: null, status: 'failed', failure }), failed), 'general');
  assert.equal(shown(), undefined);
});

test('a panel is what its run is, and waits for, or has failed for, what was asked about a run that is current', () => {
  const current = /** @type {const} */ ({ kind: 'current' });
  const answer = (/** @type {Partial<import('../../../www/elements/types.js').Answer>} */ changes) =>
    ({ value: 1, stale: false, failure: null, ...changes });
  assert.deepEqual(panelStanding(current, [], null), current);
  assert.deepEqual(panelStanding(current, [answer({})], null), current);
  assert.deepEqual(panelStanding(current, [answer({}), answer({ stale: true })], null), { kind: 'stale', why: 'derived' });
  assert.deepEqual(panelStanding(current, [answer({ value: null, stale: true })], null), { kind: 'waiting', why: 'answer' });
  assert.deepEqual(panelStanding(current, [answer({ stale: true }), answer({ value: null, failure: 'no' })], null),
    { kind: 'failed', failure: null });
  assert.deepEqual(panelStanding(current, [answer({ value: null, failure: 'no' })], failure), { kind: 'failed', failure });
  const refused = standingOf({ text: 'x' }, model({ answered: 'x', refusal: 'too long' }));
  assert.deepEqual(panelStanding(refused, [answer({ stale: true })], null), refused);
});

test('what fades says so, in every language, and nothing else does', () => {
  for (const language of ['en', 'zh']) {
    const strings = stringsFor(language);
    for (const [text, changes] of /** @type {const} */ ([
      ['x', { answered: 'x', refusal: 'too long' }], ['4/5/2', { late: true }],
    ])) {
      const standing = standingOf({ text }, model(changes));
      assert.ok(staleWords(standing, strings).includes(trace.input));
      assert.equal(classOf('map', standing), 'map stale');
    }
    for (const standing of [standingOf({ text: '4/5/21' }, model({})), standingOf({ text: '4/5/2' }, model({}))]) {
      assert.equal(staleWords(standing, strings), '');
      assert.equal(classOf('map', standing), 'map');
    }
    assert.equal(classOf('panel', { kind: 'stale', why: 'derived' }), 'panel stale passing');
    assert.notEqual(staleWords({ kind: 'stale', why: 'derived' }, strings), '');
  }
});

test('a long text is not repeated in full', () => {
  const standing = /** @type {const} */ ({ kind: 'stale', why: 'refused', of: '😀'.repeat(100), late: true });
  assert.match(staleWords(standing, stringsFor('en')), /“(😀){39}…”/u);
});

test('nothing more comes by itself to what is current, failed, or waits for the reader', () => {
  const settled = [
    standingOf({ text: '4/5/21' }, model({})), standingOf({ text: 'x' }, model({ answered: 'x', refusal: 'too long' })),
    standingOf({ text: '' }, model({ trace: null })), standingOf({ text: 'a' }, model({ status: 'failed', failure, trace: null })),
  ];
  const coming = [
    standingOf({ text: 'a' }, model({})), standingOf({ text: 'a' }, model({ trace: null, status: 'loading' })),
    /** @type {const} */ ({ kind: 'stale', why: 'derived' }),
  ];
  assert.deepEqual(settled.map(isSettled), [true, true, true, true]);
  assert.deepEqual(coming.map(isSettled), [false, false, false]);
});
