// A painted matrix as vectors: a path for each colour that it has.

import { element, length } from './markup.js';

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('../../elements/types.js').Picture} picture what is painted on it
 * @param {Uint8Array} shades colours of its scale, three bytes each
 * @param {number} ratio device pixels of a CSS pixel
 * @param {DOMRect} origin what stands at 0, 0
 */
export function fromCanvas(canvas, picture, shades, ratio, origin) {
  const { data, rows, columns, scale, limit } = picture;
  const box = canvas.getBoundingClientRect();
  const [x, y] = [box.left - origin.left, box.top - origin.top];
  const [width, height, gap] = [picture.cellWidth / ratio, picture.cellHeight / ratio, picture.gap / ratio];
  const cell = `h${length(width - gap)}v${length(height - gap)}h${length(gap - width)}z`;
  const last = shades.length / 3 - 1;
  /** @type {Map<number, string>} */
  const paths = new Map();
  for (let index = 0; index < rows * columns; index++) {
    const value = data[index] ?? NaN;
    if (Number.isNaN(value)) continue;
    const position = scale === 'signed' ? (value / limit + 1) / 2 : value / limit;
    const shade = Math.round(Math.min(Math.max(position, 0), 1) * last);
    const [column, row] = [index % columns, Math.floor(index / columns)];
    paths.set(shade, `${paths.get(shade) ?? ''}M${length(x + column * width)} ${length(y + row * height)}${cell}`);
  }
  const colour = (/** @type {number} */ shade) =>
    `#${[...shades.subarray(shade * 3, shade * 3 + 3)].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  const all = [...paths].sort(([one], [other]) => one - other).map(([shade, d]) => element('path', { fill: colour(shade), d }));
  return {
    markup: element('g', { 'shape-rendering': 'crispEdges' }, all.join('')),
    top: y, bottom: y + rows * height, right: x + columns * width,
  };
}
