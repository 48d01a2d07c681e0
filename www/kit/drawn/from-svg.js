// A drawing of the page as one that stands by itself: style sheets say how it looks, and here that is written at each
// element.

import { element, escaped, length } from './markup.js';
import { familyOf, painted } from './style.js';

/** What children have from their parents. */
const INHERITED = ['font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'stroke-width', 'stroke-linecap',
  'stroke-linejoin', 'stroke-dasharray', 'letter-spacing'];
/** With these values nothing has to be written. @type {Record<string, string[]>} */
const USUAL = {
  'font-weight': ['400'], 'font-style': ['normal'], 'text-anchor': ['start'], 'dominant-baseline': ['auto'],
  'stroke-width': ['1px'], 'stroke-linecap': ['butt'], 'stroke-linejoin': ['miter'], 'stroke-dasharray': ['none'],
  'letter-spacing': ['normal'],
};
const TEXT_ONLY = new Set(['font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'letter-spacing']);
const OF_THE_PAGE = /^(class|style|tabindex|role|id|aria-.*|data-.*|on.*|part|width|height|xmlns)$/;
/** Of text and shapes alike where they have an outline. */
const OF_STROKES = new Set(['stroke-width', 'stroke-linecap', 'stroke-linejoin', 'stroke-dasharray']);
const SHAPES = new Set(['rect', 'line', 'circle', 'ellipse', 'path', 'polyline', 'polygon', 'text', 'tspan']);

/**
 * @param {SVGSVGElement} svg
 * @param {DOMRect} origin what stands at 0, 0
 */
export function fromSvg(svg, origin) {
  const box = svg.getBoundingClientRect();
  const [x, y] = [box.left - origin.left, box.top - origin.top];
  const content = [...svg.children].map(copyOf).join('');
  const { width, height } = svg.viewBox.baseVal ?? { width: 0, height: 0 };
  const scale = width > 0 && height > 0 ? ` scale(${length(box.width / width)} ${length(box.height / height)})` : '';
  const { x: left, y: top } = svg.viewBox.baseVal ?? { x: 0, y: 0 };
  const moved = left !== 0 || top !== 0 ? ` translate(${length(-left)} ${length(-top)})` : '';
  return {
    markup: element('g', { transform: `translate(${length(x)} ${length(y)})${scale}${moved}` }, content),
    top: y, bottom: y + box.height, right: x + box.width,
  };
}

/**
 * @param {Element} node
 * @returns {string}
 */
function copyOf(node) {
  const style = getComputedStyle(node);
  const name = node.localName;
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0' || name === 'title') return '';
  /** @type {Record<string, string | null>} */
  const attributes = {};
  for (const { name: key, value } of node.attributes) {
    if (!OF_THE_PAGE.test(key) || (name === 'rect' && (key === 'width' || key === 'height'))) attributes[key] = value;
  }
  const isText = name === 'text' || name === 'tspan';
  if (SHAPES.has(name)) {
    Object.assign(attributes, painted('fill', style.fill), painted('stroke', style.stroke));
    if (attributes['stroke'] === 'none') delete attributes['stroke'];
    if (isText) attributes['font-family'] = familyOf(style.fontFamily);
    for (const property of INHERITED) {
      if (OF_STROKES.has(property) ? !attributes['stroke'] : TEXT_ONLY.has(property) !== isText) continue;
      const value = style.getPropertyValue(property);
      if (!USUAL[property]?.includes(value)) attributes[property] = value.replaceAll('px', '');
    }
    if (attributes['stroke'] && style.paintOrder !== 'normal') attributes['paint-order'] = style.paintOrder;
    if (style.vectorEffect && style.vectorEffect !== 'none') attributes['vector-effect'] = style.vectorEffect;
  }
  if (style.opacity !== '1') attributes['opacity'] = style.opacity;
  const content = [...node.childNodes].map((child) => {
    if (child instanceof Element) return copyOf(child);
    return isText ? escaped(child.nodeValue ?? '') : '';
  }).join('');
  return element(name, attributes, content);
}
