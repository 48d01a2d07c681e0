// A part of the page as a picture by itself, with a title and a sentence above it.

import { fromHtml } from './from-html.js';
import { element, escaped } from './markup.js';
import { measuring } from './style.js';

/** @typedef {import('./from-html.js').Around} Around */
/** @typedef {import('./from-html.js').Piece} Piece */

const MARGIN = 16;
const INK = '#1d1f24';
/** Where nothing is drawn over more than this, as controls have been left out, the picture is made shorter. */
const GAP = 18;
/** The title is not set narrower than this. */
const NARROWEST = 360;

/**
 * @param {Element[]} nodes what is drawn, from the top down
 * @param {{ title: string, sentence: string, white: boolean, lang: string } & Omit<Around, 'origin'>} props white: its ground;
 *   without, it is transparent
 * @returns {string} an SVG file
 */
export function pictureOf(nodes, { title, sentence, white, lang, ...around }) {
  const [first] = nodes;
  if (!first) throw new Error('expected something that is drawn');
  const origin = first.getBoundingClientRect();
  const pieces = nodes.flatMap((node) => fromHtml(node, { ...around, origin })).filter(({ markup }) => markup !== '');
  const width = Math.max(NARROWEST, ...pieces.map(({ right }) => right));
  const head = [
    ...wrapped(title, `bold 15px sans-serif`, width).map((text) => ({ text, size: 15, step: 20 })),
    ...wrapped(sentence, '12px sans-serif', width).map((text) => ({ text, size: 12, step: 17 })),
  ];
  let y = MARGIN + 15;
  const caption = head.map(({ text, size, step }) => {
    const line = element('text', {
      x: MARGIN, y, fill: INK, 'font-family': 'sans-serif', 'font-size': size, 'font-weight': size === 15 ? 'bold' : null,
    }, escaped(text));
    y += step;
    return line;
  });
  const { shifted, height } = compacted(pieces);
  const [wide, high] = [Math.ceil(width + 2 * MARGIN), Math.ceil(y + height + MARGIN)];
  return element('svg', {
    xmlns: 'http://www.w3.org/2000/svg', width: wide, height: high, viewBox: `0 0 ${wide} ${high}`, 'xml:space': 'preserve',
    'xml:lang': lang, role: 'img',
  }, [
    '\n', element('title', {}, escaped(title)), element('desc', {}, escaped(sentence)),
    white ? element('rect', { width: wide, height: high, fill: '#ffffff' }) : '',
    ...caption, element('g', { transform: `translate(${MARGIN} ${y})` }, `\n${shifted.join('')}`),
  ].join(''));
}

/**
 * Closes the gaps that controls have left.
 *
 * @param {Piece[]} pieces
 */
function compacted(pieces) {
  const spans = pieces.map(({ top, bottom }) => [top, bottom]).sort(([one = 0], [other = 0]) => one - other);
  /** Where something begins below a gap, and how far all from there on moves up. @type {[number, number][]} */
  const moves = [];
  let end = 0;
  let up = 0;
  for (const [top = 0, bottom = 0] of spans) {
    if (top - end > GAP) {
      up += top - end - GAP;
      moves.push([top, up]);
    }
    end = Math.max(end, bottom);
  }
  const upAt = (/** @type {number} */ top) => moves.findLast(([from]) => from <= top)?.[1] ?? 0;
  const shifted = pieces.map(({ markup, top }) => {
    const by = upAt(top);
    return by === 0 ? markup : element('g', { transform: `translate(0 ${-Math.round(by)})` }, markup);
  });
  return { shifted, height: Math.max(0, end - up) };
}

/**
 * @param {string} text
 * @param {string} font
 * @param {number} width
 */
function wrapped(text, font, width) {
  const painting = measuring();
  painting.font = font;
  /** @type {string[]} */
  const lines = [];
  let line = '';
  for (const part of text.match(/[\u2E80-\uFFDC]|\s*[^\s\u2E80-\uFFDC]+|\s+$/gu) ?? []) {
    if (line !== '' && painting.measureText(line + part).width > width) {
      lines.push(line);
      line = part.trimStart();
    } else {
      line += part;
    }
  }
  return [...lines, line];
}
