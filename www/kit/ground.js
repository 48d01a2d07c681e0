// The background that an element really stands on.

/** @typedef {[red: number, green: number, blue: number, alpha: number]} Colour 0 to 255, alpha 0 to 1 */

/**
 * @typedef {{ colour: string, luminance: number | null }} Ground colour: as CSS, opaque; luminance: relative, from 0 to
 *   1, or null where a picture hides the colour
 */

/** What browsers draw under a page that sets nothing. */
const CANVAS = /** @type {{ light: Colour, dark: Colour }} */ ({ light: [255, 255, 255, 1], dark: [18, 18, 18, 1] });
/** Ink that is lighter is for a dark ground. */
const LIGHT_INK = 0.35;

/**
 * Whatever contains a node as it is drawn: its slot, its parent, or the host of its tree.
 *
 * @param {Node} node
 * @returns {Element | null}
 */
export function container(node) {
  const parent = /** @type {Element} */ (node).assignedSlot ?? node.parentNode;
  return parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null;
}

/**
 * @param {Element} element
 * @returns {Ground}
 */
export function groundOf(element) {
  /** @type {Colour[]} */
  const layers = [];
  /** @type {boolean | null} whether the ink above a picture is light */
  let lightInk = null;
  for (let node = /** @type {Element | null} */ (element); node; node = container(node)) {
    const { backgroundColor, backgroundImage, color } = getComputedStyle(node);
    if (backgroundImage !== 'none') lightInk ??= luminanceOf(parse(color)) > LIGHT_INK;
    const layer = parse(backgroundColor);
    if (layer[3] > 0) layers.push(layer);
    if (layer[3] === 1) break;
  }
  const isOpaque = layers.at(-1)?.[3] === 1;
  const colour = layers.reduceRight(over, isOpaque ? /** @type {Colour} */ (layers.pop()) : CANVAS[canvasScheme()]);
  const luminance = luminanceOf(colour);
  const [red, green, blue] = colour.map(Math.round);
  // A texture on a colour goes with the ink that the page has for that colour; of a photograph nothing is known.
  const isHidden = lightInk !== null && (!isOpaque || lightInk === luminance > LIGHT_INK);
  return { colour: `rgb(${red}, ${green}, ${blue})`, luminance: isHidden ? null : luminance };
}

/**
 * Whether the ink that the page has for an element is light.
 *
 * @param {Element} element
 */
export function hasLightInk(element) {
  return luminanceOf(parse(getComputedStyle(element).color)) > LIGHT_INK;
}

/** The scheme of what is drawn under the page. @returns {'light' | 'dark'} */
function canvasScheme() {
  const own = getComputedStyle(document.documentElement).colorScheme;
  const asked = own && own !== 'normal' ? own
    : document.querySelector('meta[name="color-scheme" i]')?.getAttribute('content') ?? '';
  const [light, dark] = [/\blight\b/.test(asked), /\bdark\b/.test(asked)];
  return dark && (!light || matchMedia('(prefers-color-scheme: dark)').matches) ? 'dark' : 'light';
}

/** @type {OffscreenCanvasRenderingContext2D | null} */
let canvas = null;

/**
 * @param {string} css a colour in any notation
 * @returns {Colour}
 */
export function parse(css) {
  const [, red, green, blue, alpha = '1'] = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(css) ?? [];
  if (red !== undefined) return [Number(red), Number(green), Number(blue), Number(alpha)];
  canvas ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!canvas) return [0, 0, 0, 0];
  canvas.clearRect(0, 0, 1, 1);
  // What cannot be read leaves the style as it was.
  canvas.fillStyle = 'transparent';
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}

/**
 * @param {Colour} below
 * @param {Colour} above
 * @returns {Colour}
 */
function over(below, above) {
  const [red, green, blue] = below.map((value, index) => value + ((above[index] ?? 0) - value) * above[3]);
  return [red ?? 0, green ?? 0, blue ?? 0, 1];
}

/**
 * Relative luminance, as WCAG 2 defines it.
 *
 * @param {Colour} colour
 */
export function luminanceOf([red, green, blue]) {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
