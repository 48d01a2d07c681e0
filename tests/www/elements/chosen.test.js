// What the attribute `attention` chooses, of the shipped models and of the reader's own.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Chosen } from '../../../www/elements/chosen.js';
import { shippedManifest } from '../../manifest.js';

/** @typedef {import('../../../www/elements/types.js').ManifestModel} ManifestModel */

/**
 * Models of the reader's own, the page's names for them taken before they come, as attributes are.
 *
 * @param {string[]} keys as in `dot~1·a` or `general-gru`
 * @param {{ attention?: string, parts?: string }} [attributes]
 */
function own(keys, { attention, parts } = {}) {
  const chosen = new Chosen();
  if (attention !== undefined) chosen.name(attention);
  if (parts !== undefined) chosen.nameParts(parts);
  const models = keys.map((key) => {
    const [, score = key, rnn = 'lstm'] = /^(.+)-(gru|rnn)$/.exec(key) ?? [];
    return /** @type {ManifestModel} */ ({ task: 'own', attention: score, rnn, file: key, bytes: 1, files: [{ file: key, bytes: 1, sha256: '' }], parameters: 1, quality: {} });
  });
  chosen.adopt('own://1/', { formatVersion: 2, models: [...shippedManifest().models, ...models] });
  return chosen;
}

/** @param {Chosen} chosen */
const shown = (chosen) => ({ maps: chosen.wanted(), gates: chosen.attention });

test('without the attribute all of the reader’s own are shown, and the gates of general', () => {
  assert.deepEqual(shown(own(['dot', 'general', 'concat'])), { maps: ['dot', 'general', 'concat'], gates: 'general' });
  assert.deepEqual(shown(own(['dot', 'concat'])), { maps: ['dot', 'concat'], gates: 'dot' });
  assert.deepEqual(shown(own(['dot', 'general~2·a', 'general~3·b'])), { maps: ['dot', 'general~2·a', 'general~3·b'], gates: 'general~2·a' });
  assert.equal(own(['dot', 'general~2·a', 'general~3·b']).link.attention, null);
});

test('a single name says whose gates are shown', () => {
  assert.deepEqual(shown(own(['dot', 'general', 'concat'], { attention: 'dot' })), { maps: ['dot', 'general', 'concat'], gates: 'dot' });
  assert.deepEqual(shown(own(['dot', 'general', 'general-gru'], { attention: 'general-gru' })),
    { maps: ['dot', 'general', 'general-gru'], gates: 'general-gru' });
  assert.deepEqual(shown(own(['general', 'dot~2·a', 'dot~3·b'], { attention: 'dot' })),
    { maps: ['general', 'dot~2·a', 'dot~3·b'], gates: 'dot~2·a' });
  assert.deepEqual(shown(own(['dot', 'concat'], { attention: 'none' })), { maps: ['dot', 'concat'], gates: 'dot' });
});

test('several names, or one beside parts, are all that is shown', () => {
  assert.deepEqual(shown(own(['dot', 'general', 'concat'], { attention: 'concat dot' })), { maps: ['dot', 'concat'], gates: 'concat' });
  assert.deepEqual(shown(own(['dot', 'general'], { attention: 'general', parts: 'maps' })), { maps: ['general'], gates: 'general' });
  assert.deepEqual(shown(own(['general', 'general-gru'], { attention: 'general-gru', parts: 'maps' })), { maps: ['general-gru'], gates: 'general-gru' });
});

test('a score function that several have stands for all of them, in each cell by itself', () => {
  const chosen = own(['dot~1·a', 'general', 'dot~3·b', 'dot~4·c-gru'], { attention: 'dot', parts: 'maps gates' });
  assert.deepEqual(shown(chosen), { maps: ['dot~1·a', 'dot~3·b'], gates: 'dot~1·a' });
  assert.equal(chosen.chooseAttention('dot~3·b'), true);
  assert.deepEqual(shown(chosen), { maps: ['dot~1·a', 'dot~3·b'], gates: 'dot~3·b' });
  assert.equal(chosen.chooseAttention('general'), false);
  assert.deepEqual(chosen.otherCells(), []);
});

test('where none of them has what is named, all are shown', () => {
  assert.deepEqual(shown(own(['dot', 'concat'], { attention: 'general', parts: 'maps' })), { maps: ['dot', 'concat'], gates: 'dot' });
  assert.deepEqual(shown(own(['dot'], { attention: 'general concat' })), { maps: ['dot'], gates: 'dot' });
});

test('what was chosen of the reader’s own is none of another task', () => {
  const chosen = own(['dot~1·a', 'dot~2·b']);
  chosen.chooseAttention('dot~2·b');
  chosen.chooseTask('dates');
  assert.deepEqual(shown(chosen), { maps: ['dot', 'general', 'concat'], gates: 'general' });
});

test('of the shipped models the attribute chooses likewise', () => {
  const chosen = new Chosen();
  chosen.manifest = shippedManifest();
  chosen.chooseTask('dates');
  chosen.name('concat dot');
  assert.deepEqual(shown(chosen), { maps: ['dot', 'concat'], gates: 'concat' });
  chosen.name('dot');
  assert.deepEqual(shown(chosen), { maps: ['dot', 'general', 'concat'], gates: 'dot' });
  chosen.nameParts('maps');
  assert.deepEqual(shown(chosen), { maps: ['dot'], gates: 'dot' });
});
