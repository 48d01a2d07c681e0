// Text of the page at the places that the browser has given its lines.

import { element, escaped } from './markup.js';
import { fontOf, measuring, painted } from './style.js';

/**
 * @param {Text} node
 * @param {CSSStyleDeclaration} style of the element that it stands in
 * @param {DOMRect} origin what stands at 0, 0
 */
export function fromText(node, style, origin) {
  return linesOf(node, style).map(({ text, box }) => lineAt(text, box, style, origin));
}

/**
 * @param {string} text
 * @param {{ left: number, top: number, width: number, height: number }} box of the line
 * @param {CSSStyleDeclaration} style
 * @param {DOMRect} origin
 */
export function lineAt(text, box, style, origin) {
  const painting = measuring();
  painting.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = painting.measureText(text);
  const [x, y] = [box.left - origin.left, box.top - origin.top];
  const baseline = y + (box.height - ascent - descent) / 2 + ascent;
  const written = style.textTransform === 'uppercase' ? text.toUpperCase() : text;
  const isMath = style.textTransform.startsWith('math');
  return {
    markup: element('text', {
      // Whoever reads it may have a wider font.
      x, y: baseline, textLength: [...text].length > 1 && box.width > 0 ? box.width : null,
      lengthAdjust: [...text].length > 1 && box.width > 0 ? 'spacingAndGlyphs' : null, ...fontOf(style), ...isMath ? { 'font-style': 'italic' } : {}, ...painted('fill', style.color),
    }, escaped(written)),
    top: y, bottom: y + box.height, right: x + box.width,
  };
}

/**
 * What stands on each line.
 *
 * @param {Text} node
 * @param {CSSStyleDeclaration} style
 */
function linesOf(node, style) {
  const text = node.data;
  const keeps = style.whiteSpace.startsWith('pre');
  if (text.trim() === '' && !(keeps && text !== '')) return [];
  const range = document.createRange();
  range.selectNodeContents(node);
  const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  const shown = (/** @type {string} */ line) => (keeps ? line : line.replaceAll(/\s+/g, ' ').trim());
  const [first] = boxes;
  if (!first) return [];
  if (boxes.every(({ top }) => Math.abs(top - first.top) < 1)) {
    const last = boxes.at(-1) ?? first;
    const start = Math.min(...boxes.map(({ left }) => left));
    const isLed = !keeps && /^\s/.test(text) && boxes.length === 1 && spaceBefore(range, node, first);
    return [{ text: shown(text), box: { left: start + (isLed || 0), top: first.top, width: last.right - start, height: first.height } }];
  }
  /** @type {{ text: string, box: { left: number, top: number, width: number, height: number } }[]} */
  const lines = [];
  // A browser breaks lines between graphemes: those of one line have the same top.
  let at = 0;
  for (const character of text) {
    range.setStart(node, at);
    range.setEnd(node, at += character.length);
    const [box] = range.getClientRects();
    if (!box || box.height === 0) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.box.top - box.top) < box.height / 2) {
      line.text += character;
      line.box.width = Math.max(line.box.width, box.right - line.box.left);
    } else if (character.trim() !== '') {
      lines.push({ text: character, box: { left: box.left, top: box.top, width: box.width, height: box.height } });
    }
  }
  return lines.map((line) => ({ ...line, text: shown(line.text) }));
}

/**
 * How wide the space is that a text begins with, which is not written.
 *
 * @param {Range} range
 * @param {Text} node
 * @param {DOMRect} first
 */
function spaceBefore(range, node, first) {
  const start = node.data.search(/\S/);
  if (start < 0) return 0;
  range.setStart(node, start);
  range.setEnd(node, start + 1);
  const box = range.getClientRects()[0];
  return box ? Math.max(0, box.left - first.left) : 0;
}
