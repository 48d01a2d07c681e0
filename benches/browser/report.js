// What is made of samples: medians, percentiles, ratios, tables.

/** @param {number[]} numbers at least one */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * The least number that at least `share` of the numbers do not exceed.
 *
 * @param {number[]} numbers at least one
 * @param {number} share from 0 to 1
 */
export function percentile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/**
 * A contender's line of a table.
 *
 * @typedef {{ name: string, peer?: string, median: number, p95: number, samples: number[],
 *   [more: string]: unknown }} Row peer: the name of the row that it is compared with
 */

/**
 * @param {{ name: string, samples: number[], peer?: string, [more: string]: unknown }} measured
 * @returns {Row}
 */
export function row(measured) {
  return { ...measured, median: median(measured.samples), p95: percentile(measured.samples, 0.95) };
}

/**
 * How many times as fast as its peer a row is, by the medians.
 *
 * @param {Row} row
 * @param {Row[]} rows
 */
export function ratio({ median, peer }, rows) {
  const other = rows.find(({ name }) => name === peer);
  return other ? other.median / median : undefined;
}

/** Three significant digits, and no more behind the point than it takes. */
export function number(/** @type {number} */ value) {
  if (!Number.isFinite(value)) return '';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/**
 * A table in Markdown, its columns aligned for a terminal. All but the first are numbers, at the right.
 *
 * @param {string[]} titles
 * @param {string[][]} lines
 */
export function table(titles, lines) {
  const all = [titles, ...lines];
  const widths = titles.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const written = (/** @type {string[]} */ cells) => `| ${widths.map((width, column) => {
    const cell = cells[column] ?? '';
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  }).join(' | ')} |`;
  const rules = widths.map((width, column) => column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`);
  return [titles, rules, ...lines].map(written).join('\n');
}

/**
 * Rows of times, in milliseconds, with the ratios to their peers.
 *
 * @param {Row[]} rows
 * @param {[string, (row: Row) => string][]} [more] columns behind
 */
export function timesTable(rows, more = []) {
  return table(['', 'median ms', 'p95 ms', 'times as fast', 'as', ...more.map(([title]) => title)], rows.map((row) => {
    const compared = ratio(row, rows);
    return [row.name, number(row.median), number(row.p95), compared ? compared.toFixed(2) : '',
      compared ? row.peer ?? '' : '', ...more.map(([, cell]) => cell(row))];
  }));
}
