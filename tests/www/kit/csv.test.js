import assert from 'node:assert/strict';
import test from 'node:test';
import { csv } from '../../../www/kit/csv.js';

test('what would end a cell or a line is quoted', () => {
  assert.equal(csv([['', 'a', 'b,c'], ['"', 0.1, 'x\ny'], [' ', '…', '年']]), ',a,"b,c"\r\n"""",0.1,"x\ny"\r\n" ",…,年\r\n');
});
