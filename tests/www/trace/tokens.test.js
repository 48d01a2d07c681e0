import assert from 'node:assert/strict';
import test from 'node:test';
import { glyphFor, plainPiece, quoted, tokenLabel } from '../../../www/trace/tokens.js';
import { tokensOf } from '../traces.js';

test('what cannot be seen has a sign, what can be seen has none', () => {
  assert.equal(glyphFor(' '), '␣');
  assert.equal(glyphFor('\u200b'), '·');
  assert.equal(glyphFor('\u0301'), '◌\u0301');
  assert.equal(glyphFor('\ufffd'), undefined);
  for (const text of ['a', '年', '😀', 'ש']) assert.equal(glyphFor(text), undefined);
});

test('a label keeps the text of its token and is isolated from the direction around it', () => {
  const [token] = tokensOf(' ');
  assert.ok(token);
  const label = tokenLabel(token, 'not known', false);
  assert.equal(label.tag, 'bdi');
  assert.deepEqual(label.children, [' ']);
  assert.equal(label.attributes['data-glyph'], '␣');
  assert.equal(quoted(token), '“␣”');
});

test('a token that the vocabulary lacks is marked and says so', () => {
  const [token] = tokensOf('é', 'é');
  assert.ok(token);
  const { attributes } = tokenLabel(token, 'not known', true);
  assert.equal(attributes['class'], 'token lit unknown');
  assert.equal(attributes['title'], 'not known');
});

test('the plain text of a piece has no space in front, and a space alone can be seen', () => {
  assert.deepEqual([' est', 'est', ' ', '</s>'].map(plainPiece), ['est', 'est', '␣', '</s>']);
});
