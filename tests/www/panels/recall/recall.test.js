import assert from 'node:assert/strict';
import test from 'node:test';
import { heldOf, heldSum } from '../../../../www/panels/recall/held.js';
import { rightOf } from '../../../../www/panels/recall/known.js';
import { carriedShares } from '../../../../www/panels/recall/reach.js';
import { askedOf, FIRST_TEXT, FURTHEST, pulled, readFrom } from '../../../../www/panels/recall/texts.js';

test('a text is read in small letters, with single blanks', () => {
  assert.equal(readFrom('  6180 The  Rain\t'), '6180 the rain');
  assert.deepEqual(askedOf('6180 the rain'), { number: '6180', distance: 9 });
  assert.deepEqual(askedOf('6180'), { number: '6180', distance: 0 });
  for (const text of ['', '618', '61803', 'a6180']) assert.equal(askedOf(text), null, text);
});

test('pulled to a distance, a text has so many characters behind its number, none of them a blank that would not be read', () => {
  for (const typed of [FIRST_TEXT, '1234', '1234 a', 'no number', '']) {
    for (let distance = 0; distance <= FURTHEST; distance++) {
      const text = readFrom(pulled(typed, distance));
      assert.equal(askedOf(text)?.distance, distance, `${typed}: ${text}`);
    }
  }
  assert.ok(pulled('1234 abc def', 4).startsWith('1234 abc'));
  assert.equal(pulled(FIRST_TEXT, 9), FIRST_TEXT.slice(0, 13));
});

test('digits are right in their place alone', () => {
  assert.deepEqual(rightOf('6108', '6180'), [true, true, false, false]);
  assert.deepEqual(rightOf('', '6180'), [false, false, false, false]);
});

test('what a cell carries is c where it has one, as shares of the last', () => {
  assert.deepEqual(carriedShares({ hidden: [9, 9], cell: [1, 4] }), [0.25, 1]);
  assert.deepEqual(carriedShares({ hidden: [2, 8], cell: null }), [0.25, 1]);
  assert.deepEqual(carriedShares(null), []);
});

test('units come by the share of the number, and the parts add up', () => {
  // [3 steps, 2 units]; the first two steps are the number.
  const held = heldOf([1, -3, -0.5, 2, 4, 0.25], 2, 2);
  assert.deepEqual(held, [
    { unit: 1, number: -1, rest: 0.25, ofNumber: 5, ofRest: 0.25 },
    { unit: 0, number: 0.5, rest: 4, ofNumber: 1.5, ofRest: 4 },
  ]);
  assert.deepEqual(heldSum(held), { units: 1, share: 6.5 / 10.75 });
});
