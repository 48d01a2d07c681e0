// Numbers as readers see them.

const MINUS = '−';
const GROUPED = new Intl.NumberFormat('en');

/**
 * @param {number} value
 * @param {number} digits after the point
 */
export function fixed(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text;
}

/**
 * A probability from its logarithm, as a percentage; never rounded up to certainty.
 *
 * @param {number} logProbability
 */
export function percentage(logProbability) {
  const percent = Math.exp(logProbability) * 100;
  if (percent > 99.99 && logProbability < 0) return '> 99.99 %';
  if (percent >= 99) return `${percent.toFixed(2)} %`;
  if (percent >= 0.1) return `${percent.toFixed(1)} %`;
  if (percent >= 0.01) return `${percent.toFixed(2)} %`;
  return '< 0.01 %';
}

/**
 * What a probability is, with its relation: `= 99.85 %`, `> 99.99 %`.
 *
 * @param {number} logProbability
 */
export function related(logProbability) {
  const text = percentage(logProbability);
  return /^[<>]/.test(text) ? text : `= ${text}`;
}

/**
 * A log-probability with two digits that say something.
 *
 * @param {number} value
 */
export function logarithm(value) {
  const size = Math.abs(value);
  if (size >= 100) return fixed(value, 0);
  if (size >= 0.1) return fixed(value, 2);
  if (size < 1e-6) return '0';
  return fixed(value, Math.min(6, 1 - Math.floor(Math.log10(size))));
}

/**
 * A count with its thousands apart.
 *
 * @param {number} count
 */
export function grouped(count) {
  return GROUPED.format(count);
}

/**
 * The size of a file.
 *
 * @param {number} bytes
 */
export function fileSize(bytes) {
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} kB` : `${fixed(bytes / 1e6, 1)} MB`;
}
