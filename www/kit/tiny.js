// Numbers that are often as small as rounding.

import { fixed } from './numbers.js';

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * A number with three digits that say something, as a power of ten where it is small: `0.0214`, `2.38 × 10⁻⁷`.
 *
 * @param {number} value
 */
export function tiny(value) {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 0.001) return fixed(value, Math.max(0, Math.min(5, 2 - Math.floor(Math.log10(size)))));
  const [mantissa = '', exponent = ''] = value.toExponential(2).replace(/^-/, '−').split('e-');
  return `${mantissa} × 10⁻${[...exponent].map((digit) => RAISED[Number(digit)]).join('')}`;
}
