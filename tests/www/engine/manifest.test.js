import assert from 'node:assert/strict';
import test from 'node:test';
import { addressOf, checkManifest } from '../../../www/engine/manifest.js';

test('a manifest of another version or form is refused with what was found', () => {
  assert.throws(() => checkManifest({ formatVersion: 3 }), { message: 'formatVersion: expected 1 or 2, found 3' });
  assert.throws(() => checkManifest(null), { message: 'formatVersion: expected 1 or 2, found undefined' });
  assert.throws(() => checkManifest({ formatVersion: 1 }), { message: 'models: expected a list' });
  assert.deepEqual(checkManifest({ formatVersion: 1, models: [] }).models, []);
});

test('an entry of either form is read with its files, of which the last is its own', () => {
  const file = { file: 'a.safetensors', bytes: 3, sha256: '0a' };
  const trunk = { file: 't.safetensors', bytes: 40, sha256: '0b' };
  const entry = { id: 'dates-dot-lstm', task: 'dates', attention: 'dot', rnn: 'lstm', parameters: 1, quality: {} };
  const single = { ...entry, file: 'a.safetensors', bytes: 3, files: [file] };
  assert.deepEqual(checkManifest({ formatVersion: 1, models: [{ ...entry, ...file }] }).models, [single]);
  assert.deepEqual(checkManifest({ formatVersion: 2, models: [{ ...entry, files: [file] }] }).models, [single]);
  assert.deepEqual(checkManifest({ formatVersion: 2, models: [{ ...entry, files: [trunk, file] }] }).models,
    [{ ...entry, file: 'a.safetensors', bytes: 43, files: [trunk, file] }]);
  for (const files of [undefined, [], [file, file, file]]) {
    assert.throws(() => checkManifest({ formatVersion: 2, models: [{ ...entry, files }] }),
      { message: `dates-dot-lstm: expected the file of a model or those of a trunk and a head, found ${files?.length ?? 0} files` });
  }
});

test('model files lie beside the manifest, wherever the page is', () => {
  assert.match(addressOf(/** @type {any} */ ({ file: 'a.safetensors' })).href, /\/www\/models\/a\.safetensors$/);
});
