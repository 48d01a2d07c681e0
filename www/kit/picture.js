// A matrix on a canvas, one rectangle a number.

import { h } from './dom.js';
import { roomy } from './geometry.js';

/**
 * A canvas that becomes larger costs more than what is painted on it, and most keys make a map larger or smaller. So
 * canvases have room, and the box around one shows what is painted.
 *
 * @param {{
 *   rows: number, columns: number, cellWidth: number, cellHeight: number, ratio: number,
 *   after: [(canvas: HTMLCanvasElement) => void, ...unknown[]],
 * }} props cell sizes in device pixels, of which a CSS pixel has `ratio`; after: what paints, and what it depends on
 */
export function picture({ rows, columns, cellWidth, cellHeight, ratio, after }) {
  const css = (/** @type {number} */ pixels) => `${pixels / ratio}px`;
  const [width, height] = [cellWidth * columns, cellHeight * rows];
  return h('div', { class: 'picture', style: { width: css(width), height: css(height) } },
    h('canvas', {
      'aria-hidden': 'true', style: { width: css(roomy(width)), height: css(roomy(height)) },
      after: [...after, cellWidth, cellHeight],
    }));
}
