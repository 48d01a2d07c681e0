import assert from 'node:assert/strict';
import test from 'node:test';
import {
  failureOf, faultOf, kindOfFault, kindOfScript, kindOfSilence, kindOfStatus, kindOfUncompiled, LoadError, looksLike, mayPass,
} from '../../../www/engine/causes.js';

test('a status of HTTP says whether the file is missing, denied, or the server at fault', () => {
  const kinds = [404, 410, 401, 403, 451, 400, 429, 500, 502, 503].map(kindOfStatus);
  assert.deepEqual(kinds, [
    'missing', 'missing', 'denied', 'denied', 'denied', 'server', 'server', 'server', 'server', 'server',
  ]);
});

test('what may pass is tried again, what will not is not', () => {
  assert.deepEqual([500, 503, 429, 408].map((status) => mayPass('server', status)), [true, true, true, true]);
  assert.deepEqual([400, 403, 404].map((status) => mayPass('server', status)), [false, false, false]);
  const kinds = /** @type {const} */ (['network', 'offline', 'stalled', 'cors', 'policy', 'disk', 'altered']);
  assert.deepEqual(kinds.map((kind) => mayPass(kind, undefined)), [true, true, true, false, false, false, false]);
});

test('a request without an answer is told by what is known around it', () => {
  const around = { forbidden: null, fromDisk: false, online: true, answersOthers: false };
  assert.equal(kindOfSilence(around), 'network');
  assert.equal(kindOfSilence({ ...around, online: false }), 'offline');
  assert.equal(kindOfSilence({ ...around, answersOthers: true }), 'cors');
  assert.equal(kindOfSilence({ ...around, fromDisk: true }), 'disk');
  assert.equal(kindOfSilence({ ...around, forbidden: 'connect-src', online: false }), 'policy');
});

test('a script has to be sent as JavaScript', () => {
  for (const type of ['text/javascript; charset=utf-8', 'application/javascript', 'application/x-javascript', 'text/ecmascript']) {
    assert.equal(kindOfScript(type), null, type);
  }
  for (const type of ['text/plain', 'text/html; charset=utf-8', 'application/octet-stream', '']) {
    assert.equal(kindOfScript(type), 'mime', type);
  }
});

const MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 9]);

test('a module that does not compile says what the browser lacks, or what is wrong with the file', async () => {
  const error = new Error('does not compile');
  const assembly = { compile: async () => ({}), validate: () => true };
  const kind = (/** @type {Uint8Array} */ bytes, /** @type {any} */ changes = {}, /** @type {unknown} */ why = error) =>
    kindOfUncompiled(bytes, why, { ...assembly, ...changes });
  assert.equal(await kindOfUncompiled(MODULE, error, undefined), 'wasm');
  assert.equal(await kind(MODULE, { compile: async () => Promise.reject(error) }), 'wasmPolicy');
  assert.equal(await kind(MODULE, { validate: () => false }), 'simd');
  assert.equal(await kind(MODULE, {}, new RangeError('out of memory')), 'memory');
  assert.equal(await kind(MODULE), 'broken');
  assert.equal(await kind(new TextEncoder().encode('<!doctype html>')), 'altered');
  assert.equal(await kindOfUncompiled(MODULE, error, WebAssembly), 'broken', 'this one has SIMD');
});

test('a trap leaves a worker of no use, a text that is too long does not', () => {
  assert.equal(kindOfFault({ name: 'RuntimeError', message: 'unreachable' }), 'crashed');
  assert.equal(kindOfFault({ name: 'RangeError', message: 'WebAssembly.Memory.grow(): out of memory' }), 'memory');
  assert.equal(kindOfFault({ name: 'RangeError', message: 'Maximum call stack size exceeded' }), 'crashed');
  assert.equal(kindOfFault({ name: 'Error', message: 'too many tokens' }), null);
});

test('what lies in the place of a file is called what it is', () => {
  const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
  assert.equal(looksLike(bytes('')), 'an empty file');
  assert.equal(looksLike(bytes('\n<!DOCTYPE html><title>Sign in</title>')), 'a web page');
  assert.equal(looksLike(bytes('version https://git-lfs.github.com/spec/v1\noid sha256:00')), 'a Git LFS pointer');
  assert.equal(looksLike(bytes('{"error": "no"}')), 'JSON');
  assert.equal(looksLike(new Uint8Array(12)), '12 bytes');
});

test('a failure keeps its kind on the way out of a worker', () => {
  const error = new LoadError('mime', 'seqscope.js', 'text/plain');
  assert.deepEqual(faultOf(error).failure, { kind: 'mime', subject: 'seqscope.js', reason: 'text/plain' });
  assert.deepEqual(faultOf('odd'), { name: 'Error', message: 'odd' });
  assert.deepEqual(failureOf(error, 'file', 'a'), error.failure);
  assert.deepEqual(failureOf(new Error('why'), 'file', 'a'), { kind: 'file', subject: 'a', reason: 'why' });
});
