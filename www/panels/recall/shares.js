// Shares that can be next to nothing.

import { fixed } from '../../kit/numbers.js';
import { shownNumber } from '../../kit/shown-number.js';

/**
 * @param {string} name of the number
 * @param {number} value
 */
export function shareShown(name, value) {
  return shownNumber(name, value, value >= 0.001 ? `${fixed(value * 100, 1)} %` : value.toExponential(1).replace('-', '−'));
}
