// The files of pictures and of their numbers.

import { subjectOf } from './subjects.js';
import { pngOf } from '../../kit/png.js';

/** @typedef {import('../element.js').SeqScope} SeqScope */
/** @typedef {import('../view-element.js').SeqView} SeqView */

/** Pixels of a PNG for one of the picture. */
const PNG_SCALE = 2;

/**
 * @param {SeqScope | SeqView} host
 * @param {string} [name]
 * @param {{ ground?: 'white' | 'none' }} [options]
 */
export async function svgOf(host, name, { ground = 'white' } = {}) {
  return subjectOf(host, name).svg(ground === 'white');
}

/**
 * @param {SeqScope | SeqView} host
 * @param {string} [name]
 * @param {{ type?: 'image/png' | 'image/svg+xml' | 'text/csv' | 'application/json', ground?: 'white' | 'none' }} [options]
 * @returns {Promise<Blob>}
 */
export async function blobOf(host, name, { type = 'image/png', ground = 'white' } = {}) {
  const subject = subjectOf(host, name);
  if (type === 'text/csv') return new Blob([subject.table()], { type });
  if (type === 'application/json') return new Blob([`${JSON.stringify(subject.record())}\n`], { type });
  const svg = await subject.svg(ground === 'white');
  return type === 'image/svg+xml' ? new Blob([svg], { type }) : pngOf(svg, PNG_SCALE);
}

/** @param {SeqScope} scope @returns {Promise<import('../types.js').TraceFile>} */
export async function traceOf(scope) {
  return /** @type {import('../types.js').TraceFile} */ (subjectOf(scope).record());
}
