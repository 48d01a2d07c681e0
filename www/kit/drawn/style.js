// What computed style means in SVG: colours that every reader knows, and generic families of fonts.

/** @type {Map<string, { colour: string, opacity: number }>} */
const known = new Map();
/** @type {CanvasRenderingContext2D | null} */
let context = null;

/** What measures text and mixes colours; nobody sees it. */
export function measuring() {
  if (!context) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    context = canvas.getContext('2d', { willReadFrequently: true });
  }
  return /** @type {CanvasRenderingContext2D} */ (context);
}

/**
 * A CSS colour as `#rrggbb` and an opacity: readers of SVG do not know of oklab and its kind.
 *
 * @param {string} css
 */
export function colourOf(css) {
  let found = known.get(css);
  if (!found) {
    const painting = measuring();
    painting.clearRect(0, 0, 1, 1);
    painting.fillStyle = '#000000';
    painting.fillStyle = css;
    painting.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = painting.getImageData(0, 0, 1, 1).data;
    const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('');
    found = { colour: `#${hex}`, opacity: Math.round((alpha / 255) * 100) / 100 };
    known.set(css, found);
  }
  return found;
}

/**
 * As the attribute of that name and its opacity; nothing of what is not seen.
 *
 * @param {'fill' | 'stroke'} name
 * @param {string} css
 * @returns {Record<string, string>}
 */
export function painted(name, css) {
  if (css === 'none') return { [name]: 'none' };
  const { colour, opacity } = colourOf(css);
  if (opacity === 0) return { [name]: 'none' };
  return { [name]: colour, ...opacity < 1 ? { [`${name}-opacity`]: String(opacity) } : {} };
}

/** @param {string} families */
export function familyOf(families) {
  if (/\bmath\b/i.test(families)) return 'serif';
  if (/monospace/i.test(families)) return 'monospace';
  return /sans-serif|system-ui/i.test(families) ? 'sans-serif' : 'serif';
}

/**
 * @param {CSSStyleDeclaration} style
 * @returns {Record<string, string | number | null>}
 */
export function fontOf(style) {
  return {
    'font-family': familyOf(style.fontFamily), 'font-size': parseFloat(style.fontSize),
    'font-weight': style.fontWeight === '400' ? null : style.fontWeight,
    'font-style': style.fontStyle === 'normal' ? null : style.fontStyle,
  };
}
