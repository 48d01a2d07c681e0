// A part of the page as vectors: boxes, text, drawings and painted matrices where the browser has laid them out.

import { element, escaped, length } from './markup.js';
import { fromCanvas } from './from-canvas.js';
import { fromSvg } from './from-svg.js';
import { fromText, lineAt } from './from-text.js';
import { colourOf, fontOf, measuring, painted } from './style.js';

/**
 * What is drawn of one element or line, and where, from the left upper corner of the whole.
 *
 * @typedef {{ markup: string, top: number, bottom: number, right: number }} Piece
 *
 * @typedef {{
 *   origin: DOMRect, skip: string, ratio: number,
 *   pictureOf: (canvas: HTMLCanvasElement) => import('../../elements/types.js').Picture | undefined,
 *   shades: (scale: import('../../elements/types.js').Scale) => Uint8Array,
 * }} Around skip: selector of what is left out; ratio: device pixels of a CSS pixel; shades: colours of a scale
 */

/**
 * @param {Element} node
 * @param {Around} around
 * @returns {Piece[]} in the order in which they are painted
 */
export function fromHtml(node, around) {
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return [];
  if (node instanceof HTMLInputElement && node.type === 'text') return typedIn(node, style, around);
  if (node.matches(around.skip)) return [];
  if (node instanceof SVGSVGElement) return [fromSvg(node, around.origin)];
  if (node instanceof HTMLCanvasElement) {
    const picture = around.pictureOf(node);
    return picture ? [fromCanvas(node, picture, around.shades(picture.scale), around.ratio, around.origin)] : [];
  }
  if (node.localName === 'mo' && node.getBoundingClientRect().height > STRETCHED * parseFloat(style.fontSize)) {
    return [stretched(node, style, around)];
  }
  const turn = turnOf(style);
  if (turn !== 0 && node instanceof HTMLElement) return turned(node, turn, around);
  return [
    ...boxOf(node, style, around), ...pseudo(node, '::before', around),
    ...[...node.childNodes].flatMap((child) => {
      if (child instanceof Element) return fromHtml(child, around);
      return child instanceof Text ? fromText(child, style, around.origin) : [];
    }),
    ...node.localName === 'mfrac' ? [fractionBar(node, style, around)] : [],
    ...pseudo(node, '::after', around),
  ];
}

/** An operator of a formula that is so many times as high as its font is one that was stretched. */
const STRETCHED = 1.7;

/** A bracket as high as what it holds. @param {Element} node @param {CSSStyleDeclaration} style @param {Around} around @returns {Piece} */
function stretched(node, style, { origin }) {
  const { left, top, width, height } = node.getBoundingClientRect();
  const [x, y] = [left - origin.left, top - origin.top];
  const times = height / (1.2 * parseFloat(style.fontSize));
  return {
    markup: element('text', {
      transform: `translate(${length(x)} ${length(y + 0.78 * height)}) scale(1 ${length(times)})`, ...fontOf(style), ...painted('fill', style.color),
    }, escaped(node.textContent?.trim() ?? '')),
    top: y, bottom: y + height, right: x + width,
  };
}

/** What somebody has typed. @param {HTMLInputElement} node @param {CSSStyleDeclaration} style @param {Around} around */
function typedIn(node, style, around) {
  const { left, top, width, height } = node.getBoundingClientRect();
  const start = left + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth);
  const size = parseFloat(style.fontSize) * 1.2;
  const measured = measuring();
  measured.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const box = { left: start, top: top + (height - size) / 2, width: Math.min(width, measured.measureText(node.value).width), height: size };
  return [...boxOf(node, style, around), ...node.value.trim() === '' ? [] : [lineAt(node.value, box, style, around.origin)]];
}

/** Degrees, of what is slanted. @param {CSSStyleDeclaration} style */
function turnOf({ rotate, writingMode }) {
  const degrees = rotate === 'none' ? 0 : parseFloat(rotate);
  return (degrees + (writingMode.startsWith('vertical') ? 90 : 0)) % 360;
}

/**
 * What is slanted is measured as it would be without, and then slanted as a whole.
 *
 * @param {HTMLElement} node
 * @param {number} degrees
 * @param {Around} around
 * @returns {Piece[]}
 */
function turned(node, degrees, around) {
  const seen = node.getBoundingClientRect();
  const { rotate, writingMode } = node.style;
  const isVertical = getComputedStyle(node).writingMode.startsWith('vertical');
  node.style.rotate = 'none';
  node.style.writingMode = 'horizontal-tb';
  const flat = node.getBoundingClientRect();
  const origin = getComputedStyle(node).transformOrigin.split(' ').map(parseFloat);
  const pieces = fromHtml(node, around);
  node.style.rotate = rotate;
  node.style.writingMode = writingMode;
  const { left, top } = around.origin;
  // A vertical text has another box: it is turned around its middle, into that which was seen.
  const [cx = 0, cy = 0] = isVertical ? [flat.left + flat.width / 2 - left, flat.top + flat.height / 2 - top]
    : [flat.left - left + (origin[0] ?? 0), flat.top - top + (origin[1] ?? 0)];
  const [dx, dy] = isVertical
    ? [seen.left + seen.width / 2 - left - cx, seen.top + seen.height / 2 - top - cy] : [0, 0];
  const transform = `translate(${length(dx)} ${length(dy)}) rotate(${length(degrees)} ${length(cx)} ${length(cy)})`;
  return [{
    markup: element('g', { transform }, pieces.map(({ markup }) => markup).join('')),
    top: seen.top - top, bottom: seen.bottom - top, right: seen.right - left,
  }];
}

/**
 * Ground and borders.
 *
 * @param {Element} node
 * @param {CSSStyleDeclaration} style
 * @param {Around} around
 * @returns {Piece[]}
 */
function boxOf(node, style, { origin }) {
  const { left, top, width, height } = node.getBoundingClientRect();
  if (width === 0 || height === 0) return [];
  return drawnBox({ x: left - origin.left, y: top - origin.top, width, height }, style);
}

/**
 * @param {{ x: number, y: number, width: number, height: number }} box
 * @param {CSSStyleDeclaration} style
 * @returns {Piece[]}
 */
function drawnBox({ x, y, width, height }, style) {
  const place = { top: y, bottom: y + height, right: x + width };
  const radius = parseFloat(style.borderTopLeftRadius) || 0;
  const rx = style.borderTopLeftRadius.endsWith('%') ? width * radius / 100 : Math.min(radius, width / 2, height / 2);
  /** @type {Piece[]} */
  const pieces = [];
  const opacity = Number(style.opacity) < 1 ? style.opacity : null;
  const rect = (/** @type {number[]} */ [left = 0, top = 0, wide = 0, high = 0], /** @type {string} */ css, round = true) => {
    if (wide <= 0 || high <= 0 || colourOf(css).opacity === 0) return;
    pieces.push({
      markup: element('rect', { x: left, y: top, width: wide, height: high, rx: round && rx > 0 ? rx : null, ...painted('fill', css), opacity }),
      ...place,
    });
  };
  rect([x, y, width, height], style.backgroundColor);
  for (const [layer, colours] of gradientsOf(style)) {
    const [sizes = '', position = ''] = [style.backgroundSize, style.backgroundPosition].map((list) => list.split(/,\s*/)[layer]);
    const [wide = 'auto', high = 'auto'] = sizes.split(' ');
    const extent = (/** @type {string} */ size, /** @type {number} */ all) => partOf(size, all, all);
    const [w, h] = [extent(wide, width), extent(high, height)];
    const [across = '0%', down = '0%'] = position.split(' ');
    const [left, top] = [x + offset(across, width - w), y + offset(down, height - h)];
    const step = w / colours.length;
    // A little over the next one, or seams would show.
    colours.forEach((css, index) => rect([left + index * step, top, index < colours.length - 1 ? step + 0.5 : step, h], css, false));
  }
  const sides = /** @type {const} */ ([
    ['Top', [x, y, width, 0]], ['Bottom', [x, y + height, width, 0]], ['Left', [x, y, 0, height]], ['Right', [x + width, y, 0, height]],
  ]);
  for (const [side, [left, top, wide, high]] of sides) {
    const size = parseFloat(style[`border${side}Width`]);
    if (!(size > 0) || style[`border${side}Style`] === 'none') continue;
    const css = style[`border${side}Color`];
    if (wide > 0) rect([left, side === 'Top' ? top : top - size, wide, size], css, false);
    else rect([side === 'Left' ? left : left - size, top, size, high], css, false);
  }
  // Shadows without a blur are outlines.
  const [, shade, inset] = /^(.+?) 0px 0px 0px ([\d.]+px)( inset)?$/.exec(style.boxShadow) ?? [];
  const ringed = shade ? [/^(.+?) 0px/.exec(style.boxShadow)?.[1] ?? '', parseFloat(shade)] : null;
  const outline = style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) > 0
    ? [style.outlineColor, parseFloat(style.outlineWidth)] : null;
  for (const ring of [ringed, outline]) {
    if (!ring) continue;
    const [css, size] = /** @type {[string, number]} */ (ring);
    const out = inset && ring === ringed ? -size / 2 : size / 2;
    if (colourOf(css).opacity === 0) continue;
    pieces.push({
      markup: element('rect', {
        x: x - out, y: y - out, width: width + 2 * out, height: height + 2 * out, fill: 'none', ...painted('stroke', css), 'stroke-width': size, opacity,
      }),
      ...place,
    });
  }
  return pieces;
}

/** @param {string} size @param {number} all @param {number} auto */
function partOf(size, all, auto) {
  if (size === 'auto' || size === '') return auto;
  return size.endsWith('%') ? all * parseFloat(size) / 100 : size.startsWith('calc') ? calculated(size, all) : parseFloat(size);
}

/** @param {string} position @param {number} free */
function offset(position, free) {
  return partOf(position, free, 0);
}

/** `calc(a% + bpx)`, as computed style has it. @param {string} size @param {number} all */
function calculated(size, all) {
  const [, percent = '0', sign = '+', pixels = '0'] = /calc\((-?[\d.]+)%\s*([+-])\s*([\d.]+)px\)/.exec(size) ?? [];
  return all * Number(percent) / 100 + (sign === '-' ? -1 : 1) * Number(pixels);
}

/**
 * The colours of each layer of a ground, from left to right; one alone where all are the same.
 *
 * @param {CSSStyleDeclaration} style
 * @returns {[number, string[]][]} the last layer, which lies below, first
 */
function gradientsOf({ backgroundImage }) {
  // Hatching is left out.
  const layers = backgroundImage === 'none' || backgroundImage.startsWith('repeating') ? []
    : backgroundImage.split(/,\s*(?=linear-gradient)/);
  const found = layers.map((layer, index) => {
    const colours = layer.match(/(?:rgba?|oklab|oklch|lab|color)\([^()]*\)|#[0-9a-f]+/gi) ?? [];
    return /** @type {[number, string[]]} */ ([index, new Set(colours).size === 1 ? colours.slice(0, 1) : between(colours)]);
  });
  return found.reverse();
}

const STEPS = 8;

/** Colours between those of a gradient, as many as the eye takes for a slope. @param {string[]} colours */
function between(colours) {
  return colours.flatMap((colour, index) => {
    const next = colours[index + 1];
    return next === undefined ? [] : Array.from({ length: STEPS }, (_, step) =>
      `color-mix(in srgb, ${next} ${((step + 0.5) / STEPS) * 100}%, ${colour})`);
  });
}

/**
 * What a style sheet puts before or behind an element: a text, or a box.
 *
 * @param {Element} node
 * @param {'::before' | '::after'} which
 * @param {Around} around
 * @returns {Piece[]}
 */
function pseudo(node, which, around) {
  const style = getComputedStyle(node, which);
  const [, text] = /^"(.*)"$/s.exec(style.content) ?? [];
  if (text === undefined || style.display === 'none') return [];
  const box = node.getBoundingClientRect();
  if (text !== '') {
    const range = document.createRange();
    range.selectNodeContents(node);
    const own = [...range.getClientRects()].find(({ width }) => width > 0);
    const size = parseFloat(style.fontSize);
    const width = size * 0.6;
    const left = own ? own.left - width : box.left + (box.width - width) / 2;
    return [lineAt(text, { left, top: own?.top ?? box.top, width, height: own?.height ?? box.height }, style, around.origin)];
  }
  const [width, height] = [parseFloat(style.width), parseFloat(style.height)];
  if (Number.isNaN(width) || Number.isNaN(height)) return [];
  const place = style.position === 'absolute'
    ? [box.left + (parseFloat(style.left) || 0), box.top + (parseFloat(style.top) || 0)]
    : [box.left, box.top + (box.height - height) / 2];
  return drawnBox({ x: (place[0] ?? 0) - around.origin.left, y: (place[1] ?? 0) - around.origin.top, width, height }, style);
}

/** @param {Element} fraction @param {CSSStyleDeclaration} style @param {Around} around @returns {Piece} */
function fractionBar(fraction, style, { origin }) {
  const [above, below] = [...fraction.children].map((child) => child.getBoundingClientRect());
  const box = fraction.getBoundingClientRect();
  const y = ((above?.bottom ?? box.top) + (below?.top ?? box.bottom)) / 2 - origin.top;
  const x = box.left - origin.left;
  return {
    markup: element('rect', { x, y: y - 0.5, width: box.width, height: 1, ...painted('fill', style.color) }),
    top: y, bottom: y + 1, right: x + box.width,
  };
}
