import assert from 'node:assert/strict';
import test from 'node:test';
import { fileSize, fixed, logarithm, percentage, related } from '../../../www/kit/numbers.js';

test('a probability is never rounded up to certainty', () => {
  assert.equal(percentage(0), '100.00 %');
  assert.equal(percentage(-1e-7), '> 99.99 %');
  assert.equal(percentage(Math.log(0.9985)), '99.85 %');
  assert.equal(percentage(Math.log(0.5)), '50.0 %');
  assert.equal(percentage(Math.log(0.0004)), '0.04 %');
  assert.equal(percentage(-40), '< 0.01 %');
});

test('a probability stands in a relation', () => {
  assert.equal(related(Math.log(0.9985)), '= 99.85 %');
  assert.equal(related(-1e-7), '> 99.99 %');
});

test('a logarithm has two digits that say something', () => {
  assert.equal(logarithm(-0.00071234), '−0.00071');
  assert.equal(logarithm(-0.8512), '−0.85');
  assert.equal(logarithm(-12.3456), '−12.35');
  assert.equal(logarithm(-345.6), '−346');
  assert.equal(logarithm(-1e-9), '0');
});

test('negative numbers have a minus sign, and zero has none', () => {
  assert.equal(fixed(-1.25, 1), '−1.3');
  assert.equal(fixed(-0.001, 2), '0.00');
  assert.equal(fixed(2, 0), '2');
});

test('sizes are in thousands or millions of bytes', () => {
  assert.equal(fileSize(158_136), '158 kB');
  assert.equal(fileSize(999_499), '999 kB');
  assert.equal(fileSize(999_500), '1.0 MB');
  assert.equal(fileSize(4_912_345), '4.9 MB');
});
