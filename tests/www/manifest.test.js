import assert from 'node:assert/strict';
import test from 'node:test';
import { checkManifest, modelAddress } from '../../www/manifest.js';

test('a manifest of another version or form is refused with what was found', () => {
  assert.throws(() => checkManifest({ formatVersion: 2 }), { message: 'formatVersion: expected 1, found 2' });
  assert.throws(() => checkManifest(null), { message: 'formatVersion: expected 1, found undefined' });
  assert.throws(() => checkManifest({ formatVersion: 1 }), { message: 'models: expected a list' });
  assert.deepEqual(checkManifest({ formatVersion: 1, models: [] }).models, []);
});

test('model files lie beside the manifest, wherever the page is', () => {
  assert.match(modelAddress('a.safetensors').href, /\/www\/models\/a\.safetensors$/);
});
