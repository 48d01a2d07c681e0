// Pictures that the browser has laid out: unit lines and panels, as they would be on paper.

import { startPictures } from '../../engine/pictures.js';
import { pictureOf } from '../../kit/drawn/picture.js';

/** @typedef {import('../element.js').SeqScope} SeqScope */
/** @typedef {import('../view-element.js').SeqView} SeqView */
/** @typedef {{ title: string, sentence: string, white: boolean, lang: string }} Caption */

/** What belongs to the screen. */
const SKIP = '.panel-tools, .save, .quiet, .standing, .step-controls, .whatif-presets, .visually-hidden, .on-paper,'
  + ' input, progress, .brush, .band, .cursor, .hint';
/** As wide as a page of paper between its margins, in CSS pixels. */
const PAPER = 672;

/** What a canvas shows, or will when it comes near. @param {HTMLCanvasElement} canvas */
const paintedOn = (canvas) => /** @type {any} */ (canvas).picture;

/** Colours of every scale on a light ground. */
async function fetchShades() {
  const { shades } = await startPictures();
  const all = new Map(/** @type {const} */ (['attention', 'gate', 'signed']).map((scale) => [scale, shades(scale)]));
  return (/** @type {import('../types.js').Scale} */ scale) => /** @type {Uint8Array} */ (all.get(scale));
}

/** @param {SeqScope} scope @param {Caption} caption */
export async function pictureOfUnit(scope, caption) {
  const shades = await fetchShades();
  const lines = scope.shadowRoot?.querySelector('.unit-lines');
  if (!lines) throw new Error('no unit is open');
  return inDaylight(lines, () => pictureOf([lines], { ...caption, skip: SKIP, ratio: 1, pictureOf: paintedOn, shades }));
}

/** @param {SeqView} view @param {Caption} caption */
export async function pictureOfPanel(view, caption) {
  const shades = await fetchShades();
  const content = /** @type {HTMLElement | null} */ (view.shadowRoot?.querySelector('.panel'));
  if (!content || !view.drawn()) throw new Error('nothing is shown yet');
  const [left, top] = [scrollX, scrollY];
  // All within this task, so that nobody sees it: the panel is drawn as for paper, and then as it was.
  const wide = drawnForPaper(view, () => inDaylight(content, () => {
    const chosen = [...content.querySelectorAll('.choice')].flatMap((choice) => {
      const label = choice.querySelector('label:has(input:checked)');
      return label ? [`${choice.querySelector('legend')?.textContent}: ${label.textContent}`] : [];
    });
    return pictureOf([content], {
      ...caption, sentence: [caption.sentence, ...chosen].join(' · '), skip: SKIP, ratio: view.drawn()?.context.ratio ?? 1,
      pictureOf: paintedOn, shades,
    });
  }));
  scrollTo({ left, top, behavior: 'instant' });
  return wide;
}

/**
 * @template Result
 * @param {SeqView} view
 * @param {() => Result} take
 */
function drawnForPaper(view, take) {
  const stage = /** @type {HTMLElement} */ (view.shadowRoot?.querySelector('.stage'));
  const { inlineSize } = stage.style;
  view.print(true);
  stage.style.inlineSize = `${PAPER}px`;
  try {
    view.redraw();
    return take();
  } finally {
    stage.style.inlineSize = inlineSize;
    view.print(false);
    view.redraw();
  }
}

/**
 * What stands on a dark ground has light ink, which nobody could read on paper. Nothing moves or fades meanwhile, and what
 * was scrolled is at its beginning.
 *
 * @template Result
 * @param {Element} node
 * @param {() => Result} take
 * @returns {Result}
 */
function inDaylight(node, take) {
  const root = /** @type {ShadowRoot} */ (node.getRootNode());
  const stage = /** @type {HTMLElement} */ (node.closest('.stage'));
  const sheets = root.adoptedStyleSheets;
  const still = new CSSStyleSheet();
  still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important; }\n'
    + '.stage { --ink: #1d1f24; --muted: #63666e; --line: #e0ddd6; --surface: #ffffff; --tint: #f3f1ec; --background: #ffffff; --accent: #c2410c;'
    + ' --sans: sans-serif; --mono: monospace; }');
  const isDark = stage.classList.contains('dark');
  const scrolled = [...stage.querySelectorAll('*')].filter((each) => each.scrollLeft !== 0 || each.scrollTop !== 0)
    .map((each) => /** @type {const} */ ([each, each.scrollLeft, each.scrollTop]));
  root.adoptedStyleSheets = [...sheets, still];
  stage.classList.replace('dark', 'light');
  for (const [each] of scrolled) each.scrollTo({ left: 0, top: 0, behavior: 'instant' });
  try {
    return take();
  } finally {
    root.adoptedStyleSheets = sheets;
    if (isDark) stage.classList.replace('light', 'dark');
    for (const [each, left, top] of scrolled) each.scrollTo({ left, top, behavior: 'instant' });
  }
}
